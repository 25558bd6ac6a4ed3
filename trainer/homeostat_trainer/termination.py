"""The Job's last words: one JSON object of at most 4 KiB in the container's termination message."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LIMIT_BYTES = 4096
_ERROR_CHARACTERS = 800


def encode(result: dict[str, Any]) -> str:
    """The result as JSON within the limit.

    A list of gates that is too long loses passed gates from its end; `gatesOmitted` counts them.
    """
    text = _json(result)
    gates = list(result.get("gates", []))
    omitted = 0
    while len(text.encode()) > LIMIT_BYTES and gates:
        passed = [i for i, gate in enumerate(gates) if gate.get("result") == "Pass"]
        del gates[passed[-1] if passed else -1]
        omitted += 1
        text = _json(result | {"gates": gates, "gatesOmitted": omitted})
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
