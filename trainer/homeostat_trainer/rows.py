"""Rows of datasets: reading JSON lines with errors that name file and line, and writing them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeostat_trainer.errors import DATA, JobError

ROLES = ("system", "user", "assistant")


@dataclass(frozen=True)
class Row:
    """One example: the earlier messages of its conversation, the last question, the answer.

    provenance: `human` for corrections, `replay` for rows of earlier training data.
    source: identity that gave a correction; empty for replay.
    """

    capability: str
    prompt: str
    answer: str
    provenance: str = "replay"
    source: str = ""
    history: tuple[tuple[str, str], ...] = ()

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
        return value

    @staticmethod
    def from_json(value: Any) -> Row:
        """Raises ValueError that says which field is wrong."""
        if not isinstance(value, dict):
            raise ValueError("expected an object")
        for name in ("capability", "prompt", "answer"):
            if not isinstance(value.get(name), str) or not value[name].strip():
                raise ValueError(f"expected field {name} to be a text that is not empty")
        return Row(
            capability=value["capability"],
            prompt=value["prompt"],
            answer=value["answer"],
            provenance=str(value.get("provenance", "replay")),
            source=str(value.get("source", "")),
            history=read_turns(value.get("history") or []),
        )


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


def read(path: Path) -> list[Row]:
    """All rows of a file of JSON lines; a malformed one ends the Job with file and line."""
    rows = []
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    rows.append(_parsed(line, f"{path} line {number}"))
    except UnicodeDecodeError as error:
        raise JobError(
            f"{path} is not UTF-8: {error.reason} at byte {error.start}", DATA
        ) from error
    except OSError as error:
        raise JobError(f"cannot read {path}: {error.strerror}") from error
    return rows


def _parsed(line: str, where: str) -> Row:
    try:
        return Row.from_json(json.loads(line))
    except json.JSONDecodeError as error:
        raise JobError(f"{where}: not JSON ({error.msg}); mend or remove the line", DATA) from error
    except ValueError as error:
        raise JobError(f"{where}: {error}; mend or remove the line", DATA) from error


def write(path: Path, rows: Iterable[Row]) -> None:
    """Writes the rows as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row.as_json(), ensure_ascii=False) + "\n")
