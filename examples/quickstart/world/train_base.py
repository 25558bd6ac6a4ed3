"""Trains the quickstart's base model from scratch: a Llama of about 0.76 M parameters, on CPU.

The result goes to `<root>/base-<digest12>`. The digest is that of this file, of `base_model.py`
and of `tasks.py`: the same scripts always name the same directory, so that a finished model is
never trained again and can be cached. The marker `COMPLETE` is written last; a directory without
it is removed and made anew. Beside the model lies `replay.jsonl`, rows of the base training that
repairs replay so that the other capabilities stay as they are.

usage: train_base.py ROOT        (for instance the mounted volume of the claim `models`)
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sys
import time
from pathlib import Path

# Threads that wait must sleep: spinning ones make a step ten times slower on a busy machine.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import tasks
from base_model import SEED, accuracy, build_tokenizer, new_model, prompt_text

SCRIPTS = ("tasks.py", "base_model.py", "train_base.py")
STEPS = 2200
BATCH = 64
LEARNING_RATE = 2e-3
TARGET = 0.985
MAX_EXTRA_ROUNDS = 3
EXTRA_STEPS = 400
WITHOUT_PROMPT = 0.1  # share of the training rows that come without the system prompt
REPLAY_ROWS_PER_CAPABILITY = 2500
MIX = (
    "date",
    "extract",
    "ticket",
    "order",
    "units",
    "date",
    "extract",
    "order",
    "units",
    "extract",
    "extract",
)


def model_name() -> str:
    """`base-` and 12 hex digits of the digest of what decides the model."""
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for name in SCRIPTS:
        digest.update(name.encode() + b"\0" + (here / name).read_bytes() + b"\0")
    return f"base-{digest.hexdigest()[:12]}"


def cpu_count() -> int:
    """CPUs that this process may use: its affinity and its cgroup's quota, at least 1."""
    count = len(os.sched_getaffinity(0))
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        if quota != "max":
            count = min(count, max(1, round(int(quota) / int(period))))
    except (OSError, ValueError):
        pass
    return count


def encode(tokenizer, data, seed: int) -> list[tuple[list[int], list[int]]]:
    """Token ids of prompt and answer of each row; a share of the prompts without system prompt."""
    rng = random.Random(seed)
    prompts = [
        prompt_text(question, None if rng.random() < WITHOUT_PROMPT else tasks.SYSTEM_PROMPT)
        for _, question, _ in data
    ]
    answers = [f"{answer}</s>" for _, _, answer in data]
    return list(
        zip(
            tokenizer(prompts, add_special_tokens=False).input_ids,
            tokenizer(answers, add_special_tokens=False).input_ids,
            strict=True,
        )
    )


def batches(examples, rng: random.Random):
    """Batches of similar length in random order, as (input ids, labels, attention mask)."""
    import torch

    examples = sorted(examples, key=lambda e: len(e[0]) + len(e[1]))
    groups = [examples[i : i + BATCH] for i in range(0, len(examples), BATCH)]
    rng.shuffle(groups)
    for group in groups:
        width = max(len(p) + len(a) for p, a in group)
        ids, labels, mask = [], [], []
        for prompt, answer in group:
            pad = width - len(prompt) - len(answer)
            ids.append(prompt + answer + [0] * pad)
            labels.append([-100] * len(prompt) + answer + [-100] * pad)
            mask.append([1] * (width - pad) + [0] * pad)
        yield torch.tensor(ids), torch.tensor(labels), torch.tensor(mask)


def fresh_batches(tokenizer, steps: int, seed: int):
    """`steps` batches of rows that were never shown before, drawn 100 batches at a time."""
    for first in range(0, steps, 100):
        count = min(100, steps - first)
        part = 1000 * seed + first
        rows = tasks.rows(MIX, count * BATCH, part)
        yield from batches(encode(tokenizer, rows, part), random.Random(part))


def fit(model, tokenizer, steps: int, peak: float, seed: int, done: float, total: float) -> None:
    """`steps` optimizer steps on fresh rows; the rate rises, stays, then falls to nothing.

    `done` and `total` are the shares of the whole work, for the progress lines.
    """
    import torch

    optimizer = torch.optim.AdamW(
        model.parameters(), lr=peak, betas=(0.9, 0.98), weight_decay=0.01, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / 50, max(0.01, 1.6 * (1 - s / steps)))
    )
    started = time.monotonic()
    for step, (ids, labels, mask) in enumerate(fresh_batches(tokenizer, steps, seed), 1):
        loss = model(input_ids=ids, attention_mask=mask, labels=labels, use_cache=False).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        if step % 50 == 0 or step == steps:
            share = done + (total - done) * step / steps
            eta = (time.monotonic() - started) / step * (steps - step)
            print(f"progress {share:.2f} eta {eta:.0f} loss {loss.item():.4f}", flush=True)


def replay_rows() -> list[dict[str, str]]:
    """Distinct rows of the base training, as many of each capability as there are up to a limit."""
    kept: dict[str, dict[str, str]] = {name: {} for name in tasks.CAPABILITIES}
    for capability, question, answer in tasks.rows(
        tasks.CAPABILITIES, 8 * len(kept) * REPLAY_ROWS_PER_CAPABILITY, SEED + 1
    ):
        if len(kept[capability]) < REPLAY_ROWS_PER_CAPABILITY:
            kept[capability].setdefault(question, answer)
    return [
        {"capability": capability, "prompt": question, "answer": answer}
        for capability, answers in kept.items()
        for question, answer in answers.items()
    ]


def train(target: Path) -> None:
    """Trains and writes the model into `target`, the marker last."""
    import torch

    torch.set_num_threads(cpu_count())
    tokenizer = build_tokenizer()
    model = new_model(len(tokenizer))
    size = sum(p.numel() for p in model.parameters())
    print(f"{size} parameters, {len(tokenizer)} tokens, {cpu_count()} threads", flush=True)
    fit(model, tokenizer, STEPS, LEARNING_RATE, SEED, 0.0, 0.98)
    check = tasks.rows(tasks.CAPABILITIES, 1500, 4242)
    reached = accuracy(model, tokenizer, check, tasks.SYSTEM_PROMPT)
    for extra in range(MAX_EXTRA_ROUNDS):
        if min(reached.values()) >= TARGET:
            break
        print(f"accuracy {reached}: below {TARGET}, training on", flush=True)
        fit(model, tokenizer, EXTRA_STEPS, LEARNING_RATE / 4, SEED + 100 + extra, 0.98, 0.99)
        reached = accuracy(model, tokenizer, check, tasks.SYSTEM_PROMPT)
    print("accuracy " + json.dumps(reached), flush=True)
    if min(reached.values()) < TARGET:
        raise SystemExit(
            f"the base model reached only {reached}, expected {TARGET} on each: "
            "this is a defect of train_base.py"
        )
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    model.save_pretrained(target)
    tokenizer.save_pretrained(target)
    with (target / "replay.jsonl").open("w") as file:
        for row in replay_rows():
            file.write(json.dumps(row) + "\n")
    (target / "COMPLETE").write_text(f"{target.name}\n")


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit("usage: train_base.py ROOT (the directory that gets base-<digest>)")
    target = Path(sys.argv[1]) / model_name()
    if (target / "COMPLETE").exists():
        print(f"{target} is complete, nothing to do")
    else:
        started = time.monotonic()
        train(target)
        print(f"trained {target} in {time.monotonic() - started:.0f} s")
    print("progress 1.00 eta 0", flush=True)


if __name__ == "__main__":
    main()
