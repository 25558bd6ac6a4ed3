package io.homeostat.judge;

/**
 * What a judge is asked to rate.
 *
 * @param question the last user message
 * @param answer the model's answer
 * @param reference a right answer; null when none is known
 */
public record Material(String question, String answer, String reference) {}
