"""Measures every way of merging two adapters beside the adapters and joint training, on CPU.

For each seed: one adapter learns the new dates, one the new queues of tickets, one both at once,
by the trainer's own training; each also replays the capabilities that it does not change. Then
every method merges the first two, and all of them answer a fresh set of questions in the world in
which both changed. Prints a Markdown table, or writes it into a page between its markers.

usage: measure_merge.py MODEL_DIR [--seeds 3] [--corrections 400] [--replay 1600] [--rank 8]
       [--epochs 6] [--page docs/merging.md]
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import base_model
import tasks
from homeostat_trainer import artifacts, cpu, finetune, rows
from homeostat_trainer.adapters import MERGED, Bench, ranks, refusal
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.config.finetune import FineTuneConfig
from homeostat_trainer.config.merge import METHODS, WITHOUT_DENSITY, MergeConfig, Trial
from homeostat_trainer.progress import Progress

BEGIN = "<!-- begin: written by examples/quickstart/world/measure_merge.py, not by hand -->"
END = "<!-- end -->"
CHANGED = tasks.CHANGEABLE
FRESH_ITEMS = 1000
LEARNING_RATE = "0.003"
BATCH = 32
DENSITY = 0.5
WEIGHTS = (1.0, 0.7)  # of both adapters


def train(options: argparse.Namespace, root: Path, changed: tuple[str, ...], seed: int) -> Path:
    """An adapter that has learned the new rules of some capabilities."""
    name = "-".join(changed)
    learned = [
        rows.Row(capability, question, tasks.answer(question, dict.fromkeys(changed, "new")))
        for capability in changed
        for question in questions(capability, options.corrections, 1000 + seed)
    ]
    others = [
        row for row in rows.read(options.model / "replay.jsonl") if row.capability not in changed
    ]
    rng = random.Random(seed)
    learned += rng.sample(others, options.replay)
    rng.shuffle(learned)
    staged = root / f"staged-{name}"
    staged.mkdir()
    rows.write(staged / "train.jsonl", learned)
    rows.write(staged / "test.jsonl", learned[:1])
    data = artifacts.publish(staged, root / "datasets", name, {"inputs": name}).path
    values = {
        "modelPath": str(options.model),
        "datasetDir": str(data),
        "outputDir": str(root / "adapters"),
        "name": name,
        "systemPrompt": tasks.SYSTEM_PROMPT,
        "lora": {"rank": options.rank},
        "training": {
            "epochs": options.epochs,
            "learningRate": LEARNING_RATE,
            "batchSize": BATCH,
            "seed": seed,
        },
    }
    config = FineTuneConfig.read(Fields(values), {})
    result = finetune.run(config, Progress(time.monotonic))
    return root / "adapters" / result["name"]


def questions(capability: str, count: int, seed: int) -> list[str]:
    """Distinct questions of a capability, as many as there are and at most `count`."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    for _ in range(20 * count):
        found[tasks.ask(capability, rng)] = None
        if len(found) == count:
            break
    return list(found)


def bench(model: Path, adapters: list[Path], seed: int, maximum: int) -> tuple[Bench, MergeConfig]:
    values = {
        "name": "table",
        "modelPath": str(model),
        "outputDir": "/none",
        "inputs": [
            {
                "name": path.name.rsplit("-", 1)[0],
                "path": str(path),
                "digest": artifacts.open_complete(path).digest,
                "datasets": [{"path": "/none"}],
            }
            for path in adapters
        ],
        "maximumRank": maximum,
        "seed": seed,
    }
    config = MergeConfig.read(Fields(values), {})
    return Bench(config), config


def trials() -> list[Trial]:
    return [
        Trial(method, None if method in WITHOUT_DENSITY else DENSITY, (weight, weight))
        for method in METHODS
        for weight in WEIGHTS
    ]


