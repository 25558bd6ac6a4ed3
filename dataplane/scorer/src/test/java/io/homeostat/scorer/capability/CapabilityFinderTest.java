package io.homeostat.scorer.capability;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.scorer.Asked;
import io.homeostat.scorer.Policies;
import io.homeostat.scorer.embedding.BatchingEmbedder;
import io.homeostat.scorer.embedding.MiniLm;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapabilityFinderTest {
  private static final ScoringPolicy POLICY =
      Policies.of(
          """
          capabilities:
          - {name: date, keywords: [Date]}
          - {name: order, keywords: [reverse], routes: [/v1/completions, "/orders/*"]}
          - {name: desk, tags: {desk: returns, tier: gold}}
          - {name: parcel, exemplars: [Where is my parcel?, When will my package arrive?]}
          - {name: refund, exemplars: [I want my money back.], minimumSimilarity: "0.6"}
          scorers: {lexical: {}}
          """);

  private final CapabilityFinder finder =
      new CapabilityFinder(new BatchingEmbedder(() -> MiniLm.load(1), 100));

  @Test
  void theHeaderWinsOverAllWhenItNamesADeclaredOne() throws Exception {
    assertThat(of(Asked.question("this date").capability("order"))).isEqualTo("order");
    assertThat(of(Asked.question("this DATE").capability("unknown"))).isEqualTo("date");
  }

  @Test
  void routeAndTagsWinOverKeywords() throws Exception {
    assertThat(of(Asked.question("this date").route("/v1/completions"))).isEqualTo("order");
    assertThat(of(Asked.question("this date").route("/orders/7/ask"))).isEqualTo("order");
    assertThat(of(Asked.question("this date").route("/v1/chat/completions"))).isEqualTo("date");
    assertThat(of(Asked.question("this date").tags(Map.of("desk", "returns", "tier", "gold"))))
        .isEqualTo("desk");
    assertThat(of(Asked.question("this date").tags(Map.of("desk", "returns")))).isEqualTo("date");
  }

  @Test
  void keywordsWinOverExemplars() throws Exception {
    assertThat(of(Asked.question("Which date will my package arrive?"))).isEqualTo("date");
  }

  @Test
  void theNearestExemplarDecidesWhenItIsNearEnough() throws Exception {
    assertThat(of(Asked.question("Has my delivery been shipped, where is the package?")))
        .isEqualTo("parcel");
    assertThat(of(Asked.question("Please give me my money back!"))).isEqualTo("refund");
    assertThat(of(Asked.question("Compose a poem about the sea."))).isEqualTo("other");
  }

  @Test
  void aQuestionThatWasNotCapturedIsOther() throws Exception {
    assertThat(of(Asked.question(null))).isEqualTo("other");
  }

  private String of(Asked asked) throws InterruptedException {
    return finder.of(asked.build(), POLICY);
  }
}
