package io.homeostat.operator.healing.decide;

import io.homeostat.crds.healingrun.HealingRunPlan.Part;
import java.util.List;
import java.util.Map;

/**
 * What a repair could make use of.
 *
 * @param capabilities every capability that the service is scored on
 * @param parts adapters that stable answers with, by the capability that each was trained for
 * @param releases fingerprint of every Release of the service that exists, by name
 * @param rejected fingerprints that the traffic plan does not try again
 * @param trained FineTuneJobs that exist and have an adapter
 */
public record RepairSources(
    List<String> capabilities,
    List<Part> parts,
    Map<String, String> releases,
    List<String> rejected,
    List<String> trained) {}
