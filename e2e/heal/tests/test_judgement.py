import unittest

from heal import judgement


def item(name="run", conditions=(), spec=None, **status):
    listed = [dict(zip(("type", "status", "reason"), c, strict=True)) for c in conditions]
    return {
        "metadata": {"name": name},
        "spec": spec or {},
        "status": {"conditions": listed, **status},
    }


METRICS = [
    {"name": "better-ticket", "metric": "Quality", "capability": "ticket"},
    {"name": "kept-date", "metric": "Quality", "capability": "date"},
]
FINDINGS = [{"rule": "FewSources"}]
RELEASES = [
    {"metadata": {"name": "support-b"}, "spec": {"provenance": {"healingRun": "run"}}},
    {"metadata": {"name": "support-a"}, "spec": {}},
]
SUCCEEDED = [("Succeeded", "True", "Promoted")]


class MergeTest(unittest.TestCase):
    def problems(self, strategy="Merge", made="run-merge", inputs=2, metrics=METRICS):
        merge = item("run-merge", spec={"inputs": [{}] * inputs})
        release = item("support-b", spec={"provenance": {"adapterMerge": made}})
        run = item(conditions=SUCCEEDED, strategy=strategy)
        return judgement.carries_both(run, merge, release, metrics, ("date", "ticket"))

    def test_a_merged_adapter_that_was_compared_on_both_is_right(self):
        self.assertEqual([], self.problems())

    def test_each_other_end_is_a_problem(self):
        self.assertIn("FineTune", self.problems(strategy="FineTune")[0])
        self.assertIn("other", self.problems(made="other")[0])
        self.assertIn("found 3", self.problems(inputs=3)[0])
        self.assertIn("date", self.problems(metrics=METRICS[:1])[0])
        breached = [*METRICS[:1], {**METRICS[1], "breach": True}]
        self.assertEqual(["kept-date was breached"], self.problems(metrics=breached))

    def test_without_a_merge_there_is_a_problem_and_no_exception(self):
        run = item(conditions=[("Succeeded", "False", "GatesFailed")])
        self.assertTrue(judgement.carries_both(run, None, None, [], ("date",)))


class GuardTest(unittest.TestCase):
    def test_honest_corrections_pass(self):
        honest = item(guard={"state": "Passed", "sources": 12})
        self.assertEqual([], judgement.passed_guard(honest, 8))
        unsure = item(guard={"state": "Unconfirmed", "sources": 3})
        self.assertEqual(2, len(judgement.passed_guard(unsure, 8)))

    def test_wrong_ones_trip_it_and_make_no_version(self):
        guard = {"corrections": 200, "sources": 2, "findings": FINDINGS}
        conditions = [("Ready", "False", "PoisonGuardTripped")]
        self.assertEqual([], judgement.tripped(item(conditions=conditions, guard=guard), 200, 2))
        built = item(conditions=[("Ready", "True", "DatasetBuilt")], version=1, guard={})
        self.assertEqual(5, len(judgement.tripped(built, 200, 2)))


class EvaluationTest(unittest.TestCase):
    def problems(self, reason="GatesFailed", gate="kept-order", now="a", **status):
        run = item(conditions=[("Succeeded", "False", reason)], **status)
        evaluation = item(gates=[{"name": gate, "result": "Fail"}])
        return judgement.stopped_by_evaluation(run, evaluation, "a", now)

    def test_a_gate_of_another_capability_stops_it(self):
        self.assertEqual([], self.problems())

    def test_each_other_end_is_a_problem(self):
        self.assertIn("TrainingFailed", self.problems(reason="TrainingFailed")[0])
        self.assertIn("better-date", self.problems(gate="better-date")[0])
        self.assertIn("from a to b", self.problems(now="b")[0])
        self.assertEqual(["a canary was made"], self.problems(canaryRelease="c"))


class RollbackTest(unittest.TestCase):
    def problems(self, reason="RolledBack", failures=1, words="raised to 600 s", now="a"):
        run = item(conditions=[("Succeeded", "False", reason)])
        policy = item(failuresInARow=failures)
        policy["status"]["conditions"] = [
            {"type": "Triggered", "status": "False", "reason": "CoolingDown", "message": words}
        ]
        return judgement.rolled_back(run, policy, 300, "a", now)

    def test_a_rollback_raises_the_cooldown(self):
        self.assertEqual([], self.problems())

    def test_each_other_end_is_a_problem(self):
        self.assertEqual(1, len(self.problems(reason="GatesFailed")))
        self.assertEqual(1, len(self.problems(failures=0)))
        self.assertEqual(1, len(self.problems(words="cooldown of 300 s")))
        self.assertEqual(1, len(self.problems(now="b")))


class OnceTest(unittest.TestCase):
    def problems(self, jobs=("run-tune-ft-1", "run-data-dset-1"), folders=("run-tune-ab",)):
        run = item(conditions=SUCCEEDED)
        return judgement.made_once(run, jobs, RELEASES, folders)

    def test_one_of_each_is_right(self):
        self.assertEqual([], self.problems())

    def test_two_of_one_are_a_problem(self):
        self.assertEqual(1, len(self.problems(jobs=("run-tune-ft-1", "run-tune-ft-2"))))
        self.assertEqual(1, len(self.problems(folders=("run-tune-ab", "run-tune-cd"))))

    def test_what_began_meanwhile_is_named(self):
        found = judgement.nothing_trained({"a"}, {"a", "b"}, set(), {"b-tune"})
        self.assertEqual(["HealingRun b began", "FineTuneJob b-tune began"], found)


if __name__ == "__main__":
    unittest.main()
