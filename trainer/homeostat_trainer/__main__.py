"""Runs one command of a Job: `python -m homeostat_trainer COMMAND --config F` with dataset,
evaluate, files or finetune.

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
import errno
import importlib
import json
import logging
import signal
import sys
import time
import traceback
from pathlib import Path

from homeostat_trainer import termination
from homeostat_trainer.config import dataset, evaluate, fields, files, finetune
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress, serve

LOG = logging.getLogger("homeostat_trainer")
CONFIGS = {
    "dataset": dataset.DatasetConfig,
    "evaluate": evaluate.EvaluateConfig,
    "files": files.FilesConfig,
    "finetune": finetune.FineTuneConfig,
}
STOPPED = 128 + signal.SIGTERM


class _Stopped(BaseException):
    """The Job was told to stop."""


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
    signal.signal(signal.SIGTERM, _stop)
    last_words = Path(os.environ.get("TERMINATION_LOG", "/dev/termination-log"))
    progress = Progress(time.monotonic)
    server = serve(
        progress, os.environ.get("PROGRESS_HOST", ""), int(os.environ.get("PROGRESS_PORT", "8080"))
    )
    try:
        result = _run(options.command, options.config, progress)
        termination.write(last_words, termination.encode(result))
        LOG.info("done: %s", json.dumps(result))
        return 0
    except _Stopped:
        LOG.warning("told to stop; the next attempt continues")
        return STOPPED
    except JobError as error:
        return _failed(last_words, str(error))
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        where = f" ({error.filename})" if error.filename else ""
        return _failed(last_words, f"{'no space left' if full else error.strerror}{where}")
    except Exception as error:
        traceback.print_exc()
        return _failed(last_words, f"{type(error).__name__}: {error} (a defect: see the Job's log)")
    finally:
        if server is not None:
            server.shutdown()


def _run(command: str, path: Path, progress: Progress) -> dict:
    settings = CONFIGS[command].read(fields.load(path), os.environ)
    return importlib.import_module(f"homeostat_trainer.{command}").run(settings, progress)


def _failed(last_words: Path, message: str) -> int:
    LOG.error("failed: %s", message)
    termination.write(last_words, termination.error(message))
    return 1


def _stop(signum: int, frame: object) -> None:
    raise _Stopped


if __name__ == "__main__":
    sys.exit(main())
