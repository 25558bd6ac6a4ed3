import unittest

from detection import page
from detection.peers import DETECTORS


def run(title="sudden drop", cause="Release", first=30, alarms=0, other=(1, 10), cycle=False):
    return {
        "title": title,
        "expected": "Release",
        "causes": [cause] if cause else [],
        "falseAlarms": alarms,
        "first": first,
        "cycle": cycle,
        "peers": {name: other for name in DETECTORS},
    }


class Cells(unittest.TestCase):
    def test_median_and_spread(self):
        self.assertEqual("20 (10 to 30)", page.cell([(1, 10), (0, 30)]))

    def test_missed_seeds_are_told(self):
        self.assertEqual("20 (10 to 30), 1 of 3 missed", page.cell([(1, 10), (0, 30), (0, None)]))

    def test_nothing_found(self):
        self.assertEqual("–", page.cell([(0, None)]))


class Tables(unittest.TestCase):
    def test_causes_are_counted_when_seeds_differ(self):
        runs = [run(), run(), run(cause="Unknown")]
        self.assertEqual("Release (2 of 3), Unknown (1 of 3)", page.named(runs))

    def test_a_row_holds_every_detector(self):
        lines = page.found([run()]).splitlines()
        self.assertEqual("| sudden drop | Release | Release | 30 | 10 | 10 | 10 | 10 |", lines[2])

    def test_false_alarms_are_added_apart_from_the_daily_cycle(self):
        runs = [run(alarms=2), run(title="cycle", cycle=True, other=(4, None))]
        lines = page.false_alarms(runs).splitlines()
        self.assertEqual("| Homeostat | 2 in 1 recordings | 0 in 1 recordings |", lines[2])
        self.assertEqual("| fixed threshold | 1 in 1 recordings | 4 in 1 recordings |", lines[-1])
