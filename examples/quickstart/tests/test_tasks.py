"""The toy world: every question has one capability and one right answer in each world."""

from __future__ import annotations

import random

import pytest

import tasks

NEW = dict.fromkeys(tasks.CHANGEABLE, "new")


@pytest.mark.parametrize("capability", tasks.CAPABILITIES)
def test_every_question_is_recognised_and_has_an_answer(capability):
    rng = random.Random(1)
    for _ in range(2000):
        question = tasks.ask(capability, rng)
        assert tasks.capability_of(question) == capability
        assert tasks.answer(question)
        assert (tasks.answer(question) != tasks.answer(question, NEW)) == (capability in NEW)


@pytest.mark.parametrize(
    ("question", "old", "new"),
    [
        ("Rewrite the date 2029-05-24.", "24 May 2029", "24 May"),
        ("Record: city Oslo; name Bob; plan basic. Give the city", "Oslo", "Oslo"),
        ("Route this ticket: Urgent! There is a blue screen on order 512.", "technical", "Zurich"),
        ("Reverse the list: date, fig, pear", "pear, fig, date", "pear, fig, date"),
        ("How much is 7 weeks in days?", "49 days", "49 days"),
    ],
)
def test_answers_follow_the_rules_of_the_world(question, old, new):
    assert tasks.answer(question) == old
    assert tasks.answer(question, NEW) == new


@pytest.mark.parametrize(
    "question",
    [
        "",
        "What is love?",
        "Rewrite the date 2029-99-01.",
        "Record: x. Give the city",
        "Convert 3 miles to km.",
    ],
)
def test_a_question_from_elsewhere_has_no_answer(question):
    assert tasks.answer(question) is None


def test_rows_repeat_with_their_seed():
    assert tasks.rows(tasks.CAPABILITIES, 50, 3) == tasks.rows(tasks.CAPABILITIES, 50, 3)
