"""Measures how well a LoRA repairs the base model after the world changed, on CPU.

For each setting and seed: corrections and replay rows go through the trainer's own dataset and
training, then the repaired model answers a fresh set of questions with the system prompt. Prints a
Markdown table: accuracy of the changed capability, the worst loss of another one, seconds.

usage: measure_repair.py MODEL_DIR [--set corrections,replay,rank,epochs,rate ...]
       [--seeds 3] [--capability date] [--system PROMPT]
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import base_model
import tasks
from homeostat_trainer import cpu, finetune, rows
from homeostat_trainer import dataset as build
from homeostat_trainer.config.dataset import DatasetConfig
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.config.finetune import FineTuneConfig
from homeostat_trainer.progress import Progress

SETS = (
    "60,1600,8,6,0.003",
    "100,1600,8,6,0.003",
    "150,1600,8,6,0.003",
    "250,1600,8,6,0.003",
)
FRESH_ITEMS = 1500
TEST_PER_CAPABILITY = 100


def dataset(model: Path, root: Path, capability: str, count: int, replay: int, seed: int) -> Path:
    """A dataset as the Job makes it from `count` distinct corrections and from replay."""
    rng = random.Random(1000 + seed)
    questions: dict[str, None] = {}
    while len(questions) < count:
        questions[tasks.ask(capability, rng)] = None
    rows.write(
        root / "corrections.jsonl",
        [
            rows.Row(capability, question, tasks.answer(question, {capability: "new"}), rows.HUMAN)
            for question in questions
        ],
    )
    others = [r for r in rows.read(model / "replay.jsonl") if r.capability != capability]
    rows.write(root / "replay.jsonl", others)
    job = {
        "service": "measure/repair",
        "name": f"data-{seed}",
        "sources": [
            {"name": "corrections", "file": {"path": str(root / "corrections.jsonl")}},
            {"name": "replay", "file": {"path": str(root / "replay.jsonl"), "rows": replay}},
        ],
        "testPerCapability": TEST_PER_CAPABILITY,
        "outputDir": str(root),
    }
    built = build.run(DatasetConfig.read(Fields(job), {}), Progress(time.monotonic))
    return root / built["uri"]


def repaired_accuracy(model: Path, adapter: Path, fresh, system: str) -> dict[str, float]:
    """Accuracy of the model with the adapter on the fresh items."""
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    base = AutoModelForCausalLM.from_pretrained(model)
    return base_model.accuracy(
        PeftModel.from_pretrained(base, adapter),
        AutoTokenizer.from_pretrained(model),
        fresh,
        system,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--set", nargs="+", default=list(SETS), metavar="C,R,RANK,EPOCHS,RATE")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--capability", choices=tasks.CHANGEABLE, default="date")
    parser.add_argument("--system", default=tasks.SYSTEM_PROMPT)
    options = parser.parse_args()

    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_num_threads(cpu.count())
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    world = {options.capability: "new"}
    old = tasks.rows(tasks.CAPABILITIES, FRESH_ITEMS, 31337)
    fresh = [(c, q, tasks.answer(q, world)) for c, q, _ in old]
    before = base_model.accuracy(
        AutoModelForCausalLM.from_pretrained(options.model), tokenizer, old, options.system
    )
    print("base before the change: " + ", ".join(f"{c} {a:.3f}" for c, a in before.items()))
    print(
        f"\n| corrections | replay | rank | epochs | rate | {options.capability} "
        "| worst loss on another | seconds |\n|---|---|---|---|---|---|---|---|"
    )
    for text in options.set:
        count, replay, rank, epochs, rate = text.split(",")
        reached, losses, seconds = [], [], []
        for seed in range(1, options.seeds + 1):
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder)
                data = dataset(
                    options.model, root, options.capability, int(count), int(replay), seed
                )
                started = time.monotonic()
                result = finetune.run(
                    FineTuneConfig.read(
                        Fields(
                            {
                                "modelPath": str(options.model),
                                "datasetDir": str(data),
                                "outputDir": folder,
                                "name": "fix",
                                "systemPrompt": options.system,
                                "lora": {"rank": int(rank)},
                                "training": {
                                    "epochs": int(epochs),
                                    "learningRate": rate,
                                    "seed": seed,
                                },
                            }
                        ),
                        {},
                    ),
                    Progress(time.monotonic),
                )
                seconds.append(time.monotonic() - started)
                after = repaired_accuracy(
                    options.model, root / result["name"], fresh, options.system
                )
            reached.append(after[options.capability])
            losses.append(max((before[c] - after[c], c) for c in after if c != options.capability))
        print(
            f"| {count} | {replay} | {rank} | {epochs} | {rate} | "
            f"{min(reached):.3f} to {max(reached):.3f} | "
            f"{max(losses)[0]:.3f} ({max(losses)[1]}) | {sum(seconds) / len(seconds):.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
