"""Which rows train and which test: whole components on one side, nothing on both."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from homeostat_trainer import near_duplicates
from homeostat_trainer.errors import JobError
from homeostat_trainer.rows import Row
from homeostat_trainer.selection import Clustered, Quarantine, question

BY_SOURCE = "Source"
BY_SESSION = "Session"


@dataclass(frozen=True)
class Split:
    """Rows for training and rows held out.

    by: what never lies on both sides of a capability beside near-duplicates: `Source`, or
    `Session` where too few sources gave the rows.
    """

    train: list[Row]
    test: list[Row]
    by: dict[str, str]


def split(
    clustered: Clustered,
    limit: int,
    share: float,
    seed: int,
    needed: Sequence[str] = (),
    evaluation: Sequence[str] = (),
    similarity: float = near_duplicates.SIMILARITY,
    quarantine: Quarantine | None = None,
) -> Split:
    """The latest components of each capability test, at most `share` of its rows and `limit`.

    A component is what one source, one session or nearly the same question connects; only rows
    that people wrote or that were verified test.

    needed: capabilities that are refused when nothing can be held out.
    evaluation: questions of other evaluations; components that touch one are left out.
    """
    quarantine = quarantine or Quarantine()
    clustered = _apart(clustered, evaluation, similarity, quarantine)
    train: list[Row] = []
    test: list[Row] = []
    by: dict[str, str] = {}
    for capability, members in sorted(_by_capability(clustered.rows).items()):
        target = max(1, min(limit, round(share * len(members))))
        for link in (BY_SOURCE, BY_SESSION):
            groups = _components(clustered, members, link)
            held_out, rest = _hold_out(groups, clustered.rows, target, f"{seed}/{capability}")
            if held_out and rest:
                break
        if capability in needed and not (held_out and rest):
            raise JobError(
                f"{len(members)} rows of {capability} form {len(groups)} groups of one session or "
                "of nearly the same question, too few to hold one out for the test: wait for "
                "corrections of other questions"
            )
        if not rest:
            held_out, rest = [], members
        by[capability] = link
        items = [clustered.rows[i] for i in held_out]
        test.extend(quarantine.keep("HeldOut", items, lambda row: row.trusted or row.verified))
        train.extend(clustered.rows[i] for i in rest)
    return Split(train, test, by)


def _apart(
    clustered: Clustered, evaluation: Sequence[str], similarity: float, quarantine: Quarantine
) -> Clustered:
    """The rows without the components that touch an evaluation set."""
    if not evaluation:
        return clustered
    rows = clustered.rows
    touching = near_duplicates.resembling([question(row) for row in rows], evaluation, similarity)
    groups = _components(clustered, list(range(len(rows))), BY_SESSION)
    out = {i for group in groups if touching.intersection(group) for i in group}
    quarantine.put("EvaluationOverlap", [rows[i] for i in sorted(out)])
    kept = [i for i in range(len(rows)) if i not in out]
    return Clustered([rows[i] for i in kept], [clustered.roots[i] for i in kept])


def _by_capability(rows: Sequence[Row]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[row.capability].append(index)
    return groups


def _components(clustered: Clustered, members: list[int], link: str) -> list[list[int]]:
    parent = list(range(len(members)))
    first: dict[tuple[str, object], int] = {}
    for place, index in enumerate(members):
        row = clustered.rows[index]
        keys: list[tuple[str, object]] = [("near", clustered.roots[index])]
        if row.session:
            keys.append(("session", row.session))
        if link == BY_SOURCE and row.source:
            keys.append(("source", row.source))
        for key in keys:
            other = first.setdefault(key, place)
            if other != place:
                near_duplicates.join(parent, other, place)
    groups: dict[int, list[int]] = defaultdict(list)
    for place, index in enumerate(members):
        groups[near_duplicates.root(parent, place)].append(index)
    return list(groups.values())


def _hold_out(
    groups: list[list[int]], rows: Sequence[Row], target: int, seed: str
) -> tuple[list[int], list[int]]:
    """The latest groups while they fit; those of one moment in random order."""
    order = list(groups)
    random.Random(seed).shuffle(order)
    order.sort(key=lambda group: max(rows[i].time_millis for i in group), reverse=True)
    held_out: list[int] = []
    rest: list[int] = []
    for group in order:
        right = any(rows[i].trusted or rows[i].verified for i in group)
        fits = len(held_out) + len(group) <= target
        (held_out if right and fits else rest).extend(group)
    return held_out, rest
