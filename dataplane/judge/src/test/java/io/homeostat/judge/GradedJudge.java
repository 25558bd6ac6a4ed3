package io.homeostat.judge;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Stand-ins for hosted judges of {@link GradedAnswers}, over HTTP. What looks like chance is a hash
 * of the answer, so that a judge at temperature 0 says the same of the same answer.
 */
public enum GradedJudge {
  /** Counts the right facts; errs by one in a tenth of the answers. */
  Good {
    @Override
    int score(JsonNode material) {
      return label(material) + slip(material);
    }
  },
  /** Like the good one, a point too kind in most cases. */
  Biased {
    @Override
    int score(JsonNode material) {
      return label(material) + (chance(material, "kind") < 0.7 ? 1 : 0);
    }
  },
  /** Right on the average, but kind to long answers and harsh to short ones. */
  LengthBiased {
    @Override
    int score(JsonNode material) {
      int length = material.path("answer").asText().length();
      int tilt = length > 330 ? 1 : length < 200 ? -1 : 0;
      return label(material) + slip(material) + tilt;
    }
  },
  /** Says anything. */
  Random {
    @Override
    int score(JsonNode material) {
      return 1 + (int) (5 * chance(material, "any"));
    }
  };

  abstract int score(JsonNode material);

  /** The endpoint at which this judge is asked. */
  public JudgeEndpoint endpoint() throws Exception {
    return new JudgeEndpoint(
        (number, request) ->
            new JudgeEndpoint.Reply(
                200,
                JudgeEndpoint.score(Math.clamp(score(JudgeEndpoint.material(request)), 1, 5))));
  }

  static int label(JsonNode material) {
    return GradedAnswers.right(material) + 1;
  }

  static int slip(JsonNode material) {
    double chance = chance(material, "slip");
    return chance < 0.05 ? -1 : chance > 0.95 ? 1 : 0;
  }

  static double chance(JsonNode material, String purpose) {
    long hash = (purpose + material.path("answer").asText()).hashCode() * 0x9E3779B97F4A7C15L;
    return (hash >>> 11) * 0x1.0p-53;
  }
}
