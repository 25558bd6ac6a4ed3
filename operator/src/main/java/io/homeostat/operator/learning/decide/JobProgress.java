package io.homeostat.operator.learning.decide;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How far a running Job says it is.
 *
 * @param phase word for what it does now
 * @param fraction of the phase that is done, 0 to 1; null when not known
 * @param etaSeconds until the phase is done; null when not known
 * @param loss of the latest training step; null outside training
 * @param message one line for a person
 * @param step training steps that are done; null outside training, like what follows
 * @param steps training steps in all
 * @param validationLoss latest loss on rows that are held out; null without such rows
 * @param tokensPerSecond learned at the moment
 * @param memoryBytes of the device that were in use at most
 * @param memoryLimitBytes of the device in all; null when nothing limits it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobProgress(
    String phase,
    Double fraction,
    Integer etaSeconds,
    Double loss,
    String message,
    Integer step,
    Integer steps,
    Double validationLoss,
    Integer tokensPerSecond,
    Long memoryBytes,
    Long memoryLimitBytes) {
  /** The fraction as whole percent, such as {@code 42%}; null when not known. */
  public String percent() {
    return fraction == null ? null : Math.round(Math.clamp(fraction, 0, 1) * 100) + "%";
  }

  /** One sentence. */
  String sentence() {
    String share = fraction == null ? "" : " " + percent();
    String more = message == null || message.isBlank() ? "" : ": " + message;
    return (phase == null ? "Running" : phase) + share + more;
  }
}
