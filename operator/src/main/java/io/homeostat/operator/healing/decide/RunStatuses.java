package io.homeostat.operator.healing.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.healingrun.HealingRunStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Says in a HealingRun's status what was found and decided.
 *
 * @param steps types of the conditions in their order
 */
record RunStatuses(List<String> steps) {
  /**
   * What the decision adds to what was found.
   *
   * @param awaiting what a person is asked for; null for nothing
   * @param approval what a person has just approved; null for nothing
   * @param finishedAt null while the run is under way
   */
  record Addition(
      HealingRunStatus.Question awaiting,
      HealingRunStatus.Approval approval,
      String finishedAt,
      String effect) {
    static final Addition NONE = new Addition(null, null, null, null);

    static Addition end(String finishedAt, String effect) {
      return new Addition(null, null, finishedAt, effect);
    }
  }

  HealingRunStatus of(RunView run, Conditions conditions, String state, Addition addition) {
    return new HealingRunStatus(
        run.generation(),
        inOrder(conditions.list()),
        state,
        run.current().attempt().strategy(),
        tried(run),
        addition.awaiting(),
        approvals(run, addition.approval()),
        nameOf(run.dataset()),
        nameOf(run.fineTune()),
        nameOf(run.merge()),
        nameOf(run.release()),
        nameOf(run.evaluation()),
        nameOf(run.canary()),
        run.createdAt(),
        addition.finishedAt(),
        addition.effect(),
        rebasedOn(run),
        run.cost().seconds(),
        run.cost().gpuHours().toPlainString());
  }

  /**
   * The difference between the arms on the drifted capability, as the canary measured it
   * concurrently; null when no canary ran.
   */
  static String effect(RunView run) {
    CanaryReleaseStatus canary = run.canary().status();
    if (canary == null) {
      return null;
    }
    return canary.metrics().stream()
        .filter(
            m ->
                "Quality".equals(m.metric())
                    && run.spec().drift().capability().equals(m.capability()))
        .filter(m -> m.difference() != null)
        .findFirst()
        .map(m -> "%s [%s, %s]".formatted(m.difference(), m.lower(), m.upper()))
        .orElse(canary.difference());
  }

  private static List<HealingRunStatus.Tried> tried(RunView run) {
    RunView.Candidate current = run.current();
    return run.candidates().stream()
        .takeWhile(candidate -> candidate != current)
        .map(
            candidate ->
                new HealingRunStatus.Tried(
                    candidate.attempt().strategy(),
                    nameOf(candidate.release()),
                    nameOf(candidate.evaluation()),
                    Refusal.of(run, candidate)))
        .toList();
  }

  private static List<HealingRunStatus.Approval> approvals(
      RunView run, HealingRunStatus.Approval added) {
    List<HealingRunStatus.Approval> all =
        new ArrayList<>(run.before() == null ? List.of() : run.before().approvals());
    if (added != null) {
      all.add(added);
    }
    return all;
  }

  /** Once there is a canary, what it compares with is known and stable may be the repair itself. */
  private static String rebasedOn(RunView run) {
    String base =
        run.canary().exists()
            ? run.before() == null ? null : run.before().rebasedOn()
            : run.stable() != null && run.stable().takesAdapter() ? run.stable().release() : null;
    return run.spec().stableRelease().equals(base) ? null : base;
  }

  /** The steps in their order, the outcome last. */
  private List<Condition> inOrder(List<Condition> conditions) {
    return conditions.stream()
        .sorted(
            Comparator.comparingInt(
                c ->
                    RunProgress.SUCCEEDED.equals(c.getType())
                        ? steps.size()
                        : steps.indexOf(c.getType())))
        .toList();
  }

  private static String nameOf(RunView.Child<?> child) {
    return child.exists() ? child.name() : null;
  }
}
