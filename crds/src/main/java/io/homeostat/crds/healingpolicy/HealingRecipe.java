package io.homeostat.crds.healingpolicy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.Resources;
import java.util.List;

/** How a repair is made; copied into each HealingRun. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealingRecipe(
    DatasetRecipe dataset, FineTune fineTune, EvaluationRecipe evaluation, CanaryPlan release) {
  /** replay.uri: JSON lines {"capability","prompt","answer"} at {@code pvc://claim/path}; rows of the drifted capability are left out. */
  public record DatasetRecipe(Integer minimumCorrections, Integer maximumWaitSeconds, Replay replay, Integer testPerCapability) {}
  public record Replay(String uri, Integer rows) {}
  public record FineTune(Lora lora, Training training, Resources resources) {}
  public record Lora(Integer rank, Integer alpha, String dropout, List<String> targetModules) {}
  public record Training(Integer epochs, String learningRate, Integer batchSize, Integer seed) {}
  /** minimumImprovement on the drifted capability, maximumRegression on each other, decimals. */
  public record EvaluationRecipe(String minimumImprovement, String maximumRegression) {}
}
