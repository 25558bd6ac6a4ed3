package io.homeostat.gateway.routing;

/**
 * One release as the gateway serves it.
 *
 * @param release name of the Release
 * @param weightPermille its share on the weight line, 0 to 1000
 * @param servedModel name under which the engine serves it
 * @param prompt system message, empty for none
 */
public record Arm(
    String release,
    Role role,
    int weightPermille,
    String servedModel,
    String prompt,
    Sampling sampling) {}
