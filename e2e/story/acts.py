"""The acts of the story. Each tells what happens, waits for it on the cluster, and asserts it."""

import time

from story.cluster import condition, wait_for
from story.sights import DRIFTED, SERVICE, Sights, effect_table, quality_table

GRADER = ("grader", 8000)
MINUTE = 60
REPAIR_STEPS = (
    ("Attributed", None),
    ("DatasetReady", "dataset"),
    ("Trained", "finetunejob"),
    ("Released", None),
    ("Evaluated", "evaluation"),
    ("Canaried", "canaryrelease"),
    ("Succeeded", None),
)


class Story:
    """Holds what one act learns and a later one needs."""

    def __init__(self, cluster, narrator, report, trace):
        self.cluster = cluster
        self.tell = narrator
        self.report = report
        self.sights = Sights(cluster, narrator)
        self._trace = trace
        self.run = None
        self.changed_at = None
        self.fallen = None
        self.repaired = None

    # -- 1 ---------------------------------------------------------------------------------------

    def serve(self):
        self.tell.act("1. A small language model is served by vLLM behind the gateway")
        start = time.monotonic()
        wait_for("the base model is trained", self.sights.base_trained, 20 * MINUTE, every=3)
        self.report.took("base model", time.monotonic() - start)
        start = time.monotonic()
        self.tell.say("vLLM starts (about a minute and a half on two cores)")
        self.tell.look(f"kubectl -n {self.cluster.namespace} get modelservice {SERVICE}")
        wait_for("ModelService is Ready", self._service_ready, 10 * MINUTE, every=2)
        self.report.took("model served", time.monotonic() - start)
        wait_for("clients get answers", self._clients_answered, 3 * MINUTE)
        stats = self.sights.stats()
        self.tell.say(
            f"{stats['requests']} requests of support desks answered, "
            f"{stats['streamed']} of them streaming"
        )

    def _service_ready(self):
        return self.sights.stands("modelservice", SERVICE, "Ready")

    def _clients_answered(self):
        return self.sights.stats()["requests"] >= 20

    def learn_baselines(self):
        self.tell.act("2. The judge is calibrated, baselines are learnt")
        start = time.monotonic()
        wait_for(
            "the judge is Calibrated",
            lambda: self.sights.stands("judge", "grader", "Calibrated"),
            5 * MINUTE,
        )
        judge = self.cluster.get("judge", "grader")["status"]
        self.tell.say(
            f"judge calibrated on {judge['items']} labelled items: "
            f"kappa {judge['kappa']}, lower bound {judge['kappaLower']}"
        )
        self.tell.look(f"kubectl -n {self.cluster.namespace} get driftmonitors")
        wait_for("every baseline is ready", self.sights.baselines_ready, 12 * MINUTE, every=2)
        self.report.took("baselines", time.monotonic() - start)
        monitor = self.cluster.get("driftmonitor", SERVICE)
        assert condition(monitor, "Drifting")[0] == "False", condition(monitor, "Drifting")
        self.tell.table(self.cluster.show("driftmonitors"))
        smallest = monitor["status"]["smallestDetectableDrop"]
        self.tell.say(f"smallest drop that it can detect: {smallest}")

    # -- 3 and 4 ---------------------------------------------------------------------------------

    def change_world(self):
        self.tell.act("3. The world changes: dates are now written without the year")
        self.cluster.service_post(*GRADER, "/world", {DRIFTED: "new"})
        self.changed_at = time.monotonic()
        self.tell.say(
            f"from now on another answer is right for '{DRIFTED}'; desks begin to correct the model"
        )

    def detect(self):
        self.tell.act("4. The drift is shown, its cause named, and a repair begins")
        wait_for(
            "DriftMonitor says Drifting=True",
            lambda: self.sights.stands("driftmonitor", SERVICE, "Drifting"),
            4 * MINUTE,
        )
        seconds = time.monotonic() - self.changed_at
        self.report.took("drift shown after the change", seconds)
        monitor = self.cluster.get("driftmonitor", SERVICE)
        worst = monitor["status"]["worst"]
        self.tell.say(f"drift shown {seconds:.0f} s after the change")
        self.tell.table(self.cluster.show("driftmonitors"))
        self.tell.say(condition(monitor, "Drifting")[2])
        assert worst["capability"] == DRIFTED, worst
        self.fallen = monitor["status"]["worstStreams"]
        drifting = {s["capability"] for s in self.fallen if s["state"] == "Drifting"}
        assert drifting == {DRIFTED}, f"only {DRIFTED} changed, but {drifting} are called drifting"

    def heal(self):
        wait_for("a HealingRun exists", lambda: self.cluster.list("healingruns"), 5 * MINUTE)
        runs = self.cluster.list("healingruns")
        assert len(runs) == 1, [run["metadata"]["name"] for run in runs]
        self.run = runs[0]["metadata"]["name"]
        drift = runs[0]["spec"]["drift"]
        assert drift["cause"] == "ExpectedAnswers", drift
        self.tell.say(f"{self.run}: cause {drift['cause']}")
        kinds = "healingrun,dataset,finetunejob,evaluation,canaryrelease"
        self.tell.look(f"kubectl -n {self.cluster.namespace} get {kinds}")
        start = time.monotonic()
        for step, kind in REPAIR_STEPS:
            begun = time.monotonic()
            wait_for(
                f"{self.run} is {step}",
                lambda step=step: self.step_done(step),
                15 * MINUTE,
                note=lambda _, kind=kind: self.sights.show_progress(kind),
            )
            self.report.took(f"repair: {step}", time.monotonic() - begun)
            words = condition(self.cluster.get("healingrun", self.run), step)[2]
            self.tell.say(f"{step}: {words}")
        self.report.took("healed after the drift was shown", time.monotonic() - start)
        self.tell.say(f"healed {time.monotonic() - start:.0f} s after the drift was shown")

    def step_done(self, step):
        """Whether a step of the repair is done; asked again and again while it is under way."""
        return self.sights.run_step(self.run, step)

    # -- 5 ---------------------------------------------------------------------------------------

    def show_recovery(self):
        self.tell.act("5. Quality is back, and every response can be traced")
        service = wait_for(
            "the repair is stable", lambda: self.sights.repaired_service(self.run), 3 * MINUTE
        )
        self.repaired = service["status"]["stable"]
        spec = self.cluster.get("release", self.repaired)["spec"]
        assert spec["tuple"]["adapter"]["name"], "the stable release has no adapter"
        assert spec["provenance"]["healingRun"] == self.run, spec["provenance"]
        assert condition(service, "RepairActive")[0] == "True", condition(service, "RepairActive")
        self.tell.say("the effect, from the arms that served at the same time:")
        metrics = self.sights.canary_metrics(self.run)
        self.report.note("effect", metrics)
        self.tell.table(effect_table(metrics))
        wait_for("DriftMonitor says Drifting=False again", self._drift_over, 5 * MINUTE)
        self.tell.table(self.cluster.show("driftmonitors"))
        self._show_lineage()

    def _drift_over(self):
        return condition(self.cluster.get("driftmonitor", SERVICE), "Drifting")[0] == "False"

    def _show_lineage(self):
        interaction = wait_for(
            "a repaired response",
            lambda: self.sights.response_of(self.repaired),
            3 * MINUTE,
        )
        lineage = wait_for("its lineage", lambda: self._trace(interaction), MINUTE, every=3)
        for word in (self.repaired, self.run, "ExpectedAnswers"):
            assert word in lineage, f"the lineage does not name {word}:\n{lineage}"
        self.tell.say(f"homeostat trace {interaction}")
        self.tell.table(lineage)

    # -- 6 and 7 ---------------------------------------------------------------------------------

    def second_act(self, manifest):
        self.tell.act("6. Second act: somebody applies a prompt that makes answers worse")
        before = {c["metadata"]["name"] for c in self.cluster.list("canaryreleases")}
        start = time.monotonic()
        self.cluster.kubectl("apply", "-f", manifest)
        self.tell.look(f"kubectl -n {self.cluster.namespace} get canaryreleases")
        canary = wait_for("a canary of the new prompt", lambda: self._canaries(before), 3 * MINUTE)
        name = canary[0]["metadata"]["name"]
        wait_for(
            "ModelService says RolledBack",
            lambda: self.sights.stands("modelservice", SERVICE, "RolledBack"),
            12 * MINUTE,
            note=lambda _: self.sights.show_progress("canaryrelease", name),
        )
        self.report.took("bad prompt rolled back", time.monotonic() - start)
        message = condition(self.cluster.get("modelservice", SERVICE), "RolledBack")[2]
        self.tell.say(f"rolled back by itself after {time.monotonic() - start:.0f} s")
        self.tell.table(message)
        agrees = "prompt" in message and "spec:" in message
        assert agrees, f"RolledBack does not carry the YAML that makes Git agree: {message}"
        self._assert_refused_once(name)

    def _canaries(self, before):
        canaries = self.cluster.list("canaryreleases")
        return [c for c in canaries if c["metadata"]["name"] not in before]

    def _assert_refused_once(self, name):
        self.tell.say("waiting whether it is tried again (it must not)")
        time.sleep(45)
        service = self.cluster.get("modelservice", SERVICE)
        stable = service["status"]["stable"]
        assert stable == self.repaired, f"the repair is gone: {service['status']}"
        plan = self.cluster.get("trafficplan", SERVICE)["spec"]
        weights = {route["release"]: route["weightPermille"] for route in plan["routes"]}
        assert weights.get(self.repaired) == 1000, weights
        newest = self.cluster.list("canaryreleases")[-1]["metadata"]["name"]
        assert newest == name, f"the refused release was tried again as {newest}"
        self.tell.say("it was not, and the repair stays")

    def count(self):
        self.tell.act("7. What clients saw")
        stats = self.tell_traffic()
        assert stats["failed"] == 0, stats["failures"]
        self.tell_quality()
        self.tell_memory()

    def tell_traffic(self):
        stats = self.sights.stats()
        self.report.note("requests", stats["requests"])
        self.report.note("failed", stats["failed"])
        self.tell.say(
            f"{stats['requests']} requests, {stats['streamed']} streaming, "
            f"{stats['feedback']} corrections, {stats['failed']} failed"
        )
        return stats

    def tell_quality(self):
        self.tell.say("quality as the monitor saw it, each with the interval of its mean:")
        now = self.cluster.get("driftmonitor", SERVICE)["status"]["worstStreams"]
        self.tell.table(quality_table(self.fallen, now))

    def tell_memory(self):
        memory = self.cluster.working_sets()
        self.report.note("workingSetMiB", memory)
        homeostat = f"{self.cluster.system_namespace}/"
        system = sum(used for pod, used in memory.items() if pod.startswith(homeostat))
        engines = [f"{used} MiB" for pod, used in memory.items() if "-engine-" in pod]
        self.report.note("systemMiB", system)
        self.tell.say(
            f"working sets: Homeostat with Kafka and PostgreSQL {system} MiB; "
            f"vLLM {', '.join(engines)}"
        )
        self.tell.table(self.cluster.show("homeostat"))
