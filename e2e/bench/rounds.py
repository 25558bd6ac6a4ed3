"""Figures of rounds in which the systems took turns, and what they say together."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure over all rounds."""

    median: float
    low: float
    high: float


def figure(values):
    """Median and range; no values, no figure."""
    values = [value for value in values if value is not None]
    if not values:
        return None
    return Figure(statistics.median(values), min(values), max(values))


def interleave(systems, rounds):
    """The order of measurements: every round has every system once, each round begins with another.

    A system is never measured at the same place in every round, so that nobody always comes after
    the same neighbour.
    """
    order = []
    for turn in range(rounds):
        shift = turn % len(systems)
        order += [(turn, system) for system in systems[shift:] + systems[:shift]]
    return order


def ratio(rounds, one, other):
    """How much of another system's figure a system reached, round by round."""
    pairs = [(r[one], r[other]) for r in rounds if one in r and other in r]
    return figure([mine / theirs for mine, theirs in pairs if theirs])


def added(through, direct):
    """What a system adds to a latency, per round; below zero is noise and stays visible."""
    return figure([mine - bare for mine, bare in zip(through, direct, strict=True)])


def cost(with_it, without):
    """Share of the throughput that something costs, as a figure over rounds."""
    return figure([1 - w / wo for w, wo in zip(with_it, without, strict=True) if wo])


def growth(samples, settled_after):
    """Growth of memory in percent between the first sample after settling and the last."""
    late = [mib for minute, mib in samples if minute >= settled_after]
    if len(late) < 2:
        return None
    return 100 * (late[-1] - late[0]) / late[0]
