"""Configuration of the command `finetune`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from homeostat_trainer.config.fields import Fields

ALL_LINEAR = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


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
