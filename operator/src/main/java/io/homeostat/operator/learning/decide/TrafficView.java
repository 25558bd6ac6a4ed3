package io.homeostat.operator.learning.decide;

import io.homeostat.crds.release.ReleaseTuple;
import java.util.Map;
import java.util.Set;

/**
 * Which releases of a service exist, and which of them every gateway can be asked for.
 *
 * @param existing what the Release objects are made of, by their names
 * @param routed names in the traffic plan, at any weight
 * @param applied whether all gateways serve that plan
 */
public record TrafficView(
    Map<String, ReleaseTuple> existing, Set<String> routed, boolean applied) {}
