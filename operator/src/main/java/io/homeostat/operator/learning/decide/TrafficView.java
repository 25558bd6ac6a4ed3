package io.homeostat.operator.learning.decide;

import java.util.Set;

/**
 * Which releases of a service exist, and which of them every gateway can be asked for.
 *
 * @param existing names of the Release objects
 * @param routed names in the traffic plan, at any weight
 * @param applied whether all gateways serve that plan
 */
public record TrafficView(Set<String> existing, Set<String> routed, boolean applied) {}
