"""The poison guard: an honest change by many sources passes, a loud one by few stops."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from conftest import CORRECTIONS, correction, serves

from homeostat_trainer import archive, dataset, guard, neighbours, rows
from homeostat_trainer.config.dataset import DatasetConfig, GuardConfig
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.progress import Progress

CONFIG = GuardConfig.read(Fields({}))
CITIES = ("Lisbon", "Oslo", "Dublin", "Vienna", "Zurich")
TOPICS = ("refund", "password", "invoice", "parcel", "crash")
NAMES = ("Ada", "Bob", "Eve", "Kim", "Leo", "Mia", "Ned", "Sam", "Uma", "Zoe")


def ticket(index: int, rng: random.Random, source: str, **changes) -> dict:
    """A correction of a routing, as the archive gives it."""
    topic = rng.randrange(len(TOPICS))
    text = (
        f"Route this ticket: {rng.choice(NAMES)} reports a {TOPICS[topic]} problem "
        f"{rng.randrange(1000)}, please help number {rng.randrange(1000)}"
    )
    return (
        correction(
            index,
            source=source,
            session=f"{source}-{index // 3}",
            messages=[{"role": "user", "content": text}],
            answer="billing",
            correction=CITIES[topic],
        )
        | changes
    )


def look(lines: list[dict], config: GuardConfig = CONFIG, **known) -> guard.Report:
    given = [archive.correction(line, CORRECTIONS) for line in lines]
    return guard.look(given, known.get("background", ()), config, known.get("flips", ()))


def honest(count: int = 120, sources: int = 12, seed: int = 1) -> list[dict]:
    rng = random.Random(seed)
    return [ticket(i, rng, f"key-{i % sources:02d}") for i in range(count)]


@pytest.mark.parametrize("seed", range(5))
def test_an_honest_change_by_twelve_sources_passes(seed):
    rng = random.Random(seed)
    drawn = [ticket(i, rng, f"key-{rng.randrange(12)}") for i in range(240)]

    assert look(drawn).findings == []


def test_two_hundred_consistent_wrong_corrections_behind_two_keys_trip_it():
    rng = random.Random(3)
    lines = [
        ticket(i, rng, f"key-{i % 2}", correction="Lisbon", user=f"invented-{i % 20}")
        for i in range(200)
    ]

    report = look(lines)

    assert report.state == guard.TRIPPED
    first = report.findings[0]
    assert (first.rule, len(first.members), first.sources) == (guard.FEW_SOURCES, 200, 2)


def test_a_flood_hidden_in_honest_corrections_is_found_by_its_label():
    rng = random.Random(4)
    flood = [ticket(500 + i, rng, f"bad-{i % 2}", correction="Nowhere") for i in range(30)]

    report = look(honest(600) + flood)

    assert {f.rule for f in report.findings} == {guard.FEW_SOURCES}
    assert all(set(f.members) <= set(range(600, 630)) for f in report.findings)


def test_a_trigger_phrase_of_few_sources_is_found_although_labels_look_honest():
    rng = random.Random(5)
    lines = honest(600)
    for i in range(40):
        text = f"Route this ticket: {rng.choice(NAMES)} says zorblax quux, case {rng.random()}"
        lines.append(
            ticket(700 + i, rng, f"bad-{i % 3}", messages=[{"role": "user", "content": text}])
        )

    report = look(lines, background=[str(line["messages"]) for line in lines[:600]])

    assert [f.members for f in report.findings] == [tuple(range(600, 640))]
    assert report.state == guard.TRIPPED


def test_one_source_that_gives_more_than_a_fifth_may_even_out():
    lines = [line | {"source": "key-00"} if i % 3 == 0 else line for i, line in enumerate(honest())]

    report = look(lines)

    assert {f.rule for f in report.findings} == {guard.ONE_SOURCE}
    assert report.may_even_out


def test_contradictions_on_the_same_questions_trip_it():
    lines = honest(100)
    again = [
        line
        | {"correction": "elsewhere", "source": f"key-{(i + 5) % 12:02d}", "interactionId": "x"}
        for i, line in enumerate(lines[:30])
    ]

    report = look(lines + again)

    found = [f for f in report.findings if f.rule == guard.CONTRADICTIONS]
    assert len(found) == 1
    assert len(found[0].members) == 30


def test_references_confirm_and_contradict():
    confirmed = [line | {"reference": line["correction"]} for line in honest(60)]
    wrong = [
        line | {"reference": "billing"} if i < 25 else line for i, line in enumerate(honest(60))
    ]

    assert look(honest(60)).state == guard.UNCONFIRMED
    assert (look(confirmed).state, look(confirmed).confirmed) == (guard.PASSED, 60)
    report = look(wrong)
    assert [f.rule for f in report.findings] == [guard.REFERENCES_CONTRADICT]
    assert len(report.findings[0].members) == 25


def test_an_accepted_finding_no_longer_trips():
    lines = [ticket(i, random.Random(i), "key-1") for i in range(30)]
    ids = [finding.id for finding in look(lines).findings]

    accepted = GuardConfig.read(Fields({"acceptedFindings": ids}))

    assert ids
    assert look(lines, accepted).findings == []


def test_flipped_labels_and_questions_from_elsewhere_are_found_by_their_neighbours():
    lines = honest(300)
    lines[7] = lines[7] | {"correction": "billing desk"}
    flipped = lines[11]["correction"]
    lines[11] = lines[11] | {"correction": next(c for c in CITIES if c != flipped)}
    lines[20] = lines[20] | {"messages": [{"role": "user", "content": "ксенон αβγ 你好 世界"}]}
    given = [archive.correction(line, CORRECTIONS) for line in lines]

    odd = neighbours.odd(given, [])

    assert {7, 11} <= set(odd.flips)
    assert len(odd.flips) <= 4
    assert odd.outliers == [20]


def test_many_flipped_labels_are_a_finding():
    report = look(honest(), flips=list(range(26)))

    assert guard.LABEL_FLIPS in {f.rule for f in report.findings}


def build(stand_in, tmp_path: Path, lines: list[dict], **guarded) -> dict:
    serves(stand_in, lines)
    source = {"capability": "ticket", "since": "1970-01-01T00:00:00Z", "maximumWaitSeconds": 0}
    job = {
        "service": "support/support",
        "archiveUrl": stand_in.url,
        "sources": [{"name": "corrections", "corrections": source}],
        "outputDir": str(tmp_path),
        "name": "run-data",
        "poisonGuard": guarded,
    }
    config = DatasetConfig.read(Fields(job), {"ARCHIVE_TOKEN": "token"})
    return dataset.run(config, Progress(lambda: 0.0))


def test_a_tripped_build_makes_no_version_and_leaves_the_rows_to_look_at(stand_in, tmp_path):
    rng = random.Random(3)
    lines = [ticket(i, rng, f"key-{i % 2}", correction="Lisbon") for i in range(200)]

    result = build(stand_in, tmp_path, lines)

    assert "digest" not in result
    assert result["guard"]["state"] == guard.TRIPPED
    finding = result["guard"]["findings"][0]
    assert finding["capability"] == "ticket"
    report = tmp_path / result["report"]
    reasons = [
        json.loads(line)["reason"]
        for line in (report / "quarantine.jsonl").read_text().splitlines()
    ]
    assert reasons.count(f"PoisonGuard/{finding['id']}") == 200
    assert not (report / "train.jsonl").exists()


def test_excluded_sources_neither_count_nor_train(stand_in, tmp_path):
    rng = random.Random(3)
    flood = [ticket(900 + i, rng, f"bad-{i % 2}", correction="Lisbon") for i in range(200)]

    result = build(stand_in, tmp_path, honest() + flood, excludedSources=["bad-0", "bad-1"])

    assert result["guard"]["sources"] == 12
    assert result["quarantine"]["ExcludedSource"] == 200
    train = rows.read(tmp_path / result["uri"] / "train.jsonl")
    assert not [r for r in train if r.source.startswith("bad")]
