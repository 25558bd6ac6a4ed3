"""The command `finetune`: a LoRA adapter learns the dataset's training rows, on CPU in fp32.

The same configuration and dataset give the same adapter: seeds are fixed, and an adapter that an
earlier attempt finished is found instead of trained again.
"""

from __future__ import annotations

import json
import math
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from homeostat_trainer import artifacts, cpu, examples, rows
from homeostat_trainer.config.finetune import FineTuneConfig
from homeostat_trainer.dataset import TRAIN
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress

_WARMUP_STEPS = 10
_LOWEST_RATE = 0.02  # of the peak, at the end
_SMOOTHING = 0.9


def run(config: FineTuneConfig, progress: Progress) -> dict[str, Any]:
    """Trains the adapter, or finds it when an earlier run of this Job finished it."""
    started = time.monotonic()
    dataset = artifacts.open_complete(config.dataset_dir)
    inputs = artifacts.digest_of(
        {
            "modelPath": config.model_path,
            "dataset": dataset.digest,
            "lora": vars(config.lora),
            "training": vars(config.training),
            "systemPrompt": config.system_prompt,
        }
    )
    done = artifacts.find(config.output_dir, config.name, inputs)
    if done is None:
        done = _make(config, dataset, inputs, progress)
    return {
        "name": done.path.name,
        "digest": done.digest,
        "loss": done.card["loss"],
        "steps": done.card["steps"],
        "seconds": round(time.monotonic() - started),
    }


def _make(
    config: FineTuneConfig, dataset: artifacts.Artifact, inputs: str, progress: Progress
) -> artifacts.Artifact:
    progress.phase("Loading")
    data = rows.read(dataset.path / TRAIN)
    if not data:
        raise JobError(f"{dataset.path / TRAIN} has no rows: nothing to learn")
    tokenizer, model = _load(config)
    longest = getattr(model.config, "max_position_embeddings", None) or tokenizer.model_max_length
    encoded = examples.encode(tokenizer, data, config.system_prompt, longest)
    padding = tokenizer.eos_token_id if tokenizer.pad_token_id is None else tokenizer.pad_token_id
    progress.phase("Training")
    loss, steps = _train(model, encoded, padding, config, progress)
    progress.phase("Saving")
    card = {
        "name": config.name,
        "inputs": inputs,
        "modelPath": config.model_path,
        "dataset": dataset.path.name,
        "datasetDigest": dataset.digest,
        "rows": len(encoded),
        "loss": round(loss, 5),
        "steps": steps,
    }
    with tempfile.TemporaryDirectory() as folder:
        staged = Path(folder) / "adapter"
        model.save_pretrained(staged)
        _tidy(staged, config.model_path)
        return artifacts.publish(staged, config.output_dir, config.name, card)


def _load(config: FineTuneConfig) -> tuple[Any, Any]:
    """Tokenizer and base model with an untrained adapter."""
    if not (Path(config.model_path) / "config.json").is_file():
        raise JobError(
            f"expected a model in {config.model_path}, found no config.json: "
            "check model.uri of the ModelService"
        )
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_num_threads(cpu.count())
    torch.manual_seed(config.training.seed)
    tokenizer = AutoTokenizer.from_pretrained(config.model_path)
    base = AutoModelForCausalLM.from_pretrained(config.model_path, dtype=torch.float32)
    lora = LoraConfig(
        r=config.lora.rank,
        lora_alpha=config.lora.alpha,
        lora_dropout=config.lora.dropout,
        target_modules=list(config.lora.target_modules),
        bias="none",
        task_type="CAUSAL_LM",
    )
    try:
        return tokenizer, get_peft_model(base, lora)
    except ValueError as error:
        raise JobError(
            f"the adapter does not fit the model in {config.model_path}: {error}: "
            "check lora.targetModules"
        ) from error


def _train(
    model: Any,
    data: list[examples.Example],
    padding: int,
    config: FineTuneConfig,
    progress: Progress,
) -> tuple[float, int]:
    """Smoothed loss at the end and number of steps."""
    import torch

    training = config.training
    total = training.epochs * math.ceil(len(data) / training.batch_size)
    weights = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        weights, lr=training.learning_rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, total))
    rng = random.Random(training.seed)
    smoothed, step = None, 0
    model.train()
    for _ in range(training.epochs):
        for batch in examples.batches(data, training.batch_size, rng):
            loss = model(**examples.tensors(batch, padding), use_cache=False).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            value = loss.item()
            if not math.isfinite(value):
                raise JobError(
                    f"the loss is {value} at step {step} of {total}: lower training.learningRate"
                )
            smoothed = (
                value if smoothed is None else (_SMOOTHING * smoothed + (1 - _SMOOTHING) * value)
            )
            progress.step(step, total, loss=smoothed)
    return smoothed, step


def _rate(step: int, total: int) -> float:
    """Share of the peak learning rate: a short rise, then a straight line down."""
    rise = min(_WARMUP_STEPS, max(1, total // 10))
    return min(1.0, (step + 1) / rise) * max(_LOWEST_RATE, 1 - step / total)


def _tidy(folder: Path, model_path: str) -> None:
    """Leaves what the engine reads, with the base's path and in one fixed order of keys."""
    (folder / "README.md").unlink(missing_ok=True)
    file = folder / "adapter_config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    config["base_model_name_or_path"] = model_path
    config["target_modules"] = sorted(config["target_modules"])
    file.write_text(json.dumps(config, indent=1, sort_keys=True) + "\n", encoding="utf-8")
