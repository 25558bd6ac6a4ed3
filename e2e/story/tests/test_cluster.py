import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from story.cluster import Cluster, ClusterError, condition, wait_for

ITEM = {"status": {"conditions": [{"type": "Ready", "status": "True", "reason": "Fine"}]}}


class ConditionTest(unittest.TestCase):
    def test_it_is_status_reason_and_message(self):
        self.assertEqual(condition(ITEM, "Ready"), ("True", "Fine", ""))

    def test_an_object_without_it_or_no_object_is_missing_it(self):
        for item in (ITEM | {"status": {}}, {}, None):
            self.assertEqual(condition(item, "Ready"), ("Missing", "", ""))


class WaitForTest(unittest.TestCase):
    def setUp(self):
        self.now = 0.0
        for name, stand_in in (("monotonic", lambda: self.now), ("sleep", self.pass_time)):
            patch = mock.patch(f"story.cluster.time.{name}", stand_in)
            patch.start()
            self.addCleanup(patch.stop)

    def pass_time(self, seconds):
        self.now += seconds

    def test_it_gives_what_the_probe_found(self):
        answers = iter([None, [], "found"])

        self.assertEqual(wait_for("it", lambda: next(answers), 10), "found")
        self.assertEqual(self.now, 2)

    def test_it_says_what_it_waited_for_and_the_last_error(self):
        def probe():
            raise ClusterError("no route")

        with self.assertRaisesRegex(AssertionError, r"not within 5 s: the end \(no route\)"):
            wait_for("the end", probe, 5)

    def test_an_error_that_passed_is_not_told(self):
        errors = iter([KeyError("status")])

        def probe():
            for error in errors:
                raise error

        with self.assertRaisesRegex(AssertionError, "not within 5 s: the end$"):
            wait_for("the end", probe, 5)

    def test_a_failed_assertion_of_the_probe_ends_it_at_once(self):
        def probe():
            raise AssertionError("never")

        with self.assertRaisesRegex(AssertionError, "never"):
            wait_for("the end", probe, 5)
        self.assertEqual(self.now, 0)

    def test_notes_are_made_while_it_waits(self):
        noted = []
        with self.assertRaises(AssertionError):
            wait_for("the end", lambda: False, 6, every=2, note=noted.append)

        self.assertEqual(noted, [0, 2, 4])


class ClusterTest(unittest.TestCase):
    def a_cluster(self, script):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        program = Path(folder.name, "kubectl")
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        return Cluster("support", "system", str(program))

    def test_an_object_that_does_not_exist_is_none(self):
        cluster = self.a_cluster(
            "echo 'Error from server (NotFound): jobs \"a\" not found' >&2; exit 1"
        )

        self.assertIsNone(cluster.get("job", "a"))

    def test_what_kubectl_refuses_is_told_in_its_words(self):
        cluster = self.a_cluster("echo Forbidden >&2; exit 1")

        with self.assertRaisesRegex(
            ClusterError, "kubectl -n support get job a -o json: Forbidden"
        ):
            cluster.get("job", "a")

    def test_lists_are_of_the_namespace_and_the_oldest_comes_first(self):
        items = [
            {"metadata": {"name": name, "creationTimestamp": time}}
            for name, time in (("young", "2026-11-21T10:00:02Z"), ("old", "2026-11-21T10:00:01Z"))
        ]
        arguments = "-n system get pods -l a=b -o json"
        answer = json.dumps({"items": items})
        cluster = self.a_cluster(f"""[ "$*" = '{arguments}' ] && echo '{answer}'""")

        names = [item["metadata"]["name"] for item in cluster.list("pods", "system", "a=b")]
        self.assertEqual(names, ["old", "young"])
