package io.homeostat.operator.learning.decide;

/**
 * A part of a volume claim in a Job's container.
 *
 * @param subPath folder of the claim; null for the whole claim
 */
public record ClaimMount(String claim, String subPath, String mountPath, boolean readOnly) {}
