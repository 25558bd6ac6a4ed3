package io.homeostat.statistics.canary;

import io.homeostat.statistics.Interval;
import java.util.Optional;

/**
 * Why a canary's metric says what it says.
 *
 * @param metric its name
 * @param effect mean of the block differences candidate − control with an anytime-valid interval;
 *     empty below two blocks; {@code count} is the number of blocks
 * @param blocks block differences so far
 * @param controlUnits units of stable with a value for this metric
 * @param candidateUnits units of the candidate with a value for this metric
 * @param logHarm ln of the largest evidence of harm so far
 * @param logHarmLimit ln(1/(α·w)): harm is shown at it
 * @param harmful whether harm has been shown
 * @param logGoal ln of the evidence for the promotion goal now; 0 when the goal is Nothing
 * @param logGoalLimit ln(1/α): the goal is met at it
 * @param goalMet whether the goal is met now; true when the goal is Nothing
 * @param deviation standard deviation of the block differences; NaN below two blocks
 */
public record MetricEvidence(
    String metric,
    Optional<Interval> effect,
    long blocks,
    long controlUnits,
    long candidateUnits,
    double logHarm,
    double logHarmLimit,
    boolean harmful,
    double logGoal,
    double logGoalLimit,
    boolean goalMet,
    double deviation) {}
