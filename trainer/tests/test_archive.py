"""Lines of the archive: which become corrections, and which of one question counts."""

from __future__ import annotations

import pytest
from conftest import correction

from homeostat_trainer import archive, rows


def test_empty_questions_and_corrections_are_left_out():
    nothing = [
        correction(1, correction=" "),
        correction(1, correction=None),
        correction(1, messages=[]),
        correction(1, messages=[{"role": "assistant", "content": "x"}]),
    ]

    assert [archive.parse(line, "date") for line in nothing] == [None] * 4


@pytest.mark.parametrize(
    "line",
    [
        [],
        "x",
        {"timeMillis": "1"},
        correction(1, messages="x"),
        correction(1, messages=[{"role": "root", "content": "x"}]),
        correction(1, messages=[{"role": "user", "content": [{"type": "image_url"}]}]),
    ],
)
def test_lines_of_another_shape_are_refused(line):
    with pytest.raises(ValueError, match="expected"):
        archive.parse(line, "date")


def test_of_several_corrections_of_one_question_the_latest_counts():
    given = [
        archive.parse(correction(1, correction=text, timeMillis=time), "date")
        for text, time in (("b", 2), ("a", 1), ("c", 3), ("c", 4))
    ]

    result = archive.distinct(given)

    assert [c.row.answer for c in result.items] == ["c"]
    assert (result.duplicates, result.contradictions) == (3, 2)


def test_earlier_turns_are_kept_as_history():
    turns = [
        {"role": "user", "content": "one"},
        {"role": "assistant", "content": "two"},
        {"role": "user", "content": "three"},
    ]

    row = archive.parse(correction(1, messages=turns), "date").row

    assert row.prompt == "three"
    assert [m["content"] for m in row.messages("sys")] == ["sys", "one", "two", "three"]
    assert rows.Row.from_json(row.as_json()) == row
