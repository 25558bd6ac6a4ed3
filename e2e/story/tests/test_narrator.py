import io
import unittest

from story.narrator import Narrator


class Terminal(io.StringIO):
    def isatty(self):
        return True


def lines(out):
    return [line[8:] for line in out.getvalue().splitlines()]


class NarratorTest(unittest.TestCase):
    def test_later_lines_of_a_text_are_indented(self):
        out = io.StringIO()
        Narrator(out).say("one\ntwo")

        self.assertEqual(out.getvalue(), "  0:00  one\n        two\n")

    def test_a_log_shows_the_quarters_of_a_progress_once(self):
        out = io.StringIO()
        tell = Narrator(out)
        for percent in range(0, 101, 5):
            tell.progress("training", percent / 100, "loss 1")

        self.assertEqual(
            lines(out), [f"training {percent}% loss 1" for percent in (0, 25, 50, 75, 100)]
        )

    def test_another_label_is_another_progress(self):
        out = io.StringIO()
        tell = Narrator(out)
        tell.progress("one", 0.5)
        tell.progress("two", 0.5)

        self.assertEqual(lines(out), ["one 50%", "two 50%"])

    def test_a_terminal_draws_one_line_again(self):
        out = Terminal()
        tell = Narrator(out)
        tell.progress("training", 0.5)
        tell.progress("training", 1.7)
        tell.say("done")

        self.assertEqual(out.getvalue().count("\n"), 2)
        self.assertEqual(out.getvalue().count("\r"), 2)
        self.assertIn("[############################]", out.getvalue())

    def test_a_length_that_is_not_known_is_shown_on_terminals_only(self):
        log, terminal = io.StringIO(), Terminal()
        for out in (log, terminal):
            Narrator(out).progress("waiting", None)

        self.assertEqual(log.getvalue(), "")
        self.assertIn("...", terminal.getvalue())
