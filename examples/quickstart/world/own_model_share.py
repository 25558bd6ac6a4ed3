"""Measures what a model's own answers in its training data do over five generations, on CPU.

The mechanism is fixed. In each generation the model that serves answers fresh questions of one
capability at temperature 1; a rater says of each answer whether it is right, and is wrong in 30 %
of the cases; answers that are called right become rows, marked as the model's own with their
generation. Then an adapter is trained anew on all rows so far, through the trainer's own dataset
and training: once with the default caps, once without any. Prints a Markdown table with the share
of own answers in the training rows and the accuracy on fresh questions.

usage: own_model_share.py MODEL_DIR [--seeds 1] [--people 60] [--answers 300] [--page FILE]
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

CAPABILITY = "date"
WORLD = {CAPABILITY: "new"}
GENERATIONS = 5
WRONG_LABELS = 0.3
FRESH_ITEMS = 400
ARMS = {
    "with caps": {},
    "without": {
        "maximumUnverifiedShare": "1",
        "maximumVerifiedShare": "1",
        "maximumGeneration": 100,
    },
}
BEGIN = "<!-- share: written by examples/quickstart/world/own_model_share.py -->"
END = "<!-- end of share -->"


def questions(count: int, seed: int) -> list[str]:
    """Different questions of the capability."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found[tasks.ask(CAPABILITY, rng)] = None
    return list(found)


def one_of_each_other() -> list[tuple[str, str, str]]:
    """A row of every other capability, since accuracy is told of all of them."""
    rng = random.Random(31_337)
    asked = [(c, tasks.ask(c, rng)) for c in tasks.CAPABILITIES if c != CAPABILITY]
    return [(capability, question, tasks.answer(question)) for capability, question in asked]


def sampled(model, tokenizer, asked: list[str], seed: int) -> list[str]:
    """One answer to each question, drawn at temperature 1."""
    import torch

    torch.manual_seed(seed)
    model.eval()
    answers = []
    for start in range(0, len(asked), 128):
        prompts = [
            base_model.prompt_text(q, tasks.SYSTEM_PROMPT) for q in asked[start : start + 128]
        ]
        encoded = tokenizer(
            prompts,
            add_special_tokens=False,
            padding=True,
            return_tensors="pt",
            return_token_type_ids=False,
        )
        with torch.no_grad():
            output = model.generate(
                **encoded,
                max_new_tokens=24,
                do_sample=True,
                temperature=1.0,
                top_k=0,
                top_p=1.0,
                pad_token_id=0,
                eos_token_id=2,
            )
        for ids in output[:, encoded.input_ids.shape[1] :]:
            answers.append(tokenizer.decode(ids, skip_special_tokens=True).strip())
    return answers


def labelled(
    asked: list[str], answers: list[str], generation: int, rng: random.Random
) -> list[rows.Row]:
    """Answers that the rater calls right."""
    kept = []
    for number, (question, answer) in enumerate(zip(asked, answers, strict=True)):
        right = answer == tasks.answer(question, WORLD)
        if answer and right != (rng.random() < WRONG_LABELS):
            kept.append(
                rows.Row(
                    CAPABILITY,
                    question,
                    answer,
                    rows.OWN_MODEL,
                    generation=generation,
                    verified=True,
                    time_millis=generation * 1_000_000 + number,
                )
            )
    return kept


def trained(model: Path, root: Path, given: list[rows.Row], caps: dict, seed: int):
    """The adapter that the rows make, and its training rows."""
    root.mkdir()
    rows.write(root / "rows.jsonl", given)
    job = {
        "service": "measure/share",
        "name": "data",
        "sources": [{"name": "rows", "file": {"path": str(root / "rows.jsonl"), "rows": 100_000}}],
        "provenance": caps,
        "outputDir": str(root),
    }
    progress = Progress(time.monotonic)
    built = build.run(DatasetConfig.read(Fields(job), {}), progress)
    result = finetune.run(
        FineTuneConfig.read(
            Fields(
                {
                    "modelPath": str(model),
                    "datasetDir": str(root / built["uri"]),
                    "outputDir": str(root),
                    "name": "fix",
                    "systemPrompt": tasks.SYSTEM_PROMPT,
                    "lora": {"rank": 8},
                    "training": {"epochs": 8, "learningRate": "0.003", "seed": seed},
                }
            ),
            {},
        ),
        progress,
    )
    return root / result["name"], rows.read(root / built["uri"] / "train.jsonl")


def curve(model: Path, caps: dict, people: int, count: int, seed: int) -> list[tuple[float, float]]:
    """Share of own answers and accuracy for each generation from 0, in which people write alone."""
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model)
    fresh = [(CAPABILITY, q, tasks.answer(q, WORLD)) for q in questions(FRESH_ITEMS, 31_337)]
    fresh += one_of_each_other()
    rng = random.Random(seed)
    given = [
        rows.Row(CAPABILITY, q, tasks.answer(q, WORLD), rows.HUMAN)
        for q in questions(people, 1_000 + seed)
    ]
    points = []
    with tempfile.TemporaryDirectory() as folder:
        for generation in range(GENERATIONS + 1):
            adapter, used = trained(model, Path(folder) / str(generation), given, caps, seed)
            served = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(model), adapter)
            own = sum(not row.trusted for row in used) / len(used)
            right = base_model.accuracy(served, tokenizer, fresh, tasks.SYSTEM_PROMPT)
            points.append((own, right[CAPABILITY]))
            print(
                f"  generation {generation}: own {own:.2f}, right {points[-1][1]:.3f}", flush=True
            )
            asked = questions(count, 10_000 * seed + generation)
            answers = sampled(served, tokenizer, asked, seed + generation)
            through = max((row.generation for row in used), default=0)
            given = given + labelled(asked, answers, through + 1, rng)
    return points


def table(model: Path, seeds: int, people: int, count: int) -> str:
    lines = [
        f"{people} rows by people, {count} answers a generation, capability `{CAPABILITY}`, "
        f"{seeds} seed{'s' if seeds > 1 else ''} (mean):",
        "",
        "| generation | " + " | ".join(f"own share, {a} | right, {a}" for a in ARMS) + " |",
        "|---" * (1 + 2 * len(ARMS)) + "|",
    ]
    curves = {}
    for arm, caps in ARMS.items():
        print(arm, flush=True)
        runs = [curve(model, caps, people, count, seed) for seed in range(1, seeds + 1)]
        curves[arm] = [
            tuple(sum(values) / seeds for values in zip(*points, strict=True))
            for points in zip(*runs, strict=True)
        ]
    for generation in range(GENERATIONS + 1):
        cells = " | ".join(
            f"{curves[arm][generation][0]:.2f} | {curves[arm][generation][1]:.3f}" for arm in ARMS
        )
        lines.append(f"| {generation} | {cells} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--answers", type=int, default=300)
    parser.add_argument("--page", type=Path)
    options = parser.parse_args()

    import torch

    torch.set_num_threads(cpu.count())
    found = table(options.model, options.seeds, options.people, options.answers)
    print(found)
    if options.page:
        page = options.page.read_text(encoding="utf-8")
        head, rest = page.split(BEGIN, 1)
        options.page.write_text(f"{head}{BEGIN}\n{found}\n{END}{rest.split(END, 1)[1]}")


if __name__ == "__main__":
    main()
