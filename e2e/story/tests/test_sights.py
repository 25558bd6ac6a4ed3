import unittest

from story.sights import effect_table, quality_table


def stream(capability, signal, **figures):
    return {"capability": capability, "signal": signal, **figures}


class TablesTest(unittest.TestCase):
    def test_quality_before_the_change_at_the_alarm_and_after_the_repair(self):
        fallen = [
            stream("date", "Quality", baseline="1.000", current="0.500", lower=".4", upper=".6"),
            stream("date", "Errors", baseline="1.000", current="1.000", lower=".9", upper="1"),
            stream("order", "Quality", baseline="0.990", current="0.980", lower=".9", upper="1"),
        ]
        now = [stream("date", "Quality", baseline="1.000", current=".99", lower=".95", upper="1")]

        self.assertEqual(
            [line.split() for line in quality_table(fallen, now).split("\n")],
            [
                "capability before the change when it drifted after the repair".split(),
                ["date", "1.000", "0.500", "[.4,", ".6]", ".99", "[.95,", "1]"],
                ["order", "0.990", "0.980", "[.9,", "1]"],
            ],
        )

    def test_the_effect_of_each_comparison(self):
        metrics = [
            {"metric": "Errors", "test": "NonInferiority"},
            {
                "capability": "date",
                "metric": "Quality",
                "difference": "0.496",
                "lower": "0.488",
                "upper": "0.504",
                "test": "Superiority",
                "blocks": 128,
            },
        ]

        self.assertEqual(
            [line.split() for line in effect_table(metrics).split("\n")],
            [
                "capability metric difference interval test blocks".split(),
                ["all", "Errors", "NonInferiority"],
                ["date", "Quality", "0.496", "[0.488,", "0.504]", "Superiority", "128"],
            ],
        )


if __name__ == "__main__":
    unittest.main()
