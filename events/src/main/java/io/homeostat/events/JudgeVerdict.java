package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * What is known about a Judge, published by the scorer after each calibration and, with the same
 * figures, while its use of the day grows. It is also the scorer's memory: a new scorer goes on
 * from the latest one.
 *
 * @param asOfMillis when it was calibrated
 * @param judgeDigest digest of endpoint, model and rubric
 * @param calibrated whether it meets what the Judge asks for
 * @param kappa quadratic-weighted kappa of the items' mean scores; null when no item could be
 *     scored
 * @param kappaLower its lower 95 % bound
 * @param bias mean of judge − label on the [0,1] scale
 * @param message why it is not calibrated, or the figures
 * @param lengthBias change of the bias for an answer of the same label that is twice as long; null
 *     when it cannot be told
 * @param dimensions each dimension of the rubric against its labels
 * @param drift comparison with the first calibration of the same judge on the same items; null when
 *     this is the first
 * @param frozen scores of the first calibration, by which later ones are compared
 * @param usage what the judge used today
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JudgeVerdict(
    int schemaVersion,
    String subject,
    String subjectUid,
    String service,
    long asOfMillis,
    String judgeDigest,
    boolean calibrated,
    Double kappa,
    Double kappaLower,
    Double bias,
    int items,
    int unscored,
    String reason,
    String message,
    Double lengthBias,
    List<Dimension> dimensions,
    Drift drift,
    Frozen frozen,
    JudgeUsage usage)
    implements Verdict {
  public JudgeVerdict {
    dimensions = dimensions == null ? List.of() : List.copyOf(dimensions);
  }

  /**
   * Whether its scores may decide anything: it agrees with the labels and has not changed since.
   */
  public boolean mayGate() {
    return calibrated && (drift == null || !drift.drifted());
  }

  /** Whether scores of one dimension may decide anything. */
  public boolean mayGate(String dimension) {
    return (drift == null || !drift.drifted())
        && dimensions.stream().anyMatch(d -> d.name().equals(dimension) && d.calibrated());
  }

  /** The same word with what was used since. */
  public JudgeVerdict withUsage(JudgeUsage used) {
    return new JudgeVerdict(
        schemaVersion,
        subject,
        subjectUid,
        service,
        asOfMillis,
        judgeDigest,
        calibrated,
        kappa,
        kappaLower,
        bias,
        items,
        unscored,
        reason,
        message,
        lengthBias,
        dimensions,
        drift,
        frozen,
        used);
  }

  /**
   * One dimension of the rubric against its labels; figures are null when they cannot be told.
   *
   * @param kappaLower one-sided lower bound at 95 %
   * @param kappaUpper upper end of the two-sided 90 % interval that begins at the lower bound
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Dimension(
      String name,
      Double kappa,
      Double kappaLower,
      Double kappaUpper,
      Double bias,
      Double lengthBias,
      boolean calibrated) {}

  /**
   * Comparison with the first calibration.
   *
   * @param drifted whether chance explains the change worse than the stated error rate
   * @param dimension the one that changed the most significantly
   * @param meanChange its mean score now − then, in points of 1 to 5
   * @param pValue of its sign-flip test, multiplied by the number of dimensions
   * @param sinceMillis when the first calibration was
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Drift(
      boolean drifted, String dimension, double meanChange, double pValue, long sinceMillis) {}

  /**
   * The first calibration of a judge on its items.
   *
   * @param inputs digest of judge and items; scores of other inputs are not comparable
   * @param atMillis when it was
   * @param scores dimension → one digit per item, 0 for one that was not scored
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Frozen(String inputs, long atMillis, Map<String, String> scores) {}
}
