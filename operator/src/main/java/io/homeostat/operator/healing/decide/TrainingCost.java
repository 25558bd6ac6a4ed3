package io.homeostat.operator.healing.decide;

import io.homeostat.crds.common.Resources;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a training took.
 *
 * @param seconds from its start to its end, or to now while it runs
 * @param gpuHours those hours times the GPUs that it was given, to four places
 */
public record TrainingCost(long seconds, BigDecimal gpuHours) {
  private static final BigDecimal SECONDS_OF_AN_HOUR = BigDecimal.valueOf(3600);
  private static final int PLACES = 4;

  /** Nothing was trained. */
  public static final TrainingCost NONE = new TrainingCost(0, BigDecimal.ZERO);

  /**
   * What a training has taken so far.
   *
   * @param status of the FineTuneJob; null when it has none
   * @param resources of its pod; null for none
   */
  public static TrainingCost of(FineTuneJobStatus status, Resources resources, Instant now) {
    if (status == null || status.startedAt() == null) {
      return NONE;
    }
    Instant end = status.finishedAt() == null ? now : Instant.parse(status.finishedAt());
    long seconds =
        Math.max(0, Duration.between(Instant.parse(status.startedAt()), end).toSeconds());
    BigDecimal hours =
        gpus(resources)
            .multiply(BigDecimal.valueOf(seconds))
            .divide(SECONDS_OF_AN_HOUR, PLACES, RoundingMode.HALF_UP);
    return new TrainingCost(seconds, hours.signum() == 0 ? BigDecimal.ZERO : hours);
  }

  /** GPUs are extended resources such as nvidia.com/gpu, whose limits are whole numbers. */
  private static BigDecimal gpus(Resources resources) {
    return resources == null
        ? BigDecimal.ZERO
        : resources.limits().entrySet().stream()
            .filter(limit -> limit.getKey().endsWith("/gpu"))
            .map(Map.Entry::getValue)
            .map(BigDecimal::new)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
