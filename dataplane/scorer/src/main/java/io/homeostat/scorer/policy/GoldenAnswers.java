package io.homeostat.scorer.policy;

import io.homeostat.crds.common.KeyRef;
import java.util.Optional;

/** Right answers that people wrote down for questions that are asked again. */
@FunctionalInterface
public interface GoldenAnswers {
  /**
   * The answer to a question, if it is written down.
   *
   * @param namespace of the ConfigMap
   */
  Optional<String> answer(String namespace, KeyRef configMap, String question);
}
