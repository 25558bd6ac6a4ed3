"""How a Job ends when it is told to stop: at once, or where the work at hand can be kept."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

STOPPED = 128 + signal.SIGTERM


class Stopped(BaseException):
    """The Job was told to stop; the next attempt continues."""


class Stop:
    """Whether the Job was told to stop since it asked to be told gently."""

    asked = False


def _at_once(signum: int, frame: object) -> None:
    raise Stopped


def listen() -> None:
    """From now on SIGTERM raises Stopped."""
    signal.signal(signal.SIGTERM, _at_once)


@contextmanager
def gently() -> Iterator[Stop]:
    """Within, SIGTERM is only noted, so that the work at hand can be saved first."""
    stop = Stop()

    def note(signum: int, frame: object) -> None:
        stop.asked = True

    before = signal.signal(signal.SIGTERM, note)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGTERM, before)
