package io.homeostat.judge;

import java.util.Locale;

/**
 * How the judge agrees with the labels on one scale; figures are null when they cannot be told.
 *
 * @param reason {@code Calibrated} or what is amiss
 * @param kappaLower one-sided lower bound at 95 %
 * @param kappaUpper upper end of the two-sided 90 % interval that begins at the lower bound
 * @param bias mean of judge − label
 * @param lengthBias change of the bias for an answer of the same label that is twice as long
 * @param lengthBiasLower lower end of its 95 % interval
 * @param lengthBiasUpper upper end of its 95 % interval
 */
public record Agreement(
    String reason,
    Double kappa,
    Double kappaLower,
    Double kappaUpper,
    Double bias,
    Double lengthBias,
    Double lengthBiasLower,
    Double lengthBiasUpper) {
  static Agreement none(String reason) {
    return new Agreement(reason, null, null, null, null, null, null, null);
  }

  /** Whether it meets what the calibration asks for. */
  public boolean calibrated() {
    return Calibration.CALIBRATED.equals(reason);
  }

  String words() {
    String length =
        lengthBias == null
            ? "bias by length not known"
            : String.format(
                Locale.ROOT,
                "bias by doubled length %.3f [%.3f, %.3f]",
                lengthBias,
                lengthBiasLower,
                lengthBiasUpper);
    return String.format(
        Locale.ROOT,
        "weighted kappa %.3f (lower bound %.3f), bias %.3f, %s",
        kappa,
        kappaLower,
        bias,
        length);
  }
}
