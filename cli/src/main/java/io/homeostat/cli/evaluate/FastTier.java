package io.homeostat.cli.evaluate;

import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.evaluation.Evaluator;
import io.homeostat.evaluation.Material;
import io.homeostat.evaluation.UnusableEvaluationException;
import io.homeostat.evaluation.ask.Asker;
import io.homeostat.evaluation.items.Item;
import io.homeostat.events.Interaction;
import io.homeostat.invariant.Failure;
import io.homeostat.invariant.Invariants;
import io.homeostat.invariant.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said of a candidate within seconds: its manifests are right, its fingerprint is what
 * it says, there are enough items, and its answers to a few of them pass the declared checks.
 */
record FastTier(Manifests manifests, int itemsPerCapability) {
  /** Whether each object would be accepted. */
  Check lint() {
    List<String> problems = new ArrayList<>();
    for (Manifests.Manifest manifest : manifests.all()) {
      SpecRules.problems(manifest.document().path("spec"), manifest.spec().getClass())
          .forEach(
              problem ->
                  problems.add("%s '%s': %s".formatted(manifest.kind(), manifest.name(), problem)));
    }
    return new Check("lint", problems, manifests.all().size() + " objects");
  }

  /** Whether the Releases of the file are what their fingerprints say, and two different ones. */
  Check fingerprints() {
    EvaluationSpec spec = manifests.evaluation();
    List<String> problems = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (String name : List.of(spec.releaseRef().name(), spec.stableRef().name())) {
      Optional<ReleaseSpec> release = manifests.release(name);
      if (release.isEmpty()) {
        continue;
      }
      String found = ReleaseFingerprint.of(release.get().tuple());
      seen.add(name + " " + ReleaseFingerprint.shortened(found));
      if (!found.equals(release.get().fingerprint())) {
        problems.add(
            "Release '%s': its tuple has the fingerprint %.10s, its spec says %.10s: it was changed"
                .formatted(name, found, release.get().fingerprint()));
      }
      String right = ReleaseFingerprint.name(release.get().modelServiceRef().name(), found);
      if (!right.equals(name)) {
        problems.add("Release '%s': by its fingerprint it is named %s".formatted(name, right));
      }
    }
    return new Check(
        "fingerprint",
        problems,
        seen.isEmpty() ? "no Release in the file" : String.join(", ", seen));
  }

  /** Whether the gates can pass with so many items. */
  Check items(Evaluator evaluator, Material material) {
    return new Check("items", evaluator.shortages(), material.items().size() + " items");
  }

  /** Whether the candidate's answers to the first items of each capability pass every check. */
  Check invariants(Asker asker, Material material, Invariants invariants)
      throws UnusableEvaluationException, InterruptedException {
    List<String> problems = new ArrayList<>();
    Map<String, Integer> asked = new HashMap<>();
    for (Item item : material.items()) {
      if (asked.merge(item.capability(), 1, Integer::sum) <= itemsPerCapability) {
        Interaction answer = asker.ask(manifests.evaluation().releaseRef().name(), item);
        Failure.of(answer)
            .ifPresentOrElse(
                failure -> problems.add("item %s: %s".formatted(item.id(), failure)),
                () -> check(item, answer, invariants, problems));
      }
    }
    int count = asked.values().stream().mapToInt(n -> Math.min(n, itemsPerCapability)).sum();
    return new Check("invariants", problems, "%d answers".formatted(count));
  }

  private static void check(
      Item item, Interaction answer, Invariants invariants, List<String> problems) {
    invariants
        .check(new Subject(answer, item.capability(), item.prompt(), Failure.answer(answer)))
        .forEach(
            (part, finding) -> {
              if (Boolean.FALSE.equals(finding.passed())) {
                problems.add("item %s: %s does not hold".formatted(item.id(), part));
              }
            });
  }
}
