"""QLoRA on a GPU by the entry point that Jobs run; skipped loudly where there is none."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from homeostat_trainer import artifacts, rows

ROWS = 512


def dataset(folder: Path) -> Path:
    """Rows that are easy to learn: every answer follows from its question."""
    staged = folder / "staged"
    staged.mkdir(parents=True)
    data = [
        rows.Row("code", f"What is the code of parcel {n}?", f"P-{n * 7 % 1000:03d}")
        for n in range(ROWS)
    ]
    rows.write(staged / "train.jsonl", data)
    rows.write(staged / "test.jsonl", [])
    return artifacts.publish(staged, folder, "data", {"inputs": "gpu"}).path


def train(model: Path, folder: Path) -> tuple[dict, float]:
    """Result and seconds of one training."""
    job = folder / "job.json"
    values = {
        "name": "gpu",
        "method": "QLoRA",
        "modelPath": str(model.resolve()),
        "datasetDir": str(dataset(folder / "datasets")),
        "outputDir": str(folder / "adapters"),
        "lora": {"rank": 16},
        "training": {"epochs": 2, "learningRate": "0.0002", "batchSize": 32, "microBatchSize": 8},
    }
    job.write_text(json.dumps(values))
    last_words = folder / "last-words"
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "homeostat_trainer", "finetune", "--config", str(job)],
        env=os.environ | {"TERMINATION_LOG": str(last_words), "PROGRESS_PORT": "0"},
        check=True,
    )
    return json.loads(last_words.read_text()), time.monotonic() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="folder of a model with a chat template")
    options = parser.parse_args()
    import torch

    if not torch.cuda.is_available():
        print(
            "SKIPPED: this machine has no GPU that PyTorch sees; nothing was checked.",
            file=sys.stderr,
        )
        return 0
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        result, seconds = train(options.model, folder)
        done = artifacts.open_complete(folder / "adapters" / result["name"])
        losses = done.card["losses"]
    print(f"GPU: {torch.cuda.get_device_name()}")
    print(f"{result['steps']} steps in {seconds:.0f} s; loss {losses[0][1]} to {result['loss']}")
    if result["loss"] >= losses[0][1]:
        print("FAILED: the loss did not fall.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
