package io.homeostat.webhooks.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates from an authority of our own, so that the webhook needs no cert-manager. */
public final class CertificateIssuer {
  static final Duration AUTHORITY_LIFE = Duration.ofDays(1825);
  static final Duration SERVER_LIFE = Duration.ofDays(90);

  /** Clocks of API server and pods may differ. */
  static final Duration BACKDATED = Duration.ofMinutes(5);

  private static final int SERIAL_BITS = 159;
  private static final X500Principal AUTHORITY =
      new X500Principal("CN=homeostat-webhooks-authority");

  private final List<String> serverNames;
  private final Clock clock;
  private final SecureRandom random;

  /**
   * Prepares an issuer.
   *
   * @param serverNames DNS names of the server
   */
  public CertificateIssuer(List<String> serverNames, Clock clock, SecureRandom random) {
    this.serverNames = List.copyOf(serverNames);
    this.clock = clock;
    this.random = random;
  }

  /**
   * A new authority and a certificate from it; an earlier authority stays trusted until its end.
   */
  public ServingCertificate newAuthority(Optional<ServingCertificate> before)
      throws GeneralSecurityException {
    KeyPair keys = keys();
    X509Certificate authority = authority(keys);
    String trusted = Pem.of(authority) + before.map(this::stillTrusted).orElse("");
    return issue(trusted, authority, keys.getPrivate());
  }

  /** Another certificate from the present authority. */
  public ServingCertificate newServer(ServingCertificate before) throws GeneralSecurityException {
    X509Certificate authority = Pem.certificates(before.authorities()).getFirst();
    return issue(before.authorities(), authority, Pem.key(before.authorityKey()));
  }

  private ServingCertificate issue(
      String trusted, X509Certificate authority, PrivateKey authorityKey)
      throws GeneralSecurityException {
    KeyPair keys = keys();
    X509Certificate server = server(keys.getPublic(), authority, authorityKey);
    return new ServingCertificate(
        trusted,
        Pem.of(authorityKey),
        Pem.of(server),
        Pem.of(keys.getPrivate()),
        authority.getNotAfter().toInstant(),
        server.getNotBefore().toInstant(),
        server.getNotAfter().toInstant());
  }

  private String stillTrusted(ServingCertificate before) {
    try {
      X509Certificate authority = Pem.certificates(before.authorities()).getFirst();
      return authority.getNotAfter().toInstant().isAfter(clock.instant()) ? Pem.of(authority) : "";
    } catch (CertificateException e) {
      return ""; // what cannot be read is trusted by nobody
    }
  }

  private X509Certificate authority(KeyPair keys) throws GeneralSecurityException {
    try {
      JcaX509v3CertificateBuilder builder =
          builder(AUTHORITY, AUTHORITY, keys.getPublic(), AUTHORITY_LIFE);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return signed(builder, keys.getPrivate());
    } catch (CertIOException e) {
      throw new GeneralSecurityException("cannot make the authority's certificate", e);
    }
  }

  private X509Certificate server(PublicKey key, X509Certificate authority, PrivateKey authorityKey)
      throws GeneralSecurityException {
    GeneralName[] names =
        serverNames.stream()
            .map(name -> new GeneralName(GeneralName.dNSName, name))
            .toArray(GeneralName[]::new);
    try {
      X500Principal subject = new X500Principal("CN=homeostat-webhooks");
      JcaX509v3CertificateBuilder builder =
          builder(authority.getSubjectX500Principal(), subject, key, SERVER_LIFE);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.getPublicKey()));
      return signed(builder, authorityKey);
    } catch (CertIOException e) {
      throw new GeneralSecurityException("cannot make the server's certificate", e);
    }
  }

  private JcaX509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, PublicKey key, Duration life) {
    Instant now = clock.instant();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(SERIAL_BITS, random),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(life)),
        subject,
        key);
  }

  private X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("this Java runtime cannot sign with SHA256withECDSA", e);
    }
  }

  private KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }
}
