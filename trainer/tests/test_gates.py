"""Gates: what passes, what fails, and what more items must decide."""

from __future__ import annotations

import pytest

from homeostat_trainer import gates
from homeostat_trainer.config.evaluate import Gate
from homeostat_trainer.gates import Answered

BETTER = Gate("better", "date", "ExactMatch", "minimumImprovement", 0.5)
KEPT = Gate("kept", "units", "ExactMatch", "maximumRegression", 0.1)


def items(capability: str, count: int, candidate: str, stable: str) -> list[Answered]:
    return [Answered(capability, "right", candidate, stable)] * count


def results(judged: dict) -> dict[str, str]:
    return {f"{g['name']}/{g['capability']}": g["result"] for g in judged["gates"]}


def test_a_repair_that_is_better_and_harms_nothing_passes():
    data = items("date", 20, "right", "wrong") + items("units", 60, "right", "right")

    judged = gates.judge([BETTER, KEPT], data)

    assert judged["verdict"] == "Pass"
    assert judged["items"] == 80
    assert judged["gates"][0] == {
        "name": "better",
        "capability": "date",
        "result": "Pass",
        "candidate": 1.0,
        "stable": 0.0,
        "difference": 1.0,
        "lower": 0.6631,
        "upper": 1.0,
        "items": 20,
    }


def test_a_loss_beyond_doubt_fails():
    data = items("date", 20, "right", "wrong") + items("units", 60, "wrong", "right")

    assert gates.judge([BETTER, KEPT], data)["verdict"] == "Fail"


def test_too_few_items_are_inconclusive_and_say_how_many_it_takes():
    data = items("date", 20, "right", "wrong") + items("units", 10, "right", "right")

    judged = gates.judge([BETTER, KEPT], data)

    assert judged["verdict"] == "Inconclusive"
    assert results(judged) == {"better/date": "Pass", "kept/units": "Inconclusive"}
    assert judged["gates"][1]["itemsNeeded"] > 10


def test_the_items_needed_are_enough_when_nothing_differs():
    needed = gates.judge([KEPT], items("units", 10, "right", "right"))["gates"][0]["itemsNeeded"]

    assert gates.judge([KEPT], items("units", needed, "right", "right"))["verdict"] == "Pass"


def test_no_items_are_inconclusive():
    judged = gates.judge([KEPT], items("date", 5, "right", "right"))

    assert judged["gates"] == [
        {"name": "kept", "capability": "units", "result": "Inconclusive", "items": 0}
    ]


def test_a_gate_without_capability_binds_each_of_them():
    data = items("date", 60, "right", "right") + items("units", 60, "wrong", "right")
    every = Gate("all", None, "ExactMatch", "maximumRegression", 0.1)

    assert results(gates.judge([every], data)) == {"all/date": "Pass", "all/units": "Fail"}


def test_a_minimum_binds_the_candidates_own_level():
    gate = Gate("good", "date", "ExactMatch", "minimum", 0.8)

    assert gates.judge([gate], items("date", 40, "right", "wrong"))["verdict"] == "Pass"
    assert gates.judge([gate], items("date", 40, "wrong", "wrong"))["verdict"] == "Fail"
    assert gates.judge([gate], items("date", 5, "right", "wrong"))["verdict"] == "Inconclusive"


def test_an_empty_answer_is_a_wrong_one():
    assert gates.exact_match("", "24 May") == 0.0
    assert gates.token_f1("", "24 May") == 0.0


@pytest.mark.parametrize(
    ("answer", "reference", "f1"),
    [
        ("24 May 2029", "24 May", 0.8),
        ("24 may", "24 May!", 1.0),
        ("June", "24 May", 0.0),
        ("May May", "May", 2 / 3),
        ("…", "…", 1.0),
    ],
)
def test_token_f1_counts_words(answer, reference, f1):
    assert gates.token_f1(answer, reference) == pytest.approx(f1)


def test_exact_match_ignores_white_space_only():
    assert gates.exact_match(" 24  May\n", "24 May") == 1.0
    assert gates.exact_match("24 may", "24 May") == 0.0
