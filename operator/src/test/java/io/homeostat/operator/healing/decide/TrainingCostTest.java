package io.homeostat.operator.healing.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingCostTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

  @Test
  void hoursCountForEachGpu() {
    Resources two = new Resources(null, Map.of("nvidia.com/gpu", "2", "memory", "40Gi"));

    assertThat(TrainingCost.of(status("finishedAt: \"2026-11-21T08:45:00Z\""), two, NOW))
        .isEqualTo(new TrainingCost(2700, new BigDecimal("1.5000")));
  }

  @Test
  void aTrainingThatRunsCostsUntilNow() {
    assertThat(TrainingCost.of(status("progress: 5%"), null, NOW))
        .isEqualTo(new TrainingCost(3600, BigDecimal.ZERO));
  }

  @Test
  void whatHasNotBegunCostsNothing() {
    assertThat(TrainingCost.of(null, null, NOW)).isEqualTo(TrainingCost.NONE);
  }

  private static FineTuneJobStatus status(String more) {
    return Serialization.unmarshal(
        "startedAt: \"2026-11-21T08:00:00Z\"\n" + more, FineTuneJobStatus.class);
  }
}
