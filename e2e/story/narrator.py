"""Tells the story in lines that a person can follow."""

import sys
import time

WIDTH = 28


class Narrator:
    """Prints steps with the time since the start.

    Progress is one line that is drawn again on a terminal; elsewhere its quarters are printed.
    """

    def __init__(self, out=sys.stdout):
        self._out = out
        self._start = time.monotonic()
        self._live = out.isatty()
        self._milestone = None
        self._open = False

    def act(self, title):
        self._end_progress()
        self._print(f"\n== {title}")

    def say(self, text):
        self._end_progress()
        for number, line in enumerate(text.splitlines()):
            self._print(f"{self._clock()}  {line}" if number == 0 else f"{' ' * 8}{line}")

    def look(self, command):
        self._end_progress()
        self._print(f"{' ' * 8}look:  {command}")

    def table(self, text):
        self._end_progress()
        for line in text.splitlines():
            self._print(f"{' ' * 8}{line}")

    def progress(self, label, fraction, detail=""):
        """fraction in [0, 1], or None for a length that is not known."""
        if self._live:
            filled = 0 if fraction is None else round(WIDTH * min(1.0, fraction))
            shown = "  ..." if fraction is None else f"{100 * fraction:4.0f}%"
            bar = "#" * filled + "." * (WIDTH - filled)
            self._out.write(f"\r{self._clock()}  {label} [{bar}] {shown} {detail}\033[K")
            self._out.flush()
            self._open = True
        else:
            milestone = (label, None if fraction is None else int(4 * fraction))
            if milestone != self._milestone and fraction is not None:
                self._print(f"{self._clock()}  {label} {100 * fraction:.0f}% {detail}".rstrip())
            self._milestone = milestone

    def _end_progress(self):
        if self._open:
            self._out.write("\n")
            self._open = False
        self._milestone = None

    def _clock(self):
        seconds = int(time.monotonic() - self._start)
        return f"{seconds // 60:3d}:{seconds % 60:02d}"

    def _print(self, line):
        print(line, file=self._out, flush=True)
