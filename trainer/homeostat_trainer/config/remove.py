"""Configuration of the command `remove`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from homeostat_trainer.config.fields import Fields
from homeostat_trainer.errors import JobError


@dataclass(frozen=True)
class RemoveConfig:
    """What the command `remove` deletes: an adapter, and what is kept of unfinished trainings.

    adapter: folder of the adapter; None when the training gave none.
    """

    name: str
    adapter: Path | None
    checkpoint_dir: Path

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> RemoveConfig:
        del env  # no secret is needed
        name = fields.text("name")
        adapter = fields.text("adapter", "")
        if adapter and not Path(adapter).name.startswith(f"{name}-"):
            raise JobError(
                f"job.json: expected field adapter to be a folder {name}-<digest>, "
                f"found {adapter!r}"
            )
        return RemoveConfig(
            name=name,
            adapter=Path(adapter) if adapter else None,
            checkpoint_dir=Path(fields.text("checkpointDir")),
        )
