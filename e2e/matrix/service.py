"""The ModelService under test: what a person does to it, and where its traffic stands."""

import json
from dataclasses import dataclass

from story.cluster import wait_for

NAME = "support"
MINUTE = 60
EVERY = 0.3


@dataclass(frozen=True)
class Traffic:
    """A plan that every gateway serves: shares in permille by release."""

    stable: str
    shares: dict


class Service:
    """Edits, orders and observes one ModelService through kubectl."""

    def __init__(self, cluster):
        self._cluster = cluster

    def edit(self, spec):
        """Changes the spec as somebody would who edits it in Git."""
        patch = json.dumps({"spec": spec})
        self._kubectl("patch", "modelservice", NAME, "--type=merge", "--patch", patch)

    def other_arguments(self):
        """The engine's arguments with half as many sequences at once."""
        spec = self._cluster.get("modelservice", NAME)["spec"]
        option = "--max-num-seqs="
        return [
            f"{option}{int(argument.removeprefix(option)) // 2}"
            if argument.startswith(option)
            else argument
            for argument in spec["engine"]["extraArgs"]
        ]

    def order(self, action, kind, target):
        """Creates an Intervention."""
        order = {
            "apiVersion": "homeostat.io/v1alpha1",
            "kind": "Intervention",
            "metadata": {"generateName": f"matrix-{action.lower()}-"},
            "spec": {
                "action": action,
                "targetRef": {"kind": kind, "name": target},
                "reason": "a cell of the rollback matrix",
            },
        }
        self._kubectl("create", "-f", "-", stdin=json.dumps(order))

    def applied(self):
        """The traffic once every gateway serves the plan of now, else None."""
        return served(self._cluster.get("trafficplan", NAME))

    def planned(self, release):
        """The share in permille that the plan gives a release now."""
        routes = self._cluster.get("trafficplan", NAME)["spec"]["routes"]
        return sum(r["weightPermille"] for r in routes if r["release"] == release)

    def stable(self):
        """Name of the release that has all traffic."""
        return wait_for("one release has all traffic", self._alone, 3 * MINUTE, EVERY).stable

    def _alone(self):
        traffic = self.applied()
        alone = traffic and list(traffic.shares.values()) == [1000]
        return traffic if alone else None

    def alone(self, release):
        """Waits until every gateway gives one release all traffic."""

        def there():
            traffic = self._alone()
            return traffic and traffic.stable == release

        wait_for(f"{release} has all traffic on every gateway", there, 3 * MINUTE, EVERY)

    def share(self, release, permille):
        """Waits until every gateway gives a release this share."""

        def there():
            traffic = self.applied()
            return traffic and traffic.shares.get(release) == permille

        wait_for(f"{release} has {permille} permille on every gateway", there, 4 * MINUTE, EVERY)

    def canaries(self):
        return {c["metadata"]["name"] for c in self._cluster.list("canaryreleases")}

    def next_canary(self, before):
        """Waits for a CanaryRelease that is not one of these; gives its name and candidate."""

        def found():
            return [
                c
                for c in self._cluster.list("canaryreleases")
                if c["metadata"]["name"] not in before
            ]

        canary = wait_for("a CanaryRelease", found, 2 * MINUTE, EVERY)[0]
        return canary["metadata"]["name"], canary["spec"]["candidateRef"]["name"]

    def in_state(self, canary, *states):
        """Waits for a state of a CanaryRelease; gives the object."""

        def there():
            found = self._cluster.get("canaryrelease", canary)
            return found if found.get("status", {}).get("state") in states else None

        words = " or ".join(states)
        return wait_for(f"CanaryRelease {canary} is {words}", there, 6 * MINUTE, EVERY)

    def _kubectl(self, *arguments, stdin=None):
        return self._cluster.kubectl("-n", self._cluster.namespace, *arguments, stdin=stdin)


def served(plan):
    """The traffic of a TrafficPlan once every gateway serves it, else None."""
    conditions = (plan or {}).get("status", {}).get("conditions", [])
    done = next((c for c in conditions if c["type"] == "TrafficApplied"), {})
    if done.get("status") != "True":
        return None
    if done.get("observedGeneration") != plan["metadata"]["generation"]:
        return None
    routes = plan["spec"]["routes"]
    return Traffic(plan["spec"]["stable"], {r["release"]: r["weightPermille"] for r in routes})
