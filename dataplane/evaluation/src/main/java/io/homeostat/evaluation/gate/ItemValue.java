package io.homeostat.evaluation.gate;

/**
 * One quantity on one item, the mean of its samples.
 *
 * @param item its id
 * @param candidate the candidate's value
 * @param stable stable's value
 * @param first stable's value in the first half of the comparison with itself; null when it was not
 *     asked again
 * @param again stable's value in the second half of it; null when it was not asked again
 */
public record ItemValue(
    String item, String capability, double candidate, double stable, Double first, Double again) {}
