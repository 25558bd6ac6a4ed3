package io.homeostat.scorer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.scorer.Asked;
import io.homeostat.scorer.embedding.BatchingEmbedder;
import io.homeostat.scorer.embedding.MiniLm;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroundednessTest {
  private static final String POLICY =
      "Parcels are delivered within three working days. Returns are free for thirty days.";

  private final Groundedness groundedness =
      new Groundedness(new BatchingEmbedder(() -> MiniLm.load(1), 100));

  @Test
  void itIsTheShareOfTheSentencesThatTheContextSupports() throws Exception {
    assertThat(of("Your parcel will be delivered within three working days.").values())
        .isEqualTo(Map.of("groundedness", 1d));
    assertThat(of("The museum of Vienna opens at nine on Mondays.").values())
        .isEqualTo(Map.of("groundedness", 0d));
    Parts half =
        of(
            "Sure! Your parcel will be delivered within three working days."
                + " The museum of Vienna opens at nine on Mondays.");
    assertThat(half.values().get("groundedness")).isCloseTo(.5, within(1e-9));
  }

  @Test
  void withoutContextOrASentenceThereIsNothingToSay() throws Exception {
    Parts parts = new Parts();
    groundedness.add(Asked.answered("It is so and not else.").subject(), declared(), parts);
    assertThat(parts.values()).isEmpty();
    assertThat(parts.missing()).isEqualTo(Map.of("groundedness", "NoContext"));
    assertThat(of("Sure!").missing()).isEqualTo(Map.of("groundedness", "NoSentence"));
  }

  private Parts of(String answer) throws InterruptedException {
    Parts parts = new Parts();
    groundedness.add(Asked.answered(answer).context(POLICY).subject(), declared(), parts);
    return parts;
  }

  private static QualityPolicySpec.Groundedness declared() {
    return new QualityPolicySpec.Groundedness("0.2", "0.6");
  }
}
