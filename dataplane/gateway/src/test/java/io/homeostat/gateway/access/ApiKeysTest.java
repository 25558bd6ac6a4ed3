package io.homeostat.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
  private static String hashOf(String key) {
    return "sha256:" + HexFormat.of().formatHex(ApiKeys.sha256(key));
  }

  @Test
  void aPlainKeyHasNoLimits() {
    ApiKeys keys = new ApiKeys(Map.of("desk-1", " plain-key\n"), false);
    assertThat(keys.identify("plain-key")).contains(ApiKey.unlimited("desk-1"));
    assertThat(keys.identify("other")).isEmpty();
    assertThat(keys.identify(null)).isEmpty();
  }

  @Test
  void aHashedKeyMayDoWhatItsEntrySays() {
    String entry =
        """
        # the web shop
        sha256:1ba97e12a34105d97db7f91cbaac77d7d2ce0bf1e4b0f7dc1d7a1bd2ddef6e7a
        models: shop/*, */support
        requests-per-minute: 60
        tokens-per-minute: 9000
        feedback-per-minute: 0
        may-name-release: true
        """;
    String digest = hashOf("let me in");
    ApiKeys keys =
        new ApiKeys(Map.of("shop", entry.replaceFirst("sha256:[0-9a-f]+", digest)), false);
    assertThat(keys.identify("let me in"))
        .contains(new ApiKey("shop", List.of("shop/*", "*/support"), 60, 9000, 0, 0, true));
    assertThat(keys.identify(digest)).as("the hash is no key").isEmpty();
  }

  @Test
  void whileAKeyIsExchangedBothWork() {
    ApiKeys keys = new ApiKeys(Map.of("a", hashOf("old") + "\n" + hashOf("new")), false);
    assertThat(keys.identify("old")).isEqualTo(keys.identify("new")).isPresent();
    assertThat(keys.identities()).containsExactly("a");
  }

  @Test
  void patternsMatchWholeNames() {
    ApiKey key =
        new ApiKey("a", List.of("shop/*", "*/support-*-eu", "a/b"), null, null, 1, 0, false);
    for (String service :
        List.of(
            "shop/x", "shop/", "ns/support-1-eu", "ns/support--eu", "a/b", "x/support-a-b-eu")) {
      assertThat(key.mayCall(service)).as(service).isTrue();
    }
    for (String service : List.of("shop", "my-shop/x", "ns/support-eu", "a/bc", "xa/b", "ns/x")) {
      assertThat(key.mayCall(service)).as(service).isFalse();
    }
    assertThat(ApiKey.unlimited("a").mayCall("any/thing")).isTrue();
  }

  @Test
  void aWrongEntryIsNoKeyAndClosesTheGateway() {
    for (String wrong :
        List.of(
            "",
            "# only a comment",
            "sha256:abc",
            hashOf("k") + "\nmodels: shop",
            hashOf("k") + "\nmodels:",
            hashOf("k") + "\nrequests-per-minute: 0",
            hashOf("k") + "\nrequests-per-minute: many",
            hashOf("k") + "\nmay-name-release: yes",
            hashOf("k") + "\nrequest-per-minute: 5",
            hashOf("k") + "\njust words",
            "two\nlines")) {
      ApiKeys keys = new ApiKeys(Map.of("a", wrong), true);
      assertThat(keys.identify("k")).as(wrong).isEmpty();
      assertThat(keys.identify(null)).as("closed: " + wrong).isEmpty();
    }
  }

  @Test
  void aWrongEntryIsNamedByItsLineWithoutTheKey() {
    String digest = hashOf("k");
    assertThatThrownBy(() -> ApiKeyEntry.parse("a", digest + "\nmodels: a/b\nmodels: shop"))
        .hasMessageStartingWith("line 3: expected up to 100 models as namespace/name")
        .hasMessageNotContaining(digest.substring(7));
  }

  @Test
  void withoutEntriesTheGatewayIsOpenOnlyWhereThatIsWanted() {
    assertThat(new ApiKeys(Map.of(), true).identify(null)).contains(ApiKey.ANONYMOUS);
    assertThat(new ApiKeys(Map.of(), false).identify("x")).isEmpty();
  }

  @Test
  void ofTwoIdentitiesWithOneKeyTheFirstByNameHasIt() {
    ApiKeys keys =
        new ApiKeys(Map.of("desk-2", "same", "desk-1", "same", "desk-3", "other"), false);
    assertThat(keys.identify("same")).map(ApiKey::identity).contains("desk-1");
    assertThat(keys.identify("other")).map(ApiKey::identity).contains("desk-3");
  }
}
