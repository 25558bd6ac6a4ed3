"""What the archive knows: corrections and answers that may be used for training."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from homeostat_trainer.config.dataset import Archive
from homeostat_trainer.config.dataset_sources import CorrectionSource, InteractionSource
from homeostat_trainer.errors import JobError
from homeostat_trainer.rows import HUMAN, OWN_MODEL, Row, read_turns

LOG = logging.getLogger(__name__)
POLL_SECONDS = 2.0
PAGE = 5_000
RIGHT = 0.8  # mean rating from which people agree with an answer
_REFUSED = (400, 401, 403, 404)
_MOST_CORRECTIONS = 100_000


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction as a row, the model's answer that it corrects, and a reference if there is."""

    row: Row
    old_answer: str
    reference: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the model as a row, the release that gave it, a reference if there is."""

    row: Row
    release: str
    reference: str = ""


class ArchiveUnavailable(Exception):
    """The archive cannot answer now; trying again may help."""


class Reader:
    """Asks the archive for one service's data on behalf of one Dataset.

    The archive remembers which Dataset it gave what to, so that an erasure can name it.
    """

    def __init__(self, client: httpx.Client, archive: Archive, service: str, dataset: str):
        self._client = client
        self._archive = archive
        self._common = {"service": service, "dataset": dataset}

    def corrections(self, source: CorrectionSource) -> list[Correction]:
        """All corrections of the capability since the moment of the source, also repeated ones."""
        values = self._values(
            "/v1/corrections",
            {
                "capability": source.capability,
                "since": source.since,
                "limit": _MOST_CORRECTIONS,
            },
            lambda value: correction(value, source),
        )
        return [item for item in values if item is not None]

    def answers(self, source: InteractionSource) -> list[Answer]:
        """The latest answers that the source wants, page by page."""
        found: list[Answer] = []
        parameters = _parameters(source)
        while len(found) < source.rows:
            page = self._values("/v1/answers", parameters, lambda v: (v, answer(v, source)))
            found.extend(item for _, item in page if item is not None)
            if len(page) < PAGE:
                break
            last = page[-1][0]
            parameters |= {"beforeMillis": last["timeMillis"], "before": last["interactionId"]}
        return found[: source.rows]

    def _values(
        self, path: str, parameters: dict[str, Any], read: Callable[[Any], Any]
    ) -> list[Any]:
        url = self._archive.url + path
        try:
            response = self._client.get(
                url,
                params=self._common | parameters,
                headers={"Authorization": f"Bearer {self._archive.token}"},
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
        values: list[Any] = []
        for number, line in enumerate(response.text.split("\n"), 1):
            if line.strip():
                try:
                    values.append(read(json.loads(line)))
                except ValueError as error:
                    raise ArchiveUnavailable(
                        f"{url} line {number} is malformed: {error}"
                    ) from error
        return values


def _parameters(source: InteractionSource) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "capability": list(source.capabilities),
        "release": list(source.releases),
        "since": source.since,
        "until": source.until,
        "scoreAtLeast": source.minimum_score,
        "scoreAtMost": source.maximum_score,
        "ratingAtLeast": source.minimum_rating,
        "limit": PAGE,
    }
    return {name: value for name, value in wanted.items() if value not in (None, [])}


def correction(value: Any, source: CorrectionSource) -> Correction | None:
    """A line of the archive as a correction; None when question or correction is empty.

    Raises ValueError when the line is not as agreed.
    """
    asked = _question(value)
    text = value.get("correction")
    if asked is None or not isinstance(text, str) or not text.strip():
        return None
    row = Row(
        capability=source.capability,
        prompt=asked[-1][1],
        answer=text.strip(),
        provenance=HUMAN,
        source=str(value.get("source") or ""),
        history=asked[:-1],
        origin=source.name,
        time_millis=value["timeMillis"],
        session=str(value.get("session") or ""),
        interaction=str(value.get("interactionId") or ""),
    )
    return Correction(row, str(value.get("answer") or ""), str(value.get("reference") or ""))


def answer(value: Any, source: InteractionSource) -> Answer | None:
    """A line of the archive as an answer of the model; None when question or answer is empty.

    It is verified when a reference agrees, when people rated it well, or when invariants were
    checked and all of them hold.
    """
    asked = _question(value)
    text = value.get("answer")
    if asked is None or not isinstance(text, str) or not text.strip():
        return None
    reference = value.get("reference")
    rating = value.get("rating")
    row = Row(
        capability=str(value.get("capability") or "other"),
        prompt=asked[-1][1],
        answer=text.strip(),
        provenance=OWN_MODEL,
        history=asked[:-1],
        verified=(isinstance(reference, str) and same(reference, text))
        or (isinstance(rating, int | float) and rating >= RIGHT)
        or value.get("invariantsHold") is True,
        origin=source.name,
        time_millis=value["timeMillis"],
        session=str(value.get("session") or ""),
        interaction=str(value.get("interactionId") or ""),
    )
    return Answer(row, str(value.get("release") or ""), str(reference or ""))


def same(one: str, other: str) -> bool:
    """Whether two answers differ at most in case, spaces and a full stop at the end."""
    return normal(one) == normal(other)


def normal(text: str) -> str:
    """The text without what does not tell answers or questions apart."""
    return " ".join(text.split()).rstrip(".").lower()


def _question(value: Any) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(value, dict) or not isinstance(value.get("timeMillis"), int):
        raise ValueError("expected an object with timeMillis")
    turns = read_turns(value.get("messages") or [])
    return turns if turns and turns[-1][0] == "user" and turns[-1][1].strip() else None
