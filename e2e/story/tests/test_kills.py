import io
import unittest

from story.kills import VICTIMS, KillStory
from story.narrator import Narrator
from story.report import Report


def ready_pod(name):
    return {
        "metadata": {"name": name, "uid": f"uid-{name}", "creationTimestamp": name},
        "status": {"conditions": [{"type": "Ready", "status": "True"}]},
    }


def open_condition(kind, reason):
    conditions = [{"type": kind, "status": "Unknown", "reason": reason}]
    return [{"status": {"conditions": conditions}}]


def canary(weight, samples):
    return [{"status": {"state": "Progressing", "weightPermille": weight, "samples": samples}}]


class FakeCluster:
    """Stands in for the cluster: holds lists by kind; a deleted pod comes back as another one."""

    namespace, system_namespace = "support", "homeostat-system"

    def __init__(self):
        self.lists = {}
        self.deleted = []
        self.pods = {v.selector: [f"{v.process}-{n}" for n in range(v.pods)] for v in VICTIMS}
        self.replaced = True

    def list(self, kind, namespace=None, selector=None):
        if kind == "pods":
            return [ready_pod(name) for name in self.pods[selector]]
        return self.lists.get(kind, [])

    def get(self, kind, name):
        return {"status": {}}

    def kubectl(self, *arguments):
        name = arguments[arguments.index("pod") + 1]
        self.deleted.append(name)
        assert "--grace-period=0" in arguments and "--force" in arguments
        for names in self.pods.values():
            if name in names:
                names.remove(name)
                names.extend([f"{name}-again"] if self.replaced else [])


class KillStoryTest(unittest.TestCase):
    def setUp(self):
        self.cluster = FakeCluster()
        self.story = KillStory(
            self.cluster, Narrator(io.StringIO()), Report("kills"), lambda interaction: ""
        )

    def test_the_scorer_dies_while_corrections_are_collected(self):
        self.story.step_done("DatasetReady")
        self.assertEqual(self.cluster.deleted, [])

        self.cluster.lists["datasets"] = open_condition("Ready", "JobRunning")
        self.story.step_done("DatasetReady")
        self.assertEqual(self.cluster.deleted, ["scorer-0"])

    def test_the_operator_dies_while_the_training_runs_and_not_before(self):
        self.cluster.lists["finetunejobs"] = open_condition("Succeeded", "JobPending")
        self.story.step_done("Trained")
        self.assertEqual(self.cluster.deleted, [])

        self.cluster.lists["finetunejobs"] = open_condition("Succeeded", "JobRunning")
        self.story.step_done("Trained")
        self.assertEqual(self.cluster.deleted, ["operator-0"])

    def test_each_victim_dies_once(self):
        self.cluster.lists["datasets"] = open_condition("Ready", "JobRunning")
        self.story.step_done("DatasetReady")
        self.story.step_done("DatasetReady")

        self.assertEqual(self.cluster.deleted, ["scorer-0"])

    def test_an_engine_dies_at_half_of_the_sessions_after_the_monitor_is_back(self):
        self.cluster.lists["canaryreleases"] = canary(500, 12)
        self.cluster.replaced = False
        self.story.step_done("Canaried")
        self.story.step_done("Canaried")
        self.assertEqual(self.cluster.deleted, ["monitor-0"])

        self.cluster.pods["app.kubernetes.io/component=monitor"] = ["monitor-1"]
        self.story.step_done("Canaried")
        self.assertEqual(self.cluster.deleted, ["monitor-0", "vLLM-0"])

    def test_no_engine_dies_while_the_candidate_has_few_sessions(self):
        self.cluster.lists["canaryreleases"] = canary(100, 5)
        self.story.step_done("Canaried")
        self.story.step_done("Canaried")

        self.assertEqual(self.cluster.deleted, ["monitor-0"])
