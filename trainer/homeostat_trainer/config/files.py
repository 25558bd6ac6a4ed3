"""Configuration of the command `files`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from homeostat_trainer.config.fields import Fields
from homeostat_trainer.errors import JobError


@dataclass(frozen=True)
class FilesConfig:
    """What the command `files` reads: the folder of a model or of an adapter."""

    kind: str
    path: Path

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> FilesConfig:
        kind = fields.text("kind")
        if kind not in ("Model", "Adapter"):
            raise JobError(f"job.json: expected field kind to be Model or Adapter, found {kind!r}")
        return FilesConfig(kind, Path(fields.text("path")))
