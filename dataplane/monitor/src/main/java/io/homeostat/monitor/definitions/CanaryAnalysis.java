package io.homeostat.monitor.definitions;

/**
 * One analysis of a canary.
 *
 * @param name as in the plan
 * @param signal what is compared
 * @param capability where; null for the whole session
 * @param test {@code NonInferiority} or {@code Superiority}
 */
public record CanaryAnalysis(String name, Signal signal, String capability, String test) {}
