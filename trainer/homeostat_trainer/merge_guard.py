"""Whether a merged adapter keeps what its inputs can: pure decisions on scores of the same items.

The items of a capability whose answers a dataset changed come from the latest such dataset alone:
elsewhere the same questions still have the answers from before the change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from homeostat_trainer import paired
from homeostat_trainer.rows import Row

PASS, FAIL, INCONCLUSIVE = "Pass", "Fail", "Inconclusive"

# Scores of one adapter: for each capability one value from 0 to 1 per item, in one order for all.
Scores = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Evidence:
    """What a dataset tells: held-out rows, and those that an input was trained on.

    corrects: the capabilities whose answers it changed.
    """

    corrects: Sequence[str]
    held_out: Sequence[Row]
    trained: Sequence[Row]


@dataclass(frozen=True)
class Item:
    """A row to ask, and whether an input was trained on it."""

    row: Row
    trained: bool


Items = Mapping[str, Sequence[Item]]


def items(datasets: Sequence[Evidence], wanted: int) -> dict[str, list[Item]]:
    """The items to ask for each capability, held-out ones first.

    Where fewer than `wanted` are held out, rows that an input was trained on follow: at these the
    input is at its best, so that they make the guard stricter and never milder. A capability that
    a dataset corrects and that nobody has rows of is there with none.

    datasets: the oldest first.
    """
    corrected = {name: number for number, each in enumerate(datasets) for name in each.corrects}
    found: dict[str, dict[tuple, Item]] = {name: {} for name in corrected}
    for trained in (False, True):
        for number, each in enumerate(datasets):
            for row in _mixed(each.trained) if trained else each.held_out:
                if corrected.get(row.capability, number) != number:
                    continue
                known = found.setdefault(row.capability, {})
                if not trained or len(known) < wanted:
                    known.setdefault((row.history, row.prompt), Item(row, trained))
    return {name: list(found[name].values()) for name in sorted(found)}


def halves(asked: Items) -> tuple[dict[str, list[Item]], dict[str, list[Item]]]:
    """Each capability's items in two halves, the same for the same items in any order."""
    first, second = {}, {}
    for name, part in asked.items():
        by_text = sorted(part, key=lambda item: (item.trained, _chance(item.row)))
        first[name], second[name] = by_text[1::2], by_text[::2]
    return first, second


def _mixed(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=_chance)


def _chance(row: Row) -> bytes:
    """An order that has nothing to do with what a row says."""
    return hashlib.sha256(row.prompt.encode()).digest()


def mean(scores: Scores) -> float:
    """Mean over the capabilities that have items, each counted alike."""
    means = [_mean(values) for values in scores.values() if values]
    return _mean(means) if means else 0.0


def worst(merged: Scores, inputs: Mapping[str, Scores]) -> float:
    """Smallest difference of a capability's mean to that of the input that is best at it."""
    differences = [
        _mean(values) - max(_mean(scores[name]) for scores in inputs.values())
        for name, values in merged.items()
        if values
    ]
    return min(differences, default=0.0)


def judge(
    asked: Items, merged: Scores, inputs: Mapping[str, Scores], maximum_regression: float
) -> list[dict[str, Any]]:
    """One result for each capability, the worst first."""
    order = (FAIL, INCONCLUSIVE, PASS)
    results = [
        _result(
            name,
            merged[name],
            {each: scores[name] for each, scores in inputs.items()},
            maximum_regression,
        )
        | {"items": len(part), "trained": sum(item.trained for item in part)}
        for name, part in asked.items()
    ]
    return sorted(results, key=lambda r: (order.index(r["result"]), r.get("lower", -1.0)))


def verdict(results: Sequence[Mapping[str, Any]]) -> str:
    """Pass only when every capability passed and there is one."""
    reached = {result["result"] for result in results}
    return FAIL if FAIL in reached else PASS if reached == {PASS} else INCONCLUSIVE


def _result(
    capability: str, merged: Sequence[float], inputs: Mapping[str, Sequence[float]], limit: float
) -> dict[str, Any]:
    if not merged:
        needed = paired.items_that_agree(limit)
        return {"capability": capability, "result": INCONCLUSIVE, "itemsNeeded": needed}
    name = max(inputs, key=lambda name: _mean(inputs[name]))
    differences = [m - b for m, b in zip(merged, inputs[name], strict=True)]
    bounds = paired.difference(differences)
    result = PASS if bounds.lower >= -limit else FAIL if bounds.upper < -limit else INCONCLUSIVE
    found = {
        "capability": capability,
        "result": result,
        "input": name,
        "best": _rounded(_mean(inputs[name])),
        "merged": _rounded(_mean(merged)),
        "difference": _rounded(bounds.mean),
        "lower": _rounded(bounds.lower),
        "upper": _rounded(bounds.upper),
    }
    if result == INCONCLUSIVE:
        found["itemsNeeded"] = paired.items_needed(differences, limit)
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _rounded(value: float) -> float:
    return round(value, 4) + 0.0  # no negative zero
