"""Runs one command of a Job: `python -m homeostat_trainer COMMAND --config F` with alias,
dataset, evaluate, files, finetune, merge or remove.

Exit codes: 0 with the result as termination message, 1 with {"error": …}, 143 without a message
when the Job was told to stop (the next attempt continues).
"""

from __future__ import annotations

import os

# Threads that wait must sleep: spinning ones make a training step ten times slower on a busy node.
# Set before any import of torch.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import argparse
import importlib
import json
import logging
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from homeostat_trainer import failures, launch, stopping, termination
from homeostat_trainer.config import (
    alias,
    dataset,
    evaluate,
    fields,
    files,
    finetune,
    merge,
    remove,
)
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress, serve

LOG = logging.getLogger("homeostat_trainer")
CONFIGS = {
    "alias": alias.AliasConfig,
    "dataset": dataset.DatasetConfig,
    "evaluate": evaluate.EvaluateConfig,
    "files": files.FilesConfig,
    "finetune": finetune.FineTuneConfig,
    "merge": merge.MergeConfig,
    "remove": remove.RemoveConfig,
}


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and returns the exit code."""
    parser = argparse.ArgumentParser(prog="homeostat_trainer", description=__doc__)
    parser.add_argument("command", choices=sorted(CONFIGS))
    parser.add_argument("--config", required=True, type=Path, help="path of job.json")
    options = parser.parse_args(arguments)
    logging.basicConfig(
        level=logging.INFO,
        stream=sys.stdout,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)
    stopping.listen()
    last_words = Path(os.environ.get("TERMINATION_LOG", "/dev/termination-log"))
    try:
        result = _run(options.command, options.config, last_words)
        if os.environ.get("RANK", "0") == "0":  # of several processes, the first speaks
            termination.write(last_words, termination.encode(result))
        LOG.info("done: %s", json.dumps(result))
        return 0
    except stopping.Stopped:
        LOG.warning("told to stop; the next attempt continues")
        return stopping.STOPPED
    except Exception as error:
        message, kind = failures.explain(error)
        if not isinstance(error, JobError | OSError):
            traceback.print_exc()
        LOG.error("failed: %s", message)
        termination.write(last_words, termination.error(message, kind))
        return 1


def _run(command: str, path: Path, last_words: Path) -> dict:
    settings = CONFIGS[command].read(fields.load(path), os.environ)
    if launch.is_wanted(settings, os.environ):
        return launch.run(path, settings.device.processes, last_words)
    with _serving(Progress(time.monotonic)) as progress:
        return importlib.import_module(f"homeostat_trainer.{command}").run(settings, progress)


@contextmanager
def _serving(progress: Progress) -> Iterator[Progress]:
    """Tells how far the Job is, except in all but the first of several processes."""
    server = None
    if os.environ.get("RANK", "0") == "0":
        server = serve(
            progress,
            os.environ.get("PROGRESS_HOST", ""),
            int(os.environ.get("PROGRESS_PORT", "8080")),
        )
    try:
        yield progress
    finally:
        if server is not None:
            server.shutdown()


if __name__ == "__main__":
    sys.exit(main())
