"""The command line: exit codes, last words, progress over HTTP, CPUs of the cgroup."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from homeostat_trainer import __main__ as program
from homeostat_trainer import cpu, dataset, termination
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress, serve

JOB = {
    "service": "support/support",
    "sources": [{"name": "replay", "file": {"path": "/none"}}],
    "outputDir": "/none",
    "name": "n",
}


@pytest.fixture
def last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TERMINATION_LOG", str(tmp_path / "last-words"))
    monkeypatch.setenv("PROGRESS_HOST", "127.0.0.1")
    monkeypatch.setenv("PROGRESS_PORT", "0")
    monkeypatch.setenv("ARCHIVE_TOKEN", "token")
    return tmp_path / "last-words"


def start(tmp_path: Path, job: dict) -> int:
    (tmp_path / "job.json").write_text(json.dumps(job))
    return program.main(["dataset", "--config", str(tmp_path / "job.json")])


def test_a_result_is_the_last_word(tmp_path, last_words, monkeypatch):
    monkeypatch.setattr(dataset, "run", lambda config, progress: {"digest": config.name})

    assert start(tmp_path, JOB) == 0
    assert json.loads(last_words.read_text()) == {"digest": "n"}


def test_a_wrong_field_is_the_last_word(tmp_path, last_words):
    assert start(tmp_path, JOB | {"name": 7}) == 1
    assert json.loads(last_words.read_text()) == {
        "error": "job.json: expected field name to be a text that is not empty, found 7"
    }


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (JobError("one\ntwo"), "one two"),
        (OSError(28, "No space left on device", "/tmp/x"), "no space left (/tmp/x)"),
        (OSError(30, "Read-only file system", "/x"), "Read-only file system (/x)"),
        (RuntimeError("boom"), "RuntimeError: boom (a defect: see the Job's log)"),
    ],
)
def test_every_failure_has_one_line_of_last_words(
    tmp_path, last_words, monkeypatch, error, message
):
    def fail(config, progress):
        raise error

    monkeypatch.setattr(dataset, "run", fail)

    assert start(tmp_path, JOB) == 1
    assert json.loads(last_words.read_text()) == {"error": message}


def test_a_long_error_is_cut():
    text = termination.error("x" * 9000)

    assert len(text.encode()) < termination.LIMIT_BYTES
    assert text.endswith('…"}')


def test_a_result_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="at most 4096 fit"):
        termination.encode({"note": "é" * 3000})


def test_progress_is_served_as_json():
    time = iter([0.0, 0.0, 10.0])
    progress = Progress(lambda: next(time))
    progress.phase("Training")
    progress.step(1, 4, loss=0.123456789)
    server = serve(progress, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        with urllib.request.urlopen(f"{url}/progress") as response:
            assert json.load(response) == {
                "phase": "Training",
                "fraction": 0.25,
                "etaSeconds": 30,
                "loss": 0.12346,
                "message": "",
            }
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{url}/other")
    finally:
        server.shutdown()
        server.server_close()


def test_a_taken_port_does_not_stop_the_job():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        assert serve(Progress(lambda: 0.0), "127.0.0.1", taken.getsockname()[1]) is None


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"cpu.max": "50000 100000"}, 1),
        ({"cpu.max": "100000 100000"}, 1),
        ({"cpu/cpu.cfs_quota_us": "100000", "cpu/cpu.cfs_period_us": "100000"}, 1),
    ],
)
def test_a_quota_limits_the_threads(tmp_path, files, expected):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text + "\n")

    assert cpu.count(tmp_path) == expected


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"cpu.max": "max 100000"},
        {"cpu.max": "garbage"},
        {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"},
    ],
)
def test_without_quota_the_affinity_counts(tmp_path, files):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text + "\n")

    assert cpu.count(tmp_path) == cpu.count(tmp_path / "none") >= 1
