"""The acts of the story. Each tells what happens, waits for it on the real cluster, and asserts it."""

import time

from story.cluster import condition, wait_for
from story.report import columns

SERVICE = "support"
DRIFTED = "date"
GRADER = ("grader", 8000)
TRAFFIC = ("traffic", 8000)
MINUTE = 60


class Story:
    """Holds what one act learns and a later one needs."""

    def __init__(self, cluster, narrator, report, trace):
        self.cluster = cluster
        self.tell = narrator
        self.report = report
        self._trace = trace
        self.run = None
        self.changed_at = None
        self.repaired = None

    # -- 1 ---------------------------------------------------------------------------------------

    def serve(self):
        self.tell.act("1. A small language model is served by vLLM behind the gateway")
        start = time.monotonic()
        wait_for("the base model is trained", self._base_trained, 20 * MINUTE, every=3)
        self.report.took("base model", time.monotonic() - start)
        start = time.monotonic()
        self.tell.say("vLLM starts (about a minute and a half on two cores)")
        self.tell.look(f"kubectl -n {self.cluster.namespace} get modelservice {SERVICE}")
        wait_for("ModelService is Ready", lambda: self._is("modelservice", SERVICE, "Ready"), 10 * MINUTE, every=2)
        self.report.took("model served", time.monotonic() - start)
        wait_for("clients get answers", lambda: self._stats()["requests"] >= 20, 3 * MINUTE)
        stats = self._stats()
        self.tell.say(f"{stats['requests']} requests of {stats['desks']} support desks answered, {stats['streamed']} of them streaming")

    def learn_baselines(self):
        self.tell.act("2. The judge is calibrated, baselines are learnt")
        start = time.monotonic()
        wait_for("the judge is Calibrated", lambda: self._is("judge", "grader", "Calibrated"), 5 * MINUTE)
        judge = self.cluster.get("judge", "grader")["status"]
        self.tell.say(f"judge calibrated on {judge['items']} labelled items: kappa {judge['kappa']}, lower bound {judge['kappaLower']}")
        self.tell.look(f"kubectl -n {self.cluster.namespace} get driftmonitors")
        wait_for("every baseline is ready", self._baselines_ready, 12 * MINUTE, every=2)
        self.report.took("baselines", time.monotonic() - start)
        monitor = self.cluster.get("driftmonitor", SERVICE)
        assert condition(monitor, "Drifting")[0] == "False", condition(monitor, "Drifting")
        self.tell.table(self.cluster.show("driftmonitors"))
        self.tell.say(f"smallest drop that it can detect: {monitor['status']['smallestDetectableDrop']}")

    # -- 3 and 4 ---------------------------------------------------------------------------------

    def change_world(self):
        self.tell.act("3. The world changes: dates are now written without the year")
        self.before = self._clock()
        self.cluster.service_post(*GRADER, "/world", {DRIFTED: "new"})
        self.changed_at = time.monotonic()
        self.changed_clock = self._clock()
        self.tell.say(f"from now on another answer is right for '{DRIFTED}'; desks begin to correct the model")

    def detect(self):
        self.tell.act("4. The drift is shown, its cause named, and a repair begins")
        wait_for("DriftMonitor says Drifting=True", lambda: self._is("driftmonitor", SERVICE, "Drifting"), 4 * MINUTE)
        seconds = time.monotonic() - self.changed_at
        self.report.took("drift shown after the change", seconds)
        monitor = self.cluster.get("driftmonitor", SERVICE)
        worst = monitor["status"]["worst"]
        self.tell.say(f"drift shown {seconds:.0f} s after the change")
        self.tell.table(self.cluster.show("driftmonitors"))
        self.tell.say(condition(monitor, "Drifting")[2])
        assert worst["capability"] == DRIFTED, worst
        drifting = {s["capability"] for s in monitor["status"]["worstStreams"] if s["state"] == "Drifting"}
        assert drifting == {DRIFTED}, f"only {DRIFTED} changed, but {drifting} are called drifting"

    def heal(self):
        wait_for("a HealingRun exists", lambda: self.cluster.list("healingruns"), 5 * MINUTE)
        runs = self.cluster.list("healingruns")
        assert len(runs) == 1, [run["metadata"]["name"] for run in runs]
        self.run = runs[0]["metadata"]["name"]
        assert runs[0]["spec"]["drift"]["cause"] == "ExpectedAnswers", runs[0]["spec"]["drift"]
        self.tell.say(f"{self.run}: cause {runs[0]['spec']['drift']['cause']}")
        self.tell.look(f"kubectl -n {self.cluster.namespace} get healingrun,dataset,finetunejob,evaluation,canaryrelease")
        start = time.monotonic()
        for step, kind in (
            ("Attributed", None),
            ("DatasetReady", "dataset"),
            ("Trained", "finetunejob"),
            ("Released", None),
            ("Evaluated", "evaluation"),
            ("Canaried", "canaryrelease"),
            ("Succeeded", None),
        ):
            begun = time.monotonic()
            wait_for(f"{self.run} is {step}", lambda s=step: self._run_step(s), 15 * MINUTE, note=lambda _, k=kind: self._progress(k))
            self.report.took(f"repair: {step}", time.monotonic() - begun)
            self.tell.say(f"{step}: {condition(self.cluster.get('healingrun', self.run), step)[2]}")
        self.report.took("healed after the drift was shown", time.monotonic() - start)
        self.tell.say(f"healed {time.monotonic() - start:.0f} s after the drift was shown")

    # -- 5 ---------------------------------------------------------------------------------------

    def show_recovery(self):
        self.tell.act("5. Quality is back, and every response can be traced")
        service = wait_for("the repair is stable", self._repaired, 3 * MINUTE)
        self.repaired = service["status"]["stable"]
        release = self.cluster.get("release", self.repaired)
        assert release["spec"]["tuple"]["adapter"]["name"], "the stable release has no adapter"
        assert release["spec"]["provenance"]["healingRun"] == self.run, release["spec"]["provenance"]
        assert condition(service, "RepairActive")[0] == "True", condition(service, "RepairActive")
        self.tell.say("the effect, from the arms that served at the same time:")
        self.tell.table(self._canary_table())
        wait_for("DriftMonitor says Drifting=False again", lambda: condition(self.cluster.get("driftmonitor", SERVICE), "Drifting")[0] == "False", 5 * MINUTE)
        self.tell.table(self.cluster.show("driftmonitors"))
        interaction = wait_for("a repaired response", self._repaired_response, 3 * MINUTE)
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
        canary = wait_for("a canary of the new prompt", lambda: [c for c in self.cluster.list("canaryreleases") if c["metadata"]["name"] not in before], 3 * MINUTE)
        name = canary[0]["metadata"]["name"]
        wait_for("ModelService says RolledBack", lambda: self._is("modelservice", SERVICE, "RolledBack"), 12 * MINUTE, note=lambda _: self._progress("canaryrelease", name))
        self.report.took("bad prompt rolled back", time.monotonic() - start)
        service = self.cluster.get("modelservice", SERVICE)
        message = condition(service, "RolledBack")[2]
        self.tell.say(f"rolled back by itself after {time.monotonic() - start:.0f} s")
        self.tell.table(message)
        assert "prompt" in message and "spec:" in message, f"RolledBack does not carry the YAML that makes Git agree: {message}"
        self._assert_refused_once(name)

    def _assert_refused_once(self, name):
        self.tell.say("waiting whether it is tried again (it must not)")
        time.sleep(45)
        service = self.cluster.get("modelservice", SERVICE)
        assert service["status"]["stable"] == self.repaired, f"the repair is gone: {service['status']}"
        plan = self.cluster.get("trafficplan", SERVICE)["spec"]
        weights = {route["release"]: route["weightPermille"] for route in plan["routes"]}
        assert weights.get(self.repaired) == 1000, weights
        newest = self.cluster.list("canaryreleases")[-1]["metadata"]["name"]
        assert newest == name, f"the refused release was tried again as {newest}"
        self.tell.say("it was not, and the repair stays")

    def count(self):
        self.tell.act("7. What clients saw")
        stats = self._stats()
        self.report.note("requests", stats["requests"])
        self.report.note("failed", stats["failed"])
        self.tell.say(f"{stats['requests']} requests, {stats['streamed']} streaming, {stats['feedback']} corrections, {stats['failed']} failed")
        assert stats["failed"] == 0, stats["failures"]
        memory = self.cluster.working_sets()
        self.report.note("workingSetMiB", memory)
        system = sum(v for k, v in memory.items() if k.startswith(self.cluster.system_namespace + "/"))
        engines = {k: v for k, v in memory.items() if "-engine-" in k}
        self.report.note("systemMiB", system)
        self.tell.say(f"working sets: Homeostat with Kafka and PostgreSQL {system} MiB; vLLM {', '.join(f'{v} MiB' for v in engines.values())}")
        self.tell.table(self.cluster.show("homeostat"))

    # -- what the acts look at -------------------------------------------------------------------

    def _base_trained(self):
        job = self.cluster.get("job", "train-base")
        if job is None:
            return False
        for found in job.get("status", {}).get("conditions", []):
            assert found["type"] != "Failed" or found["status"] != "True", f"the base model could not be trained: {found.get('message')}"
        if job.get("status", {}).get("succeeded"):
            return True
        self._training_progress()
        return False

    def _training_progress(self):
        lines = self.cluster.kubectl("-n", self.cluster.namespace, "logs", "job/train-base", "--tail=5").splitlines()
        for line in reversed(lines):
            words = line.split()
            if len(words) >= 2 and words[0] == "progress":
                self.tell.progress("training the base model", float(words[1]), " ".join(words[2:]))
                return

    def _progress(self, kind, name=None):
        if kind is None:
            return
        items = [self.cluster.get(kind, name)] if name else self.cluster.list(kind)
        status = (items[-1] if items else {}).get("status", {})
        if kind == "canaryrelease":
            detail = f"{status.get('stepDisplay', '')} weight {status.get('weight', '0')} samples {status.get('samples', 0)} difference {status.get('difference', '')}"
            self.tell.progress(f"canary {status.get('state', '')}", min(1.0, (status.get("samples") or 0) / 400), detail)
        elif status.get("progress"):
            fraction = float(str(status["progress"]).strip(" %")) / 100
            self.tell.progress(kind, fraction, f"loss {status['loss']}" if status.get("loss") else "")

    def _run_step(self, step):
        run = self.cluster.get("healingrun", self.run)
        status, reason, message = condition(run, step)
        succeeded = condition(run, "Succeeded")
        assert succeeded[0] != "False", f"the repair ended without success: {succeeded}"
        assert status != "False" or step == "Succeeded", f"{step}: {reason} {message}"
        return status == "True"

    def _baselines_ready(self):
        monitor = self.cluster.get("driftmonitor", SERVICE)
        streams = monitor.get("status", {}).get("worstStreams", [])
        if streams:
            done = sum(stream["state"] != "Learning" for stream in streams)
            fewest = min(stream.get("samples", 0) for stream in streams)
            self.tell.progress("learning baselines", done / len(streams), f"{done} of {len(streams)} streams, the slowest has {fewest} sessions")
        return condition(monitor, "BaselineReady")[0] == "True" and condition(monitor, "Drifting")[0] != "Unknown"

    def _repaired(self):
        service = self.cluster.get("modelservice", SERVICE)
        release = self.cluster.get("healingrun", self.run)["status"]["release"]
        return service if service["status"].get("stable") == release else None

    def _canary_table(self):
        name = self.cluster.get("healingrun", self.run)["status"]["canaryRelease"]
        status = self.cluster.get("canaryrelease", name)["status"]
        rows = [("capability", "metric", "difference", "interval", "test", "blocks")]
        for metric in status["metrics"]:
            interval = f"[{metric.get('lower', '')}, {metric.get('upper', '')}]"
            rows.append((metric.get("capability", "all"), metric["metric"], metric.get("difference", ""), interval, metric["test"], metric.get("blocks", "")))
        self.report.note("effect", status["metrics"])
        return columns(rows)

    def _repaired_response(self):
        stats = self._stats()
        latest = stats.get("latest", {}).get(DRIFTED)
        if latest and latest["release"] == self.repaired and latest["right"]:
            return latest["interaction"]
        return None

    def _stats(self):
        return self.cluster.service_get(*TRAFFIC, "/stats")

    def _is(self, kind, name, kind_of_condition):
        return condition(self.cluster.get(kind, name), kind_of_condition)[0] == "True"

    @staticmethod
    def _clock():
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
