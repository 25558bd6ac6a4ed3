"""Bounds: right by oracle, and rarely wrong by simulation."""

from __future__ import annotations

import random

import pytest

from homeostat_trainer import paired


def test_exact_bounds_match_clopper_and_pearson():
    # 95 % one-sided, beta quantiles: beta.ppf(.95, 1, 20), beta.ppf(.95, 4, 7), beta.ppf(.05, 3, 8)
    assert paired.level([0.0] * 20).upper == pytest.approx(1 - 0.05 ** (1 / 20), abs=1e-9)
    bounds = paired.level([1.0] * 3 + [0.0] * 7)
    assert bounds.upper == pytest.approx(0.6066242, abs=1e-6)
    assert bounds.lower == pytest.approx(0.0872644, abs=1e-6)


def test_items_that_all_agree_are_not_certain():
    bounds = paired.difference([0.0] * 100)

    assert bounds.mean == 0.0
    assert bounds.lower == pytest.approx(-(1 - 0.025 ** (1 / 100)), abs=1e-9)
    assert bounds.upper == -bounds.lower


def test_all_better_items_have_a_bound_below_one():
    bounds = paired.difference([1.0] * 20)

    assert bounds.lower == pytest.approx(2 * 0.025 ** (1 / 20) - 1, abs=1e-9)
    assert bounds.upper == 1.0


def test_better_and_worse_are_mirrored():
    values = [1.0, 1.0, 0.0, -1.0, 0.0, 0.5]
    up, down = paired.difference(values), paired.difference([-v for v in values])

    assert up.mean == -down.mean
    assert up.lower == pytest.approx(-down.upper)


@pytest.mark.parametrize(
    "values",
    [
        (-1.0, 0.0, 0.0, 0.0, 1.0),
        (-1.0, 0.0, 0.0, 0.0, 0.0),
        (-0.5, 0.0, 0.25, 0.75),
        (-1.0, 0.5, 0.5),
        (-0.1, 0.1),
    ],
)
@pytest.mark.parametrize("count", [10, 60])
def test_a_lower_bound_is_above_the_mean_in_at_most_five_percent(values, count):
    rng = random.Random(f"{values}{count}")
    mean = sum(values) / len(values)
    runs = 200

    missed = sum(
        paired.difference([rng.choice(values) for _ in range(count)]).lower > mean + 1e-9
        for _ in range(runs)
    )

    assert missed <= 20  # binomial(200, .05): above 20 with probability .001


def test_the_bound_tightens_with_items():
    few = paired.difference([0.5, 0.25] * 10)
    many = paired.difference([0.5, 0.25] * 100)

    assert few.lower < many.lower < 0.375 < many.upper < few.upper


def test_items_needed_grow_with_discordance_and_shrink_with_margin():
    four_percent = [0.0] * 96 + [1.0] * 2 + [-1.0] * 2

    assert paired.items_needed(four_percent, 0.02) == 618  # 6.18·.04/.02²
    assert 98 < paired.items_needed(four_percent, 0.05) <= 100
    assert paired.items_needed([0.0] * 50, 0.1) < paired.items_needed([0.0] * 50, 0.05)


@pytest.mark.parametrize("values", [[], [2.0], [float("nan")]])
def test_values_out_of_range_are_refused(values):
    with pytest.raises(ValueError, match="expected"):
        paired.difference(values)
