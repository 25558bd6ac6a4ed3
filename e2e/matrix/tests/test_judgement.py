"""What a cell of the matrix lets pass and what it does not."""

import unittest

from matrix.judgement import moved_back_and_forth, percentile


class MonotoneArms(unittest.TestCase):
    def test_there_and_back_once_is_monotone(self):
        trails = {"a": [[1, "A"], [2, "B"], [3, "A"]], "b": [[1, "A"]], "c": [[1, "B"], [2, "A"]]}
        self.assertEqual(moved_back_and_forth(trails, "B"), [])

    def test_a_session_that_comes_to_the_candidate_twice_is_named_with_its_trail(self):
        trails = {"a": [[1, "A"], [2, "B"], [3, "A"], [4, "B"]]}
        self.assertEqual(moved_back_and_forth(trails, "B"), [("a", ["A", "B", "A", "B"])])


class Percentile(unittest.TestCase):
    def test_of_twenty_the_95th_is_the_nineteenth(self):
        self.assertEqual(percentile(range(1, 21), 0.95), 19)

    def test_of_one_it_is_the_one(self):
        self.assertEqual(percentile([7], 0.95), 7)

    def test_of_none_there_is_none(self):
        with self.assertRaisesRegex(ValueError, "at least one"):
            percentile([], 0.95)


if __name__ == "__main__":
    unittest.main()
