package io.homeostat.evaluation.imported;

/**
 * A figure that another tool measured.
 *
 * @param standardError of it, at least 0; null when the tool gave none
 */
public record Figure(double value, Double standardError) {}
