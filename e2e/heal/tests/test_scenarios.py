import ast
import unittest
from pathlib import Path

from heal import __main__ as command
from heal import objects
from heal.scenarios import Scenarios, check
from heal.scene import HERE, ROOT, Scene


class FakeCluster:
    """Remembers what was asked of kubectl."""

    namespace, system_namespace = "support", "homeostat-system"

    def __init__(self):
        self.asked = []
        self.runs = []
        self.posted = []

    def kubectl(self, *arguments, stdin=None, timeout=60):
        self.asked.append((arguments, stdin))
        return ""

    def service_post(self, service, port, path, body):
        self.posted.append((path, body))

    def list(self, kind, namespace=None, selector=None):
        return self.runs

    def get(self, kind, name):
        return next(run for run in self.runs if run["metadata"]["name"] == name)


def run(name, state, succeeded="Unknown"):
    conditions = [{"type": "Succeeded", "status": succeeded, "reason": state, "message": ""}]
    return {
        "metadata": {"name": name, "creationTimestamp": name},
        "status": {"state": state, "conditions": conditions},
    }


class SceneTest(unittest.TestCase):
    def setUp(self):
        self.cluster = FakeCluster()
        self.scene = Scene(self.cluster, None, "jobs:1")

    def test_a_repair_that_ends_otherwise_fails_the_wait(self):
        self.cluster.runs = [run("a", "Failed", "False")]
        with self.assertRaisesRegex(AssertionError, "a ended"):
            self.scene.in_state("a", "Succeeded")
        self.assertEqual("a", self.scene.in_state("a", "Failed")["metadata"]["name"])

    def test_the_next_run_is_one_that_was_not_there(self):
        self.cluster.runs = [run("a", "Failed", "False"), run("b", "Training")]
        self.assertEqual("b", self.scene.next_run({"a"}))

    def test_the_world_changes_by_the_grader(self):
        self.scene.world(date="new")
        self.scene.judge_penalty(2)
        self.assertEqual(
            [("/world", {"date": "new"}), ("/penalty", {"points": 2})], self.cluster.posted
        )

    def test_moments_are_filled_in(self):
        self.scene.apply("poisoned.yaml")
        text = self.cluster.asked[0][1]
        self.assertNotIn("SINCE", text)
        self.assertRegex(text, r"since: \d{4}-\d\d-\d\dT")


class ObjectsTest(unittest.TestCase):
    def test_a_repair_by_hand_pins_what_a_policy_would(self):
        stream = {"capability": "ticket", "signal": "Quality", "baseline": "0.960"}
        stream |= {"current": "0.550", "since": "2026-11-21T08:00:00Z", "cause": "ExpectedAnswers"}
        other = {"capability": "date", "signal": "Errors"}
        monitor = {"metadata": {"name": "m"}, "status": {"worstStreams": [other, stream]}}
        release = {"metadata": {"name": "support-a"}, "spec": {"fingerprint": "a" * 64}}
        policy = {"recipe": {"release": {"minimumSamples": 200}}}
        spec = objects.repair_with_bare(policy, monitor, release, "ticket")["spec"]
        self.assertEqual("0.410", spec["drift"]["drop"])
        self.assertEqual("support-a", spec["stableRelease"])
        self.assertEqual(["date", "ticket"], spec["plan"]["capabilities"])
        self.assertEqual(policy["recipe"]["release"], spec["plan"]["canary"])
        self.assertEqual(objects.BARE, spec["plan"]["attempts"][0]["adapter"]["fineTuneJob"])

    def test_the_bare_dataset_replays_nothing(self):
        sources = objects.bare_dataset("ticket", "2026-11-21T08:00:00Z")["spec"]["sources"]
        self.assertEqual(["corrections"], [source["name"] for source in sources])


class CommandTest(unittest.TestCase):
    def test_every_scenario_can_be_named(self):
        for name in command.NAMES:
            self.assertTrue(getattr(Scenarios, name).__doc__, name)

    def test_every_problem_is_told(self):
        with self.assertRaisesRegex(AssertionError, "one; two"):
            check(["one", "two"])
        check([])

    def test_scripts_of_the_poisoners_exist_and_parse(self):
        world = ROOT / "examples" / "quickstart" / "world"
        for path in (HERE / "poison.py", world / "tasks.py", world / "asking.py"):
            ast.parse(Path(path).read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
