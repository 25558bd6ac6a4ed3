"""The command `dataset`: corrections and replay become one immutable directory of rows."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from homeostat_trainer import archive, artifacts, rows, split
from homeostat_trainer.config.dataset import DatasetConfig
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress

TRAIN = "train.jsonl"
TEST = "test.jsonl"


def run(config: DatasetConfig, progress: Progress) -> dict[str, Any]:
    """Builds the dataset, or finds it when an earlier run of this Job finished it."""
    inputs = artifacts.digest_of(
        _origin(config)
        | {
            "testPerCapability": config.test_per_capability,
            "systemPrompt": config.system_prompt,
        }
    )
    done = artifacts.find(config.output_dir, config.name, inputs)
    if done is None:
        done = _build(config, inputs, progress)
    return _result(done)


def _origin(config: DatasetConfig) -> dict[str, Any]:
    """Where the rows come from."""
    origin: dict[str, Any] = {"service": config.service}
    if config.corrections:
        origin["capability"] = config.corrections.capability
        origin["since"] = config.corrections.since
        origin["minimumCorrections"] = config.corrections.minimum
    if config.replay:
        origin["replayPath"] = str(config.replay.path)
        origin["replayRows"] = config.replay.rows
    return origin


def _build(config: DatasetConfig, inputs: str, progress: Progress) -> artifacts.Artifact:
    earlier = _earlier_rows(config)
    given = _corrections(config, progress)
    progress.phase("Building")
    seed = int(artifacts.digest_of(config.name)[:8], 16)
    wanted = config.replay.rows if config.replay else 0
    kept = split.replay(earlier, wanted, config.test_per_capability, seed)
    corrected = (
        split.corrections(given.items, config.test_per_capability)
        if config.corrections
        else split.Split([], [])
    )
    train = corrected.train + kept.train
    test = corrected.test + kept.test
    random.Random(seed).shuffle(train)
    random.Random(seed + 1).shuffle(test)
    card = _card(config, given, train, test) | {"inputs": inputs}
    with tempfile.TemporaryDirectory() as folder:
        rows.write(Path(folder) / TRAIN, train)
        rows.write(Path(folder) / TEST, test)
        return artifacts.publish(Path(folder), config.output_dir, config.name, card)


def _earlier_rows(config: DatasetConfig) -> list[rows.Row]:
    """Rows for the replay, those of the corrected capability left out: their answers are old."""
    if config.replay is None:
        return []
    corrected = config.corrections.capability if config.corrections else None
    found = [r for r in rows.read(config.replay.path) if r.capability != corrected]
    if not found:
        others = f" of a capability other than {corrected}" if corrected else ""
        raise JobError(
            f"{config.replay.path} has no row{others}: name a file that has, or leave replay out"
        )
    return found


def _corrections(config: DatasetConfig, progress: Progress) -> archive.Corrections:
    source = config.corrections
    if source is None:
        return archive.Corrections([], 0, 0)
    progress.phase("WaitingForCorrections", f"0 of {source.minimum}")

    def report(count: int, trouble: str) -> None:
        progress.step(
            min(count, source.minimum),
            source.minimum,
            message=trouble or f"{count} of {source.minimum}",
        )

    with httpx.Client(timeout=30.0) as client:
        return archive.wait(
            client, config.service, config.name, source, report, time.monotonic, time.sleep
        )


def _card(
    config: DatasetConfig, given: archive.Corrections, train: list[rows.Row], test: list[rows.Row]
) -> dict[str, Any]:
    trained, tested = Counter(r.capability for r in train), Counter(r.capability for r in test)
    return _origin(config) | {
        "name": config.name,
        "systemPromptDigest": artifacts.digest_of(config.system_prompt),
        "corrections": len(given.items),
        "duplicates": given.duplicates,
        "contradictions": given.contradictions,
        "sources": dict(sorted(Counter(c.row.source for c in given.items).items())),
        "replay": sum(r.provenance == "replay" for r in train),
        "trainRows": len(train),
        "testRows": len(test),
        "perCapability": {
            name: {"train": trained[name], "test": tested[name]}
            for name in sorted(trained | tested)
        },
    }


def _result(artifact: artifacts.Artifact) -> dict[str, Any]:
    card = artifact.card
    return {
        "digest": artifact.digest,
        "uri": artifact.path.name,
        "trainRows": card["trainRows"],
        "testRows": card["testRows"],
        "corrections": card["corrections"],
        "replay": card["replay"],
        "sources": len(card["sources"]),
        "perCapability": card["perCapability"],
    }
