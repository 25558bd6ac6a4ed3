"""Answers against references."""

from __future__ import annotations

import pytest

from homeostat_trainer import metrics


def test_an_empty_answer_is_a_wrong_one():
    assert metrics.exact_match("", "24 May") == 0.0
    assert metrics.token_f1("", "24 May") == 0.0


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
    assert metrics.token_f1(answer, reference) == pytest.approx(f1)


def test_exact_match_ignores_white_space_only():
    assert metrics.exact_match(" 24  May\n", "24 May") == 1.0
    assert metrics.exact_match("24 may", "24 May") == 0.0
