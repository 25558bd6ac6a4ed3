"""The command `remove`: deletes the files of a training that nothing names any more."""

from __future__ import annotations

import shutil
from typing import Any

from homeostat_trainer import checkpoints
from homeostat_trainer.artifacts import MARKER
from homeostat_trainer.config.remove import RemoveConfig
from homeostat_trainer.progress import Progress


def run(config: RemoveConfig, progress: Progress) -> dict[str, Any]:
    """Deletes, the marker first, so that what is left of an interrupted removal counts for nothing.

    What is gone already is no error: an earlier attempt may have come so far.
    """
    progress.phase("Removing", config.name)
    removed = 0
    if config.adapter is not None and config.adapter.is_dir():
        (config.adapter / MARKER).unlink(missing_ok=True)
        shutil.rmtree(config.adapter)
        removed = 1
    checkpoints.forget(config.checkpoint_dir, config.name)
    return {"removed": removed}
