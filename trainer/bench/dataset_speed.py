"""How many rows a second the command `dataset` takes: exact de-duplication and split, and all.

Writes its table into docs/datasets.md, between the marks of the section on speed.

usage: dataset_speed.py [--rows 100000] [--repeat 5] [--page docs/datasets.md]
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from homeostat_trainer import dataset, rows, selection, split
from homeostat_trainer.config.dataset import DatasetConfig
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.progress import Progress
from homeostat_trainer.selection import Clustered, Quarantine

WORDS = [f"{a}{b}" for a in "ba ce di fo gu ha".split() for b in "lan mer nis tor vul".split()]
BEGIN = "<!-- speed: written by trainer/bench/dataset_speed.py -->"
END = "<!-- end of speed -->"


def given(count: int) -> list[rows.Row]:
    """Rows of 20 to 60 words; a tenth are exact copies, a tenth nearly copies."""
    rng = random.Random(1)
    made: list[rows.Row] = []
    for number in range(count):
        if made and number % 10 == 0:
            made.append(rng.choice(made))
            continue
        if made and number % 10 == 5:
            prompt = rng.choice(made).prompt + " please"
        else:
            prompt = " ".join(rng.choices(WORDS, k=rng.randint(20, 60))) + f" {number}"
        answer = " ".join(rng.choices(WORDS, k=10))
        made.append(
            rows.Row(
                f"capability-{number % 8}",
                prompt,
                answer,
                rows.HUMAN,
                f"key-{rng.randrange(500)}",
                time_millis=number,
                session=f"session-{number // 3}",
            )
        )
    return made


def exact_and_split(items: list[rows.Row]) -> None:
    kept = selection.distinct(items, Quarantine())
    split.split(Clustered(kept, list(range(len(kept)))), 1000, 0.2, 1)


def whole(file: Path, count: int) -> None:
    """From a file to a finished directory: also redaction, filters, near-duplicates, data card."""
    with tempfile.TemporaryDirectory() as folder:
        job = {
            "service": "bench/bench",
            "name": "speed",
            "sources": [{"name": "file", "file": {"path": str(file), "rows": count}}],
            "maximumRows": count,
            "outputDir": folder,
        }
        dataset.run(DatasetConfig.read(Fields(job), {}), Progress(time.monotonic))


def rate(count: int, repeat: int, work: Callable[[], None]) -> str:
    """Median, smallest and largest rows a second."""
    speeds = []
    for _ in range(repeat):
        began = time.perf_counter()
        work()
        speeds.append(count / (time.perf_counter() - began))
    return f"{statistics.median(speeds):,.0f} | {min(speeds):,.0f} to {max(speeds):,.0f}"


def table(count: int, repeat: int) -> str:
    items = given(count)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.jsonl"
        rows.write(file, items)
        lines = [
            f"{count:,} rows, one process, Python {platform.python_version()}, "
            f"{os.cpu_count()} CPUs, load before the run {os.getloadavg()[0]:.0f}; median of "
            f"{repeat} runs:",
            "",
            "| work | rows/s | smallest to largest |",
            "|---|---|---|",
            "| exact de-duplication and split | "
            + rate(count, repeat, lambda: exact_and_split(items))
            + " |",
            "| the whole build, from a file to the finished directory | "
            + rate(count, repeat, lambda: whole(file, count))
            + " |",
        ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--page", type=Path)
    options = parser.parse_args()
    found = table(options.rows, options.repeat)
    print(found)
    if options.page:
        page = options.page.read_text(encoding="utf-8")
        head, rest = page.split(BEGIN, 1)
        tail = rest.split(END, 1)[1]
        options.page.write_text(f"{head}{BEGIN}\n{found}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
