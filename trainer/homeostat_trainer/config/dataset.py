"""Configuration of the command `dataset`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from homeostat_trainer.config.fields import Fields, secret
from homeostat_trainer.errors import JobError


@dataclass(frozen=True)
class CorrectionSource:
    """Which corrections are asked for, and how many a build waits for."""

    capability: str
    since: str
    archive_url: str
    archive_token: str
    minimum: int
    maximum_wait_seconds: int


@dataclass(frozen=True)
class ReplaySource:
    """A file of earlier training rows and how many of them are taken."""

    path: Path
    rows: int


@dataclass(frozen=True)
class DatasetConfig:
    """What the command `dataset` builds: from corrections, from replay, or from both."""

    service: str
    corrections: CorrectionSource | None
    replay: ReplaySource | None
    test_per_capability: int
    output_dir: Path
    name: str
    system_prompt: str

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> DatasetConfig:
        corrections = replay = None
        if fields.given("capability"):
            corrections = CorrectionSource(
                capability=fields.text("capability"),
                since=fields.text("since"),
                archive_url=fields.text("archiveUrl").rstrip("/"),
                archive_token=secret(env, "ARCHIVE_TOKEN"),
                minimum=fields.integer("minimumCorrections", 1, 50),
                maximum_wait_seconds=fields.integer("maximumWaitSeconds", 0, 86400),
            )
        if fields.given("replayPath"):
            replay = ReplaySource(
                Path(fields.text("replayPath")), fields.integer("replayRows", 1, 1000)
            )
        if corrections is None and replay is None:
            raise JobError(
                "job.json: expected capability or replayPath, found neither: a Dataset "
                "needs corrections, replay or both"
            )
        return DatasetConfig(
            service=fields.text("service"),
            corrections=corrections,
            replay=replay,
            test_per_capability=fields.integer("testPerCapability", 1, 100),
            output_dir=Path(fields.text("outputDir")),
            name=fields.text("name"),
            system_prompt=fields.text("systemPrompt", ""),
        )
