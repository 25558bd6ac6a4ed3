"""Measures how well a LoRA repairs the base model after the world changed, on CPU.

For each setting and seed: corrections and replay rows go through the trainer's own split and
training, then the repaired model answers a fresh set of questions with the system prompt. Prints a
Markdown table: accuracy of the changed capability, the worst loss of another one, seconds.

usage: measure_repair.py MODEL_DIR [--set corrections,replay,rank,epochs,rate,repeat ...]
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
from homeostat_trainer import archive, artifacts, cpu, finetune, rows, split
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.config.finetune import FineTuneConfig
from homeostat_trainer.progress import Progress

SETS = (
    "60,1600,8,6,0.003,1",
    "100,1600,8,6,0.003,1",
    "150,1600,8,6,0.003,1",
    "250,1600,8,6,0.003,1",
)
FRESH_ITEMS = 1500
TEST_PER_CAPABILITY = 100


def dataset(
    model: Path, root: Path, capability: str, count: int, replay: int, repeat: int, seed: int
) -> Path:
    """A dataset as the Job makes it from `count` distinct corrections."""
    rng = random.Random(1000 + seed)
    questions: dict[str, None] = {}
    while len(questions) < count:
        questions[tasks.ask(capability, rng)] = None
    given = [
        archive.Correction(
            rows.Row(capability, question, tasks.answer(question, {capability: "new"}), "human"),
            number,
            "",
        )
        for number, question in enumerate(questions)
    ]
    others = [r for r in rows.read(model / "replay.jsonl") if r.capability != capability]
    corrected = split.corrections(given, TEST_PER_CAPABILITY)
    kept = split.replay(others, replay, TEST_PER_CAPABILITY, seed)
    train = corrected.train * repeat + kept.train
    random.Random(seed).shuffle(train)
    with tempfile.TemporaryDirectory() as folder:
        rows.write(Path(folder) / "train.jsonl", train)
        rows.write(Path(folder) / "test.jsonl", corrected.test + kept.test)
        return artifacts.publish(Path(folder), root, "data", {"inputs": ""}).path


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
    parser.add_argument("--set", nargs="+", default=list(SETS), metavar="C,R,RANK,EPOCHS,RATE,REP")
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
        f"\n| corrections | replay | rank | epochs | rate | repeat | {options.capability} "
        "| worst loss on another | seconds |\n|---|---|---|---|---|---|---|---|---|"
    )
    for text in options.set:
        count, replay, rank, epochs, rate, repeat = text.split(",")
        reached, losses, seconds = [], [], []
        for seed in range(1, options.seeds + 1):
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder)
                data = dataset(
                    options.model,
                    root,
                    options.capability,
                    int(count),
                    int(replay),
                    int(repeat),
                    seed,
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
            f"| {count} | {replay} | {rank} | {epochs} | {rate} | {repeat} | "
            f"{min(reached):.3f} to {max(reached):.3f} | "
            f"{max(losses)[0]:.3f} ({max(losses)[1]}) | {sum(seconds) / len(seconds):.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
