package io.homeostat.webhooks.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedCertificateTest {
  @TempDir private Path folder;

  @Test
  void eachVersionThatTheKubeletMountsIsRead() throws Exception {
    MountedCertificate mounted = new MountedCertificate(folder);
    ServingCertificate first = Certificates.valid();
    ServingCertificate second = Certificates.at(Instant.now().plusSeconds(60)).newServer(first);
    Path before = version("1", first);
    Files.createSymbolicLink(folder.resolve("..data"), before);

    assertThat(mounted.current()).isEqualTo(first.identity());

    Files.delete(folder.resolve("..data"));
    Files.createSymbolicLink(folder.resolve("..data"), version("2", second));
    assertThat(mounted.current()).isEqualTo(second.identity());
  }

  @Test
  void aFolderThatIsStillEmptyIsNamedWithTheRemedy() {
    assertThatExceptionOfType(CertificateException.class)
        .isThrownBy(new MountedCertificate(folder)::current)
        .withMessageContaining("expected tls.crt and tls.key in " + folder)
        .withMessageContaining("has cert-manager filled it?");
  }

  @Test
  void aKeyThatIsNoneIsNotServed() throws Exception {
    Files.writeString(folder.resolve("tls.crt"), Certificates.valid().chain());
    Files.writeString(folder.resolve("tls.key"), "no key");

    assertThatExceptionOfType(CertificateException.class)
        .isThrownBy(new MountedCertificate(folder)::current)
        .withMessageContaining("expected a PKCS #8 private key");
  }

  private Path version(String name, ServingCertificate certificate) throws Exception {
    Path version = Files.createDirectory(folder.resolve("..version-" + name));
    Files.writeString(version.resolve("tls.crt"), certificate.chain());
    Files.writeString(version.resolve("tls.key"), certificate.key());
    return version;
  }
}
