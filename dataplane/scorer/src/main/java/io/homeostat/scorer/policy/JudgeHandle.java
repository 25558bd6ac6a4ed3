package io.homeostat.scorer.policy;

import io.homeostat.scorer.judge.JudgeClient;

/**
 * A Judge as the pipeline uses it.
 *
 * @param digest digest of endpoint, model and rubric
 * @param calibrated whether it may gate: false until its labelled items were answered well enough
 */
public record JudgeHandle(String digest, JudgeClient client, boolean calibrated) {}
