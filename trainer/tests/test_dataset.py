"""The command dataset: waits, splits, leaves one immutable directory, survives what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import StandIn, correction, ndjson

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


def settings(url: str, replay: Path, tmp_path: Path, **changes) -> DatasetConfig:
    job = {
        "service": "support/support",
        "capability": "date",
        "since": "2026-01-01T00:00:00Z",
        "archiveUrl": url,
        "minimumCorrections": 20,
        "maximumWaitSeconds": 0,
        "replayPath": str(replay),
        "replayRows": 100,
        "testPerCapability": 30,
        "outputDir": str(tmp_path / "datasets"),
        "name": "run-data",
        "systemPrompt": "Be brief.",
    } | changes
    return DatasetConfig.read(Fields(job), {"ARCHIVE_TOKEN": "token"})


def run(config: DatasetConfig) -> dict:
    return dataset.run(config, Progress(lambda: 0.0))


def serves(stand_in: StandIn, lines: list[dict]) -> None:
    stand_in.answer = lambda *_: (200, ndjson(lines), {})


def test_corrections_and_replay_become_one_complete_directory(stand_in, replay, tmp_path):
    serves(stand_in, [correction(i) for i in range(50)])

    result = run(settings(stand_in.url, replay, tmp_path))

    path = tmp_path / "datasets" / result["uri"]
    assert result["uri"] == f"run-data-{result['digest'][:12]}"
    assert artifacts.open_complete(path).digest == result["digest"]
    assert (result["corrections"], result["replay"], result["sources"]) == (50, 100, 12)
    train, test = rows.read(path / "train.jsonl"), rows.read(path / "test.jsonl")
    assert (len(train), len(test)) == (result["trainRows"], result["testRows"])
    assert result["perCapability"] == {
        "date": {"train": 40, "test": 10},
        "order": {"train": 50, "test": 30},
        "units": {"train": 50, "test": 30},
    }
    assert {r.prompt for r in train}.isdisjoint(r.prompt for r in test)


def test_the_request_names_service_capability_and_since_and_bears_the_token(
    stand_in, replay, tmp_path
):
    serves(stand_in, [correction(i) for i in range(20)])

    run(settings(stand_in.url, replay, tmp_path))

    path, headers, _ = stand_in.requests[0]
    assert path.startswith("/v1/corrections?service=support%2Fsupport&capability=date&since=2026")
    assert path.endswith("&dataset=run-data")
    assert headers["Authorization"] == "Bearer token"


def test_the_latest_corrections_test(stand_in, replay, tmp_path):
    serves(stand_in, [correction(i) for i in range(50)])

    result = run(settings(stand_in.url, replay, tmp_path))

    test = rows.read(tmp_path / "datasets" / result["uri"] / "test.jsonl")
    assert {r.answer for r in test if r.capability == "date"} == {
        f"24 May {i}" for i in range(40, 50)
    }


def test_rows_of_the_drifted_capability_are_never_replayed(stand_in, replay, tmp_path):
    serves(stand_in, [correction(i) for i in range(20)])

    result = run(settings(stand_in.url, replay, tmp_path))

    path = tmp_path / "datasets" / result["uri"]
    old = [
        r
        for f in ("train", "test")
        for r in rows.read(path / f"{f}.jsonl")
        if r.provenance == "replay" and r.capability == "date"
    ]
    assert old == []


def test_it_waits_while_the_archive_is_down_and_until_there_are_enough(stand_in, replay, tmp_path):
    answers = [(503, "", {}), (200, "{not json", {}), (200, ndjson([correction(1)]), {})]
    full = (200, ndjson([correction(i) for i in range(20)]), {})
    stand_in.answer = lambda *_: answers.pop(0) if answers else full

    result = run(settings(stand_in.url, replay, tmp_path, maximumWaitSeconds=60))

    assert result["corrections"] == 20
    assert len(stand_in.requests) == 4


def test_too_few_corrections_end_with_their_number(stand_in, replay, tmp_path):
    serves(stand_in, [correction(i) for i in range(7)])

    with pytest.raises(JobError, match=r"7 distinct corrections of date .* expected at least 20"):
        run(settings(stand_in.url, replay, tmp_path))


def test_an_archive_that_stays_away_is_named(replay, tmp_path):
    with pytest.raises(JobError, match=r"0 distinct .* not usable at the end: .*does not answer"):
        run(settings("http://127.0.0.1:9", replay, tmp_path))


def test_a_refused_token_ends_at_once(stand_in, replay, tmp_path):
    stand_in.answer = lambda *_: (401, "", {})

    with pytest.raises(JobError, match="refused the request with HTTP 401"):
        run(settings(stand_in.url, replay, tmp_path, maximumWaitSeconds=600))


def test_a_restart_finds_the_finished_dataset(stand_in, replay, tmp_path):
    serves(stand_in, [correction(i) for i in range(30)])
    config = settings(stand_in.url, replay, tmp_path)
    first = run(config)
    serves(stand_in, [correction(i) for i in range(40)])

    assert run(config) == first


def test_a_restart_replaces_a_half_written_dataset(stand_in, replay, tmp_path):
    serves(stand_in, [correction(i) for i in range(30)])
    config = settings(stand_in.url, replay, tmp_path)
    first = run(config)
    path = tmp_path / "datasets" / first["uri"]
    (path / "COMPLETE").unlink()
    (path / "train.jsonl").write_text("half")

    assert run(config) == first
    assert artifacts.open_complete(path).digest == first["digest"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: expected an object"),
        ('{"capability":"a","prompt":"b"}', "line 2: expected field answer"),
        ('{"capability":"a","prompt":"b","answer":" "}', "line 2: expected field answer"),
    ],
)
def test_a_malformed_replay_row_is_named_by_file_and_line(tmp_path, line, problem):
    path = tmp_path / "replay.jsonl"
    path.write_text(json.dumps(rows.Row("a", "b", "c").as_json()) + "\n" + line + "\n")

    with pytest.raises(JobError, match=f"{path} {problem}"):
        rows.read(path)


def test_a_replay_file_without_other_capabilities_is_refused(stand_in, tmp_path):
    path = tmp_path / "replay.jsonl"
    rows.write(path, [rows.Row("date", "q", "a")])

    with pytest.raises(JobError, match="no row of a capability other than date"):
        run(settings(stand_in.url, path, tmp_path))


def test_without_replay_only_corrections_are_taken(stand_in, replay, tmp_path):
    serves(stand_in, [correction(i) for i in range(20)])

    result = run(settings(stand_in.url, replay, tmp_path, replayPath=None, replayRows=None))

    assert result["perCapability"] == {"date": {"train": 16, "test": 4}}


def test_without_corrections_only_replay_is_taken_of_every_capability(replay, tmp_path):
    nothing = {"capability": None, "since": None, "minimumCorrections": None}

    result = run(settings("http://127.0.0.1:9", replay, tmp_path, **nothing))

    assert set(result["perCapability"]) == {"date", "units", "order"}
    assert (result["corrections"], result["sources"], result["trainRows"]) == (0, 0, 100)


def test_a_dataset_of_nothing_is_refused(replay, tmp_path):
    with pytest.raises(JobError, match="expected capability or replayPath, found neither"):
        settings("http://127.0.0.1:9", replay, tmp_path, capability=None, replayPath=None)


def test_a_missing_replay_file_is_named(stand_in, tmp_path):
    with pytest.raises(JobError, match=r"cannot read .*none.jsonl: No such file"):
        run(settings(stand_in.url, tmp_path / "none.jsonl", tmp_path))
