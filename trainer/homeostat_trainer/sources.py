"""Rows from everywhere: corrections are waited for, answers and files are taken as they are."""

from __future__ import annotations

import logging
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import httpx

from homeostat_trainer import archive, privacy, rows, teacher
from homeostat_trainer.archive import ArchiveUnavailable, Correction, Reader
from homeostat_trainer.config.dataset import DatasetConfig
from homeostat_trainer.config.dataset_sources import CorrectionSource, FileSource
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress
from homeostat_trainer.rows import Row

LOG = logging.getLogger(__name__)
_BACKGROUND = 5_000  # texts of a file that tell which phrases are rare
_POOL_FACTOR = 2  # rows read for each row wanted, since some will be left out


@dataclass
class Gathered:
    """What the sources gave.

    corrections: all of them, also repeated ones, in order of time; background: texts that are no
    corrections, also of rows that are not taken; redacted: how many pieces of personal data were
    replaced in all rows; refused: what teachers answered and nothing confirmed.
    """

    corrections: list[Correction]
    answers: list[Row]
    files: list[Row]
    background: list[str]
    refused: list[Row]
    redacted: int = 0


@dataclass(frozen=True)
class Waiting:
    """How a build waits; handed in, so that a test needs no time."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


def gather(
    config: DatasetConfig,
    progress: Progress,
    settled: Callable[[list[Correction]], bool],
    waiting: Waiting,
) -> Gathered:
    """Asks every source.

    settled: whether corrections can be used as they are, or whether more of them may help.
    """
    background: list[str] = []
    files = [row for source in config.files for row in _of_file(source, config, background)]
    corrections: list[Correction] = []
    answers: list[Row] = []
    refused: list[Row] = []
    if config.archive is not None:
        with httpx.Client(timeout=60.0) as client:
            reader = Reader(client, config.archive, config.service, config.name)
            for source in config.corrections:
                corrections += _wait(reader, source, progress, settled, waiting)
            answers = _answers(reader, config, progress)
            refused = _teach(client, reader, config, progress, answers)
    corrections.sort(key=lambda c: (c.row.time_millis, c.row.prompt, c.row.answer))
    return _without_personal_data(
        Gathered(corrections, answers, files, background, refused), config
    )


def _wait(
    reader: Reader,
    source: CorrectionSource,
    progress: Progress,
    settled: Callable[[list[Correction]], bool],
    waiting: Waiting,
) -> list[Correction]:
    """Polls until there are enough distinct corrections; JobError when the time is over."""
    progress.phase("WaitingForCorrections", f"0 of {source.minimum}")
    deadline = waiting.clock() + source.maximum_wait_seconds
    found: list[Correction] = []
    trouble = ""
    while True:
        try:
            found = reader.corrections(source)
            trouble = ""
        except ArchiveUnavailable as error:
            trouble = str(error)
            LOG.warning("waiting for the archive: %s", trouble)
        count = _distinct(found)
        over = waiting.clock() >= deadline
        if not trouble and count >= source.minimum and (over or settled(found)):
            return found
        progress.step(
            min(count, source.minimum),
            source.minimum,
            message=trouble or f"{count} of {source.minimum}",
        )
        if over:
            raise JobError(_too_few(source, count, trouble))
        waiting.sleep(archive.POLL_SECONDS)


def _distinct(corrections: list[Correction]) -> int:
    return len({(c.row.history, archive.normal(c.row.prompt)) for c in corrections})


def _too_few(source: CorrectionSource, count: int, trouble: str) -> str:
    return (
        f"{count} distinct corrections of {source.capability} since {source.since} after "
        f"{source.maximum_wait_seconds} s, expected at least {source.minimum}"
        + (
            f"; the archive was not usable at the end: {trouble}"
            if trouble
            else ": wait for more feedback or lower the source's minimum"
        )
    )


def _answers(reader: Reader, config: DatasetConfig, progress: Progress) -> list[Row]:
    found: list[Row] = []
    for source in config.interactions:
        progress.phase("ReadingInteractions", source.name)
        try:
            for answer in reader.answers(source):
                through = config.generations.get(answer.release, config.filters.maximum_generation)
                found.append(replace(answer.row, generation=through + 1))
        except ArchiveUnavailable as error:
            raise JobError(
                f"source {source.name}: {error}; see the archive's pods and try again"
            ) from error
    return found


def _teach(
    client: httpx.Client,
    reader: Reader,
    config: DatasetConfig,
    progress: Progress,
    answers: list[Row],
) -> list[Row]:
    """Adds what the teachers' checked answers are; returns what was refused."""
    refused: list[Row] = []
    for source in config.teachers:
        progress.phase("AskingTeacher", source.name)
        try:
            asked = reader.answers(source.asked)
        except ArchiveUnavailable as error:
            raise JobError(
                f"source {source.name}: {error}; see the archive's pods and try again"
            ) from error
        accepted, others = teacher.relabelled(client, source, asked)
        answers.extend(accepted)
        refused.extend(others)
    return refused


