import unittest

from bench.rounds import Figure, added, cost, figure, growth, interleave, ratio


class RoundsTest(unittest.TestCase):
    def test_every_round_has_every_system_once_and_begins_with_another(self):
        order = interleave(["nginx", "ours", "LiteLLM"], 3)
        rounds = [[s for turn, s in order if turn == wanted] for wanted in range(3)]
        self.assertEqual([set(r) for r in rounds], [{"nginx", "ours", "LiteLLM"}] * 3)
        self.assertEqual([len(r) for r in rounds], [3, 3, 3])
        self.assertEqual([r[0] for r in rounds], ["nginx", "ours", "LiteLLM"])

    def test_a_figure_is_the_median_with_its_range(self):
        self.assertEqual(figure([3, 1, 2, 10]), Figure(2.5, 1, 10))
        self.assertEqual(figure([3, None, 1, 2]), Figure(2, 1, 3))
        self.assertIsNone(figure([]))

    def test_a_ratio_compares_within_a_round_never_across_rounds(self):
        # both twice as slow in the second round: the ratio of medians would say the same, that of
        # mixed rounds would not
        rounds = [{"ours": 60, "nginx": 100}, {"ours": 30, "nginx": 50}, {"nginx": 70}]
        self.assertEqual(ratio(rounds, "ours", "nginx"), Figure(0.6, 0.6, 0.6))
        self.assertIsNone(ratio(rounds, "ours", "LiteLLM"))

    def test_added_latency_is_taken_per_round_and_may_be_negative(self):
        self.assertEqual(added([3, 5, 2], [1, 1, 4]), Figure(2, -2, 4))

    def test_rounds_of_different_number_are_not_compared(self):
        with self.assertRaises(ValueError):
            added([3, 5], [1])

    def test_a_cost_is_the_share_that_is_lost(self):
        found = cost([90, 95], [100, 100])
        self.assertAlmostEqual(found.high, 0.1)
        self.assertAlmostEqual(found.low, 0.05)

    def test_growth_begins_after_settling(self):
        self.assertAlmostEqual(growth([(0, 100), (5, 200), (10, 210), (30, 220)], 5), 10)
        self.assertIsNone(growth([(0, 100), (5, 200)], 5))


if __name__ == "__main__":
    unittest.main()
