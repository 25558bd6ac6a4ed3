"""Configuration of the command `finetune`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeostat_trainer.config.fields import Fields
from homeostat_trainer.errors import JobError

ALL_LINEAR = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
METHODS = ("LoRA", "QLoRA")
LARGEST_RANK = 512


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
class EarlyStopping:
    """When a training that no longer gets better on rows it does not learn ends early."""

    validation_share: float
    patience: int

    @staticmethod
    def read(fields: Fields) -> EarlyStopping:
        return EarlyStopping(
            validation_share=fields.decimal("validationShare", 0.001, 0.5, 0.1),
            patience=fields.integer("patience", 1, 2),
        )


@dataclass(frozen=True)
class Training:
    """How long and how fast the adapter learns.

    batch_size: rows of one step, over all devices; micro_batch_size: of them at once.
    maximum_tokens: longest row; None for the model's own length.
    """

    epochs: int
    learning_rate: float
    batch_size: int
    micro_batch_size: int
    seed: int
    packing: bool
    maximum_tokens: int | None
    early_stopping: EarlyStopping | None

    @staticmethod
    def read(fields: Fields) -> Training:
        batch_size = fields.integer("batchSize", 1, 32)
        longest = fields.integer("maximumTokens", 0, 0)
        stopping = fields.given("earlyStopping")
        return Training(
            epochs=fields.integer("epochs", 1, 3),
            learning_rate=fields.decimal("learningRate", 1e-7, 1.0, 2e-4),
            batch_size=batch_size,
            micro_batch_size=min(batch_size, fields.integer("microBatchSize", 1, batch_size)),
            seed=fields.integer("seed", 0, 1),
            packing=fields.flag("packing", False),
            maximum_tokens=longest or None,
            early_stopping=EarlyStopping.read(fields.object("earlyStopping")) if stopping else None,
        )


@dataclass(frozen=True)
class Device:
    """What the training runs on.

    processes: one per GPU. divisor: by how much batches are cut, since larger ones did not fit.
    """

    processes: int
    divisor: int

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> Device:
        text = env.get("BATCH_DIVISOR", "1")
        if not text.isdigit() or int(text) < 1:
            raise JobError(f"expected BATCH_DIVISOR to be a whole number from 1, found {text!r}")
        return Device(processes=fields.integer("processes", 1, 1), divisor=int(text))


@dataclass(frozen=True)
class FineTuneConfig:
    """What the command `finetune` trains.

    checkpoint_dir: where a training that is interrupted goes on; None where nothing is kept.
    lineage: what the training belongs to, for the model card and MLflow.
    """

    model_path: str
    dataset_dir: Path
    output_dir: Path
    checkpoint_dir: Path | None
    checkpoint_seconds: int
    name: str
    method: str
    lora: Lora
    largest_rank: int
    training: Training
    device: Device
    system_prompt: str
    lineage: dict[str, str]
    registered_model: str

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> FineTuneConfig:
        return FineTuneConfig(
            model_path=fields.text("modelPath"),
            dataset_dir=Path(fields.text("datasetDir")),
            output_dir=Path(fields.text("outputDir")),
            checkpoint_dir=_path(fields.text("checkpointDir", "")),
            checkpoint_seconds=fields.object("training").integer("checkpointSeconds", 1, 300),
            name=fields.text("name"),
            method=_method(fields),
            lora=Lora.read(fields.object("lora")),
            largest_rank=fields.integer("largestRank", 1, LARGEST_RANK),
            training=Training.read(fields.object("training")),
            device=Device.read(fields, env),
            system_prompt=fields.text("systemPrompt", ""),
            lineage=_texts(fields.object("lineage").values()),
            registered_model=fields.text("registeredModel", ""),
        )


def _path(text: str) -> Path | None:
    return Path(text) if text else None


def _method(fields: Fields) -> str:
    method = fields.text("method", METHODS[0])
    if method not in METHODS:
        raise JobError(
            f"job.json: expected field method to be {' or '.join(METHODS)}, found {method!r}"
        )
    return method


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value is not None}
