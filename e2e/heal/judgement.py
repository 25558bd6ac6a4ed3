"""What must hold at the end of a scenario: functions of objects, each giving a list of problems."""

from story.cluster import condition

LEARNING = "DatasetReady", "Trained", "Released", "Evaluated"


def healed(run):
    """A repair that was promoted and held."""
    status, reason, message = condition(run, "Succeeded")
    return [] if status == "True" else [f"expected a promoted repair, found {reason}: {message}"]


def carries_both(run, merge, release, metrics, capabilities):
    """One release with a merged adapter, better on the second capability, not worse on the rest."""
    problems = healed(run)
    strategy = run.get("status", {}).get("strategy")
    if strategy != "Merge":
        problems.append(f"expected strategy Merge, found {strategy}")
    inputs = (merge or {}).get("spec", {}).get("inputs", [])
    if len(inputs) != 2:
        problems.append(f"expected an AdapterMerge of two adapters, found {len(inputs)}")
    made = (release or {}).get("spec", {}).get("provenance", {}).get("adapterMerge")
    if not merge or made != merge["metadata"]["name"]:
        problems.append(f"the stable release does not come of the merge but of {made}")
    compared = {m.get("capability") for m in metrics if m["metric"] == "Quality"}
    missing = [c for c in capabilities if c not in compared]
    if missing:
        problems.append(f"the canary did not compare {missing}")
    return problems + [f"{m['name']} was breached" for m in metrics if m.get("breach")]


def passed_guard(dataset, sources):
    """Honest corrections, confirmed by references."""
    guard = dataset.get("status", {}).get("guard", {})
    problems = []
    if guard.get("state") != "Passed":
        problems.append(f"expected the guard's state Passed, found {guard}")
    if guard.get("sources", 0) < sources:
        problems.append(f"expected at least {sources} sources, found {guard.get('sources')}")
    return problems


def tripped(dataset, corrections, sources):
    """Consistent wrong corrections by many names behind few keys: no version is made of them."""
    status = dataset.get("status", {})
    guard = status.get("guard", {})
    problems = []
    state, reason, _ = condition(dataset, "Ready")
    if (state, reason) != ("False", "PoisonGuardTripped"):
        problems.append(f"expected Ready False, PoisonGuardTripped; found {state}, {reason}")
    if status.get("version"):
        problems.append(f"version {status['version']} was made")
    if guard.get("corrections", 0) < corrections:
        problems.append(f"expected {corrections} corrections, found {guard.get('corrections')}")
    if guard.get("sources") != sources:
        problems.append(f"expected {sources} sources, found {guard.get('sources')}")
    if not any(f["rule"] == "FewSources" for f in guard.get("findings", [])):
        problems.append(f"expected a finding FewSources, found {guard.get('findings')}")
    return problems


def stopped_by_evaluation(run, evaluation, stable_before, stable_now):
    """A repair that breaks other capabilities: no canary, and stable stays."""
    problems = []
    status, reason, message = condition(run, "Succeeded")
    if (status, reason) != ("False", "GatesFailed"):
        problems.append(f"expected False, GatesFailed; found {status}, {reason}: {message}")
    if run.get("status", {}).get("canaryRelease"):
        problems.append("a canary was made")
    gates = evaluation.get("status", {}).get("gates", [])
    failed = [g["name"] for g in gates if g["result"] == "Fail"]
    if not any(name.startswith("kept-") for name in failed):
        problems.append(f"expected a gate of another capability to fail, failed: {failed}")
    if stable_before != stable_now:
        problems.append(f"stable went from {stable_before} to {stable_now}")
    return problems


def rolled_back(run, policy, base_cooldown, stable_before, stable_now):
    """A repair that its canary took back, and a policy that waits longer for it."""
    problems = []
    status, reason, message = condition(run, "Succeeded")
    if (status, reason) != ("False", "RolledBack"):
        problems.append(f"expected False, RolledBack; found {status}, {reason}: {message}")
    if policy.get("status", {}).get("failuresInARow") != 1:
        problems.append(f"expected one failure in a row, found {policy.get('status')}")
    words = condition(policy, "Triggered")
    if words[1] == "CoolingDown" and f"raised to {2 * base_cooldown} s" not in words[2]:
        problems.append(f"the cooldown does not say that it was raised: {words[2]}")
    if stable_before != stable_now:
        problems.append(f"stable went from {stable_before} to {stable_now}")
    return problems


def nothing_trained(runs_before, runs_now, jobs_before, jobs_now):
    """No repair and no training began meanwhile."""
    problems = [f"HealingRun {name} began" for name in sorted(runs_now - runs_before)]
    return problems + [f"FineTuneJob {name} began" for name in sorted(jobs_now - jobs_before)]


def made_once(run, jobs, releases, folders):
    """One Job, one artifact and one release of a repair, however often its operator was killed."""
    name = run["metadata"]["name"]
    problems = healed(run)
    of_run = [job for job in jobs if job.startswith(f"{name}-tune")]
    if len(of_run) != 1:
        problems.append(f"expected one training Job, found {of_run}")
    adapters = [folder for folder in folders if folder.startswith(f"{name}-tune")]
    if len(adapters) != 1:
        problems.append(f"expected one artifact, found {adapters}")
    made = [
        release["metadata"]["name"]
        for release in releases
        if release["spec"].get("provenance", {}).get("healingRun") == name
    ]
    if len(made) != 1:
        problems.append(f"expected one release, found {made}")
    return problems
