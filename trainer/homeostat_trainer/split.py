"""Which rows train and which test: whole clusters on one side, nothing on both."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

from homeostat_trainer import near_duplicates
from homeostat_trainer.archive import Correction
from homeostat_trainer.errors import JobError
from homeostat_trainer.rows import Row

TEST_SHARE = 0.2  # of the corrections
_POOL_FACTOR = 2  # rows looked at for each row wanted


@dataclass(frozen=True)
class Split:
    """Rows for training and rows held out."""

    train: list[Row]
    test: list[Row]


def corrections(items: list[Correction], test_limit: int) -> Split:
    """The latest clusters test, at most a fifth of the rows and at most `test_limit`.

    A cluster is what one session or near-duplicate questions connect.
    """
    groups = _by_cluster(items)
    target = max(1, min(test_limit, round(TEST_SHARE * len(items))))
    test: list[Row] = []
    train: list[Row] = []
    for group in sorted(groups, key=lambda g: max(c.time_millis for c in g), reverse=True):
        side = test if len(test) + len(group) <= target else train
        side.extend(c.row for c in group)
    if not test or not train:
        raise JobError(
            f"{len(items)} corrections form {len(groups)} groups of one session or of nearly the "
            "same question, too few to hold one out for the test: wait for corrections of other "
            "questions"
        )
    return Split(train, test)


def _by_cluster(items: list[Correction]) -> list[list[Correction]]:
    root = near_duplicates.cluster([c.row.prompt for c in items])
    first_of_session: dict[str, int] = {}
    alias = list(range(len(items)))

    def find(index: int) -> int:
        while alias[index] != index:
            index = alias[index]
        return index

    for index, item in enumerate(items):
        neighbours = [root[index]]
        if item.session:
            neighbours.append(first_of_session.setdefault(item.session, index))
        for other in neighbours:
            low, high = sorted((find(index), find(other)))
            alias[high] = low
    groups: dict[int, list[Correction]] = defaultdict(list)
    for index, item in enumerate(items):
        groups[find(index)].append(item)
    return list(groups.values())


def replay(rows: list[Row], train_rows: int, test_per_capability: int, seed: int) -> Split:
    """Rows of each capability for training, evenly, and others for the test.

    At most half of a capability's rows test. A capability with too few rows leaves its share of
    the training rows to the others.
    """
    by_capability: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        by_capability[row.capability].setdefault(row.prompt, row)
    train: list[Row] = []
    test: list[Row] = []
    smallest_first = sorted(by_capability.items(), key=lambda item: (len(item[1]), item[0]))
    for index, (capability, distinct) in enumerate(smallest_first):
        share = (train_rows - len(train)) // (len(smallest_first) - index)
        pool = list(distinct.values())
        random.Random(f"{seed}/{capability}").shuffle(pool)
        pool = pool[: _POOL_FACTOR * (share + test_per_capability)]
        target = min(test_per_capability, len(pool) // 2)
        held_out, rest = _hold_out(pool, target)
        test.extend(held_out)
        train.extend(rest[:share])
    return Split(train, test)


def _hold_out(pool: list[Row], target: int) -> tuple[list[Row], list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for root, row in zip(near_duplicates.cluster([r.prompt for r in pool]), pool, strict=True):
        groups[root].append(row)
    test: list[Row] = []
    rest: list[Row] = []
    for group in groups.values():
        (test if len(test) + len(group) <= target else rest).extend(group)
    return test, rest
