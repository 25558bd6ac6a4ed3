"""Versions of an object, and the moment of a rollback."""

import io
import stat
import tempfile
import unittest
from pathlib import Path

from matrix.rollbacks import epoch
from matrix.service import served
from matrix.watch import Watch, documents

TWO = '{\n    "n": 1,\n    "of": {\n        "x": 1\n    }\n}\n{\n    "n": 2\n}\n'


def plan(generation, observed, status="True", shares=(("a", 1000),)):
    return {
        "metadata": {"generation": generation},
        "spec": {
            "stable": "a",
            "routes": [{"release": name, "weightPermille": share} for name, share in shares],
        },
        "status": {
            "conditions": [
                {"type": "TrafficApplied", "status": status, "observedGeneration": observed}
            ]
        },
    }


class Documents(unittest.TestCase):
    def test_each_document_comes_whole(self):
        self.assertEqual([found["n"] for found in documents(io.StringIO(TWO))], [1, 2])

    def test_a_document_that_is_cut_off_does_not_come(self):
        self.assertEqual(list(documents(io.StringIO('{\n    "n": 1,\n'))), [])


class Following(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.kubectl = Path(self.folder.name) / "kubectl"
        self.kubectl.write_text(f"#!/bin/sh\ncat <<'X'\n{TWO}X\nexec sleep 60\n", encoding="utf-8")
        self.kubectl.chmod(self.kubectl.stat().st_mode | stat.S_IXUSR)

    def test_the_first_version_that_is_accepted_counts(self):
        with Watch("space", "plan", "one", str(self.kubectl)) as watch:
            second = watch.first(lambda version: version["n"] == 2, 0, 10)
            self.assertLessEqual(watch.first(lambda version: True, 0, 10), second)

    def test_what_never_comes_is_named(self):
        with Watch("space", "plan", "one", str(self.kubectl)) as watch:
            watch.first(lambda version: version["n"] == 2, 0, 10)
            with self.assertRaisesRegex(AssertionError, "get plan one"):
                watch.first(lambda version: version["n"] == 3, 0, 0.2)


class Served(unittest.TestCase):
    def test_shares_count_once_every_gateway_has_the_plan(self):
        shares = (("a", 900), ("b", 100))
        self.assertEqual(served(plan(2, 2, shares=shares)).shares, dict(shares))

    def test_a_plan_that_is_newer_than_what_was_said_of_it_is_not_served_yet(self):
        self.assertIsNone(served(plan(3, 2)))
        self.assertIsNone(served(plan(2, 2, status="False")))
        self.assertIsNone(served(None))


class Moments(unittest.TestCase):
    def test_milliseconds_count(self):
        self.assertAlmostEqual(
            epoch("2026-11-21T10:00:01.250Z") - epoch("2026-11-21T10:00:00Z"), 1.25, places=6
        )


if __name__ == "__main__":
    unittest.main()
