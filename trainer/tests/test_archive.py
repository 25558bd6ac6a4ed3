"""Lines of the archive: which become corrections and answers, and how they are asked for."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from conftest import CORRECTIONS, correction, ndjson

from homeostat_trainer import archive, rows
from homeostat_trainer.config.dataset import Archive
from homeostat_trainer.config.dataset_sources import InteractionSource

ANSWERS = InteractionSource("chat", ("date",), ("r1", "r2"), None, None, 0.9, None, None, 7_000)


def test_empty_questions_and_corrections_are_left_out():
    nothing = [
        correction(1, correction=" "),
        correction(1, correction=None),
        correction(1, messages=[]),
        correction(1, messages=[{"role": "assistant", "content": "x"}]),
    ]

    assert [archive.correction(line, CORRECTIONS) for line in nothing] == [None] * 4


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
        archive.correction(line, CORRECTIONS)


def test_earlier_turns_are_kept_as_history():
    turns = [
        {"role": "user", "content": "one"},
        {"role": "assistant", "content": "two"},
        {"role": "user", "content": "three"},
    ]

    row = archive.correction(correction(1, messages=turns), CORRECTIONS).row

    assert row.prompt == "three"
    assert [m["content"] for m in row.messages("sys")] == ["sys", "one", "two", "three"]
    assert rows.Row.from_json(row.as_json()) == row


@pytest.mark.parametrize(
    ("known", "verified"),
    [
        ({}, False),
        ({"rating": 0.5}, False),
        ({"rating": 1.0}, True),
        ({"reference": "24 may 2000."}, True),
        ({"reference": "25 May 2000"}, False),
        ({"invariantsHold": True}, True),
        ({"invariantsHold": False}, False),
    ],
)
def test_an_answer_is_verified_by_a_reference_by_people_or_by_invariants(known, verified):
    given = archive.answer(correction(1, release="r1") | known, ANSWERS)

    assert given.row.provenance == rows.OWN_MODEL
    assert (given.row.answer, given.release, given.row.verified) == ("24 May 2000", "r1", verified)


def test_answers_are_asked_for_page_by_page_until_there_are_enough(stand_in, monkeypatch):
    monkeypatch.setattr(archive, "PAGE", 3)
    pages = [[correction(i) for i in range(3)], [correction(i) for i in range(3, 5)]]
    stand_in.answer = lambda *_: (200, ndjson(pages.pop(0)), {})

    with httpx.Client() as client:
        reader = archive.Reader(client, Archive(stand_in.url, "token"), "ns/s", "data")
        found = reader.answers(ANSWERS)

    assert len(found) == 5
    first, second = (path for path, _, _ in stand_in.requests)
    assert first == (
        "/v1/answers?service=ns%2Fs&dataset=data&capability=date&release=r1&release=r2"
        "&scoreAtLeast=0.9&limit=3"
    )
    assert second == first + "&beforeMillis=1002&before=i-2"


def test_the_archives_own_lines_are_read():
    """The same file is what the archive is tested to give."""
    file = "dataplane/archive/src/test/resources/training-data.jsonl"
    lines = (Path(__file__).parents[2] / file).read_text().splitlines()
    first, second, answered = (json.loads(line) for line in lines)

    given = [archive.correction(line, CORRECTIONS) for line in (first, second)]
    own = archive.answer(answered, ANSWERS)

    assert [(c.row.source, c.row.answer) for c in given] == [
        ("desk-1", "wrong"),
        ("desk-2", "24 May"),
    ]
    assert given[0].old_answer == "24 May 2029"
    assert (own.release, own.row.verified) == ("support-0123456789", False)
