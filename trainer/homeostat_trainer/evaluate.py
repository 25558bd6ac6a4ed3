"""The command `evaluate`: candidate and stable answer the same held-out items at 0 % traffic."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import Any

import httpx

from homeostat_trainer import artifacts, gates, rows
from homeostat_trainer.config.evaluate import EvaluateConfig
from homeostat_trainer.dataset import TEST
from homeostat_trainer.errors import JobError
from homeostat_trainer.gateway import Gateway
from homeostat_trainer.progress import Progress


def run(config: EvaluateConfig, progress: Progress) -> dict[str, Any]:
    """Asks both releases every item, then decides the gates.

    `identical` counts items on which both said the same: all of them means that the candidate's
    adapter is probably not active.
    """
    dataset = artifacts.open_complete(config.dataset_dir)
    items = rows.read(dataset.path / TEST)
    if not items:
        raise JobError(f"{dataset.path / TEST} has no items: build the Dataset with a test split")
    progress.phase("Asking", f"{len(items)} items, 2 releases")
    limits = httpx.Limits(max_connections=config.concurrency)
    with httpx.Client(timeout=60.0, limits=limits) as client:
        gateway = Gateway(config, client, time.monotonic, time.sleep)
        answered = _ask_all(config, gateway, items, progress)
    result = gates.judge(config.gates, answered)
    return result | {"identical": sum(a.candidate == a.stable for a in answered)}


def _ask_all(
    config: EvaluateConfig, gateway: Gateway, items: list[rows.Row], progress: Progress
) -> list[gates.Answered]:
    def both(row: rows.Row) -> gates.Answered:
        candidate = gateway.ask(config.candidate, row)
        return gates.Answered(
            row.capability, row.answer, candidate, gateway.ask(config.stable, row)
        )

    with ThreadPoolExecutor(config.concurrency) as pool:
        pending = futures = [pool.submit(both, row) for row in items]
        try:
            while pending:
                done, pending = wait(pending, timeout=1.0, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()
                progress.step(len(futures) - len(pending), len(futures))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [future.result() for future in futures]