def one_seed(options: argparse.Namespace, seed: int, fresh) -> dict[str, dict[str, float]]:
    """Accuracy of each adapter by capability; `seconds` and `rank` beside it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        single = [train(options, root, (capability,), seed) for capability in CHANGED]
        joint = train(options, root, CHANGED, seed)
        found = {}

        def ask(table: Bench, label: str, rank: int, seconds: float) -> None:
            right = base_model.accuracy(table.model, table.tokenizer, fresh, tasks.SYSTEM_PROMPT)
            found[label] = right | {"rank": rank, "seconds": seconds}
            print(seed, label, right, flush=True)

        table, config = bench(options.model, single, seed, 2 * options.rank)
        with table.model.disable_adapter():
            ask(table, "base model", 0, 0.0)
        for capability, each in zip(CHANGED, config.inputs, strict=True):
            table.activate(each.name)
            ask(table, f"adapter for {capability}", options.rank, 0.0)
        given = ranks(config.inputs, config.model_path)
        for trial in trials():
            if refusal(trial, given, config.maximum_rank):
                continue
            started = time.monotonic()
            rank = table.merge(trial, given, config.maximum_rank)
            seconds = time.monotonic() - started
            assert table.model.active_adapter == MERGED
            ask(table, label_of(trial), rank, seconds)
        table, config = bench(options.model, [joint], seed, 2 * options.rank)
        ask(table, "trained on both together", options.rank, 0.0)
        return found


def label_of(trial: Trial) -> str:
    return f"{trial.method}, weights {trial.weights[0]:g}"


def markdown(found: list[dict[str, dict[str, float]]]) -> list[str]:
    """The table: mean over the seeds, smallest and largest behind it."""
    others = [name for name in tasks.CAPABILITIES if name not in CHANGED]
    lines = [
        f"| adapter | rank | {' | '.join(f'{c}, new rules' for c in CHANGED)} "
        "| worst of the others | mean of all | merged in |",
        "|" + "---|" * (5 + len(CHANGED)),
    ]
    for label in found[0]:
        seen = [one[label] for one in found]
        columns = [spread([one[c] for one in seen]) for c in CHANGED]
        columns.append(spread([min(one[c] for c in others) for one in seen]))
        columns.append(
            spread(
                [sum(one[c] for c in tasks.CAPABILITIES) / len(tasks.CAPABILITIES) for one in seen]
            )
        )
        seconds = max(one["seconds"] for one in seen)
        lines.append(
            f"| {label} | {seen[0]['rank'] or ''} | {' | '.join(columns)} "
            f"| {f'{seconds:.2f} s' if seconds else ''} |"
        )
    return lines


def spread(values: list[float]) -> str:
    mean = sum(values) / len(values)
    return f"{mean:.3f} ({min(values):.3f} to {max(values):.3f})"


def insert(page: Path, lines: list[str]) -> None:
    """Puts the lines between the page's markers."""
    head, rest = page.read_text(encoding="utf-8").split(BEGIN)
    _, tail = rest.split(END, 1)
    page.write_text("\n".join([head + BEGIN, "", *lines, "", END + tail]), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--corrections", type=int, default=400)
    parser.add_argument("--replay", type=int, default=1600)
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--page", type=Path)
    options = parser.parse_args()

    import torch

    torch.set_num_threads(cpu.count())
    world = dict.fromkeys(CHANGED, "new")
    fresh = tasks.rows(tasks.CAPABILITIES, FRESH_ITEMS, 31337, world)
    found = [one_seed(options, seed, fresh) for seed in range(1, options.seeds + 1)]
    lines = [
        f"Measured {datetime.date.today()}: {options.seeds} seeds, mean (smallest to largest); "
        f"{len(fresh)} fresh questions; adapters of rank {options.rank}, {options.corrections} "
        f"corrected and {options.replay} replayed rows, {options.epochs} passes; density "
        f"{DENSITY:g}; engine's maximum rank {2 * options.rank}.",
        "",
        *markdown(found),
    ]
    print("\n".join(lines))
    if options.page:
        insert(options.page, lines)


if __name__ == "__main__":
    main()
