"""What a kill explains and what it does not."""

import unittest

from story.failures import Kill, split_failures

BROKE_OFF = "Incomplete: the stream broke off after 3 parts"


def failure(begun, ended, reason=BROKE_OFF):
    return {"begun": begun, "ended": ended, "reason": reason, "session": "s", "stream": True}


class Failures(unittest.TestCase):
    kill = Kill("vLLM", "engine-1", 100.0)

    def test_a_stream_in_flight_at_the_kill_is_excused(self):
        lost = failure(99.0, 100.4)
        self.assertEqual(split_failures([lost], [self.kill]), ([lost], []))

    def test_what_began_after_the_kill_is_not(self):
        lost = failure(100.1, 100.4)
        self.assertEqual(split_failures([lost], [self.kill]), ([], [lost]))

    def test_what_hung_for_longer_is_not(self):
        lost = failure(99.0, 111.0)
        self.assertEqual(split_failures([lost], [self.kill]), ([], [lost]))

    def test_a_refusal_is_never_excused(self):
        lost = failure(99.0, 100.4, "Incomplete: HTTP 503: …")
        self.assertEqual(split_failures([lost], [self.kill]), ([], [lost]))

    def test_without_a_kill_nothing_is_excused(self):
        lost = failure(99.0, 100.4)
        self.assertEqual(split_failures([lost], []), ([], [lost]))


if __name__ == "__main__":
    unittest.main()
