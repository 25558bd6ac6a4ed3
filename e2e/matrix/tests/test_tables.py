"""A run of the matrix as a person reads it."""

import unittest

from matrix.tables import matrix

LOST = {"begun": 1.0, "ended": 2.0, "session": "s", "stream": True, "reason": "broke off"}


def a_cell(moment, seconds, lost=(), name="x"):
    return {"cell": name, "moment": moment, "backSeconds": seconds, "inFlight": list(lost)}


class MatrixTables(unittest.TestCase):
    def setUp(self):
        self.run_of_three = {
            "cells": [
                a_cell("early", 1.0),
                a_cell("early", 3.0),
                a_cell("engine pod killed", 2.0, [LOST]),
            ],
            "clients": {"asked": 4321, "streamed": 2100, "failed": 1},
            "engineChangeSeconds": 181.4,
            "rollbackSeconds": [float(n) / 10 for n in range(1, 21)],
        }

    def test_cells_are_summed_up_by_moment(self):
        table = matrix([self.run_of_three])[0]
        self.assertIn("| early | 2 | 2 s | 1 to 3 | 0 |", table)
        self.assertIn("| engine pod killed | 1 | 2 s |  | 1 |", table)
        self.assertNotIn("Kafka stopped", table)

    def test_what_was_in_flight_is_told_apart_from_what_failed(self):
        self.assertIn("1 in flight on killed pods, 0 others failed", matrix([self.run_of_three])[1])

    def test_rollbacks_show_their_95th_percentile(self):
        self.assertIn("| 20 rollbacks | p95 ≤ 5 s | 1.9 s |", matrix([self.run_of_three])[3])

    def test_a_run_that_began_later_completes_an_earlier_one(self):
        later = {
            "cells": [a_cell("Kafka stopped", 4.0, name="y")],
            "clients": {"asked": 79, "streamed": 10, "failed": 0},
        }

        parts = matrix([self.run_of_three, later])

        self.assertIn("| Kafka stopped | 1 | 4 s |", parts[0])
        self.assertIn("2 of 48 cells; 4,400 requests", parts[1])
        self.assertEqual(len(parts), 4)

    def test_a_run_that_ended_early_shows_what_had_passed(self):
        del self.run_of_three["engineChangeSeconds"]
        del self.run_of_three["rollbackSeconds"]

        self.assertEqual(len(matrix([self.run_of_three])), 2)


if __name__ == "__main__":
    unittest.main()
