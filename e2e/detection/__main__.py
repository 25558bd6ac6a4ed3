"""Reads what e2e/detection/run played to the monitor and plays it to the other detectors."""

import argparse
import json
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from detection import page, peers


def main():
    parser = argparse.ArgumentParser(prog="e2e/detection/run")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--page", action="store_true")
    arguments = parser.parse_args()
    runs = read(arguments.folder)
    if not runs:
        parser.error(f"found no recording in {arguments.folder}")
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for run, said in zip(runs, pool.map(peers.play, runs), strict=True):
            run["peers"] = said
    if arguments.page:
        page.write(runs)
    else:
        print(page.text(runs))


def read(folder):
    """The recordings in the order of the scenarios, then of the seeds."""
    runs = [json.loads(file.read_text("utf-8")) for file in folder.glob("*.json")]
    return sorted(runs, key=lambda run: (run["order"], run["seed"]))


if __name__ == "__main__":
    main()
