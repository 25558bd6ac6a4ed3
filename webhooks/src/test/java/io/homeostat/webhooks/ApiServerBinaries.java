package io.homeostat.webhooks;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Says what to do when the real kube-apiserver is missing, before anything tries to download one.
 */
public final class ApiServerBinaries implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    if (System.getenv("KUBE_API_TEST_DIR") == null) {
      throw new IllegalStateException(
          "this test needs a real kube-apiserver, and KUBE_API_TEST_DIR is not set: run `make"
              + " test`, or first `eval \"$(e2e/cluster/kube-api-test)\"`");
    }
  }
}
