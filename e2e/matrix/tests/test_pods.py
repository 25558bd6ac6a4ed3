"""What the matrix takes from the log of its Job."""

import unittest

from matrix.pods import pinned

LOG = "Loading weights\nadapter matrix-b-0123456789ab 0123456789abcdef\nadapter matrix-c-ff 77\n"


class Adapters(unittest.TestCase):
    def test_each_line_of_an_adapter_is_one_that_can_be_pinned(self):
        first, second = pinned(LOG)
        self.assertEqual(first["mode"], "Pinned")
        self.assertEqual(first["uri"], "pvc://artifacts/adapters/matrix-b-0123456789ab")
        self.assertEqual(second["digest"], "77")


if __name__ == "__main__":
    unittest.main()
