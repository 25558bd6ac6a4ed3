"""Train and test rows: sources, sessions, near-copies and small capabilities."""

from __future__ import annotations

import pytest
from conftest import CORRECTIONS, correction

from homeostat_trainer import archive, rows, split
from homeostat_trainer.errors import JobError
from homeostat_trainer.selection import Quarantine, without_near_duplicates


def corrected(count: int, **changes) -> list[rows.Row]:
    return [
        archive.correction(correction(i) | {k: v(i) for k, v in changes.items()}, CORRECTIONS).row
        for i in range(count)
    ]


def divide(items: list[rows.Row], limit: int = 100, **options) -> split.Split:
    clustered = without_near_duplicates(items, 0.8, Quarantine())
    return split.split(clustered, limit, 0.2, 1, **options)


def test_one_source_is_never_split():
    result = divide(corrected(60))

    assert result.by == {"date": "Source"}
    assert len(result.test) == 10
    assert {r.source for r in result.test}.isdisjoint(r.source for r in result.train)


def test_the_latest_sessions_test_where_too_few_sources_gave_rows():
    result = divide(corrected(40, session=lambda i: f"s{i // 5}", source=lambda i: f"key-{i % 2}"))

    assert result.by == {"date": "Session"}
    assert {r.answer for r in result.test} == {f"24 May {i}" for i in range(35, 40)}


def test_the_latest_rows_test():
    result = divide(corrected(50, source=lambda i: f"key-{i}"))

    assert {r.answer for r in result.test} == {f"24 May {i}" for i in range(40, 50)}


def test_corrections_that_are_all_nearly_the_same_are_refused():
    long = "please send the parcel with the red ribbon to the main office in the city number {}"
    items = corrected(30, messages=lambda i: [{"role": "user", "content": long.format(i)}])

    with pytest.raises(JobError, match="30 rows of date form 1 groups"):
        divide(items, needed=["date"])


def test_rows_that_models_wrote_are_held_out_only_when_they_are_verified():
    def answer(i: int, **changes) -> rows.Row:
        return rows.Row(
            "say", f"say number {i} now", str(i), rows.OWN_MODEL, time_millis=i, **changes
        )

    own = [answer(i, verified=i < 5) for i in range(20)]

    result = divide(own)

    assert {r.answer for r in result.test} == {"1", "2", "3", "4"}


def test_a_component_that_touches_an_evaluation_set_is_on_neither_side():
    quarantine = Quarantine()
    items = corrected(40, session=lambda i: f"s{i // 4}", source=lambda i: f"key-{i}")

    result = divide(items, evaluation=[items[9].prompt], quarantine=quarantine)

    assert quarantine.counts() == {"EvaluationOverlap": 4}
    assert {r.session for r in result.train + result.test} == {f"s{i}" for i in range(10) if i != 2}
