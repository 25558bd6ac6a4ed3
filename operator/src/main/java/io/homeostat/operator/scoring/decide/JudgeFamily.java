package io.homeostat.operator.scoring.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Warns of a judge that is of one family with a model that it judges. */
final class JudgeFamily {
  static final String OTHER_FAMILY = "OtherFamily";

  private JudgeFamily() {}

  /** The conditions with what is known of the families. */
  static Conditions with(Conditions conditions, JudgeObservation seen) {
    Map<String, List<String>> judged = new TreeMap<>(seen.judged());
    if (judged.isEmpty()) {
      return conditions.with(
          OTHER_FAMILY,
          ConditionStatus.UNKNOWN,
          ScoringReason.NothingJudged,
          "no QualityPolicy of this namespace names this judge");
    }
    Optional<String> own = ModelFamily.of(seen.spec().model());
    if (own.isEmpty()) {
      return conditions.with(
          OTHER_FAMILY,
          ConditionStatus.UNKNOWN,
          ScoringReason.FamilyNotKnown,
          "the name '%s' does not tell the judge's family".formatted(seen.spec().model()));
    }
    return with(conditions, seen.spec().model(), own.get(), judged);
  }

  private static Conditions with(
      Conditions conditions, String judge, String own, Map<String, List<String>> judged) {
    Optional<String> unknown = Optional.empty();
    for (var service : judged.entrySet()) {
      List<String> families = families(service.getValue());
      if (families.contains(own)) {
        return conditions.with(
            OTHER_FAMILY,
            ConditionStatus.FALSE,
            ScoringReason.SameFamily,
            "judge '%s' and the model of ModelService '%s' are both of the family %s, and judges favour their own: take a judge of another family, or look at its bias on people's labels"
                .formatted(judge, service.getKey(), own));
      }
      unknown = families.isEmpty() ? Optional.of(service.getKey()) : unknown;
    }
    return unknown.isPresent()
        ? conditions.with(
            OTHER_FAMILY,
            ConditionStatus.UNKNOWN,
            ScoringReason.FamilyNotKnown,
            "the names in ModelService '%s' do not tell its model's family"
                .formatted(unknown.get()))
        : conditions.with(
            OTHER_FAMILY,
            ConditionStatus.TRUE,
            ScoringReason.OtherFamily,
            "judge '%s' is of the family %s, no model that it judges is".formatted(judge, own));
  }

  private static List<String> families(List<String> names) {
    return names.stream()
        .filter(Objects::nonNull)
        .map(ModelFamily::of)
        .flatMap(Optional::stream)
        .toList();
  }
}
