import unittest

from bench import page
from bench.measure import heap_mib
from bench.systems import counts, java_options

SATURATION = [
    {
        "nginx": {"throughput": 50000.0, "cpu": 0.0190, "events": 0, "cores": 0.95},
        "LiteLLM": {"throughput": 50.0, "cpu": 17.0, "events": 0, "cores": 0.9},
        page.OFF: {"throughput": 30000.0, "cpu": 0.0330, "events": 0, "cores": 1.0},
        page.ON: {"throughput": 28500.0, "cpu": 0.0363, "events": 0, "cores": 1.1},
    },
    {
        "nginx": {"throughput": 25000.0, "cpu": 0.0200, "events": 0, "cores": 0.5},
        "LiteLLM": {"throughput": 25.0, "cpu": 18.0, "events": 0, "cores": 0.5},
        page.OFF: {"throughput": 15000.0, "cpu": 0.0340, "events": 0, "cores": 0.5},
        page.ON: {"throughput": 13500.0, "cpu": 0.0374, "events": 0, "cores": 0.5},
    },
]


def delays(p50, p99):
    return {"p50": p50, "p99": p99, "firstP50": p50 + 1, "firstP99": p99 + 1}


RUN = {
    "date": "2026-01-02",
    "machine": "2 shared cores",
    "versions": "nginx 1",
    "saturation": {"plain": SATURATION},
    "latency": {
        "plain": [
            {
                "nginx": {"rate": 1000.0, "through": delays(0.5, 4), "direct": delays(0.25, 1)},
                page.ON: {"rate": 500.0, "through": delays(0.75, 5), "direct": delays(0.25, 1)},
            }
        ]
    },
    "capture": {"plain": {"captured": 750.0, "dropped": 250.0}},
    "streams": [
        {
            "system": page.ON,
            "streams": 1024,
            "before": {"residentMiB": 100.0, "heapMiB": 20.0},
            "during": {"residentMiB": 132.0, "heapMiB": 36.0},
        }
    ],
    "soak": {
        "system": page.ON,
        "rates": {"plain": 900.0, "stream": 90.0},
        "samples": [(0, 100.0), (5.02, 150.4), (30.0, 151.0)],
    },
}


class PageTest(unittest.TestCase):
    def test_the_tables_say_what_was_measured(self):
        text = page.tables(RUN)
        self.assertIn("Measured 2026-01-02 on 2 shared cores; nginx 1.", text)
        self.assertIn(f"| {page.OFF} | 22,500 | 15,000 to 30,000 | 0.600 | 0.0335 | 0.75 |", text)
        self.assertIn("| throughput beside nginx, capture off | ≥ 0.6 | 0.60 |  |", text)
        self.assertIn("| throughput beside LiteLLM, capture off | ≥ 200 | 600.00 |  |", text)
        self.assertIn("| capture costs of throughput | < 10 % | 8 % (5 to 10) |  |", text)
        self.assertIn("| capture adds to CPU per request | < 10 % | 10 % (10 to 10) |  |", text)
        self.assertIn("| nginx | 1,000 | 0.25 (0.25 to 0.25) | 3.00 (3.00 to 3.00) |", text)
        self.assertIn(f"| {page.ON} | 1,024 | 100 | 132 | 32.0 |", text)
        self.assertIn(f"| {page.ON}, heap after collection | 1,024 | 20 | 36 | 16.0 |", text)
        self.assertIn("| minute | 0 | 5 | 30 |", text)
        self.assertIn("Kafka had 750 events and 250 (25 %) had been dropped.", text)

    def test_a_part_that_was_not_measured_leaves_no_empty_table(self):
        text = page.tables({**RUN, "latency": {}, "streams": [], "soak": None})
        self.assertNotIn("added", text)
        self.assertNotIn("Silent", text)
        self.assertNotIn("minute", text)

    def test_the_page_has_a_place_for_the_tables(self):
        self.assertEqual(page.PAGE.read_text("utf-8").count(page.BEGIN), 1)

    def test_the_heap_is_the_sum_of_its_spaces(self):
        jstat = "S0C S1C S0U S1U EC EU OC OU\n1024 1024 0.0 512.0 8192 4096.0 9999 1536.0\n"
        self.assertEqual(heap_mib(jstat), 6)

    def test_drops_are_counted_for_every_reason(self):
        metrics = (
            "# TYPE homeostat_gateway_captured counter\nhomeostat_gateway_captured_total 7.0\n"
            'homeostat_gateway_capture_drops_total{reason="kafka"} 2.0\n'
            'homeostat_gateway_capture_drops_total{reason="queue_full"} 3.0\n'
        )
        self.assertEqual(counts(metrics), {"captured": 7, "dropped": 5})

    def test_the_gateway_runs_with_the_options_of_its_pod(self):
        options = java_options()
        self.assertTrue(any(o.startswith("-Xmx") for o in options), options)
        self.assertIn("--enable-native-access=ALL-UNNAMED", options)
        self.assertFalse(any("MaxRAMPercentage" in o for o in options), options)


if __name__ == "__main__":
    unittest.main()
