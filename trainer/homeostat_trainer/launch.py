"""Several processes of one training, one per GPU: torchrun starts them, accelerate joins them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from homeostat_trainer.errors import INFRASTRUCTURE, JobError
from homeostat_trainer.stopping import Stopped, gently

# The processes meet by address: a pod's name need not resolve in the pod itself.
HERE = "127.0.0.1"


def is_wanted(settings: Any, env: Any) -> bool:
    """Whether this process has to start others, since it is not one of them itself.

    torchrun tells each of its processes its RANK.
    """
    device = getattr(settings, "device", None)
    return device is not None and device.processes > 1 and "RANK" not in env


def run(config: Path, processes: int, last_words: Path) -> dict[str, Any]:
    """Runs the training and returns its result; what fails in a process is raised here."""
    command = [
        *(sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", str(processes)),
        *("--master-addr", HERE, "--master-port", str(_free_port()), "-m"),
        *("homeostat_trainer", "finetune", "--config", str(config)),
    ]
    environment = {"GLOO_SOCKET_IFNAME": "lo", **os.environ}
    with gently() as stop, subprocess.Popen(command, env=environment) as children:
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


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HERE, 0))
        return taken.getsockname()[1]


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
