"""job.json as typed values, with errors that name the field, what was expected and what was found.

Decimals may be numbers or strings ("0.003"), because Kubernetes resources carry them as strings.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeostat_trainer.errors import JobError

ALL_LINEAR = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
METRICS = ("ExactMatch", "TokenF1")
BOUNDS = ("minimum", "maximumRegression", "minimumImprovement")


class Fields:
    """Reads fields of one JSON object; each method raises JobError with the field's path."""

    def __init__(self, values: Any, path: str = ""):
        if not isinstance(values, dict):
            raise JobError(f"job.json: expected {path or 'the file'} to be an object")
        self._values = values
        self._path = path

    def _wrong(self, name: str, expected: str) -> JobError:
        found = "nothing" if self._values.get(name) is None else repr(self._values[name])
        field = f"{self._path}.{name}" if self._path else name
        return JobError(f"job.json: expected field {field} to be {expected}, found {found}")

    def text(self, name: str, default: str | None = None) -> str:
        value = self._values.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (not value and default is None):
            raise self._wrong(name, "a text that is not empty")
        return value

    def integer(self, name: str, minimum: int, default: int | None = None) -> int:
        value = self._values.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or value < minimum:
            raise self._wrong(name, f"a whole number of at least {minimum}")
        return value

    def decimal(self, name: str, low: float, high: float, default: float | None = None) -> float:
        value = self._values.get(name)
        if value is None and default is not None:
            return default
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if isinstance(value, bool) or not low <= number <= high:
            raise self._wrong(name, f"a number from {low:g} to {high:g}")
        return number

    def texts(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = self._values.get(name)
        if value is None:
            return default
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            raise self._wrong(name, "a list of texts that is not empty")
        return tuple(value)

    def object(self, name: str) -> Fields:
        value = self._values.get(name)
        path = f"{self._path}.{name}" if self._path else name
        return Fields({} if value is None else value, path)

    def objects(self, name: str) -> list[Fields]:
        value = self._values.get(name)
        if not isinstance(value, list) or not value:
            raise self._wrong(name, "a list of objects that is not empty")
        return [Fields(item, f"{name}[{i}]") for i, item in enumerate(value)]

    def given(self, *names: str) -> list[str]:
        return [name for name in names if self._values.get(name) is not None]


@dataclass(frozen=True)
class FilesConfig:
    """What the command `files` reads: the folder of a model or of an adapter."""

    kind: str
    path: Path

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> FilesConfig:
        kind = fields.text("kind")
        if kind not in ("Model", "Adapter"):
            raise JobError(f"job.json: expected field kind to be Model or Adapter, found {kind!r}")
        return FilesConfig(kind, Path(fields.text("path")))


@dataclass(frozen=True)
class CorrectionSource:
    """Which corrections are asked for, and how many a build waits for."""

    capability: str
    since: str
    archive_url: str
    archive_token: str
    minimum: int
    maximum_wait_seconds: int


@dataclass(frozen=True)
class ReplaySource:
    """A file of earlier training rows and how many of them are taken."""

    path: Path
    rows: int


@dataclass(frozen=True)
class DatasetConfig:
    """What the command `dataset` builds: from corrections, from replay, or from both."""

    service: str
    corrections: CorrectionSource | None
    replay: ReplaySource | None
    test_per_capability: int
    output_dir: Path
    name: str
    system_prompt: str

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> DatasetConfig:
        corrections = replay = None
        if fields.given("capability"):
            corrections = CorrectionSource(
                capability=fields.text("capability"),
                since=fields.text("since"),
                archive_url=fields.text("archiveUrl").rstrip("/"),
                archive_token=secret(env, "ARCHIVE_TOKEN"),
                minimum=fields.integer("minimumCorrections", 1, 50),
                maximum_wait_seconds=fields.integer("maximumWaitSeconds", 0, 86400),
            )
        if fields.given("replayPath"):
            replay = ReplaySource(
                Path(fields.text("replayPath")), fields.integer("replayRows", 1, 1000)
            )
        if corrections is None and replay is None:
            raise JobError(
                "job.json: expected capability or replayPath, found neither: a Dataset "
                "needs corrections, replay or both"
            )
        return DatasetConfig(
            service=fields.text("service"),
            corrections=corrections,
            replay=replay,
            test_per_capability=fields.integer("testPerCapability", 1, 100),
            output_dir=Path(fields.text("outputDir")),
            name=fields.text("name"),
            system_prompt=fields.text("systemPrompt", ""),
        )


@dataclass(frozen=True)
class Lora:
    """Shape of the adapter."""

    rank: int
    alpha: int
    dropout: float
    target_modules: tuple[str, ...]

    @staticmethod
    def read(fields: Fields) -> Lora:
        rank = fields.integer("rank", 1, 8)
        return Lora(
            rank=rank,
            alpha=fields.integer("alpha", 1, 2 * rank),
            dropout=fields.decimal("dropout", 0.0, 0.9, 0.0),
            target_modules=fields.texts("targetModules", ALL_LINEAR),
        )


@dataclass(frozen=True)
class Training:
    """How long and how fast the adapter learns."""

    epochs: int
    learning_rate: float
    batch_size: int
    seed: int

    @staticmethod
    def read(fields: Fields) -> Training:
        return Training(
            epochs=fields.integer("epochs", 1, 3),
            learning_rate=fields.decimal("learningRate", 1e-7, 1.0, 2e-4),
            batch_size=fields.integer("batchSize", 1, 32),
            seed=fields.integer("seed", 0, 1),
        )


@dataclass(frozen=True)
class FineTuneConfig:
    """What the command `finetune` trains."""

    model_path: str
    dataset_dir: Path
    output_dir: Path
    name: str
    lora: Lora
    training: Training
    system_prompt: str

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> FineTuneConfig:
        del env  # no secret is needed
        return FineTuneConfig(
            model_path=fields.text("modelPath"),
            dataset_dir=Path(fields.text("datasetDir")),
            output_dir=Path(fields.text("outputDir")),
            name=fields.text("name"),
            lora=Lora.read(fields.object("lora")),
            training=Training.read(fields.object("training")),
            system_prompt=fields.text("systemPrompt", ""),
        )


@dataclass(frozen=True)
class Gate:
    """One condition on the candidate; `capability` None means each capability of the items."""

    name: str
    capability: str | None
    metric: str
    bound: str
    limit: float

    @staticmethod
    def read(fields: Fields) -> Gate:
        name = fields.text("name")
        bounds = fields.given(*BOUNDS)
        if len(bounds) != 1:
            raise JobError(
                f"job.json: expected gate {name} to have exactly one of {', '.join(BOUNDS)}, "
                f"found {', '.join(bounds) or 'none'}"
            )
        metric = fields.text("metric", METRICS[0])
        if metric not in METRICS:
            raise JobError(
                f"job.json: expected the metric of gate {name} to be one of "
                f"{', '.join(METRICS)}, found {metric!r}"
            )
        return Gate(
            name=name,
            capability=fields.text("capability", "") or None,
            metric=metric,
            bound=bounds[0],
            limit=fields.decimal(bounds[0], 0.0, 1.0),
        )


@dataclass(frozen=True)
class EvaluateConfig:
    """What the command `evaluate` compares; `gateway_key` comes from the environment."""

    gateway_url: str
    gateway_key: str
    model: str
    candidate: str
    stable: str
    dataset_dir: Path
    gates: tuple[Gate, ...]
    concurrency: int
    deadline_seconds: int

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> EvaluateConfig:
        return EvaluateConfig(
            gateway_url=fields.text("gatewayUrl").rstrip("/"),
            gateway_key=secret(env, "GATEWAY_KEY"),
            model=fields.text("model"),
            candidate=fields.text("candidate"),
            stable=fields.text("stable"),
            dataset_dir=Path(fields.text("datasetDir")),
            gates=tuple(Gate.read(gate) for gate in fields.objects("gates")),
            concurrency=fields.integer("concurrency", 1, 8),
            deadline_seconds=fields.integer("deadlineSeconds", 1, 900),
        )


def secret(env: Mapping[str, str], name: str) -> str:
    """The environment variable, which must not be empty."""
    value = env.get(name, "")
    if not value:
        raise JobError(f"expected the environment variable {name}, found nothing: mount its Secret")
    return value


def load(path: Path) -> Fields:
    """The fields of a job.json."""
    try:
        return Fields(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise JobError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise JobError(f"{path} is not JSON: {error}") from error
