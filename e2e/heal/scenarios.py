"""The scenarios. Each begins where nothing drifts, and leaves the world as it found it."""

import json
import time

from heal import judgement, objects
from story.acts import MINUTE, Story
from story.cluster import condition, wait_for
from story.sights import SERVICE

FIRST, SECOND = "date", "ticket"
DESKS = 8
WRONG, KEYS = 200, 2
WATCH_SECONDS = 6 * MINUTE
COOLDOWN_SECONDS = 300
LARGER_RANK = 32
LIST_ADAPTERS = "import json, os; print(json.dumps(sorted(os.listdir('/adapters'))))"
ENGINE = f"homeostat.io/model-service={SERVICE},app.kubernetes.io/component=engine"


class Scenarios:
    """Holds what one scenario learns and a later one needs."""

    def __init__(self, scene, report, trace):
        self.scene = scene
        self.tell = scene.tell
        self.report = report
        self.story = Story(scene.cluster, scene.tell, report, trace)

    def prepare(self):
        """The engine takes two adapters of rank 8 as one; baselines are learnt."""
        self.scene.patch("modelservice", SERVICE, {"engine": {"maxLoraRank": LARGER_RANK}})
        self.story.serve()
        self.story.learn_baselines()

    # -- (a) -------------------------------------------------------------------------------------

    def first(self):
        """One capability changed in the world: healed, the others unharmed."""
        self.story.change_world()
        self.story.detect()
        self.story.heal()
        self.story.show_recovery()

    # -- (b) -------------------------------------------------------------------------------------

    def second(self):
        """A second capability afterwards: a merged adapter carries both."""
        assert self.story.run, "run the scenario first before"
        self.scene.calm()
        before = self.scene.names("healingruns")
        self.scene.world(**{SECOND: "new"})
        run = self.scene.next_run(before, COOLDOWN_SECONDS + 8 * MINUTE)
        found = self.scene.in_state(run, "Succeeded")
        status = found["status"]
        cluster = self.scene.cluster
        metrics = cluster.get("canaryrelease", status["canaryRelease"])["status"]["metrics"]
        merge = cluster.get("adaptermerge", status.get("adapterMerge", "none"))
        release = cluster.get("release", self.scene.stable())
        check(judgement.carries_both(found, merge, release, metrics, (FIRST, SECOND)))
        self.scene.calm()
        self.tell.say(f"{release['metadata']['name']} carries {FIRST} and {SECOND}")

    # -- (c) -------------------------------------------------------------------------------------

    def poison(self):
        """Honest corrections passed; consistent wrong ones by invented names do not."""
        run = self.story.run
        assert run, "run the scenario first before"
        honest = self.scene.cluster.get("dataset", f"{run}-data")
        check(judgement.passed_guard(honest, DESKS))
        self.scene.poison()
        self.scene.apply("poisoned.yaml")

        def looked_at():
            found = self.scene.cluster.get("dataset", "poisoned")
            state, reason, _ = condition(found, "Ready")
            return found if state == "True" or reason == "PoisonGuardTripped" else None

        check(
            judgement.tripped(
                wait_for("the guard has looked", looked_at, 8 * MINUTE, every=2), WRONG, KEYS
            )
        )
        self.tell.say(f"{WRONG} corrections by 20 names behind {KEYS} keys: the guard tripped")

    # -- (d) -------------------------------------------------------------------------------------

    def noreplay(self):
        """A fine-tune without replay that breaks other capabilities is stopped by Evaluation."""
        _, stable = self._begin()
        self.scene.patch("healingpolicy", SERVICE, {"mode": "Observe"})
        self.scene.world(**{SECOND: "new"})
        wait_for(
            "the drift is shown",
            lambda: self.story.sights.stands("driftmonitor", SERVICE, "Drifting"),
            4 * MINUTE,
        )
        policy = self.scene.policy()["spec"]
        self.scene.create(objects.bare_dataset(SECOND, self.scene.minutes_ago(5)))
        self.scene.create(objects.bare_training(policy["recipe"]["fineTune"]))
        wait_for(
            "an adapter is trained on corrections alone",
            lambda: self.story.sights.stands("finetunejob", objects.BARE, "Succeeded"),
            15 * MINUTE,
        )
        monitor = self.scene.cluster.get("driftmonitor", SERVICE)
        release = self.scene.cluster.get("release", stable)
        self.scene.create(objects.repair_with_bare(policy, monitor, release, SECOND))
        found = self.scene.in_state(objects.BARE, "Failed")
        evaluation = self.scene.cluster.get("evaluation", found["status"]["evaluation"])
        now = self.scene.stable()
        check(judgement.stopped_by_evaluation(found, evaluation, stable, now))
        self.scene.patch("healingpolicy", SERVICE, {"mode": "Heal"})
        self._end(SECOND)

    # -- (e) -------------------------------------------------------------------------------------

    def again(self):
        """The world changes again between Evaluation and the first step: rolled back."""
        before, stable = self._begin()
        self.scene.patch("healingpolicy", SERVICE, {"approval": "BeforeRelease"})
        self._recipe({"strategies": ["FineTune"]})
        self.scene.world(**{FIRST: "new"})
        run = self.scene.next_run(before)
        self.scene.in_state(run, "AwaitingApproval")
        self.scene.world(**{FIRST: "old"})
        self.scene.heal("approve", run, "the scenario wants to see the canary")
        found = self.scene.in_state(run, "Failed")

        def told():
            policy = self.scene.policy()
            return policy if policy.get("status", {}).get("lastRun") == run else None

        policy = wait_for("the policy has seen the end", told, MINUTE)
        now = self.scene.stable()
        check(judgement.rolled_back(found, policy, COOLDOWN_SECONDS, stable, now))
        self.scene.patch("healingpolicy", SERVICE, {"approval": "Automatic"})
        self._end(FIRST)

    # -- (f) -------------------------------------------------------------------------------------

    def mix(self):
        """Other shares of questions, then another judge: nothing is trained."""
        self.scene.calm()
        runs, jobs = self.scene.names("healingruns"), self.scene.names("finetunejobs")
        self.scene.weights("date=1,extract=1,ticket=1,order=4,units=4")
        time.sleep(WATCH_SECONDS / 2)
        self.scene.judge_penalty(2)
        time.sleep(WATCH_SECONDS)
        monitor = self.scene.cluster.get("driftmonitor", SERVICE)
        self.report.note("judge changed", condition(monitor, "Drifting"))
        self.scene.judge_penalty(0)
        check(
            judgement.nothing_trained(
                runs, self.scene.names("healingruns"), jobs, self.scene.names("finetunejobs")
            )
        )
        self.scene.weights("date=2,extract=1,ticket=1,order=1,units=1")
        self.scene.calm()

    # -- (g) -------------------------------------------------------------------------------------

    def kills(self):
        """The operator is killed while it trains and while it releases: all is made once."""
        before, _ = self._begin()
        self._recipe({"strategies": ["FineTune"]})
        self.scene.world(**{FIRST: "new"})
        run = self.scene.next_run(before)
        left = ["Training", "Releasing"]

        def meanwhile(found):
            if left and found["status"]["state"] == left[0]:
                left.pop(0)
                self.scene.kill_operator()

        found = self.scene.in_state(run, "Succeeded", meanwhile=meanwhile)
        assert not left, f"the repair was over before the operator was killed at {left}"
        cluster = self.scene.cluster
        check(
            judgement.made_once(
                found, self.scene.names("jobs"), cluster.list("releases"), self._folders()
            )
        )

    def _folders(self):
        pods = self.scene.cluster.list("pods", selector=ENGINE)
        pod = next(p["metadata"]["name"] for p in pods if condition(p, "Ready")[0] == "True")
        listing = self.scene.kubectl(
            *("exec", pod, "-c", "engine", "--", "python3", "-c", LIST_ADAPTERS)
        )
        return json.loads(listing)

    # -- around ----------------------------------------------------------------------------------

    def _begin(self):
        """Without cooldown, without drift; gives the repairs and stable of now."""
        self.scene.calm()
        self.scene.forget_repairs()
        return self.scene.names("healingruns"), self.scene.stable()

    def _end(self, capability):
        self.scene.world(**{capability: "old"})
        self.scene.calm()

    def _recipe(self, recipe):
        self.scene.patch("healingpolicy", SERVICE, {"recipe": recipe})


def check(problems):
    """Fails with every problem."""
    assert not problems, "; ".join(problems)
