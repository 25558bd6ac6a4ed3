"""What the acts look at: each sight answers one question about the running quickstart."""

from story.cluster import condition
from story.report import columns

SERVICE = "support"
DRIFTED = "date"
TRAFFIC = ("traffic", 8000)
BASE_MODEL = "app.kubernetes.io/name=base-model"
ENOUGH_SESSIONS = 400


class Sights:
    """Looks at the cluster; where that takes long, shows how far things are."""

    def __init__(self, cluster, narrator):
        self._cluster = cluster
        self._tell = narrator

    def stands(self, kind, name, kind_of_condition):
        """Whether a condition of an object is True."""
        return condition(self._cluster.get(kind, name), kind_of_condition)[0] == "True"

    def stats(self):
        """What the traffic generator counted."""
        return self._cluster.service_get(*TRAFFIC, "/stats")

    def base_trained(self):
        """Whether the example's base model is there; fails when it never will be."""
        jobs = self._cluster.list("jobs", selector=BASE_MODEL)
        if not jobs:
            return False
        status = jobs[-1].get("status", {})
        for found in status.get("conditions", []):
            failed = found["type"] == "Failed" and found["status"] == "True"
            assert not failed, f"the base model could not be trained: {found.get('message')}"
        if status.get("succeeded"):
            return True
        self._training_progress(jobs[-1]["metadata"]["name"])
        return False

    def _training_progress(self, job):
        for line in reversed(self._cluster.logs(f"job/{job}", 5).splitlines()):
            words = line.split()
            if len(words) >= 2 and words[0] == "progress":
                self._tell.progress("training the base model", float(words[1]), " ".join(words[2:]))
                return

    def baselines_ready(self):
        monitor = self._cluster.get("driftmonitor", SERVICE)
        streams = monitor.get("status", {}).get("worstStreams", [])
        if streams:
            done = sum(stream["state"] != "Learning" for stream in streams)
            fewest = min(stream.get("samples", 0) for stream in streams)
            self._tell.progress(
                "learning baselines",
                done / len(streams),
                f"{done} of {len(streams)} streams, the slowest has {fewest} sessions",
            )
        learnt = condition(monitor, "BaselineReady")[0] == "True"
        return learnt and condition(monitor, "Drifting")[0] != "Unknown"

    def run_step(self, run, step):
        """Whether a step of a repair is done; fails when the repair ended without success."""
        found = self._cluster.get("healingrun", run)
        status, reason, message = condition(found, step)
        succeeded = condition(found, "Succeeded")
        assert succeeded[0] != "False", f"the repair ended without success: {succeeded}"
        assert status != "False" or step == "Succeeded", f"{step}: {reason} {message}"
        return status == "True"

    def show_progress(self, kind, name=None):
        """Shows how far an object is, by default the youngest of its kind; None shows nothing."""
        if kind is None:
            return
        items = [self._cluster.get(kind, name)] if name else self._cluster.list(kind)
        status = ((items[-1] if items else None) or {}).get("status", {})
        if kind == "canaryrelease":
            self._canary_progress(status)
        elif status.get("progress"):
            fraction = float(str(status["progress"]).strip(" %")) / 100
            self._tell.progress(
                kind, fraction, f"loss {status['loss']}" if status.get("loss") else ""
            )

    def _canary_progress(self, status):
        samples = status.get("samples") or 0
        self._tell.progress(
            f"canary {status.get('state', '')}",
            min(1.0, samples / ENOUGH_SESSIONS),
            f"{status.get('stepDisplay', '')} weight {status.get('weight', '0')} "
            f"samples {samples} difference {status.get('difference', '')}",
        )

    def repaired_service(self, run):
        """The ModelService once the repair's release is stable, else None."""
        service = self._cluster.get("modelservice", SERVICE)
        release = self._cluster.get("healingrun", run)["status"]["release"]
        return service if service["status"].get("stable") == release else None

    def response_of(self, release):
        """Interaction of the latest answer that a release gave; None before the first."""
        return self.stats()["releases"].get(release, {}).get("lastInteraction")

    def canary_metrics(self, run):
        """What the canary of a repair measured between the arms."""
        name = self._cluster.get("healingrun", run)["status"]["canaryRelease"]
        return self._cluster.get("canaryrelease", name)["status"]["metrics"]


def effect_table(metrics):
    """Metrics of a CanaryRelease as an aligned table."""
    rows = [("capability", "metric", "difference", "interval", "test", "blocks")]
    for metric in metrics:
        rows.append(
            (
                metric.get("capability", "all"),
                metric["metric"],
                metric.get("difference", ""),
                interval(metric),
                metric["test"],
                metric.get("blocks", ""),
            )
        )
    return columns(rows)


def quality_table(fallen, now):
    """Quality of each capability before the change, at the alarm and after the repair.

    Both are worstStreams of the DriftMonitor, the first as it was when the drift was shown.
    """
    rows = [("capability", "before the change", "when it drifted", "after the repair")]
    after = {s["capability"]: s for s in now if s["signal"] == "Quality"}
    for stream in (s for s in fallen if s["signal"] == "Quality"):
        seen = after.get(stream["capability"], {})
        rows.append((stream["capability"], stream["baseline"], current(stream), current(seen)))
    return columns(rows)


def current(stream):
    """The mean of a stream's recent sessions with its interval; empty when it has none."""
    return f"{stream['current']} {interval(stream)}" if "current" in stream else ""


def interval(figures):
    """Both ends, or nothing while there is no interval."""
    return f"[{figures['lower']}, {figures['upper']}]" if "lower" in figures else ""
