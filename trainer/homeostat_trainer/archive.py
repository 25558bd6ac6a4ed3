"""Corrections from the archive: fetched, made into rows, waited for."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from homeostat_trainer.config.dataset import CorrectionSource
from homeostat_trainer.errors import JobError
from homeostat_trainer.rows import Row, read_turns

LOG = logging.getLogger(__name__)
POLL_SECONDS = 2.0
_REFUSED = (400, 401, 403)


@dataclass(frozen=True)
class Correction:
    """One correction as a row, with what the split needs: its time and its session, if known."""

    row: Row
    time_millis: int
    session: str


@dataclass(frozen=True)
class Corrections:
    """Distinct corrections by time; of several for one question the latest counts.

    duplicates: how many earlier ones were dropped; contradictions: how many of those differed.
    """

    items: list[Correction]
    duplicates: int
    contradictions: int


class ArchiveUnavailable(Exception):
    """The archive cannot answer now; trying again may help."""


def fetch(
    client: httpx.Client, service: str, dataset: str, source: CorrectionSource
) -> list[Correction]:
    """All corrections of the capability since the moment of the configuration.

    The archive remembers which Dataset it gave them to, so that an erasure can name it.
    """
    url = f"{source.archive_url}/v1/corrections"
    try:
        response = client.get(
            url,
            params={
                "service": service,
                "capability": source.capability,
                "since": source.since,
                "dataset": dataset,
            },
            headers={"Authorization": f"Bearer {source.archive_token}"},
        )
    except httpx.HTTPError as error:
        raise ArchiveUnavailable(f"{url} does not answer: {type(error).__name__}") from error
    if response.status_code in _REFUSED:
        raise JobError(
            f"the archive refused the request with HTTP {response.status_code}: "
            f"check the token and the service of the Dataset ({url})"
        )
    if response.status_code != 200:
        raise ArchiveUnavailable(f"{url} answers HTTP {response.status_code}")
    found = []
    for number, line in enumerate(response.text.split("\n"), 1):
        if line.strip():
            try:
                found.append(parse(json.loads(line), source.capability))
            except ValueError as error:
                raise ArchiveUnavailable(f"{url} line {number} is malformed: {error}") from error
    return [correction for correction in found if correction is not None]


def parse(value: dict, capability: str) -> Correction | None:
    """A line of the archive as a correction; None when question or correction is empty.

    Raises ValueError when the line is not as agreed.
    """
    if not isinstance(value, dict) or not isinstance(value.get("timeMillis"), int):
        raise ValueError("expected an object with timeMillis")
    turns = read_turns(value.get("messages") or [])
    answer = value.get("correction")
    if not isinstance(answer, str) or not answer.strip():
        return None
    if not turns or turns[-1][0] != "user" or not turns[-1][1].strip():
        return None
    row = Row(
        capability=capability,
        prompt=turns[-1][1],
        answer=answer.strip(),
        provenance="human",
        source=str(value.get("source") or ""),
        history=turns[:-1],
    )
    return Correction(row, value["timeMillis"], str(value.get("session") or ""))


def distinct(corrections: list[Correction]) -> Corrections:
    """The latest correction of each question, in order of time."""
    latest: dict[tuple, Correction] = {}
    duplicates = contradictions = 0
    ordered = sorted(corrections, key=lambda c: (c.time_millis, c.row.prompt, c.row.answer))
    for correction in ordered:
        key = (correction.row.history, " ".join(correction.row.prompt.split()).lower())
        earlier = latest.pop(key, None)
        if earlier is not None:
            duplicates += 1
            contradictions += earlier.row.answer != correction.row.answer
        latest[key] = correction
    return Corrections(list(latest.values()), duplicates, contradictions)


def wait(
    client: httpx.Client,
    service: str,
    dataset: str,
    source: CorrectionSource,
    report: Callable[[int, str], None],
    clock: Callable[[], float],
    sleep: Callable[[float], None],
) -> Corrections:
    """Polls until there are enough distinct corrections; JobError when the time is over.

    report: gets the number of corrections so far and what is wrong with the archive, if anything.
    """
    deadline = clock() + source.maximum_wait_seconds
    best = Corrections([], 0, 0)
    trouble = ""
    while True:
        try:
            best = distinct(fetch(client, service, dataset, source))
            trouble = ""
        except ArchiveUnavailable as error:
            trouble = str(error)
            LOG.warning("waiting for the archive: %s", trouble)
        if not trouble and len(best.items) >= source.minimum:
            return best
        report(len(best.items), trouble)
        if clock() >= deadline:
            raise JobError(
                f"{len(best.items)} distinct corrections of {source.capability} since "
                f"{source.since} after {source.maximum_wait_seconds} s, expected at least "
                f"{source.minimum}"
                + (
                    f"; the archive was not usable at the end: {trouble}"
                    if trouble
                    else ": wait for more feedback or lower minimumCorrections"
                )
            )
        sleep(POLL_SECONDS)
