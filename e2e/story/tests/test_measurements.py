import json
import tempfile
import unittest
from pathlib import Path

from story import measurements
from story.measurements import BEGIN, END, between, by_component, insert, merged, read, tables
from story.tables import markdown

KILL = {
    "process": "operator",
    "pod": "homeostat-operator-1",
    "at": 36000.0,
    "moment": "while it trains",
}
BROKEN = {
    "begun": 36001.0,
    "ended": 36002.0,
    "capability": "date",
    "reason": "Incomplete: error in the stream: a|b",
}


def a_run(**changes):
    run = {
        "kind": "story",
        "date": "2026-11-21 10:00 UTC",
        "cores": 2,
        "seconds": {"baselines": 90.4, "drift shown after the change": 41.2},
        "systemMiB": 2100,
        "workingSetMiB": {
            "homeostat-system/homeostat-operator-7d9f8c6b5d-x2x4z": 180,
            "support/support-engine-5d8b7c9f4-aaaaa": 1200,
        },
        "requests": 5000,
        "failed": 0,
    }
    return run | changes


class MeasurementsTest(unittest.TestCase):
    def test_rows_show_median_and_spread_beside_the_goal(self):
        drift = "drift shown after the change"
        runs = [a_run(seconds={drift: seconds}) for seconds in (30.0, 58.4, 75.0)]

        self.assertIn(f"| {drift} | ≤ 60 s | 58 s | 30 to 75 | yes |", tables(runs))

    def test_a_median_above_the_goal_is_not_met(self):
        runs = [a_run(systemMiB=2561)]

        self.assertIn(
            "| Homeostat with Kafka and PostgreSQL | ≤ 2560 MiB | 2,561 MiB |  | no |", tables(runs)
        )

    def test_a_failed_request_in_a_story_misses_the_goal(self):
        self.assertIn("| failed requests | ≤ 0 | 1 |  | no |", tables([a_run(failed=1)]))

    def test_steps_keep_the_order_in_which_they_happened(self):
        text = tables([a_run(seconds={"b": 1.0, "a": 2.0})])

        self.assertLess(text.index("| b |"), text.index("| a |"))

    def test_the_largest_pod_stands_for_its_component(self):
        self.assertEqual(
            by_component(
                {
                    "homeostat-system/homeostat-kafka-0": 400,
                    "support/support-engine-5d8b7c9f4-aaaaa": 1200,
                    "support/support-engine-5d8b7c9f4-bbbbb": 1300,
                }
            ),
            {"homeostat-kafka": 400, "support-engine": 1300},
        )

    def test_a_run_with_kills_has_tables_of_its_own(self):
        run = a_run(kind="kills", kills=[KILL], inFlight=[BROKEN], failed=1)

        text = tables([a_run(), run])

        self.assertIn("### Run with kills: 2026-11-21 10:00 UTC", text)
        self.assertIn("| operator | homeostat-operator-1 | 10:00:00 | while it trains |", text)
        self.assertIn("Streams in flight on the killed engine pod: 1.", text)
        self.assertIn("error in the stream: a\\|b", text)
        self.assertIn("| failed requests |  | 1 |", text)
        self.assertEqual(text.count("≤ 60 s"), 1, "goals of time are the story's")

    def test_only_what_is_between_the_marks_is_replaced(self):
        page = f"before\n{BEGIN}\nold\n{END}\nafter\n"

        self.assertEqual(insert(page, "new"), f"before\n{BEGIN}\nnew\n{END}\nafter\n")
        self.assertEqual(insert(insert(page, "new"), "new"), insert(page, "new"))

    def test_a_page_without_marks_is_left_alone(self):
        with self.assertRaisesRegex(ValueError, "expected the lines"):
            insert("no marks", "new")

    def test_what_was_not_run_again_stays(self):
        kills = a_run(kind="kills", kills=[KILL], inFlight=[], date="2026-11-20 10:00 UTC")
        old = tables([a_run(date="2026-11-20 09:00 UTC"), kills])

        text = merged(old, tables([a_run(requests=7)]))

        self.assertIn("### Story: 2026-11-21 10:00 UTC", text)
        self.assertNotIn("### Story: 2026-11-20", text)
        self.assertIn("### Run with kills: 2026-11-20 10:00 UTC", text)
        self.assertLess(text.index("### Story"), text.index("### Run with kills"))
        self.assertEqual(merged(text, text), text)

    def test_what_is_run_for_the_first_time_comes_last(self):
        kills = tables([a_run(kind="kills", kills=[KILL], inFlight=[])])

        self.assertEqual(merged(tables([a_run()]), kills), f"{tables([a_run()])}\n\n{kills}")

    def test_the_page_in_docs_has_the_marks(self):
        self.assertIn("### Story", between(measurements.PAGE.read_text(encoding="utf-8")))

    def test_runs_are_read_from_a_folder_the_oldest_first(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, date in (("run-a.json", "2026-11-22"), ("run-b.json", "2026-11-21")):
                Path(folder, name).write_text(json.dumps(a_run(date=date)), encoding="utf-8")
            Path(folder, "other.json").write_text("{}", encoding="utf-8")

            self.assertEqual([r["date"] for r in read(Path(folder))], ["2026-11-21", "2026-11-22"])

    def test_a_table_has_a_line_below_its_head(self):
        self.assertEqual(markdown([("a", "b"), ("1", "2")]), "| a | b |\n|---|---|\n| 1 | 2 |")
