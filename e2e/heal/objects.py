"""Objects that scenarios make by hand."""

from story.sights import SERVICE

API = "homeostat.io/v1alpha1"
BARE = "bare"


def bare_dataset(capability, since):
    """Corrections of one capability, and nothing that keeps the others."""
    corrections = {"capability": capability, "since": since, "minimum": 60}
    return _object(
        "Dataset",
        {
            "modelServiceRef": {"name": SERVICE},
            "sources": [{"name": "corrections", "corrections": corrections}],
        },
    )


def bare_training(recipe):
    """A training on that Dataset, as the policy's recipe has it."""
    return _object(
        "FineTuneJob",
        {"modelServiceRef": {"name": SERVICE}, "datasetRef": {"name": BARE}, **recipe},
    )


def repair_with_bare(policy, monitor, release, capability):
    """A repair that tries the bare adapter; its held-out items are of every capability.

    Arguments are the policy's spec and the objects of the monitor and of the stable release.
    """
    stream = next(
        s
        for s in monitor["status"]["worstStreams"]
        if s["capability"] == capability and s["signal"] == "Quality"
    )
    drop = float(stream["baseline"]) - float(stream["current"])
    return _object(
        "HealingRun",
        {
            "healingPolicyRef": {"name": SERVICE},
            "modelServiceRef": {"name": SERVICE},
            "drift": {
                "monitor": monitor["metadata"]["name"],
                "capability": capability,
                "signal": "Quality",
                "drop": f"{drop:.3f}",
                "baseline": stream["baseline"],
                "since": stream["since"],
                "cause": stream["cause"],
            },
            "stableRelease": release["metadata"]["name"],
            "stableFingerprint": release["spec"]["fingerprint"],
            "recipe": policy["recipe"],
            "plan": {
                "attempts": [
                    {
                        "strategy": "ExistingAdapter",
                        "adapter": {"capability": capability, "fineTuneJob": BARE},
                    }
                ],
                "capabilities": sorted(
                    {s["capability"] for s in monitor["status"]["worstStreams"]}
                ),
                "canary": policy["recipe"]["release"],
                "approval": "Automatic",
                "holdSeconds": 0,
            },
        },
    )


def _object(kind, spec):
    return {"apiVersion": API, "kind": kind, "metadata": {"name": BARE}, "spec": spec}
