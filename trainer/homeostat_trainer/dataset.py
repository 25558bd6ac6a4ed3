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
from homeostat_trainer.config import DatasetConfig
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress

TRAIN = "train.jsonl"
TEST = "test.jsonl"


def run(config: DatasetConfig, progress: Progress) -> dict[str, Any]:
    """Builds the dataset, or finds it when an earlier run of this Job finished it."""
    inputs = artifacts.digest_of({
        "service": config.service, "capability": config.capability, "since": config.since,
        "minimumCorrections": config.minimum_corrections, "replayPath": str(config.replay_path),
        "replayRows": config.replay_rows, "testPerCapability": config.test_per_capability,
        "systemPrompt": config.system_prompt,
    })
    done = artifacts.find(config.output_dir, config.name, inputs)
    if done is None:
        done = _build(config, inputs, progress)
    return _result(done)


def _build(config: DatasetConfig, inputs: str, progress: Progress) -> artifacts.Artifact:
    replayed = [r for r in rows.read(config.replay_path) if r.capability != config.capability]
    if config.replay_rows and not replayed:
        raise JobError(f"{config.replay_path} has no row of a capability other than "
                       f"{config.capability}: without replay a repair harms the others")
    progress.phase("WaitingForCorrections", f"0 of {config.minimum_corrections}")
    with httpx.Client(timeout=30.0) as client:
        given = archive.wait(config, client, _reporter(config, progress), time.monotonic,
                             time.sleep)
    progress.phase("Building")
    seed = int(artifacts.digest_of(config.name)[:8], 16)
    corrected = split.corrections(given.items, config.test_per_capability)
    kept = split.replay(replayed, config.replay_rows, config.test_per_capability, seed)
    train = corrected.train + kept.train
    test = corrected.test + kept.test
    random.Random(seed).shuffle(train)
    random.Random(seed + 1).shuffle(test)
    card = _card(config, given, train, test) | {"inputs": inputs}
    with tempfile.TemporaryDirectory() as folder:
        rows.write(Path(folder) / TRAIN, train)
        rows.write(Path(folder) / TEST, test)
        return artifacts.publish(Path(folder), config.output_dir, config.name, card)


def _reporter(config: DatasetConfig, progress: Progress):
    def report(count: int, trouble: str) -> None:
        wanted = config.minimum_corrections
        progress.step(min(count, wanted), wanted, message=trouble or f"{count} of {wanted}")

    return report


def _card(
    config: DatasetConfig, given: archive.Corrections, train: list[rows.Row], test: list[rows.Row]
) -> dict[str, Any]:
    trained, tested = Counter(r.capability for r in train), Counter(r.capability for r in test)
    return {
        "name": config.name,
        "service": config.service,
        "capability": config.capability,
        "since": config.since,
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
