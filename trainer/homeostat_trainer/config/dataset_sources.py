"""Where the rows of a dataset come from, as job.json says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from homeostat_trainer import rows
from homeostat_trainer.config.fields import Fields, secret
from homeostat_trainer.errors import JobError

KINDS = ("corrections", "interactions", "teacher", "file", "dataset")


@dataclass(frozen=True)
class CorrectionSource:
    """Which corrections are asked for, and how many a build waits for."""

    name: str
    capability: str
    since: str
    minimum: int
    maximum_wait_seconds: int


@dataclass(frozen=True)
class InteractionSource:
    """Which answers of the model are asked for; None is no condition."""

    name: str
    capabilities: tuple[str, ...]
    releases: tuple[str, ...]
    since: str | None
    until: str | None
    minimum_score: float | None
    maximum_score: float | None
    minimum_rating: float | None
    rows: int


@dataclass(frozen=True)
class ModelEndpoint:
    """An OpenAI-compatible endpoint up to and with `/v1`; `key` is empty when none is needed."""

    url: str
    model: str
    key: str

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> ModelEndpoint:
        variable = fields.text("keyVariable", "")
        return ModelEndpoint(
            fields.text("endpoint").rstrip("/"),
            fields.text("model"),
            secret(env, variable) if variable else "",
        )

    @property
    def family(self) -> str:
        """The letters that its name begins with: `qwen` for `Qwen/Qwen2.5-7B`."""
        name = self.model.rsplit("/", 1)[-1].lower()
        return re.match(r"[a-z]*", name)[0] or name


@dataclass(frozen=True)
class TeacherSource:
    """A stronger model that answers what the model was asked, and what its answers must pass."""

    name: str
    teacher: ModelEndpoint
    asked: InteractionSource
    pattern: str | None
    judge: ModelEndpoint | None
    minimum_score: int


@dataclass(frozen=True)
class FileSource:
    """A file of rows and how many of them are trained on; a Dataset's file says who wrote them."""

    name: str
    path: Path
    provenance: str
    rows: int


def kind_of(source: Fields) -> str:
    """Which of KINDS a source is."""
    given = source.given(*KINDS)
    if len(given) != 1:
        raise JobError(
            f"job.json: expected source {source.text('name')} to have exactly one of "
            f"{', '.join(KINDS)}, found {', '.join(given) or 'none'}"
        )
    return given[0]


def corrections(source: Fields) -> CorrectionSource:
    """A source of corrections."""
    fields = source.object("corrections")
    return CorrectionSource(
        name=source.text("name"),
        capability=fields.text("capability"),
        since=fields.text("since"),
        minimum=fields.integer("minimum", 1, 50),
        maximum_wait_seconds=fields.integer("maximumWaitSeconds", 0, 86400),
    )


def teacher(source: Fields, env: Mapping[str, str]) -> TeacherSource:
    """A source of a teacher's answers, whose judge must be of another family."""
    fields = source.object("teacher")
    accept = fields.object("accept")
    judge = accept.object("judge") if accept.given("judge") else None
    found = TeacherSource(
        name=source.text("name"),
        teacher=ModelEndpoint.read(fields, env),
        asked=interactions(source.text("name"), fields.object("interactions")),
        pattern=accept.text("pattern", "") or None,
        judge=ModelEndpoint.read(judge, env) if judge else None,
        minimum_score=judge.integer("minimumScore", 1, 4) if judge else 0,
    )
    if found.judge and found.judge.family == found.teacher.family:
        raise JobError(
            f"job.json: expected the judge of source {found.name} to be of another family than "
            f"the teacher {found.teacher.model}, found {found.judge.model}"
        )
    return found


def interactions(name: str, fields: Fields) -> InteractionSource:
    """Which answers of the model are meant."""
    optional = {
        bound: fields.decimal(bound, 0.0, 1.0) if fields.given(bound) else None
        for bound in ("minimumScore", "maximumScore", "minimumRating")
    }
    return InteractionSource(
        name=name,
        capabilities=fields.texts("capabilities", (), empty=True),
        releases=fields.texts("releases", (), empty=True),
        since=fields.text("since", "") or None,
        until=fields.text("until", "") or None,
        minimum_score=optional["minimumScore"],
        maximum_score=optional["maximumScore"],
        minimum_rating=optional["minimumRating"],
        rows=fields.integer("rows", 1, 10_000),
    )


def file(source: Fields, kind: str) -> FileSource:
    """A file of rows; of a Dataset its training rows."""
    fields = source.object(kind)
    path = Path(fields.text("path"))
    return FileSource(
        name=source.text("name"),
        path=path / "train.jsonl" if kind == "dataset" else path,
        provenance=fields.text("provenance", rows.BASE_TRAINING),
        rows=fields.integer("rows", 1, 1000),
    )
