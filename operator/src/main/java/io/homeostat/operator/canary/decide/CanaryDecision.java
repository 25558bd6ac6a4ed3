package io.homeostat.operator.canary.decide;

/**
 * What becomes of a CanaryRelease.
 *
 * @param next what status says from now on
 * @param reason why, as a constant
 * @param message why, as a sentence that holds as long as the reason does
 */
public record CanaryDecision(CanaryProgress next, CanaryReason reason, String message) {}
