"""Rows of datasets: reading JSON lines with errors that name file and line, and writing them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeostat_trainer.errors import DATA, JobError

ROLES = ("system", "user", "assistant")

HUMAN = "Human"
BASE_TRAINING = "BaseTraining"
GOLDEN = "Golden"
OWN_MODEL = "OwnModel"
OTHER_MODEL = "OtherModel"
UNKNOWN = "Unknown"
PROVENANCES = (HUMAN, BASE_TRAINING, GOLDEN, OWN_MODEL, OTHER_MODEL, UNKNOWN)
_TRUSTED = (HUMAN, BASE_TRAINING, GOLDEN)


@dataclass(frozen=True, slots=True)
class Row:
    """One example: the earlier messages of its conversation, the last question, the answer.

    provenance: who wrote the answer, one of PROVENANCES.
    source: identity of the API key that corrected or asked; empty when there is none.
    generation: how many models that were trained on rows of models the answer went through.
    verified: whether a person, a reference or an invariant confirmed a model's answer.
    origin: name of the Dataset's source that gave the row.
    time_millis: when it was said, 0 when not known; session: opaque, empty when not known.
    """

    capability: str
    prompt: str
    answer: str
    provenance: str = BASE_TRAINING
    source: str = ""
    history: tuple[tuple[str, str], ...] = ()
    generation: int = 0
    verified: bool = False
    origin: str = ""
    time_millis: int = 0
    session: str = ""
    interaction: str = ""

    @property
    def trusted(self) -> bool:
        """Whether people wrote it, or chose it for the base's training or as golden."""
        return self.provenance in _TRUSTED

    def messages(self, system_prompt: str) -> list[dict[str, str]]:
        """The conversation up to the question, the system prompt first as the gateway sends it."""
        head = [("system", system_prompt)] if system_prompt else []
        turns = [*head, *self.history, ("user", self.prompt)]
        return [{"role": role, "content": content} for role, content in turns]

    def as_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {
            "capability": self.capability,
            "prompt": self.prompt,
            "answer": self.answer,
            "provenance": self.provenance,
            "source": self.source,
        }
        if self.history:
            value["history"] = [{"role": role, "content": text} for role, text in self.history]
        for name, found in (
            ("generation", self.generation),
            ("verified", self.verified),
            ("origin", self.origin),
            ("timeMillis", self.time_millis),
            ("session", self.session),
            ("interaction", self.interaction),
        ):
            if found:
                value[name] = found
        return value

    @staticmethod
    def from_json(value: Any, provenance: str = BASE_TRAINING, origin: str = "") -> Row:
        """A row as this module writes it, or in chat format with `messages`.

        provenance: of a row that does not say it; origin: of a row that does not say it.
        Raises ValueError that says which field is wrong.
        """
        if not isinstance(value, dict):
            raise ValueError("expected an object")
        fields = _of_chat(value) if "messages" in value else value
        for name in ("capability", "prompt", "answer"):
            if not isinstance(fields.get(name), str) or not fields[name].strip():
                raise ValueError(f"expected field {name} to be a text that is not empty")
        written = str(fields.get("provenance") or provenance)
        if written not in PROVENANCES:
            raise ValueError(
                f"expected field provenance to be one of {', '.join(PROVENANCES)}, "
                f"found {written!r}"
            )
        return Row(
            capability=fields["capability"],
            prompt=fields["prompt"],
            answer=fields["answer"],
            provenance=written,
            source=str(fields.get("source") or ""),
            history=read_turns(fields.get("history") or []),
            generation=_whole(fields, "generation"),
            verified=fields.get("verified") is True,
            origin=origin or str(fields.get("origin") or ""),
            time_millis=_whole(fields, "timeMillis"),
            session=str(fields.get("session") or ""),
            interaction=str(fields.get("interaction") or ""),
        )


def _whole(fields: dict[str, Any], name: str) -> int:
    value = fields.get(name)
    if value is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"expected field {name} to be a whole number of at least 0")
    return value


def _of_chat(value: dict[str, Any]) -> dict[str, Any]:
    """A row in chat format: the answer is the last message, the question the one before."""
    turns = read_turns(value["messages"])
    if len(turns) < 2 or turns[-1][0] != "assistant" or turns[-2][0] != "user":
        raise ValueError("expected messages to end with a user's and an assistant's message")
    history = [{"role": role, "content": text} for role, text in turns[:-2]]
    return value | {"prompt": turns[-2][1], "answer": turns[-1][1], "history": history}


def read_turns(messages: Any) -> tuple[tuple[str, str], ...]:
    """Messages as (role, content); raises ValueError for anything else than plain text turns."""
    if not isinstance(messages, list):
        raise ValueError("expected messages to be a list")
    turns = []
    for message in messages:
        role = message.get("role") if isinstance(message, dict) else None
        if role not in ROLES or not isinstance(message.get("content"), str):
            raise ValueError(f"expected messages of role {', '.join(ROLES)} with text content")
        turns.append((role, message["content"]))
    return tuple(turns)


def read(path: Path, provenance: str = BASE_TRAINING, origin: str = "") -> list[Row]:
    """All rows of a file, Parquet when its name says so, else JSON lines.

    A malformed row ends the Job with file and line.
    """
    try:
        values = _parquet(path) if path.suffix == ".parquet" else _json_lines(path)
        return [_parsed(value, where, provenance, origin) for where, value in values]
    except UnicodeDecodeError as error:
        raise JobError(
            f"{path} is not UTF-8: {error.reason} at byte {error.start}", DATA
        ) from error
    except OSError as error:
        raise JobError(f"cannot read {path}: {error.strerror}") from error


def _json_lines(path: Path) -> Iterator[tuple[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                where = f"{path} line {number}"
                try:
                    yield where, json.loads(line)
                except json.JSONDecodeError as error:
                    raise JobError(
                        f"{where}: not JSON ({error.msg}); mend or remove the line", DATA
                    ) from error


def _parquet(path: Path) -> Iterator[tuple[str, Any]]:
    import pyarrow  # only files in this format need it
    import pyarrow.parquet

    with path.open("rb") as file:
        try:
            table = pyarrow.parquet.read_table(file)
        except pyarrow.ArrowException as error:
            raise JobError(f"{path} is not Parquet: {error}") from error
    for number, value in enumerate(table.to_pylist(), 1):
        yield f"{path} row {number}", {k: v for k, v in value.items() if v is not None}


def _parsed(value: Any, where: str, provenance: str, origin: str) -> Row:
    try:
        return Row.from_json(value, provenance, origin)
    except ValueError as error:
        raise JobError(f"{where}: {error}; mend or remove the line", DATA) from error


def write(path: Path, rows: Iterable[Row]) -> None:
    """Writes the rows as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row.as_json(), ensure_ascii=False) + "\n")
