"""Where an interrupted training goes on: its own folder, in which only finished checkpoints count.

A checkpoint is finished when its marker is there, which is written last; file systems on object
stores cannot rename.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from homeostat_trainer.artifacts import MARKER

_DIGITS = 12
_PREFIX = "checkpoint-"


@contextmanager
def folder(root: Path | None, name: str, inputs: str) -> Iterator[Path]:
    """The folder of one training; a temporary one without a root. It stays until `forget`."""
    if root is None:
        with tempfile.TemporaryDirectory() as temporary:
            yield Path(temporary)
        return
    path = root / f"{name}-{inputs[:_DIGITS]}"
    path.mkdir(parents=True, exist_ok=True)
    yield path


def finish(folder: Path, step: int) -> None:
    """Marks the checkpoint of a step as finished."""
    (folder / f"{_PREFIX}{step}" / MARKER).write_text(f"{step}\n")


def latest(folder: Path) -> Path | None:
    """The finished checkpoint of the highest step; unfinished ones are removed."""
    finished: dict[int, Path] = {}
    for path in folder.glob(f"{_PREFIX}*"):
        if (path / MARKER).is_file():
            finished[int(path.name.removeprefix(_PREFIX))] = path
        else:
            shutil.rmtree(path, ignore_errors=True)
    return finished[max(finished)] if finished else None


def forget(root: Path | None, name: str) -> None:
    """Removes the folders of all trainings of a name."""
    if root is not None:
        for path in root.glob(f"{name}-" + "[0-9a-f]" * _DIGITS):
            shutil.rmtree(path)
