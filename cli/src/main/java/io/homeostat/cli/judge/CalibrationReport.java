package io.homeostat.cli.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.cli.terminal.Table;
import io.homeostat.judge.Agreement;
import io.homeostat.judge.Calibration;
import java.util.Locale;
import java.util.Map;

/**
 * What a calibration found, for a person or a program.
 *
 * @param mayGate whether the judge meets what the calibration asks for
 * @param reason why, a word as on the condition Calibrated
 * @param overall of the items' mean scores, by which the judge is gated
 * @param dimensions each dimension of the rubric
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CalibrationReport(
    boolean mayGate,
    String reason,
    int items,
    int unscored,
    Agreement overall,
    Map<String, Agreement> dimensions) {
  private static final String NONE = "-";

  static CalibrationReport of(Calibration.Outcome outcome) {
    return new CalibrationReport(
        outcome.calibrated(),
        outcome.reason(),
        outcome.items(),
        outcome.unscored(),
        outcome.overall(),
        outcome.dimensions());
  }

  String text() {
    Table table =
        new Table("", "kappa", "90 %", "bias", "bias per doubled length", "95 %", "agreement");
    dimensions.forEach((name, agreement) -> row(table, name, agreement));
    row(table, "mean", overall);
    return "%s%n%n%d items, %d not scored: %s"
        .formatted(table, items, unscored, mayGate ? "the judge may gate" : refusal());
  }

  private String refusal() {
    return "the judge may not gate (%s): %s"
        .formatted(
            reason,
            switch (reason) {
              case "TooFewItems" -> "label at least 50 items that it can rate";
              case "LabelsAllEqual" -> "add items with bad answers";
              case "AgreementTooLow" ->
                  "the lower bound of kappa is too low; sharpen the anchors, take a better model,"
                      + " or label more items";
              case "Biased" -> "it is too kind or too harsh; sharpen the anchors";
              case "LengthBiased" ->
                  "long answers change its mind; say in the rubric that length alone is worth"
                      + " nothing, or take another model";
              default -> "it did not answer; check endpoint, model and key";
            });
  }

  private static void row(Table table, String name, Agreement found) {
    table.row(
        name,
        figure("%.3f", found.kappa()),
        interval(found.kappaLower(), found.kappaUpper()),
        figure("%+.3f", found.bias()),
        figure("%+.3f", found.lengthBias()),
        interval(found.lengthBiasLower(), found.lengthBiasUpper()),
        found.reason());
  }

  private static String interval(Double lower, Double upper) {
    return lower == null
        ? NONE
        : "%s to %s".formatted(figure("%.3f", lower), figure("%.3f", upper));
  }

  private static String figure(String format, Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, format, value);
  }
}
