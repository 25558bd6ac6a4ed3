import unittest

from detection import peers


class Watch(unittest.TestCase):
    def test_a_drop_is_found_in_its_capability_and_counted_over_all(self):
        before = [("a", 0.9), ("b", 0.9)] * 400
        after = [("a", 0.5), ("b", 0.9)] * 100
        false_alarms, first = peers.watch(peers.Fixed, before + after, len(before))
        self.assertEqual(0, false_alarms)
        # 13 of the last 50 are 0.5 when the mean is first below 0.8
        self.assertEqual(25, first)

    def test_an_early_fall_is_a_false_alarm_once(self):
        values = [("a", 0.9)] * 400 + [("a", 0.5)] * 100 + [("a", 0.9)] * 100
        self.assertEqual((1, None), peers.watch(peers.Fixed, values, len(values)))

    def test_slower_is_lower_and_a_second_more_crosses_the_threshold(self):
        make = peers.OF_LATENCY["fixed threshold"]
        values = [("a", -1.0)] * 300 + [("a", -1.9)] * 100 + [("a", -2.5)] * 100
        false_alarms, first = peers.watch(make, values, 400)
        self.assertEqual(0, false_alarms)
        # 9 of the last 50 at 2.5 bring the mean of 1.9 above 2
        self.assertEqual(9, first)
