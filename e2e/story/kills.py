"""The healing run in which processes are killed on the way; what it makes, it makes once."""

import json
import time
from dataclasses import dataclass

from story.acts import MINUTE, SERVICE, Story
from story.cluster import condition, wait_for
from story.failures import Kill, split_failures
from story.tables import clock

ENGINE = "vLLM"
HALF = 500
REPLICAS = 2
JOB_UNDER_WAY = ("JobStarted", "JobPending", "JobRunning")
LIST_ADAPTERS = "import json, os; print(json.dumps(sorted(os.listdir('/adapters'))))"


@dataclass(frozen=True)
class Victim:
    """A process that is killed once: by which label its pods are found, when, and how many run."""

    process: str
    step: str
    moment: str
    selector: str
    system: bool = True
    pods: int = 1


VICTIMS = (
    Victim(
        "scorer",
        "DatasetReady",
        "while corrections are collected",
        "app.kubernetes.io/component=scorer",
    ),
    Victim("operator", "Trained", "while it trains", "app.kubernetes.io/component=operator"),
    Victim("monitor", "Canaried", "during the canary", "app.kubernetes.io/component=monitor"),
    Victim(
        ENGINE,
        "Canaried",
        "during the canary, with half of the sessions on the candidate",
        f"homeostat.io/model-service={SERVICE},app.kubernetes.io/component=engine",
        system=False,
        pods=REPLICAS,
    ),
)


class KillStory(Story):
    """The story up to the healed model, while each victim's pod is deleted once without grace."""

    def __init__(self, cluster, narrator, report, trace):
        super().__init__(cluster, narrator, report, trace)
        self._left = list(VICTIMS)
        self._killed = []

    def serve(self):
        self.tell.act(f"0. The model gets {REPLICAS} engine pods")
        patch = json.dumps({"spec": {"replicas": REPLICAS}})
        self._kubectl("patch", "modelservice", SERVICE, "--type=merge", "--patch", patch)
        super().serve()
        wait_for(f"{REPLICAS} engine pods are ready", self._engines_ready, 10 * MINUTE, every=3)

    def _engines_ready(self):
        return len(self._ready_pods(VICTIMS[-1])) == REPLICAS

    def step_done(self, step):
        for victim in [v for v in self._left if v.step == step]:
            pods = self._ready_pods(victim)
            if len(pods) == victim.pods and self._due(victim):
                self._kill(victim, pods[0]["metadata"])
                break
        return super().step_done(step)

    def heal(self):
        super().heal()
        left = [f"{v.process} {v.moment}" for v in self._left]
        assert not left, f"the repair was over before these were killed: {left}"
        wait_for("every killed pod is replaced", self._all_replaced, 10 * MINUTE, every=3)

    # -- when, and how ---------------------------------------------------------------------------

    def _due(self, victim):
        if victim.process == "scorer":
            return self._learning("datasets", "Ready") in JOB_UNDER_WAY
        if victim.process == "operator":
            return self._learning("finetunejobs", "Succeeded") == "JobRunning"
        canaries = self.cluster.list("canaryreleases")
        status = canaries[-1].get("status", {}) if canaries else {}
        if status.get("state") != "Progressing":
            return False
        if victim.process == "monitor":
            return (status.get("samples") or 0) >= 1
        halfway = (status.get("weightPermille") or 0) >= HALF
        return (
            halfway
            and self._all_replaced()
            and any(k["process"] == "monitor" for k in self._killed)
        )

    def _learning(self, kind, type_of_condition):
        """Reason of a condition that is still open; None when there is no such object."""
        items = self.cluster.list(kind)
        status, reason, _ = condition(items[-1] if items else None, type_of_condition)
        return None if status == "True" else reason

    def _kill(self, victim, pod):
        at = time.time()
        space = self._namespace(victim)
        self.cluster.kubectl(
            "-n", space, "delete", "pod", pod["name"], "--grace-period=0", "--force", "--wait=false"
        )
        self._left.remove(victim)
        self._killed.append(
            {
                "process": victim.process,
                "pod": pod["name"],
                "uid": pod["uid"],
                "at": at,
                "moment": victim.moment,
            }
        )
        self.tell.say(f"killed {victim.process} ({pod['name']}) {victim.moment}")

    def _all_replaced(self):
        killed = {kill["uid"] for kill in self._killed}
        for victim in [v for v in VICTIMS if v not in self._left]:
            uids = {pod["metadata"]["uid"] for pod in self._ready_pods(victim)}
            if len(uids - killed) < victim.pods:
                return False
        return True

    def _ready_pods(self, victim):
        pods = self.cluster.list("pods", self._namespace(victim), victim.selector)
        return [pod for pod in pods if condition(pod, "Ready")[0] == "True"]

    def _namespace(self, victim):
        return self.cluster.system_namespace if victim.system else self.cluster.namespace

    def _kubectl(self, *arguments):
        return self.cluster.kubectl("-n", self.cluster.namespace, *arguments)

    # -- what came of it -------------------------------------------------------------------------

    def prove_once(self):
        self.tell.act("6. Everything was made once, although its makers were killed")
        artifact = self._the_only("finetunejobs")["status"]["artifact"]["name"]
        run = self._the_only("healingruns")
        assert condition(run, "Succeeded")[0] == "True", condition(run, "Succeeded")
        self._the_only("datasets")
        self._the_only("evaluations")
        self._the_only("jobs", selector="homeostat.io/learning=FineTuneJob")
        canary = self._the_only("canaryreleases")
        assert canary["status"]["state"] == "Promoted", canary["status"]["state"]
        adapted = [
            release["metadata"]["name"]
            for release in self.cluster.list("releases")
            if release["spec"]["tuple"].get("adapter")
        ]
        assert adapted == [self.repaired], f"expected {self.repaired} alone, found {adapted}"
        pod = self._ready_pods(VICTIMS[-1])[0]["metadata"]["name"]
        listing = self._kubectl("exec", pod, "-c", "engine", "--", "python3", "-c", LIST_ADAPTERS)
        assert json.loads(listing) == [artifact], f"expected {artifact} alone, found {listing}"
        self.tell.say(
            f"one HealingRun, one artifact {artifact}, one promoted release {self.repaired}"
        )

    def _the_only(self, kind, selector=None):
        items = self.cluster.list(kind, selector=selector)
        names = [item["metadata"]["name"] for item in items]
        assert len(items) == 1, f"expected one of {kind}, found {names}"
        return items[0]

    def count(self):
        self.tell.act("7. What clients saw")
        stats = self.tell_traffic()
        engine = next(kill for kill in self._killed if kill["process"] == ENGINE)
        kill = Kill(ENGINE, engine["pod"], engine["at"])
        broken, others = split_failures(stats["failures"], [kill])
        self.report.note("kills", self._killed)
        self.report.note("inFlight", broken)
        self.tell.say(f"{len(broken)} streams were in flight on the killed engine pod")
        for failure in broken:
            self.tell.table(f"{clock(failure['ended'])} {failure['kind']}: {failure['reason']}")
        assert not others, f"requests failed that no kill explains: {others}"
        assert stats["failed"] == len(broken), f"{stats['failed']} failed, {len(broken)} are listed"
        self.tell_quality()
        self.tell_memory()
