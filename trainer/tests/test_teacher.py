"""A teacher's answers: what confirms them, and what becomes of the others."""

from __future__ import annotations

import json

import httpx
import pytest
from conftest import correction

from homeostat_trainer import archive, rows, teacher
from homeostat_trainer.config.dataset import DatasetConfig
from homeostat_trainer.config.dataset_sources import TeacherSource
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.errors import JobError


def source(url: str, **accept) -> TeacherSource:
    job = {
        "service": "ns/s",
        "archiveUrl": "http://archive",
        "name": "data",
        "outputDir": "/none",
        "sources": [
            {
                "name": "relabelled",
                "teacher": {
                    "endpoint": f"{url}/v1",
                    "model": "qwen2.5-72b",
                    "keyVariable": "TEACHER_KEY",
                    "interactions": {"maximumScore": "0.5"},
                    "accept": accept,
                },
            }
        ],
    }
    env = {"ARCHIVE_TOKEN": "t", "TEACHER_KEY": "k"}
    return DatasetConfig.read(Fields(job), env).teachers[0]


def asked(count: int, **changes) -> list[archive.Answer]:
    found = source("http://none").asked
    return [archive.answer(correction(i, release="r") | changes, found) for i in range(count)]


def answers(stand_in, judged: list[int] | None = None) -> None:
    """The teacher repeats the number of the question; the judge gives the scores in turn."""

    def answer(method, path, headers, body):
        request = json.loads(body)
        text = request["messages"][-1]["content"]
        if request["model"] == "llama-3":
            text = json.dumps({"reason": "r", "score": judged.pop(0)})
        else:
            text = text.split()[-1]
        return 200, json.dumps({"choices": [{"message": {"content": text}}]}), {}

    stand_in.answer = answer


def relabelled(given: TeacherSource, items: list[archive.Answer]):
    with httpx.Client() as client:
        return teacher.relabelled(client, given, items)


def test_references_decide_where_there_are_any(stand_in):
    answers(stand_in)
    right = asked(1, reference="2000-05-24")
    wrong = asked(1, reference="2001-05-24")

    accepted, refused = relabelled(source(stand_in.url, pattern=".*"), right + wrong)

    assert [r.answer for r in accepted] == ["2000-05-24."]
    assert len(refused) == 1
    assert (accepted[0].provenance, accepted[0].verified) == (rows.OTHER_MODEL, True)
    assert (accepted[0].origin, accepted[0].generation) == ("relabelled", 1)
    assert stand_in.requests[0][1]["Authorization"] == "Bearer k"


def test_a_pattern_decides_without_references(stand_in):
    answers(stand_in)

    accepted, refused = relabelled(source(stand_in.url, pattern=r"200\d-.*"), asked(12))

    assert (len(accepted), len(refused)) == (10, 2)


def test_a_judge_of_another_family_decides_last(stand_in):
    answers(stand_in, [5, 4, 3])
    judge = {"endpoint": f"{stand_in.url}/v1", "model": "llama-3"}

    accepted, refused = relabelled(source(stand_in.url, judge=judge), asked(3))

    assert (len(accepted), len(refused)) == (2, 1)


def test_what_nothing_can_check_is_refused(stand_in):
    answers(stand_in)

    assert len(relabelled(source(stand_in.url), asked(4))[1]) == 4


def test_a_judge_of_the_teachers_family_is_refused():
    with pytest.raises(
        JobError, match=r"another family than the teacher qwen2\.5-72b, found Qwen/"
    ):
        source("http://x", judge={"endpoint": "http://y/v1", "model": "Qwen/Qwen3-8B"})


def test_a_teacher_that_does_not_answer_ends_the_build(stand_in):
    stand_in.answer = lambda *_: (500, "", {})

    with pytest.raises(JobError, match="source relabelled: 3 of 3 questions got no answer"):
        relabelled(source(stand_in.url), asked(3))
