"""Which rows are taken, and the reasons of the others."""

from __future__ import annotations

from dataclasses import replace

from homeostat_trainer import rows, selection
from homeostat_trainer.config.dataset import Outdated, RowFilters, Shares
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.selection import Quarantine

FILTERS = RowFilters.read(Fields({}))
SHARES = Shares.read(Fields({}))


def row(prompt: str, answer: str = "yes", **changes) -> rows.Row:
    return replace(rows.Row("say", prompt, answer), **changes)


def test_length_age_and_generation_are_reasons():
    quarantine = Quarantine()
    given = [
        row("right length", time_millis=50),
        row("x" * 100, time_millis=50),
        row("too old", time_millis=49),
        row("grown twice", time_millis=50, generation=2),
    ]
    filters = replace(FILTERS, maximum_characters=50)

    kept = selection.filtered(given, filters, [Outdated("say", 50)], quarantine)

    assert kept == given[:1]
    assert quarantine.counts() == {"Generation": 1, "Length": 1, "Outdated": 1}


def test_what_people_said_last_wins_over_what_was_said_before():
    quarantine = Quarantine()
    given = [
        row("How are you?", "old", provenance=rows.HUMAN, time_millis=1),
        row("how  are you?", "new", provenance=rows.HUMAN, time_millis=2),
        row("How are you?", "own", provenance=rows.OWN_MODEL, time_millis=3),
        row("How are you?", "new", provenance=rows.BASE_TRAINING),
    ]

    kept = selection.distinct(given, quarantine)

    assert [r.answer for r in kept] == ["new"]
    assert quarantine.counts() == {"Duplicate": 1, "Superseded": 2}


def test_of_near_duplicates_with_one_answer_one_stays_and_other_answers_all():
    text = "please send the parcel with the red ribbon to the main office in the city number {}"
    quarantine = Quarantine()
    given = [row(text.format(i)) for i in range(5)] + [row(text.format(9), "no")]

    result = selection.without_near_duplicates(given, 0.8, quarantine)

    assert [r.answer for r in result.rows] == ["yes", "no"]
    assert len(set(result.roots)) == 1
    assert quarantine.counts() == {"NearDuplicate": 4}


def test_one_source_has_at_most_five_rows_or_two_percent():
    given = [row(f"q{i}", source="key", time_millis=i) for i in range(30)]
    quarantine = Quarantine()

    few = selection.capped_by_source(given, 30, quarantine)
    many = selection.capped_by_source(given, 1000, Quarantine())

    assert [r.time_millis for r in few] == [25, 26, 27, 28, 29]
    assert len(many) == 20
    assert quarantine.counts() == {"SourceShare": 25}


def test_models_answers_are_a_share_of_what_is_left():
    people = [row(f"p{i}", provenance=rows.HUMAN) for i in range(100)]
    own = [row(f"o{i}", provenance=rows.OWN_MODEL) for i in range(1000)]
    verified = [row(f"v{i}", provenance=rows.OWN_MODEL, verified=True) for i in range(1000)]

    alone = selection.shared_out(people + own, SHARES, 1, Quarantine())
    both = selection.shared_out(people + own + verified, SHARES, 1, Quarantine())
    nobody = selection.shared_out(own, SHARES, 1, Quarantine())

    assert len(alone) == 125
    assert sum(r.verified for r in both) <= 0.6 * len(both)
    assert sum(not r.trusted and not r.verified for r in both) <= 0.2 * len(both)
    assert len(both) >= 480
    assert nobody == []


def test_the_mix_is_kept_and_trusted_rows_are_taken_first():
    given = [replace(row(f"a{i}"), capability="a") for i in range(90)]
    given += [replace(row(f"b{i}"), capability="b") for i in range(30)]
    given += [replace(row(f"c{i}"), capability="c") for i in range(30)]
    quarantine = Quarantine()

    kept = selection.shared_out(given, replace(SHARES, mix={"a": 1, "b": 1}), 1, quarantine)

    assert sorted({r.capability for r in kept}) == ["a", "b"]
    assert len(kept) == 60
    assert quarantine.counts() == {"Mix": 60, "NotInMix": 30}


def test_texts_of_other_languages_are_left_out_and_short_ones_are_not():
    quarantine = Quarantine()
    english = row(
        "Could you please tell me when my parcel arrives in the city?", "Tomorrow morning"
    )
    german = row("Können Sie mir bitte sagen, wann mein Paket in der Stadt ankommt?", "Morgen früh")
    short = row("Ja?")

    kept = selection.filtered(
        [english, german, short], replace(FILTERS, languages=("en",)), [], quarantine
    )

    assert kept == [english, short]
    assert quarantine.counts() == {"Language": 1}
