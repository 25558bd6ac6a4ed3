"""The command `finetune`: a LoRA adapter learns the dataset's training rows.

The same configuration and dataset give the same adapter: seeds are fixed, an adapter that an
earlier attempt finished is found instead of trained again, and an attempt that was interrupted is
continued from its checkpoint.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from homeostat_trainer import artifacts, checkpoints, engine_check, examples, model_card, rows
from homeostat_trainer.config.finetune import FineTuneConfig
from homeostat_trainer.dataset import TRAIN
from homeostat_trainer.errors import DATA, JobError
from homeostat_trainer.progress import Progress
from homeostat_trainer.stopping import gently
from homeostat_trainer.tracking import Tracking


def run(config: FineTuneConfig, progress: Progress) -> dict[str, Any]:
    """Trains the adapter, or finds it when an earlier run of this Job finished it."""
    started = time.monotonic()
    dataset = artifacts.open_complete(config.dataset_dir)
    inputs = artifacts.digest_of(
        {
            "modelPath": config.model_path,
            "dataset": dataset.digest,
            "method": config.method,
            "lora": asdict(config.lora),
            "training": asdict(config.training),
            "systemPrompt": config.system_prompt,
        }
    )
    tracking = Tracking.of(config, dataset, inputs, os.environ)
    done = artifacts.find(config.output_dir, config.name, inputs)
    if done is None:
        done = _make(config, dataset, inputs, progress, tracking)
    if is_first():
        checkpoints.forget(config.checkpoint_dir, config.name)
    return _result(done) | {
        "seconds": round(time.monotonic() - started),
        **tracking.register(done),
    }


def is_first() -> bool:
    """Whether this is the process that writes, of all that train together."""
    return os.environ.get("RANK", "0") == "0"


def _make(
    config: FineTuneConfig,
    dataset: artifacts.Artifact,
    inputs: str,
    progress: Progress,
    tracking: Tracking,
) -> artifacts.Artifact:
    progress.phase("Loading")
    data = rows.read(dataset.path / TRAIN)
    if not data:
        raise JobError(f"{dataset.path / TRAIN} has no rows: nothing to learn", DATA)
    from homeostat_trainer import base, sft  # not before the checks: they load PyTorch
    from homeostat_trainer.watch import Watch

    start = base.load(config)
    learned, held = validation_split(data, config)
    longest = start.longest(config.training.maximum_tokens)
    encoded, too_long = examples.encode(start.tokenizer, learned, config.system_prompt, longest)
    checked, _ = examples.encode(start.tokenizer, held, config.system_prompt, longest)
    with (
        checkpoints.folder(config.checkpoint_dir, config.name, inputs) as folder,
        gently() as stop,
    ):
        watchers = [
            Watch(progress, folder, config.checkpoint_seconds, stop),
            *tracking.callbacks(),
        ]
        trainer, trained = sft.train(start, encoded, checked, config, folder, watchers, stop)
    progress.phase("Saving")
    card = {
        "name": config.name,
        "inputs": inputs,
        "modelPath": config.model_path,
        "method": config.method,
        "lora": asdict(config.lora),
        "training": asdict(config.training),
        "dataset": dataset.path.name,
        "datasetDigest": dataset.digest,
        "rows": len(encoded),
        "validationRows": len(checked),
        "rowsTooLong": too_long,
        "loss": round(trained.loss, 5),
        "validationLoss": trained.validation_loss and round(trained.validation_loss, 5),
        "steps": trained.steps,
        "epochs": trained.epochs,
        "losses": thinned(trained.losses),
        "lineage": config.lineage,
    }
    return _publish(trainer, config, dataset, card)


def _publish(
    trainer: Any, config: FineTuneConfig, dataset: artifacts.Artifact, card: dict[str, Any]
) -> artifacts.Artifact:
    with tempfile.TemporaryDirectory() as folder:
        staged = Path(folder) / "adapter"
        trainer.accelerator.unwrap_model(trainer.model).save_pretrained(staged)
        _tidy(staged, config.model_path)
        engine_check.check(staged, config.largest_rank)
        (staged / model_card.NAME).write_text(model_card.text(card, dataset.card), encoding="utf-8")
        if not is_first():
            return artifacts.Artifact(staged, "", card)
        return artifacts.publish(staged, config.output_dir, config.name, card)


def validation_split(
    data: list[rows.Row], config: FineTuneConfig
) -> tuple[list[rows.Row], list[rows.Row]]:
    """Rows to learn and rows to check on; what asks the same is never in both."""
    early = config.training.early_stopping
    if early is None:
        return data, []
    asked = sorted({(row.history, row.prompt) for row in data})
    held = max(1, round(early.validation_share * len(asked)))
    if held >= len(asked):
        raise JobError(
            f"expected at least 2 different questions to hold some out, found {len(asked)}: "
            "collect more rows or leave training.earlyStopping out",
            DATA,
        )
    chosen = set(random.Random(config.training.seed).sample(asked, held))
    return (
        [row for row in data if (row.history, row.prompt) not in chosen],
        [row for row in data if (row.history, row.prompt) in chosen],
    )


def thinned(losses: tuple[tuple[int, float], ...], most: int = 20) -> list[list[float]]:
    """At most so many of the losses, evenly spread, the last one among them."""
    stride = -(-len(losses) // most)
    kept = losses[::-1][:: max(1, stride)][::-1]
    return [[step, round(loss, 4)] for step, loss in kept]


def _result(done: artifacts.Artifact) -> dict[str, Any]:
    card = done.card
    return {
        "name": done.path.name,
        "digest": done.digest,
        **{
            field: card[field]
            for field in ("loss", "validationLoss", "steps", "epochs", "rows", "rowsTooLong")
            if card.get(field) is not None
        },
    }


def _tidy(folder: Path, model_path: str) -> None:
    """Leaves what the engine reads, with the base's path and in one fixed order of keys."""
    (folder / model_card.NAME).unlink(missing_ok=True)
    file = folder / "adapter_config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    config["base_model_name_or_path"] = model_path
    config["target_modules"] = sorted(config["target_modules"])
    file.write_text(json.dumps(config, indent=1, sort_keys=True) + "\n", encoding="utf-8")
