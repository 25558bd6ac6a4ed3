"""Immutable result directories `<name>-<digest12>` with the marker COMPLETE.

Nothing is renamed, because file systems on object stores cannot: files are made in a local folder,
their digest names the final directory, and the marker, which holds the digest, is written last. A
directory without a marker is the rest of a killed run; it is removed and made anew.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeostat_trainer.errors import JobError

MARKER = "COMPLETE"
CARD = "card.json"
_NAME_DIGITS = 12


@dataclass(frozen=True)
class Artifact:
    """A finished directory: where it is, the SHA-256 of its content, its card."""

    path: Path
    digest: str
    card: dict[str, Any]


def digest_of(value: Any) -> str:
    """SHA-256 hex of a JSON value, independent of the order of keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_directory(path: Path) -> str:
    """SHA-256 hex over names and contents of all files, the marker left out."""
    digest = hashlib.sha256()
    for file in sorted(p for p in path.iterdir() if p.name != MARKER):
        digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def open_complete(path: Path) -> Artifact:
    """The artifact at `path`, checked: marker there and content as the marker says."""
    marker = path / MARKER
    if not marker.is_file():
        raise JobError(
            f"expected a finished directory, found no {MARKER} in {path}: "
            "the Job that makes it has not finished"
        )
    expected = marker.read_text().strip()
    found = digest_of_directory(path)
    if found != expected:
        raise JobError(
            f"{path} was changed after it was finished: expected digest "
            f"{expected[:12]}, found {found[:12]}"
        )
    return Artifact(path, found, json.loads((path / CARD).read_text(encoding="utf-8")))


def find(root: Path, name: str, inputs: str) -> Artifact | None:
    """A finished artifact that was made under this name from the same inputs, by an earlier run."""
    for path in sorted(root.glob(f"{name}-" + "[0-9a-f]" * _NAME_DIGITS)):
        if (path / MARKER).is_file():
            artifact = open_complete(path)
            if artifact.card.get("inputs") == inputs:
                return artifact
    return None


def publish(staged: Path, root: Path, name: str, card: dict[str, Any]) -> Artifact:
    """Copies the staged files and the card to `<root>/<name>-<digest12>`, the marker last.

    card: what the directory says of itself; its `inputs` is what `find` looks for.
    """
    (staged / CARD).write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    digest = digest_of_directory(staged)
    target = root / f"{name}-{digest[:_NAME_DIGITS]}"
    if (target / MARKER).is_file():
        return open_complete(target)
    try:
        root.mkdir(parents=True, exist_ok=True)
        if target.exists():
            shutil.rmtree(target)
        target.mkdir()
        for file in sorted(staged.iterdir()):
            _copy(file, target / file.name)
        _write(target / MARKER, digest + "\n")
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        raise _explained(error, staged, target) from error
    return open_complete(target)


def _explained(error: OSError, staged: Path, target: Path) -> JobError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        size = sum(file.stat().st_size for file in staged.iterdir())
        return JobError(
            f"no space left to write {target} ({size} bytes): enlarge the artifacts "
            "claim or delete adapters and datasets that no release names"
        )
    return JobError(f"cannot write {target}: {error.strerror}")


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as reader, target.open("wb") as writer:
        shutil.copyfileobj(reader, writer, 1 << 20)
        writer.flush()
        os.fsync(writer.fileno())


def _write(target: Path, text: str) -> None:
    with target.open("w", encoding="utf-8") as writer:
        writer.write(text)
        writer.flush()
        os.fsync(writer.fileno())
