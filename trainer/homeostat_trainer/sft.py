"""Supervised fine-tuning by TRL: loss on the answers alone, early stopping, checkpoints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeostat_trainer import checkpoints
from homeostat_trainer.base import Base
from homeostat_trainer.config.finetune import FineTuneConfig, Training
from homeostat_trainer.errors import JobError
from homeostat_trainer.examples import IGNORED, Example
from homeostat_trainer.stopping import Stop, Stopped

_WARMUP_STEPS = 10
_LOGS = 200  # losses that are kept of a long training
_LAST = 0.1  # share of the losses that the final one is the mean of


@dataclass(frozen=True)
class Trained:
    """What a training came to; validation_loss is None without validation rows."""

    loss: float
    validation_loss: float | None
    steps: int
    epochs: float
    losses: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Batches:
    """Rows that one device takes at once, and how often before a step; exactly the batch size."""

    at_once: int
    repeats: int

    @staticmethod
    def of(config: FineTuneConfig) -> Batches:
        """The largest batches that the divisor allows."""
        training, device = config.training, config.device
        share, rest = divmod(training.batch_size, device.processes)
        if rest:
            raise JobError(
                f"expected training.batchSize to be a multiple of the {device.processes} devices, "
                f"found {training.batch_size}: make it one"
            )
        limit = max(1, training.micro_batch_size // (device.divisor * device.processes))
        at_once = max(size for size in range(1, share + 1) if size <= limit and share % size == 0)
        return Batches(at_once, share // at_once)


def train(
    base: Base,
    rows: Sequence[Example],
    validation: Sequence[Example],
    config: FineTuneConfig,
    folder: Path,
    watchers: Sequence[Any],
    stop: Stop,
) -> tuple[Any, Trained]:
    """Trains the adapter from the folder's latest checkpoint on; returns the trainer, too.

    Raises Stopped when the training was told to stop; its checkpoint is there then.
    """
    from transformers import EarlyStoppingCallback

    early = config.training.early_stopping
    callbacks = list(watchers)
    if early:
        callbacks.append(EarlyStoppingCallback(early.patience))
    trainer = _trainer(base, rows, validation, config, folder, callbacks)
    begin = checkpoints.latest(folder)
    trainer.train(resume_from_checkpoint=None if begin is None else str(begin))
    if stop.asked:
        raise Stopped
    return trainer, _summary(trainer.state)


def _trainer(base, rows, validation, config, folder, callbacks):
    from trl import SFTTrainer

    try:
        trainer = SFTTrainer(
            model=base.model,
            args=_arguments(base, config, folder, bool(validation)),
            train_dataset=_dataset(rows),
            eval_dataset=_dataset(validation) if validation else None,
            processing_class=base.tokenizer,
            peft_config=base.adapter,
            callbacks=callbacks,
        )
    except ValueError as error:
        raise JobError(
            f"the adapter does not fit the model in {config.model_path}: {error}: "
            "check lora.targetModules"
        ) from error
    if not base.gpu:
        _in_single_precision(trainer.model)
    total = config.training.epochs * math.ceil(
        len(trainer.train_dataset) / config.training.batch_size
    )
    trainer.args.warmup_steps = min(_WARMUP_STEPS, max(1, total // 10))
    trainer.args.logging_steps = max(1, total // _LOGS)
    trainer.remove_callback(_printer())
    return trainer


def _in_single_precision(model: Any) -> None:
    """TRL turns the adapters of quantized models to bfloat16, which not every CPU computes in."""
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.float()


def _printer():
    from transformers import PrinterCallback

    return PrinterCallback


def _dataset(examples: Sequence[Example]) -> Any:
    from datasets import Dataset

    return Dataset.from_dict(
        {
            "input_ids": [e.prompt + e.answer for e in examples],
            "labels": [[IGNORED] * len(e.prompt) + e.answer for e in examples],
        }
    )


def _arguments(base: Base, config: FineTuneConfig, folder: Path, validated: bool) -> Any:
    from trl import SFTConfig

    training: Training = config.training
    batches = Batches.of(config)
    return SFTConfig(
        output_dir=str(folder),
        max_length=base.longest(training.maximum_tokens),
        packing=training.packing,
        eval_packing=False,
        per_device_train_batch_size=batches.at_once,
        per_device_eval_batch_size=batches.at_once,
        gradient_accumulation_steps=batches.repeats,
        num_train_epochs=training.epochs,
        learning_rate=training.learning_rate,
        lr_scheduler_type="linear",
        adam_beta2=0.98,
        weight_decay=0.01,
        max_grad_norm=1.0,
        seed=training.seed,
        data_seed=training.seed,
        bf16=base.bf16,
        fp16=False,
        use_cpu=not base.gpu,
        ddp_backend=None if config.device.processes == 1 else "nccl" if base.gpu else "gloo",
        ddp_find_unused_parameters=False,
        gradient_checkpointing=base.gpu,
        logging_strategy="steps",
        logging_nan_inf_filter=False,
        eval_strategy="epoch" if validated else "no",
        save_strategy="epoch" if validated else "no",
        save_total_limit=2,
        load_best_model_at_end=validated,
        metric_for_best_model="eval_loss" if validated else None,
        greater_is_better=False if validated else None,
        report_to="none",
        disable_tqdm=True,
        dataloader_pin_memory=base.gpu,
        remove_unused_columns=True,
    )


def _summary(state: Any) -> Trained:
    losses = tuple((e["step"], e["loss"]) for e in state.log_history if "loss" in e)
    last = [loss for _, loss in losses[-max(1, math.ceil(_LAST * len(losses))) :]]
    checks = [e["eval_loss"] for e in state.log_history if "eval_loss" in e]
    return Trained(
        loss=sum(last) / len(last),
        validation_loss=min(checks) if checks else None,
        steps=state.global_step,
        epochs=round(state.epoch, 2),
        losses=losses,
    )