def _of_file(source: FileSource, config: DatasetConfig, background: list[str]) -> list[Row]:
    """Rows of the file, evenly by capability: those to train on, and others to hold out.

    Rows of a capability whose answers changed are as old as the file, and no row of one is taken.
    """
    old = {item.capability for item in config.outdated}
    given = rows.read(source.path, source.provenance, source.name)
    step = -(-len(given) // _BACKGROUND) or 1
    background.extend(f"{row.prompt}\n{row.answer}" for row in given[::step])
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in given:
        if row.capability not in old or row.time_millis:
            groups[row.capability].append(row)
    if not groups:
        raise JobError(
            f"{source.path} has no row of a capability other than {', '.join(sorted(old))}: name "
            "a file that has, or leave the source out"
            if old
            else f"{source.path} has no row: name a file that has, or leave the source out"
        )
    spare = config.shares.test_per_capability
    return _evenly(groups, source.rows, spare, f"{config.name}/{source.name}")


def _evenly(groups: dict[str, list[Row]], wanted: int, spare: int, seed: str) -> list[Row]:
    """A capability with too few rows leaves its share to the others."""
    taken: list[Row] = []
    left = wanted
    smallest_first = sorted(groups.items(), key=lambda item: (len(item[1]), item[0]))
    for index, (capability, members) in enumerate(smallest_first):
        share = left // (len(smallest_first) - index)
        pool = list(members)
        random.Random(f"{seed}/{capability}").shuffle(pool)
        chosen = pool[: _POOL_FACTOR * (share + spare)]
        left -= min(share, len(chosen))
        taken.extend(chosen)
    return taken


def trimmed(train: Sequence[Row], files: Sequence[FileSource]) -> list[Row]:
    """At most as many training rows of each file as were asked for, evenly by capability."""
    limits = {source.name: source.rows for source in files}
    kept = [row for row in train if row.origin not in limits]
    for name, wanted in limits.items():
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in train:
            if row.origin == name:
                groups[row.capability].append(row)
        left = wanted
        smallest_first = sorted(groups.items(), key=lambda item: (len(item[1]), item[0]))
        for index, (_, members) in enumerate(smallest_first):
            chosen = members[: left // (len(smallest_first) - index)]
            left -= len(chosen)
            kept.extend(chosen)
    return kept


def _without_personal_data(given: Gathered, config: DatasetConfig) -> Gathered:
    kinds = config.filters.redact
    total = 0

    def clean(row: Row) -> Row:
        nonlocal total
        row, replaced = privacy.redacted(row, kinds)
        total += replaced
        return row

    corrections = [
        replace(
            c,
            row=clean(c.row),
            old_answer=privacy.redact(c.old_answer, kinds)[0],
            reference=privacy.redact(c.reference, kinds)[0],
        )
        for c in given.corrections
    ]
    answers = [clean(row) for row in given.answers]
    files = [clean(row) for row in given.files]
    return replace(given, corrections=corrections, answers=answers, files=files, redacted=total)
