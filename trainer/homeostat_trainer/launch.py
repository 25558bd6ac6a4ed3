"""Several processes of one training, one per GPU, started by accelerate."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from homeostat_trainer.errors import INFRASTRUCTURE, JobError
from homeostat_trainer.stopping import Stopped, gently


def is_wanted(settings: Any, env: Any) -> bool:
    """Whether this process has to start others, since it is not one of them itself."""
    device = getattr(settings, "device", None)
    return device is not None and device.processes > 1 and "RANK" not in env


def run(config: Path, processes: int, last_words: Path) -> dict[str, Any]:
    """Runs the training and returns its result; what fails in a process is raised here."""
    command = [
        *(sys.executable, "-m", "accelerate.commands.launch"),
        *("--num_processes", str(processes), "--num_machines", "1", "--mixed_precision", "no"),
        *("--dynamo_backend", "no", "--main_process_port", "0", "--module"),
        *("homeostat_trainer", "finetune", "--config", str(config)),
    ]
    if _is_cpu():
        command.insert(3, "--cpu")
    else:
        command.insert(3, "--multi_gpu")
    env = os.environ | {"ACCELERATE_USE_CPU": "true" if _is_cpu() else "false"}
    with gently() as stop, subprocess.Popen(command, env=env) as children:
        while True:
            try:
                code = children.wait(timeout=0.2)
                break
            except subprocess.TimeoutExpired:
                if stop.asked:
                    children.send_signal(signal.SIGTERM)
                    code = children.wait()
                    break
    if stop.asked:
        raise Stopped
    return _said(last_words, code)


def _is_cpu() -> bool:
    import torch

    return not torch.cuda.is_available()


def _said(last_words: Path, code: int) -> dict[str, Any]:
    try:
        said = json.loads(last_words.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        said = {}
    if "error" in said:
        raise JobError(said["error"], said.get("kind"))
    if code != 0 or not said:
        raise JobError(
            f"a process of the training ended with exit code {code} and said nothing",
            INFRASTRUCTURE,
        )
    return said
