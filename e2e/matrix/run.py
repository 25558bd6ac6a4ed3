"""Runs cells of the matrix: B onto A, back at a moment, and on, while clients ask throughout."""

import json
import time

from matrix.judgement import moved_back_and_forth
from matrix.service import NAME, Service
from story.cluster import wait_for
from story.failures import split_failures
from story.sights import TRAFFIC

CLIENT = ("matrix-client", 8000)
HOLD_SECONDS = 4
PROMPT = "You are the support desk."
PLAN = {
    "steps": [{"weightPermille": 100, "pauseSeconds": 12}, {"weightPermille": 500}],
    "analysis": [{"name": "errors", "metric": "Errors", "margin": "0.5"}],
    "minimumSamples": 1000000,
    "bakeSeconds": 15,
    "holdbackPermille": 50,
    "deadlineSeconds": 86400,
    "parkAfterSeconds": 3600,
}


class Matrix:
    """Holds the service, its clients and what the cells so far have shown."""

    def __init__(self, cluster, narrator, processes, adapters):
        self._cluster = cluster
        self._tell = narrator
        self._service = Service(cluster)
        self._processes = processes
        self._adapters = adapters
        self._run = time.strftime("%H%M%S", time.gmtime())
        self._count = 0
        self._kills = []
        self.results = []

    def prepare(self, replicas=1):
        """So many engine pods, a plan that only people decide, no repair that comes between."""
        self._service.edit({"replicas": replicas, "release": PLAN})
        self._cluster.kubectl(
            *("-n", self._cluster.namespace, "patch", "healingpolicy", NAME, "--type=merge"),
            *("--patch", json.dumps({"spec": {"mode": "Observe"}})),
        )
        self._processes.whole()
        wait_for("clients get answers", lambda: self._seen()["trails"], 120)

    def run(self, cell):
        """One cell; raises AssertionError when a promise is broken."""
        before = len(self._seen()["failures"])
        old = self._service.stable()
        self._restart_trails()
        canary, candidate = self._release(cell.candidate)
        self._go_to(cell, canary, candidate)
        weight = self._service.planned(candidate)
        began = time.monotonic()
        self._take_back(cell, canary)
        self._service.alone(old)
        took = time.monotonic() - began
        self._mend(cell)
        self._check_arms(cell, candidate)
        again = self._go_on(cell, candidate)
        lost = self._check_failures(before)
        self.results.append(
            {
                "cell": str(cell),
                "moment": cell.moment,
                "candidatePermille": weight,
                "backSeconds": round(took, 1),
                "inFlight": lost,
            }
        )
        then = f", then {again} was promoted" if again else ""
        self._tell.say(f"{cell}: back after {took:.1f} s{then}")

    def change_engine(self):
        """Other engine arguments once: they come on pods of their own, the old ones leave after."""
        before = len(self._seen()["failures"])
        old = self._service.stable()
        pods = self._processes.engines()
        self._restart_trails()
        began = time.monotonic()
        canary, candidate = self._edit({"engine": {"extraArgs": self._service.other_arguments()}})
        self._service.share(candidate, PLAN["steps"][0]["weightPermille"])
        both = self._processes.engines()
        assert pods < both, f"expected {pods} to stay beside the candidate's, found {both}"
        self._service.share(candidate, PLAN["steps"][1]["weightPermille"])
        self._service.order("Promote", "CanaryRelease", canary)
        self._service.in_state(canary, "Promoted")
        self._service.alone(candidate)
        self._processes.gone(pods)
        took = time.monotonic() - began
        self._check_arms("engine changed", candidate)
        lost = self._check_failures(before)
        assert not lost, f"no pod was killed, but {lost}"
        self._tell.say(f"{old} → {candidate} on other pods: {took:.0f} s, nothing failed")
        return round(took, 1)

    def clients(self):
        """What the sessions that stay saw since the start."""
        return self._seen()

    def check_desks(self):
        """The quickstart's desks asked all the time, too; gives how often."""
        stats = self._cluster.service_get(*TRAFFIC, "/stats")
        lost, others = split_failures(stats["failures"], self._kills)
        assert not others, f"requests of desks failed that no kill explains: {others}"
        assert stats["failed"] == len(lost), f"{stats['failed']} failed, {len(lost)} are listed"
        return {"requests": stats["requests"], "inFlight": len(lost)}

    # -- there -----------------------------------------------------------------------------------

    def _release(self, kind):
        """Edits the spec to something new; gives the CanaryRelease and the Release."""
        self._count += 1
        spec = {"prompt": {"inline": f"{PROMPT} ({self._run}-{self._count})"}}
        if kind == "adapter":
            spec["adapter"] = self._adapters[self._count % len(self._adapters)]
        return self._edit(spec)

    def _edit(self, spec):
        before = self._service.canaries()
        self._service.edit(spec)
        return self._service.next_canary(before)

    def _go_to(self, cell, canary, candidate):
        if cell.moment == "before traffic":
            return
        self._service.share(candidate, cell.weight)
        if cell.baked:
            self._service.order("Promote", "CanaryRelease", canary)
            self._service.in_state(canary, "Baking")
        time.sleep(HOLD_SECONDS)

    # -- back ------------------------------------------------------------------------------------

    def _take_back(self, cell, canary):
        if cell.moment == "gateway restarted":
            self._processes.restart_gateways()
        elif cell.moment == "engine pod killed":
            self._kills.append(self._processes.kill_engine())
        elif cell.moment == "Kafka stopped":
            self._processes.stop_kafka()
        self._service.order("Abort", "CanaryRelease", canary)
        if cell.moment == "late, operator killed":
            self._processes.kill_operator()
        self._service.in_state(canary, "Aborted", "RolledBack")

    def _mend(self, cell):
        if cell.moment == "Kafka stopped":
            self._processes.start_kafka()
        self._processes.whole()

    # -- and on ----------------------------------------------------------------------------------

    def _go_on(self, cell, candidate):
        if not cell.again:
            return None
        self._restart_trails()
        before = self._service.canaries()
        if cell.again == "B":
            self._service.order("Retry", "ModelService", NAME)
            canary, again = self._service.next_canary(before)
            assert again == candidate, f"Retry brought {again} instead of {candidate}"
        else:
            canary, again = self._release(cell.candidate)
        self._service.share(again, PLAN["steps"][0]["weightPermille"])
        self._service.order("Promote", "CanaryRelease", canary)
        self._service.in_state(canary, "Promoted")
        self._service.alone(again)
        self._check_arms(cell, again)
        return again

    # -- what clients saw ------------------------------------------------------------------------

    def _check_arms(self, cell, candidate):
        wrong = moved_back_and_forth(self._seen()["trails"], candidate)
        assert not wrong, f"{cell}: sessions came to {candidate} more than once: {wrong}"

    def _check_failures(self, before):
        """Requests in flight on killed pods; any other failed request ends the run."""
        lost, others = split_failures(self._seen()["failures"][before:], self._kills)
        assert not others, f"requests failed that no kill explains: {others}"
        return lost

    def _seen(self):
        return self._cluster.service_get(*CLIENT, "/seen")

    def _restart_trails(self):
        self._cluster.service_post(*CLIENT, "/restart", {})
