"""Train and test rows: sessions, near-copies and small capabilities."""

from __future__ import annotations

import pytest
from conftest import correction

from homeostat_trainer import archive, rows, split
from homeostat_trainer.errors import JobError


def test_one_session_is_never_split():
    items = [archive.parse(correction(i, session=f"s{i // 5}"), "date") for i in range(40)]

    result = split.corrections(items, 100)

    held_out = {r.answer for r in result.test}
    assert held_out == {f"24 May {i}" for i in range(35, 40)}


def test_corrections_that_are_all_nearly_the_same_are_refused():
    long = "please send the parcel with the red ribbon to the main office in the city number {}"
    items = [
        archive.parse(correction(i, messages=[{"role": "user", "content": long.format(i)}]), "date")
        for i in range(30)
    ]

    with pytest.raises(JobError, match="30 corrections form 1 groups"):
        split.corrections(items, 10)


def test_a_capability_with_few_rows_leaves_its_share_to_the_others():
    few = [rows.Row("few", f"short question {i}", "a") for i in range(10)]
    many = [rows.Row("many", f"another question {i}", "a") for i in range(500)]

    result = split.replay(few + many, 100, 20, 1)

    assert sum(r.capability == "few" for r in result.train) == 5
    assert len(result.train) == 100
    assert sum(r.capability == "few" for r in result.test) == 5
