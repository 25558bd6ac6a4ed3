"""One-sided 95 % bounds for means of bounded values, valid at every sample size.

Two methods, both without a normal approximation, so that items that all agree do not look certain:
values that are whole numbers get exact binomial bounds (Clopper and Pearson 1934), for differences
one for the better and one for the worse items at half the error each; other values get the betting
bound of Waudby-Smith and Ramdas (2024, section 4, predictable plug-in for a fixed sample size).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy

ERROR = 0.05
_GRID = 4001
_LARGEST_BET = 0.9


@dataclass(frozen=True)
class Bounds:
    """Mean with its lower and its upper bound, each missed with probability at most ERROR."""

    mean: float
    lower: float
    upper: float


def difference(values: Sequence[float]) -> Bounds:
    """Bounds for the mean of differences in [−1, 1], in an order that does not depend on them."""
    _check(values, -1.0, 1.0)
    count = len(values)
    mean = math.fsum(values) / count
    if all(value in (-1.0, 0.0, 1.0) for value in values):
        better, worse = sum(v > 0 for v in values), sum(v < 0 for v in values)
        half = ERROR / 2
        return Bounds(
            mean,
            _share_lower(better, count, half) - _share_upper(worse, count, half),
            _share_upper(better, count, half) - _share_lower(worse, count, half),
        )
    unit = numpy.array([(1.0 + value) / 2.0 for value in values])
    return Bounds(mean, 2 * _betting_lower(unit) - 1, 1 - 2 * _betting_lower(1 - unit))


def level(values: Sequence[float]) -> Bounds:
    """Bounds for the mean of values in [0, 1]."""
    _check(values, 0.0, 1.0)
    count = len(values)
    mean = math.fsum(values) / count
    if all(value in (0.0, 1.0) for value in values):
        hits = round(sum(values))
        return Bounds(mean, _share_lower(hits, count, ERROR), _share_upper(hits, count, ERROR))
    unit = numpy.array(values)
    return Bounds(mean, _betting_lower(unit), 1 - _betting_lower(1 - unit))


def items_needed(values: Sequence[float], margin: float) -> int:
    """Items for 80 % power to show a loss of less than `margin` when there is none.

    6.18·(mean square of the differences)/margin², and at least what no discordant item needs.
    """
    spread = max(math.fsum(v * v for v in values), 1.0) / max(1, len(values))
    return max(math.ceil(6.18 * spread / margin**2), items_that_agree(margin))


def items_that_agree(margin: float) -> int:
    """Items that show a loss of less than `margin` when none of them differs."""
    return math.ceil(math.log(ERROR / 2) / math.log1p(-min(margin, 0.999)))


def _check(values: Sequence[float], low: float, high: float) -> None:
    if not values:
        raise ValueError("expected at least one value, found none")
    wrong = [v for v in values if not low <= v <= high]
    if wrong:
        raise ValueError(f"expected values from {low:g} to {high:g}, found {wrong[0]!r}")


def _at_most(hits: int, count: int, share: float) -> float:
    """P(X ≤ hits) for X binomial."""
    if share <= 0.0:
        return 1.0
    if share >= 1.0:
        return float(hits >= count)
    log_p, log_q = math.log(share), math.log1p(-share)
    terms = (
        math.exp(
            math.lgamma(count + 1)
            - math.lgamma(k + 1)
            - math.lgamma(count - k + 1)
            + k * log_p
            + (count - k) * log_q
        )
        for k in range(hits + 1)
    )
    return min(1.0, math.fsum(terms))


def _share_upper(hits: int, count: int, error: float) -> float:
    """The largest share under which `hits` or fewer of `count` have probability `error`."""
    if hits >= count:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(hits, count, middle) > error else (low, middle)
    return high


def _share_lower(hits: int, count: int, error: float) -> float:
    return 1.0 - _share_upper(count - hits, count, error)


def _betting_lower(values: numpy.ndarray) -> float:
    """The smallest mean on a grid that a bettor against 'the mean is at most m' cannot refute."""
    means = numpy.linspace(0.0, 1.0, _GRID)
    wealth = numpy.zeros(_GRID)
    best = numpy.zeros(_GRID)
    total, squares = 0.5, 0.25
    for index, value in enumerate(values):
        variance = squares / (index + 1)
        bet = math.sqrt(2 * math.log(1 / ERROR) / (len(values) * variance))
        bets = numpy.minimum(bet, _LARGEST_BET / numpy.maximum(means, 1e-9))
        wealth += numpy.log1p(bets * (value - means))
        best = numpy.maximum(best, wealth)
        total += value
        squares += (value - total / (index + 2)) ** 2
    open_means = means[best < math.log(1 / ERROR)]
    return float(open_means[0]) if len(open_means) else 1.0
