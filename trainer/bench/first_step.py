"""Times a training from the start of its process to its first step, and prints the page.

The process is the one that Jobs run; what it says at /progress tells when the first step is done.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import base_model
import tasks
from homeostat_trainer import artifacts, cpu, rows

GOAL_SECONDS = 15
ROWS = 2000
LONGEST_SECONDS = 600


def model(folder: Path) -> Path:
    """The quickstart's model, untrained, which takes as long to load as a trained one."""
    tokenizer = base_model.build_tokenizer()
    tokenizer.save_pretrained(folder)
    base_model.new_model(len(tokenizer)).save_pretrained(folder)
    return folder


def dataset(folder: Path) -> Path:
    """Rows of every capability, as a finished Dataset."""
    staged = folder / "staged"
    staged.mkdir(parents=True)
    made = tasks.rows(tasks.CAPABILITIES, ROWS // len(tasks.CAPABILITIES), 1, {})
    data = [rows.Row(capability, question, answer) for capability, question, answer in made]
    random.Random(1).shuffle(data)
    rows.write(staged / "train.jsonl", data)
    rows.write(staged / "test.jsonl", [])
    return artifacts.publish(staged, folder, "data", {"inputs": "bench"}).path


def seconds_to(port: int, process: subprocess.Popen, began: float) -> dict[str, float]:
    """Seconds until the model is being loaded, and until the first step is done."""
    found: dict[str, float] = {}
    while "step" not in found:
        if process.poll() is not None or time.monotonic() - began > LONGEST_SECONDS:
            raise SystemExit(f"the training ended or hung, exit code {process.poll()}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/progress", timeout=1) as reply:
                said = json.load(reply)
        except OSError:
            said = {}
        now = time.monotonic() - began
        if said.get("phase") in ("Loading", "Training"):
            found.setdefault("loading", now)
        if said.get("step", 0) >= 1:
            found["step"] = now
        time.sleep(0.01)
    return found


def once(job: Path) -> dict[str, float]:
    """One training, ended after its first step."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {
        "PROGRESS_HOST": "127.0.0.1",
        "PROGRESS_PORT": str(port),
        "TERMINATION_LOG": str(job.with_suffix(".last-words")),
    }
    command = [sys.executable, "-m", "homeostat_trainer", "finetune", "--config", str(job)]
    began = time.monotonic()
    with subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            return seconds_to(port, process, began)
        finally:
            process.kill()


def page(runs: list[dict[str, float]]) -> str:
    """The page, with the median and the range."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("torch", "transformers", "trl"))
    lines = [
        "# How fast does a training start?",
        "",
        "`trainer/bench/first-step` starts the process that Jobs run, with the quickstart's model "
        f"(0.8 M parameters) and {ROWS:,} rows, and asks its `/progress` until the first step is "
        f"done; {len(runs)} times after one to warm the cache. The median decides.",
        "",
        f"Measured on {cpu.count()} CPUs ({platform.machine()}, load average "
        f"{os.getloadavg()[0]:.1f} at the end), Python {platform.python_version()}, {packages}.",
        "",
        "| from the start of the process to | goal | median | smallest to largest | met |",
        "|---|---|---|---|---|",
    ]
    for key, what, goal in (
        ("loading", "its first word", None),
        ("step", "the first step done", GOAL_SECONDS),
    ):
        values = [run[key] for run in runs]
        median = statistics.median(values)
        met = "" if goal is None else "yes" if median <= goal else "no"
        lines.append(
            f"| {what} | {'' if goal is None else f'≤ {goal} s'} | {median:.1f} s "
            f"| {min(values):.1f} to {max(values):.1f} | {met} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        job = folder / "job.json"
        values = {
            "name": "bench",
            "modelPath": str(model(folder / "model")),
            "datasetDir": str(dataset(folder / "datasets")),
            "outputDir": str(folder / "adapters"),
            "checkpointDir": str(folder / "checkpoints"),
            "systemPrompt": tasks.SYSTEM_PROMPT,
            "lora": {"rank": 8},
            "training": {"epochs": 6, "learningRate": "0.003", "batchSize": 32},
        }
        job.write_text(json.dumps(values))
        once(job)  # reads every file once
        print(page([once(job) for _ in range(options.runs)]), end="")


if __name__ == "__main__":
    main()
