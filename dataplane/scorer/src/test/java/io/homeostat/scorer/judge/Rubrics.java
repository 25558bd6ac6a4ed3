package io.homeostat.scorer.judge;

import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.judge.JudgeSpec;
import java.util.List;

/** Judges for tests. */
public final class Rubrics {
  private Rubrics() {}

  public static JudgeSpec judge(String type, String url) {
    return new JudgeSpec(
        new JudgeSpec.Endpoint(type, url),
        "grader-1",
        new KeyRef("grader", "key"),
        new JudgeSpec.Rubric(
            List.of(
                new JudgeSpec.Dimension(
                    "correctness",
                    "Is it right?",
                    List.of("wrong", "mostly wrong", "half", "nearly", "right")))),
        new JudgeSpec.Calibration(new KeyRef("items", "items.jsonl"), "0.6", "0.05", 3600),
        2,
        5);
  }
}
