"""The Job's last words: one JSON object of at most 4 KiB in the container's termination message."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LIMIT_BYTES = 4096
_ERROR_CHARACTERS = 800


def encode(result: dict[str, Any]) -> str:
    """The result as JSON within the limit."""
    text = _json(result)
    if len(text.encode()) > LIMIT_BYTES:
        raise ValueError(f"the result has {len(text.encode())} bytes, at most {LIMIT_BYTES} fit")
    return text


def error(message: str, kind: str | None = None) -> str:
    """The message as one line within the limit, with the class of the failure if it has one."""
    line = " ".join(message.split())
    if len(line) > _ERROR_CHARACTERS:
        line = line[: _ERROR_CHARACTERS - 1] + "…"
    return _json({"error": line} | ({"kind": kind} if kind else {}))


def write(path: Path, text: str) -> None:
    """Puts the text where the kubelet reads it when the container ends."""
    path.write_text(text, encoding="utf-8")


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
