"""Corrections that do not look like the others: flipped labels and questions from elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy

from homeostat_trainer.archive import Correction, normal
from homeostat_trainer.embedding import embed
from homeostat_trainer.rows import Row

NEIGHBOURS = 5
AGREEING = 4  # of the neighbours
SIMILAR = 0.5  # cosine from which a question says something about another
_COMPARED = 2_000  # rows of a capability that others are compared with
_LABEL_WORDS = 4
_LABELS = 50  # more different short answers are no labels
_FEWEST = 20  # rows of a capability from which it has a usual look
_DEVIATIONS = 6.0
_FAR = 0.15  # mean cosine to the nearest questions below which one may be an outlier


@dataclass(frozen=True)
class Odd:
    """Indices of corrections."""

    flips: list[int] = field(default_factory=list)
    outliers: list[int] = field(default_factory=list)


def odd(corrections: Sequence[Correction], trusted: Sequence[Row]) -> Odd:
    """Finds corrections whose neighbours agree on another label, and such without neighbours.

    trusted: rows that are right today, for comparison; a source is never its own neighbour.
    """
    found = Odd()
    groups: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(corrections):
        groups[item.row.capability].append(index)
    for capability, members in groups.items():
        others = [row for row in trusted if row.capability == capability]
        _look(corrections, members, others, found)
    return found


def _look(
    corrections: Sequence[Correction], members: list[int], others: list[Row], found: Odd
) -> None:
    rows = [corrections[i].row for i in members]
    compared = _spread([*rows, *others])
    if len(compared) <= max(NEIGHBOURS, _FEWEST):
        return
    labels = numpy.array([normal(row.answer) for row in compared])
    sources = numpy.array([row.source or f"#{i}" for i, row in enumerate(compared)])
    vectors = embed([row.prompt for row in compared])
    is_label = _labelled(labels)
    nearness = numpy.empty(len(rows))
    for begin in range(0, len(rows), 1_000):
        block = rows[begin : begin + 1_000]
        cosines = embed([row.prompt for row in block]) @ vectors.T
        for offset, row in enumerate(block):
            near = numpy.where(sources == row.source, -1.0, cosines[offset])
            best = numpy.argpartition(-near, NEIGHBOURS - 1)[:NEIGHBOURS]
            nearness[begin + offset] = near[best].mean()
            if is_label and _flipped(row, labels[best], near[best]):
                found.flips.append(members[begin + offset])
    if len(set(sources)) > 1:
        far = _far(nearness)
        found.outliers.extend(members[i] for i in far)


def _flipped(row: Row, labels: numpy.ndarray, cosines: numpy.ndarray) -> bool:
    said = Counter(label for label, near in zip(labels, cosines, strict=True) if near >= SIMILAR)
    if not said:
        return False
    label, count = said.most_common(1)[0]
    return count >= AGREEING and label != normal(row.answer)


def _labelled(labels: numpy.ndarray) -> bool:
    """Whether answers are labels: short, few, and each given more than once."""
    different = set(labels.tolist())
    short = all(len(label.split()) <= _LABEL_WORDS for label in different)
    return short and len(different) <= min(_LABELS, len(labels) // 4)


def _far(nearness: numpy.ndarray) -> list[int]:
    middle = float(numpy.median(nearness))
    spread = float(numpy.median(numpy.abs(nearness - middle))) * 1.4826
    limit = min(_FAR, middle - _DEVIATIONS * spread)
    return [int(i) for i in numpy.flatnonzero(nearness < limit)]


def _spread(rows: list[Row]) -> list[Row]:
    """At most so many rows, taken evenly."""
    step = -(-len(rows) // _COMPARED) if rows else 1
    return rows[::step]
