"""The command evaluate against a stand-in gateway, also one that is down for a while."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import StandIn, make_dataset

from homeostat_trainer import evaluate, gateway, rows
from homeostat_trainer.config.evaluate import EvaluateConfig
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress


@pytest.fixture(autouse=True)
def quick_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(gateway, "_LONGEST_PAUSE", 0.02)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    test = [rows.Row("date", f"date {i}", "new") for i in range(20)]
    test += [rows.Row("units", f"units {i}", "old") for i in range(60)]
    return make_dataset(tmp_path, test[:1], test)


def settings(url: str, data: Path, **changes) -> EvaluateConfig:
    job = {
        "gatewayUrl": url,
        "model": "support",
        "candidate": "support-new",
        "stable": "support-old",
        "datasetDir": str(data),
        "concurrency": 4,
        "deadlineSeconds": 30,
        "gates": [
            {"name": "better", "capability": "date", "minimumImprovement": "0.5"},
            {"name": "kept", "capability": "units", "maximumRegression": "0.1"},
        ],
    } | changes
    return EvaluateConfig.read(Fields(job), {"GATEWAY_KEY": "key"})


def run(config: EvaluateConfig) -> dict:
    return evaluate.run(config, Progress(lambda: 0.0))


def completion(release: str, text: str | None):
    body = {"choices": [{"message": {"role": "assistant", "content": text}}]}
    return 200, json.dumps(body), {"x-homeostat-release": release}


def world(method, path, headers, body):
    """The new release knows that dates changed, the old one does not."""
    release = headers["x-homeostat-release"]
    question = json.loads(body)["messages"][-1]["content"]
    right = "new" if release == "support-new" and question.startswith("date") else "old"
    return completion(release, right)


def test_both_releases_answer_every_item_and_the_gates_decide(stand_in, data):
    stand_in.answer = world

    result = run(settings(stand_in.url, data))

    assert (result["verdict"], result["items"], result["identical"]) == ("Pass", 80, 60)
    assert len(stand_in.requests) == 160
    path, headers, body = stand_in.requests[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer key"
    assert json.loads(body)["model"] == "support"
    assert json.loads(body)["temperature"] == 0


def test_a_gateway_that_is_down_for_a_while_is_asked_again(stand_in, data):
    failures = [(503, "", {}), (404, "", {}), (429, "", {}), (200, "oops", {})]
    wrong = completion("support-old", "old")
    stand_in.answer = lambda *request: (
        failures.pop() if failures else wrong if len(stand_in.requests) == 5 else world(*request)
    )

    assert run(settings(stand_in.url, data, concurrency=1))["verdict"] == "Pass"


def test_a_gateway_that_stays_down_ends_at_the_deadline(stand_in, data):
    stand_in.answer = lambda *_: (503, "", {})

    with pytest.raises(
        JobError, match="no answer of release support-new until the deadline of 1 s: HTTP 503"
    ):
        run(settings(stand_in.url, data, deadlineSeconds=1))


def test_an_answer_of_another_release_is_never_counted(stand_in, data):
    stand_in.answer = lambda *_: completion("support-old", "new")

    with pytest.raises(JobError, match="release support-old answered instead of support-new"):
        run(settings(stand_in.url, data, deadlineSeconds=1))


def test_a_refused_key_ends_at_once(stand_in, data):
    stand_in.answer = lambda *_: (401, "", {})

    with pytest.raises(JobError, match="refused a request for release support-new with HTTP 401"):
        run(settings(stand_in.url, data))
    assert len(stand_in.requests) <= 8


def test_empty_answers_of_the_candidate_fail_it(stand_in, data):
    stand_in.answer = lambda method, path, headers, body: (
        completion("support-new", None)
        if headers["x-homeostat-release"] == "support-new"
        else world(method, path, headers, body)
    )

    assert run(settings(stand_in.url, data))["verdict"] == "Fail"


def test_a_dataset_without_items_is_refused(stand_in: StandIn, tmp_path):
    empty = make_dataset(tmp_path, [rows.Row("a", "b", "c")], [])

    with pytest.raises(JobError, match="has no items"):
        run(settings(stand_in.url, empty))
