package io.homeostat.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentedKeysTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @Test
  void theSecretOfThePageMayDoWhatThePageSays() throws Exception {
    Path page =
        Path.of("").toAbsolutePath().getParent().getParent().resolve("docs/gateway-access.md");
    MatchResult block = BLOCK.matcher(Files.readString(page)).results().findFirst().orElseThrow();
    Secret secret = Serialization.unmarshal(block.group(1), Secret.class);
    ApiKeys keys = new ApiKeys(secret.getStringData(), false);
    assertThat(keys.identities()).containsExactlyInAnyOrder("web-shop", "release-tests", "desk-1");
    assertThat(keys.identify("example-4f1d8c2a9be07365"))
        .contains(
            new ApiKey("web-shop", List.of("shop/*", "*/support"), 600, 200_000, 60, 0, false));
    assertThat(keys.identify("example-54fa37f2d171c04ae6f140b2"))
        .contains(ApiKey.unlimited("desk-1"));
  }
}
