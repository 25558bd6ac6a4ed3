"""The command `dataset`: what the sources give becomes one immutable directory of rows."""

from __future__ import annotations

import json
import random
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from homeostat_trainer import artifacts, guard, neighbours, rows, selection
from homeostat_trainer import card as cards
from homeostat_trainer.archive import Correction
from homeostat_trainer.config.dataset import DatasetConfig
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress
from homeostat_trainer.rows import Row
from homeostat_trainer.selection import Quarantine
from homeostat_trainer.sources import Gathered, Waiting, gather, trimmed
from homeostat_trainer.split import Split, split

TRAIN = "train.jsonl"
TEST = "test.jsonl"
QUARANTINE = "quarantine.jsonl"
_TOLD = 24  # capabilities in the termination message


@dataclass(frozen=True)
class Built:
    """The rows of a version, with all that its card tells; no rows when the guard tripped."""

    card: dict[str, Any]
    split: Split
    quarantine: Quarantine


def run(config: DatasetConfig, progress: Progress) -> dict[str, Any]:
    """Builds the dataset; rows that are those of an earlier version are that version."""
    built = build(config, progress, Waiting())
    staged_rows = [[r.as_json() for r in side] for side in (built.split.train, built.split.test)]
    digest = artifacts.digest_of([config.build if _tripped(built) else 0, staged_rows])
    name = f"{config.name}-report" if _tripped(built) else config.name
    done = artifacts.find(config.output_dir, name, digest)
    if done is None:
        done = _publish(config, name, built, digest)
    return _result(done, built)


def build(config: DatasetConfig, progress: Progress, waiting: Waiting) -> Built:
    """Gathers, judges and chooses the rows."""
    given = gather(
        config,
        progress,
        lambda found: not guard.look(_counting(config, found), [], config.guard).may_even_out,
        waiting,
    )
    progress.phase("Building")
    quarantine = Quarantine()
    counting = _counting(config, given.corrections)
    quarantine.put(
        "ExcludedSource", [c.row for c in given.corrections if c.row.source in _excluded(config)]
    )
    quarantine.put("TeacherRefused", given.refused)
    given = replace(given, corrections=counting)
    odd = neighbours.odd(counting, _right_today(config, given.files))
    report = guard.look(counting, given.background, config.guard, odd.flips)
    if report.state == guard.TRIPPED:
        for finding in report.findings:
            found = [given.corrections[i].row for i in finding.members]
            quarantine.put(f"PoisonGuard/{finding.id}", found)
        nothing = Split([], [], {})
        return Built(cards.card(config, given, report, quarantine, nothing), nothing, quarantine)
    taken = _corrected(config, given, odd, quarantine)
    result = _chosen(config, given, taken, quarantine)
    return Built(cards.card(config, given, report, quarantine, result), result, quarantine)


def _excluded(config: DatasetConfig) -> frozenset[str]:
    return config.guard.excluded_sources


def _counting(config: DatasetConfig, corrections: list[Correction]) -> list[Correction]:
    return [c for c in corrections if c.row.source not in _excluded(config)]


def _right_today(config: DatasetConfig, files: list[Row]) -> list[Row]:
    changed = {item.capability for item in config.outdated}
    return [row for row in files if row.trusted and row.capability not in changed]


def _corrected(
    config: DatasetConfig, given: Gathered, odd: neighbours.Odd, quarantine: Quarantine
) -> list[Row]:
    """Corrections that may be taken: not odd, once, and of each source in measure."""
    flips, outliers = set(odd.flips), set(odd.outliers)
    taken = []
    for index, item in enumerate(given.corrections):
        if index in flips:
            quarantine.put("LabelFlip", [item.row])
        elif index in outliers:
            quarantine.put("Outlier", [item.row])
        else:
            taken.append(item.row)
    taken = selection.distinct(taken, quarantine)
    total = len(taken) + len(given.answers) + len(given.files)
    return selection.capped_by_source(taken, total, quarantine)


def _chosen(
    config: DatasetConfig, given: Gathered, corrections: list[Row], quarantine: Quarantine
) -> Split:
    filters, shares = config.filters, config.shares
    seed = int(artifacts.digest_of(config.name)[:8], 16)
    kept = selection.filtered(
        [*corrections, *given.files, *given.answers], filters, config.outdated, quarantine
    )
    kept = selection.distinct(kept, quarantine)
    clustered = selection.without_near_duplicates(kept, filters.similarity, quarantine)
    result = split(
        clustered,
        shares.test_per_capability,
        shares.test_share,
        seed,
        needed=sorted({source.capability for source in config.corrections}),
        evaluation=[
            selection.question(row) for path in config.evaluation_sets for row in rows.read(path)
        ],
        similarity=filters.similarity,
        quarantine=quarantine,
    )
    train = trimmed(result.train, config.files)
    train = selection.shared_out(train, shares, seed, quarantine)
    if not train:
        raise JobError(
            "no row is left to train on: "
            + ", ".join(f"{n} {reason}" for reason, n in quarantine.counts().items())
            + "; add rows that people wrote or widen the filters"
        )
    test = list(result.test)
    random.Random(seed).shuffle(train)
    random.Random(seed + 1).shuffle(test)
    return replace(result, train=train, test=test)


def _tripped(built: Built) -> bool:
    return built.card["guard"]["state"] == guard.TRIPPED


def _publish(config: DatasetConfig, name: str, built: Built, inputs: str) -> artifacts.Artifact:
    card = built.card | {"inputs": inputs}
    with tempfile.TemporaryDirectory() as name_of_folder:
        folder = Path(name_of_folder)
        if not _tripped(built):
            rows.write(folder / TRAIN, built.split.train)
            rows.write(folder / TEST, built.split.test)
        with (folder / QUARANTINE).open("w", encoding="utf-8") as file:
            for reason, row in built.quarantine.rows:
                file.write(json.dumps({"reason": reason} | row.as_json(), ensure_ascii=False))
                file.write("\n")
        (folder / cards.CARD).write_text(cards.markdown(card), encoding="utf-8")
        return artifacts.publish(folder, config.output_dir, name, card)


def _result(done: artifacts.Artifact, built: Built) -> dict[str, Any]:
    """What the operator reads; the guard and the quarantine are those of this build."""
    told = cards.told(done.card, _TOLD) | cards.told(built.card, _TOLD)
    place = {"report": done.path.name}
    if not _tripped(built):
        place |= {"digest": done.digest, "uri": done.path.name}
    return told | place
