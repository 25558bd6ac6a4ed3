package io.homeostat.webhooks.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;

/**
 * A certificate that somebody else renews and the kubelet mounts, such as cert-manager's: the files
 * {@code tls.crt} and {@code tls.key} of a folder.
 */
public final class MountedCertificate implements IdentitySource {
  private static final String CHAIN = "tls.crt";
  private static final String KEY = "tls.key";

  /** Where the kubelet puts all files of one version; it exchanges this link at once. */
  private static final String VERSION = "..data";

  private final Path folder;

  /** Names the folder; it is read anew each time. */
  public MountedCertificate(Path folder) {
    this.folder = folder;
  }

  @Override
  public TlsIdentity current() throws GeneralSecurityException {
    try {
      Path version = folder.resolve(VERSION);
      Path files = Files.exists(version) ? version.toRealPath() : folder;
      String chain = Files.readString(files.resolve(CHAIN));
      String key = Files.readString(files.resolve(KEY));
      Pem.key(key);
      return new TlsIdentity(
          chain, key, Pem.certificates(chain).getFirst().getNotAfter().toInstant());
    } catch (IOException e) {
      throw new CertificateException(
          "expected %s and %s in %s, found %s: is the Secret of the certificate there, and has cert-manager filled it?"
              .formatted(CHAIN, KEY, folder, e),
          e);
    }
  }
}
