package io.homeostat.webhooks.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Reads and writes PEM, the form of certificates and keys in a Secret. */
final class Pem {
  private Pem() {}

  static String of(X509Certificate certificate) throws CertificateException {
    return text("CERTIFICATE", certificate.getEncoded());
  }

  static String of(PrivateKey key) {
    return text("PRIVATE KEY", key.getEncoded());
  }

  /**
   * Reads every certificate of a text.
   *
   * @throws CertificateException when there is none or one cannot be read
   */
  static List<X509Certificate> certificates(String pem) throws CertificateException {
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    List<X509Certificate> certificates = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof X509CertificateHolder holder) {
          certificates.add(converter.getCertificate(holder));
        }
      }
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      throw new CertificateException("the PEM text cannot be read: " + e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("expected a certificate in PEM, found none");
    }
    return certificates;
  }

  /**
   * Reads a PKCS #8 key.
   *
   * @throws CertificateException when the text is none
   */
  static PrivateKey key(String pem) throws CertificateException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof PrivateKeyInfo key) {
        return new JcaPEMKeyConverter().getPrivateKey(key);
      }
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      throw new CertificateException("the PEM text cannot be read: " + e.getMessage(), e);
    }
    throw new CertificateException("expected a PKCS #8 private key in PEM, found none");
  }

  private static String text(String type, byte[] content) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return text.toString();
  }
}
