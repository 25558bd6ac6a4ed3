package io.homeostat.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhooksSettingsTest {
  private static final Map<String, String> COMPLETE =
      Map.of(
          "POD_NAMESPACE", "system",
          "WEBHOOK_SERVICE", "hooks",
          "WEBHOOK_SECRET", "certificates",
          "WEBHOOK_CONFIGURATION", "homeostat");

  @Test
  void portsHaveDefaultsAndTheServerIsCalledByItsService() {
    WebhooksSettings settings = WebhooksSettings.from(COMPLETE);

    assertThat(settings.httpsPort()).isEqualTo(8443);
    assertThat(settings.metricsPort()).isEqualTo(9090);
    assertThat(settings.serverNames()).startsWith("hooks.system.svc");
    assertThat(settings.watchNamespaces()).isEmpty();
    assertThat(settings.certificates()).isEmpty();
  }

  @Test
  void namespacesAndAFolderOfCertificatesMayBeNamed() {
    Map<String, String> more = new HashMap<>(COMPLETE);
    more.put("WATCH_NAMESPACES", "team-a, team-b");
    more.put("WEBHOOK_CERTIFICATES", "/certificates");

    WebhooksSettings settings = WebhooksSettings.from(more);

    assertThat(settings.watchNamespaces()).containsExactly("team-a", "team-b");
    assertThat(settings.certificates()).contains(Path.of("/certificates"));
  }

  @Test
  void aMissingVariableIsNamedWithItsMeaning() {
    Map<String, String> lacking = new HashMap<>(COMPLETE);
    lacking.put("WEBHOOK_SECRET", " ");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebhooksSettings.from(lacking))
        .withMessage(
            "environment variable WEBHOOK_SECRET is not set: give the name of the Secret for the"
                + " certificates");
  }

  @Test
  void aPortThatIsNoneIsNamed() {
    Map<String, String> wrong = new HashMap<>(COMPLETE);
    for (String port : new String[] {"https", "65536", "-1"}) {
      wrong.put("HTTPS_PORT", port);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> WebhooksSettings.from(wrong))
          .withMessageContaining("HTTPS_PORT")
          .withMessageContaining("'" + port + "'");
    }
  }
}
