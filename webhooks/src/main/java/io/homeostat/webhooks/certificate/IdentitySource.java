package io.homeostat.webhooks.certificate;

import java.security.GeneralSecurityException;

/** Where the server's certificate comes from; asked again and again, it follows every renewal. */
@FunctionalInterface
public interface IdentitySource {
  /**
   * What is to be served now; it may be asked again whenever it fails.
   *
   * @throws GeneralSecurityException when there is no certificate that can be served
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server refuses or
   *     cannot be reached, with code 409 when another replica wrote at the same moment
   */
  TlsIdentity current() throws GeneralSecurityException;
}
