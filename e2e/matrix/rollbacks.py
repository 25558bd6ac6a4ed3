"""How long a rollback takes: from the score that decides it until every gateway has let go."""

import calendar
import time

from matrix.judgement import percentile
from matrix.service import NAME, Service, served
from matrix.watch import Watch
from story.cluster import wait_for

ROLLBACKS = 20
SECONDS_AT_MOST = 5
BAD_PROMPT = "Answer like a pirate, with a joke."
PLAN = {
    "steps": [{"weightPermille": 500}],
    "analysis": [{"name": "quality", "metric": "Quality", "margin": "0.10"}],
    "minimumSamples": 200,
    "deadlineSeconds": 900,
    "parkAfterSeconds": 120,
}


class Rollbacks:
    """Releases prompts that make answers worse, one after another, and lets the canary decide."""

    def __init__(self, cluster, narrator):
        self._cluster = cluster
        self._tell = narrator
        self._service = Service(cluster)
        self._run = time.strftime("%H%M%S", time.gmtime())
        self.seconds = []

    def run(self):
        self._service.edit({"release": PLAN})
        stable = self._service.stable()
        with Watch(self._cluster.namespace, "trafficplan", NAME) as plans:
            for number in range(1, ROLLBACKS + 1):
                seconds = self._once(number, stable, plans)
                self.seconds.append(round(seconds, 2))
                self._tell.say(f"rollback {number} of {ROLLBACKS}: {seconds:.1f} s")
        worst = percentile(self.seconds, 0.95)
        assert worst <= SECONDS_AT_MOST, f"p95 is {worst} s of {sorted(self.seconds)}"

    def _once(self, number, stable, plans):
        before = self._service.canaries()
        self._service.edit({"prompt": {"inline": f"{BAD_PROMPT} ({self._run}-{number})"}})
        name, candidate = self._service.next_canary(before)
        canary = self._service.in_state(name, "RolledBack")
        decided = canary["status"].get("decidedAt") or wait_for(
            "the moment of the decision",
            lambda: self._cluster.get("canaryrelease", name)["status"].get("decidedAt"),
            30,
        )

        def gone(plan):
            traffic = served(plan)
            return traffic and traffic.stable == stable and not traffic.shares.get(candidate)

        return plans.first(gone, epoch(decided), 60) - epoch(decided)


def epoch(text):
    """Seconds since 1970 of a moment such as 2026-11-21T10:00:00.250Z."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    return calendar.timegm(time.strptime(whole, "%Y-%m-%dT%H:%M:%S")) + float(f"0.{fraction or 0}")
