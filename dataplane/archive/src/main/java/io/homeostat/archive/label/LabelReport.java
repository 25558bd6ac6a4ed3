package io.homeostat.archive.label;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.statistics.agreement.PredictionPoweredMean;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * What people's labels say about the judge's mean. For reading and for deciding by hand; a
 * sequential test is never fed with it, because the labels of a period are counted once at its end.
 *
 * @param judged answers that the judge scored
 * @param labels random ones that people labelled
 * @param judgeMean of all judged answers, in [0,1]
 * @param judgeMeanOfLabelled of the labelled ones
 * @param labelMean of the labels alone; null without one
 * @param corrected the mean label of all judged answers; null with too few labels
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelReport(
    long judged,
    int labels,
    Double judgeMean,
    Double judgeMeanOfLabelled,
    Double labelMean,
    Corrected corrected) {
  private static final double ALPHA = 0.05;

  /**
   * The judge's mean, corrected by the labels (PPI++).
   *
   * @param lower lower end of the 95 % interval
   * @param upper upper end of it
   * @param weight how much of the judge's scores it uses, 0 for a judge that knows nothing
   */
  public record Corrected(double mean, double lower, double upper, double weight) {}

  /**
   * Makes the report.
   *
   * @param labelled mean label of each randomly drawn answer, in [0,1]
   * @param judgedOfLabelled the judge's score of the same answers
   * @param unlabelled the judge's scores of the others
   */
  public static LabelReport of(double[] labelled, double[] judgedOfLabelled, double[] unlabelled) {
    Corrected corrected = null;
    if (labelled.length >= PredictionPoweredMean.FEWEST_LABELS
        && unlabelled.length >= labelled.length) {
      PredictionPoweredMean mean =
          PredictionPoweredMean.of(labelled, judgedOfLabelled, unlabelled, ALPHA);
      corrected =
          new Corrected(
              mean.mean().estimate(), mean.mean().lower(), mean.mean().upper(), mean.weight());
    }
    return new LabelReport(
        (long) labelled.length + unlabelled.length,
        labelled.length,
        mean(DoubleStream.concat(Arrays.stream(judgedOfLabelled), Arrays.stream(unlabelled))),
        mean(Arrays.stream(judgedOfLabelled)),
        mean(Arrays.stream(labelled)),
        corrected);
  }

  private static Double mean(DoubleStream values) {
    var mean = values.average();
    return mean.isPresent() ? mean.getAsDouble() : null;
  }
}
