"""Which rows are taken, and why the others are not."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from homeostat_trainer import near_duplicates
from homeostat_trainer.archive import normal
from homeostat_trainer.config.dataset import Outdated, RowFilters, Shares
from homeostat_trainer.rows import BASE_TRAINING, GOLDEN, HUMAN, Row

FEWEST_PER_SOURCE = 5
SHARE_PER_SOURCE = 0.02


@dataclass
class Quarantine:
    """Rows that were given and not taken, each with its reason."""

    rows: list[tuple[str, Row]] = field(default_factory=list)

    def put(self, reason: str, rows: Iterable[Row]) -> None:
        self.rows.extend((reason, row) for row in rows)

    def counts(self) -> dict[str, int]:
        return dict(sorted(Counter(reason for reason, _ in self.rows).items()))

    def keep(self, reason: str, rows: Iterable[Row], right: Callable[[Row], bool]) -> list[Row]:
        """The rows that are right; the others are put aside for the reason."""
        kept = []
        for row in rows:
            if right(row):
                kept.append(row)
            else:
                self.rows.append((reason, row))
        return kept


def filtered(
    rows: Iterable[Row],
    filters: RowFilters,
    outdated: Sequence[Outdated],
    quarantine: Quarantine,
) -> list[Row]:
    """Rows of the right length, language, age and generation."""
    before = {item.capability: item.before_millis for item in outdated}

    def length(row: Row) -> bool:
        return (
            filters.minimum_characters
            <= len(row.prompt) + len(row.answer)
            <= filters.maximum_characters
        )

    kept = quarantine.keep("Length", rows, length)
    kept = quarantine.keep(
        "Outdated", kept, lambda row: row.time_millis >= before.get(row.capability, 0)
    )
    kept = quarantine.keep(
        "Generation", kept, lambda row: row.generation <= filters.maximum_generation
    )
    if filters.languages:
        kept = quarantine.keep("Language", kept, lambda row: _spoken(row, filters.languages))
    return kept


def _spoken(row: Row, languages: Sequence[str]) -> bool:
    from homeostat_trainer.language import language  # loads a model

    found = language(f"{row.prompt}\n{row.answer}")
    return found is None or found in languages


def capped_by_source(corrections: list[Row], total: int, quarantine: Quarantine) -> list[Row]:
    """At most max(5, 2 % of all rows) corrections of each source, the latest ones."""
    limit = max(FEWEST_PER_SOURCE, int(SHARE_PER_SOURCE * total))
    taken: Counter[str] = Counter()
    kept = []
    for row in sorted(corrections, key=lambda row: -row.time_millis):
        taken[row.source] += 1
        if taken[row.source] <= limit:
            kept.append(row)
        else:
            quarantine.put("SourceShare", [row])
    return kept[::-1]


def distinct(rows: Iterable[Row], quarantine: Quarantine) -> list[Row]:
    """One row per question: what people said last, else what is best known to be right."""
    best: dict[tuple, Row] = {}
    for row in rows:
        key = (row.capability, row.history, normal(row.prompt))
        earlier = best.get(key)
        if earlier is None:
            best[key] = row
            continue
        winner, loser = (row, earlier) if _rank(row) > _rank(earlier) else (earlier, row)
        same = normal(row.answer) == normal(earlier.answer)
        quarantine.put("Duplicate" if same else "Superseded", [loser])
        best[key] = winner
    return list(best.values())


def _rank(row: Row) -> tuple[int, int]:
    order = {HUMAN: 5, GOLDEN: 4, BASE_TRAINING: 3}
    return order.get(row.provenance, 2 if row.verified else 1), row.time_millis


@dataclass(frozen=True)
class Clustered:
    """Rows and for each the index of its cluster's first row."""

    rows: list[Row]
    roots: list[int]


def without_near_duplicates(
    rows: list[Row], similarity: float, quarantine: Quarantine
) -> Clustered:
    """One row of those that ask nearly the same and have the same answer; the clusters remain."""
    roots = near_duplicates.cluster([question(row) for row in rows], similarity)
    kept: list[Row] = []
    kept_roots: list[int] = []
    answered: dict[tuple[int, str], int] = {}
    for row, cluster in zip(rows, roots, strict=True):
        place = answered.setdefault((cluster, normal(row.answer)), len(kept))
        if place == len(kept):
            kept.append(row)
            kept_roots.append(cluster)
        elif _rank(row) > _rank(kept[place]):
            quarantine.put("NearDuplicate", [kept[place]])
            kept[place] = row
        else:
            quarantine.put("NearDuplicate", [row])
    return Clustered(kept, kept_roots)


def question(row: Row) -> str:
    """All that was said before the answer."""
    if not row.history:
        return row.prompt
    return "\n".join([*(text for _, text in row.history), row.prompt])


def shared_out(rows: list[Row], shares: Shares, seed: int, quarantine: Quarantine) -> list[Row]:
    """Training rows in the declared mix, with at most the allowed shares of models' answers."""
    kept = _mixed(rows, shares, seed, quarantine) if shares.mix else rows
    if len(kept) > shares.maximum_rows:
        kept, left = _some(kept, shares.maximum_rows, seed)
        quarantine.put("MaximumRows", left)
    return _own_model_capped(kept, shares, seed, quarantine)


def _mixed(rows: list[Row], shares: Shares, seed: int, quarantine: Quarantine) -> list[Row]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.capability].append(row)
    wanted = {name: weight for name, weight in shares.mix.items() if groups.get(name)}
    for name in groups.keys() - wanted.keys():
        quarantine.put("NotInMix", groups[name])
    unit = min((len(groups[name]) / weight for name, weight in wanted.items()), default=0)
    kept: list[Row] = []
    for name, weight in wanted.items():
        taken, left = _some(groups[name], max(1, round(unit * weight)), seed)
        kept.extend(taken)
        quarantine.put("Mix", left)
    return kept


def _own_model_capped(
    rows: list[Row], shares: Shares, seed: int, quarantine: Quarantine
) -> list[Row]:
    unverified = [row for row in rows if not row.trusted and not row.verified]
    verified = [row for row in rows if not row.trusted and row.verified]
    human = len(rows) - len(unverified) - len(verified)
    u, v = len(unverified), len(verified)
    while True:  # fewer of one kind lower the total, and so what the other may have
        total = human + u + v
        smaller = min(u, int(shares.unverified * total)), min(v, int(shares.verified * total))
        if smaller == (u, v):
            break
        u, v = smaller
    leave: set[int] = set()
    for group, most in ((unverified, u), (verified, v)):
        _, left = _some(group, most, seed)
        quarantine.put("OwnModelShare", left)
        leave.update(id(row) for row in left)
    return [row for row in rows if id(row) not in leave]


def _some(rows: list[Row], count: int, seed: int) -> tuple[list[Row], list[Row]]:
    """So many rows, the trusted ones first, else at random; and the others."""
    order = list(rows)
    random.Random(f"{seed}/{count}").shuffle(order)
    order.sort(key=lambda row: not row.trusted)
    return order[:count], order[count:]
