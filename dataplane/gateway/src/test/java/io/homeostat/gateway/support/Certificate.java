package io.homeostat.gateway.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for localhost that signs itself, made by the JDK's keytool.
 *
 * @param store PKCS #12 file with the key
 * @param pem the certificate as text
 */
public record Certificate(Path store, String pem) {
  static final String PASSWORD = "changeit";

  /** Makes one in a folder. */
  public static Certificate in(Path folder) {
    Path store = folder.resolve("server.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    try {
      Process made =
          new ProcessBuilder(
                  keytool,
                  "-genkeypair",
                  "-alias",
                  "server",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "SAN=dns:localhost",
                  "-ext",
                  "BC=ca:true",
                  "-validity",
                  "2",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  PASSWORD)
              .redirectErrorStream(true)
              .redirectOutput(Files.createTempFile(folder, "keytool", ".log").toFile())
              .start();
      if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
        throw new IllegalStateException("keytool made no certificate");
      }
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream file = Files.newInputStream(store)) {
        keys.load(file, PASSWORD.toCharArray());
      }
      String text =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(keys.getCertificate("server").getEncoded());
      return new Certificate(
          store, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
