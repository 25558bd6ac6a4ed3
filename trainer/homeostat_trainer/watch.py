"""What is done beside each step of a training: progress, checkpoints in time, a gentle end."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from homeostat_trainer import base, checkpoints
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress
from homeostat_trainer.stopping import Stop


class Watch(TrainerCallback):
    """Reports each step, keeps a checkpoint every few seconds, and one more when told to stop."""

    def __init__(self, progress: Progress, folder: Path, every_seconds: int, stop: Stop):
        self._progress = progress
        self._folder = folder
        self._every = every_seconds
        self._stop = stop
        self._saved = time.monotonic()
        self._logged: tuple[float, float] | None = None
        self._loss: float | None = None
        self._figures: dict[str, Any] = {}

    def on_train_begin(self, args, state, control, **more) -> None:
        self._saved = time.monotonic()
        self._progress.phase("Training", done=state.global_step)

    def on_step_end(self, args, state, control, **more) -> None:
        if _any(self._stop.asked, args):
            control.should_save = control.should_training_stop = True
        due = time.monotonic() - self._saved >= self._every
        if _any(due, args) and control.should_log:  # between logs, losses would be lost
            control.should_save = True
        if not control.should_log:
            self._report(state)

    def on_log(self, args, state, control, logs=None, **more) -> None:
        if "eval_loss" in logs:
            self._figures["validationLoss"] = round(logs["eval_loss"], 5)
        if "loss" not in logs:
            return
        self._loss = logs["loss"]
        if not math.isfinite(self._loss):
            raise JobError(
                f"the loss is {self._loss} at step {state.global_step} of {state.max_steps}: "
                "lower training.learningRate"
            )
        self._pace(logs.get("num_tokens"))
        self._report(state)

    def on_save(self, args, state, control, **more) -> None:
        self._saved = time.monotonic()
        if state.is_world_process_zero:
            checkpoints.finish(self._folder, state.global_step)

    def _pace(self, tokens: float | None) -> None:
        now = time.monotonic()
        if tokens is not None and self._logged is not None and now > self._logged[0]:
            pace = (tokens - self._logged[1]) / (now - self._logged[0])
            self._figures["tokensPerSecond"] = round(max(0.0, pace))
        if tokens is not None:
            self._logged = (now, tokens)
        used, limit = base.memory()
        self._figures |= {"memoryBytes": used, "memoryLimitBytes": limit}

    def _report(self, state: Any) -> None:
        self._progress.step(
            state.global_step,
            state.max_steps,
            loss=self._loss,
            step=state.global_step,
            steps=state.max_steps,
            **self._figures,
        )


def _any(value: bool, args: Any) -> bool:
    """Whether any of the processes says so: all of them must do the same at the same step."""
    if args.world_size == 1:
        return value
    import torch

    said = torch.tensor(float(value), device=args.device)
    torch.distributed.all_reduce(said, torch.distributed.ReduceOp.MAX)
    return said.item() > 0
