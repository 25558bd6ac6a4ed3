"""The guard of a merge: which items are asked, and what passes."""

from __future__ import annotations

import pytest

from homeostat_trainer import merge_guard
from homeostat_trainer.merge_guard import Evidence, Item
from homeostat_trainer.rows import Row


def rows(capability: str, count: int, answer: str = "new", start: int = 0) -> list[Row]:
    return [Row(capability, f"{capability} {start + i}", answer) for i in range(count)]


def judged(merged: list[float], first: list[float], second: list[float], limit: float = 0.1):
    asked = {"date": [Item(row, False) for row in rows("date", len(merged))]}
    inputs = {"first": {"date": first}, "second": {"date": second}}
    return merge_guard.judge(asked, {"date": merged}, inputs, limit)


def test_a_corrected_capability_is_asked_from_the_latest_dataset_that_corrects_it():
    old = rows("date", 3, "old")
    asked = merge_guard.items(
        [
            Evidence(("date",), rows("date", 3, "first"), []),
            Evidence(("date",), rows("date", 3, "latest"), []),
            Evidence(("ticket",), rows("ticket", 2) + old + rows("units", 1), []),
        ],
        wanted=1,
    )

    assert {item.row.answer for item in asked["date"]} == {"latest"}
    assert [len(asked[name]) for name in ("date", "ticket", "units")] == [3, 2, 1]


def test_a_capability_that_nobody_corrects_is_asked_from_all_datasets_once():
    asked = merge_guard.items(
        [
            Evidence(("date",), rows("units", 3), []),
            Evidence(("ticket",), rows("units", 3, start=2), []),
        ],
        wanted=1,
    )

    assert len(asked["units"]) == 5
    assert asked["date"] == asked["ticket"] == []


def test_rows_of_the_training_fill_up_and_held_out_ones_are_all_asked():
    asked = merge_guard.items(
        [Evidence(("date",), rows("date", 5), rows("date", 40, start=100) + rows("units", 40))],
        wanted=12,
    )

    assert [item.trained for item in asked["date"]] == [False] * 5 + [True] * 7
    assert len(asked["units"]) == 12
    assert (
        len(merge_guard.items([Evidence((), rows("date", 20), rows("date", 9))], 12)["date"]) == 20
    )


def test_halves_share_nothing_and_do_not_depend_on_the_order():
    part = [Item(row, trained) for trained in (False, True) for row in rows(f"{trained}", 21)]
    first, second = merge_guard.halves({"date": part})
    again, _ = merge_guard.halves({"date": list(reversed(part))})

    assert {id(i) for i in first["date"]}.isdisjoint(id(i) for i in second["date"])
    assert len(first["date"]) + len(second["date"]) == 42
    assert first == again
    assert sum(item.trained for item in second["date"]) in (10, 11)


def test_the_merge_is_compared_with_the_input_that_is_best_at_the_capability():
    found = judged([1.0] * 40, [0.0] * 40, [1.0] * 40)[0]

    assert (found["input"], found["best"], found["difference"]) == ("second", 1.0, 0.0)
    assert found["result"] == merge_guard.PASS
    assert merge_guard.verdict([found]) == merge_guard.PASS


@pytest.mark.parametrize(
    ("count", "result"),
    [(20, merge_guard.INCONCLUSIVE), (35, merge_guard.INCONCLUSIVE), (36, merge_guard.PASS)],
)
def test_too_few_items_that_all_agree_do_not_pass(count, result):
    found = judged([1.0] * count, [1.0] * count, [0.0] * count)[0]

    assert found["result"] == result
    assert found.get("itemsNeeded") == (None if result == merge_guard.PASS else 36)


def test_a_capability_that_is_lost_fails_and_stands_first():
    asked = {
        name: [Item(row, trained) for row, trained in zip(rows(name, 60), [True] * 60, strict=True)]
        for name in ("kept", "lost")
    }
    right, wrong = [1.0] * 60, [0.0] * 60
    results = merge_guard.judge(
        asked, {"kept": right, "lost": wrong}, {"a": {"kept": right, "lost": right}}, 0.1
    )

    assert [(r["capability"], r["result"]) for r in results] == [
        ("lost", merge_guard.FAIL),
        ("kept", merge_guard.PASS),
    ]
    assert results[0]["trained"] == 60
    assert merge_guard.verdict(results) == merge_guard.FAIL


def test_a_corrected_capability_without_items_is_not_passed_over():
    found = merge_guard.judge({"date": []}, {"date": []}, {"a": {"date": []}}, 0.05)

    assert found == [
        {
            "capability": "date",
            "result": merge_guard.INCONCLUSIVE,
            "itemsNeeded": 72,
            "items": 0,
            "trained": 0,
        }
    ]
    assert merge_guard.verdict(found) == merge_guard.verdict([]) == merge_guard.INCONCLUSIVE


def test_the_worst_capability_decides_between_merges():
    inputs = {"a": {"x": [1.0, 1.0], "y": [0.0, 0.0]}, "b": {"x": [0.0, 1.0], "y": [1.0, 0.0]}}

    assert merge_guard.worst({"x": [1.0, 0.0], "y": [1.0, 0.0]}, inputs) == -0.5
    assert merge_guard.worst({"x": [], "y": []}, inputs) == 0.0
    assert merge_guard.mean({"x": [1.0, 0.0], "y": [1.0, 1.0], "z": []}) == 0.75
