"""The command dataset: waits, judges, splits, leaves versions, survives what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import correction, ndjson, serves

from homeostat_trainer import archive, artifacts, dataset, rows
from homeostat_trainer.config.dataset import DatasetConfig
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress


@pytest.fixture(autouse=True)
def quick_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "POLL_SECONDS", 0.01)


@pytest.fixture
def replay(tmp_path: Path) -> Path:
    path = tmp_path / "replay.jsonl"
    rows.write(
        path,
        [
            rows.Row(capability, f"{capability} question {i} about {i * 7}", f"answer {i}")
            for capability in ("date", "units", "order")
            for i in range(200)
        ],
    )
    return path


def corrected(**changes) -> dict:
    fields = {
        "capability": "date",
        "since": "1970-01-01T00:00:00Z",
        "minimum": 20,
        "maximumWaitSeconds": 0,
    }
    return {"name": "corrections", "corrections": fields | changes}


def replayed(path: Path, **changes) -> dict:
    return {"name": "replay", "file": {"path": str(path), "rows": 100} | changes}


def settings(url: str, tmp_path: Path, *sources: dict, **changes) -> DatasetConfig:
    job = {
        "service": "support/support",
        "archiveUrl": url,
        "sources": list(sources),
        "outdated": [{"capability": "date", "since": "1970-01-01T00:00:00Z"}],
        "testPerCapability": 30,
        "outputDir": str(tmp_path / "datasets"),
        "name": "run-data",
        "systemPrompt": "Be brief.",
    } | changes
    return DatasetConfig.read(Fields(job), {"ARCHIVE_TOKEN": "token"})


def run(config: DatasetConfig) -> dict:
    return dataset.run(config, Progress(lambda: 0.0))


def kept(tmp_path: Path, result: dict, name: str = "train") -> list[rows.Row]:
    return rows.read(tmp_path / "datasets" / result["uri"] / f"{name}.jsonl")


def left_out(tmp_path: Path, result: dict) -> list[dict]:
    lines = (tmp_path / "datasets" / result["report"] / "quarantine.jsonl").read_text()
    return [json.loads(line) for line in lines.splitlines()]


def test_corrections_and_replay_become_one_complete_directory(stand_in, replay, tmp_path):
    serves(stand_in, [correction(i) for i in range(60)])

    result = run(settings(stand_in.url, tmp_path, corrected(), replayed(replay)))

    path = tmp_path / "datasets" / result["uri"]
    assert result["uri"] == f"run-data-{result['digest'][:12]}"
    assert artifacts.open_complete(path).digest == result["digest"]
    assert (result["corrections"], result["replay"], result["sources"]) == (60, 100, 12)
    train, test = kept(tmp_path, result), kept(tmp_path, result, "test")
    assert (len(train), len(test)) == (result["trainRows"], result["testRows"])
    assert result["perCapability"] == {
        "date": {"train": 50, "test": 10},
        "order": {"train": 50, "test": 30},
        "units": {"train": 50, "test": 30},
    }
    assert result["rowsBySource"] == {"corrections": 60, "replay": 160}
    assert result["guard"] == {
        "state": "Unconfirmed",
        "corrections": 60,
        "sources": 12,
        "confirmed": 0,
        "findings": [],
    }
    assert {r.prompt for r in train}.isdisjoint(r.prompt for r in test)
    assert "| date | 50 | 10 |" in (path / "card.md").read_text()


def test_the_request_names_service_capability_and_since_and_bears_the_token(stand_in, tmp_path):
    serves(stand_in, [correction(i) for i in range(60)])

    run(settings(stand_in.url, tmp_path, corrected()))

    path, headers, _ = stand_in.requests[0]
    assert path.startswith("/v1/corrections?service=support%2Fsupport&dataset=run-data")
    assert "&capability=date&since=1970-01-01T00%3A00%3A00Z" in path
    assert headers["Authorization"] == "Bearer token"


def test_rows_of_the_drifted_capability_from_before_are_left_out(stand_in, replay, tmp_path):
    serves(stand_in, [correction(i) for i in range(60)])
    when = {"since": "1970-01-01T00:00:02.010Z", "graceSeconds": 1, "capability": "date"}

    result = run(settings(stand_in.url, tmp_path, corrected(), replayed(replay), outdated=[when]))

    old = [r for r in left_out(tmp_path, result) if r["reason"] == "Outdated"]
    assert {r["timeMillis"] for r in old} == set(range(1000, 1010))
    everything = kept(tmp_path, result) + kept(tmp_path, result, "test")
    assert not [r for r in everything if r.origin == "replay" and r.capability == "date"]


def test_it_waits_while_the_archive_is_down_and_until_there_are_enough(stand_in, tmp_path):
    answers = [(503, "", {}), (200, "{not json", {}), (200, ndjson([correction(1)]), {})]
    full = (200, ndjson([correction(i) for i in range(60)]), {})
    stand_in.answer = lambda *_: answers.pop(0) if answers else full

    result = run(settings(stand_in.url, tmp_path, corrected(maximumWaitSeconds=60)))

    assert result["corrections"] == 60
    assert len(stand_in.requests) == 4


def test_too_few_corrections_end_with_their_number(stand_in, tmp_path):
    serves(stand_in, [correction(i) for i in range(7)])

    with pytest.raises(JobError, match=r"7 distinct corrections of date .* expected at least 20"):
        run(settings(stand_in.url, tmp_path, corrected()))


def test_an_archive_that_stays_away_is_named(tmp_path):
    with pytest.raises(JobError, match=r"0 distinct .* not usable at the end: .*does not answer"):
        run(settings("http://127.0.0.1:9", tmp_path, corrected()))


def test_a_refused_token_ends_at_once(stand_in, tmp_path):
    stand_in.answer = lambda *_: (401, "", {})

    with pytest.raises(JobError, match="refused the request with HTTP 401"):
        run(settings(stand_in.url, tmp_path, corrected(maximumWaitSeconds=600)))


def test_the_same_rows_are_the_same_version_and_new_feedback_is_another(stand_in, tmp_path):
    serves(stand_in, [correction(i) for i in range(60)])
    first = run(settings(stand_in.url, tmp_path, corrected()))

    assert run(settings(stand_in.url, tmp_path, corrected(), build=2)) == first
    serves(stand_in, [correction(i) for i in range(61)])
    second = run(settings(stand_in.url, tmp_path, corrected(), build=3))

    assert second["digest"] != first["digest"]
    assert artifacts.open_complete(tmp_path / "datasets" / first["uri"]).digest == first["digest"]


def test_a_restart_replaces_a_half_written_dataset(stand_in, tmp_path):
    serves(stand_in, [correction(i) for i in range(60)])
    config = settings(stand_in.url, tmp_path, corrected())
    first = run(config)
    path = tmp_path / "datasets" / first["uri"]
    (path / "COMPLETE").unlink()
    (path / "train.jsonl").write_text("half")

    assert run(config) == first
    assert artifacts.open_complete(path).digest == first["digest"]


def test_a_replay_file_without_other_capabilities_is_refused(stand_in, tmp_path):
    path = tmp_path / "replay.jsonl"
    rows.write(path, [rows.Row("date", "q", "a")])

    with pytest.raises(JobError, match="no row of a capability other than date"):
        run(settings(stand_in.url, tmp_path, corrected(), replayed(path)))


def test_without_corrections_only_replay_is_taken_of_every_capability(replay, tmp_path):
    result = run(settings("", tmp_path, replayed(replay), outdated=[]))

    assert set(result["perCapability"]) == {"date", "units", "order"}
    assert (result["corrections"], result["sources"], result["trainRows"]) == (0, 0, 100)
    assert result["guard"]["state"] == "Passed"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(JobError, match=r"cannot read .*none.jsonl: No such file"):
        run(settings("", tmp_path, replayed(tmp_path / "none.jsonl")))


def test_another_datasets_training_rows_keep_what_they_are(stand_in, replay, tmp_path):
    serves(stand_in, [correction(i) for i in range(60)])
    first = run(settings(stand_in.url, tmp_path, corrected()))
    earlier = {"path": str(tmp_path / "datasets" / first["uri"]), "rows": 30}

    result = run(
        settings("", tmp_path, {"name": "earlier", "dataset": earlier}, outdated=[], name="next")
    )

    assert result["trainRows"] == 30
    taken = kept(tmp_path, result)
    assert {(r.provenance, r.origin) for r in taken} == {(rows.HUMAN, "earlier")}


def test_the_models_own_answers_are_capped_and_of_a_generation(stand_in, replay, tmp_path):
    def own(i: int, **changes) -> dict:
        question = [{"role": "user", "content": f"Tell me about number {i} please"}]
        return correction(i, release="r1", capability="chat", messages=question) | changes

    lines = [own(i, answer=f"about {i}", rating=1.0 if i < 200 else None) for i in range(300)]
    lines += [own(i, answer=f"about {i}", release="grown") for i in range(300, 340)]
    serves(stand_in, lines)
    source = {"name": "answers", "interactions": {"capabilities": ["chat"]}}

    result = run(
        settings(
            stand_in.url, tmp_path, source, replayed(replay), generations={"r1": 0, "grown": 1}
        )
    )

    train = kept(tmp_path, result)
    unverified = sum(not r.trusted and not r.verified for r in train)
    verified = sum(not r.trusted and r.verified for r in train)
    assert unverified == int(0.2 * len(train))
    assert verified == pytest.approx(0.6 * len(train), abs=1) or verified == 170
    assert result["quarantine"]["Generation"] == 40
    assert result["generation"] == 1
    assert all(r.trusted or r.verified for r in kept(tmp_path, result, "test"))


def test_the_declared_mix_and_the_largest_number_are_kept(replay, tmp_path):
    mix = [{"capability": "units", "weight": "3"}, {"capability": "order", "weight": "1"}]

    result = run(settings("", tmp_path, replayed(replay), outdated=[], mix=mix, maximumRows=40))

    assert set(result["perCapability"]) - {"date"} == {"units", "order"}
    train = kept(tmp_path, result)
    assert len(train) <= 40
    assert result["quarantine"]["NotInMix"] > 0


def test_evaluation_items_and_what_resembles_them_are_on_neither_side(replay, tmp_path):
    golden = tmp_path / "golden.jsonl"
    asked = [r for r in rows.read(replay) if r.capability == "units"][:40]
    rows.write(golden, asked)

    result = run(
        settings(
            "",
            tmp_path,
            replayed(replay, rows=500),
            outdated=[],
            evaluationSets=[str(golden)],
        )
    )

    everything = kept(tmp_path, result) + kept(tmp_path, result, "test")
    assert {r.prompt for r in everything}.isdisjoint({r.prompt for r in asked})
    assert result["quarantine"]["EvaluationOverlap"] == 40
