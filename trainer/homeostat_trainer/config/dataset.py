"""What the command `dataset` builds from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from homeostat_trainer import privacy
from homeostat_trainer.config import dataset_sources as places
from homeostat_trainer.config.dataset_sources import (
    KINDS,
    CorrectionSource,
    FileSource,
    InteractionSource,
    TeacherSource,
)
from homeostat_trainer.config.fields import Fields, moment, secret
from homeostat_trainer.errors import JobError


@dataclass(frozen=True)
class Archive:
    """Where the archive is, and the token for the service's data."""

    url: str
    token: str


@dataclass(frozen=True)
class Outdated:
    """Rows of the capability from before the moment are wrong now."""

    capability: str
    before_millis: int


@dataclass(frozen=True)
class RowFilters:
    """Which rows are taken."""

    minimum_characters: int
    maximum_characters: int
    languages: tuple[str, ...]
    redact: tuple[str, ...]
    similarity: float
    maximum_generation: int

    @staticmethod
    def read(fields: Fields) -> RowFilters:
        filters = fields.object("filters")
        kinds = fields.object("privacy").texts("redact", privacy.KINDS, empty=True)
        unknown = [kind for kind in kinds if kind not in privacy.KINDS]
        if unknown:
            raise JobError(
                f"job.json: expected privacy.redact of {', '.join(privacy.KINDS)}, "
                f"found {', '.join(unknown)}"
            )
        return RowFilters(
            minimum_characters=filters.integer("minimumCharacters", 1, 1),
            maximum_characters=filters.integer("maximumCharacters", 1, 32768),
            languages=filters.texts("languages", (), empty=True),
            redact=kinds,
            similarity=fields.object("deduplication").decimal("similarity", 0.7, 1.0, 0.8),
            maximum_generation=fields.object("provenance").integer("maximumGeneration", 0, 1),
        )


@dataclass(frozen=True)
class Shares:
    """How many rows there are of what; `mix` is empty where the sources decide."""

    maximum_rows: int
    mix: dict[str, float]
    unverified: float
    verified: float
    test_per_capability: int
    test_share: float

    @staticmethod
    def read(fields: Fields) -> Shares:
        provenance = fields.object("provenance")
        mix = fields.maybe_objects("mix")
        return Shares(
            maximum_rows=fields.integer("maximumRows", 1, 100_000),
            mix={f.text("capability"): f.decimal("weight", 1e-9, 1000.0) for f in mix},
            unverified=provenance.decimal("maximumUnverifiedShare", 0.0, 1.0, 0.2),
            verified=provenance.decimal("maximumVerifiedShare", 0.0, 1.0, 0.6),
            test_per_capability=fields.integer("testPerCapability", 1, 100),
            test_share=fields.decimal("testShare", 1e-9, 0.5, 0.2),
        )


@dataclass(frozen=True)
class GuardConfig:
    """When corrections count as poisoned."""

    maximum_rows: int
    minimum_sources: int
    maximum_source_share: float
    maximum_contradictions: float
    minimum_confirmations: int
    excluded_sources: frozenset[str]
    accepted_findings: frozenset[str]

    @staticmethod
    def read(fields: Fields) -> GuardConfig:
        return GuardConfig(
            maximum_rows=fields.integer("maximumRows", 1, 25),
            minimum_sources=fields.integer("minimumSources", 1, 8),
            maximum_source_share=fields.decimal("maximumSourceShare", 1e-9, 1.0, 0.2),
            maximum_contradictions=fields.decimal("maximumContradictions", 0.0, 1.0, 0.1),
            minimum_confirmations=fields.integer("minimumConfirmations", 1, 20),
            excluded_sources=frozenset(fields.texts("excludedSources", (), empty=True)),
            accepted_findings=frozenset(fields.texts("acceptedFindings", (), empty=True)),
        )


@dataclass(frozen=True)
class DatasetConfig:
    """What the command `dataset` builds.

    generations: how many models a release's training rows went through; rows of a release that is
    not named are as old as can be.
    """

    service: str
    name: str
    build: int
    archive: Archive | None
    corrections: tuple[CorrectionSource, ...]
    interactions: tuple[InteractionSource, ...]
    teachers: tuple[TeacherSource, ...]
    files: tuple[FileSource, ...]
    outdated: tuple[Outdated, ...]
    filters: RowFilters
    shares: Shares
    guard: GuardConfig
    evaluation_sets: tuple[Path, ...]
    generations: dict[str, int]
    output_dir: Path
    system_prompt: str

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> DatasetConfig:
        sources = fields.objects("sources")
        by_kind = {kind: [s for s in sources if places.kind_of(s) == kind] for kind in KINDS}
        of_archive = any(by_kind[kind] for kind in KINDS[:3])
        return DatasetConfig(
            service=fields.text("service"),
            name=fields.text("name"),
            build=fields.integer("build", 1, 1),
            archive=Archive(fields.text("archiveUrl").rstrip("/"), secret(env, "ARCHIVE_TOKEN"))
            if of_archive
            else None,
            corrections=tuple(map(places.corrections, by_kind["corrections"])),
            interactions=tuple(
                places.interactions(s.text("name"), s.object("interactions"))
                for s in by_kind["interactions"]
            ),
            teachers=tuple(places.teacher(s, env) for s in by_kind["teacher"]),
            files=tuple(places.file(s, kind) for kind in KINDS[3:] for s in by_kind[kind]),
            outdated=tuple(_outdated(f) for f in fields.maybe_objects("outdated")),
            filters=RowFilters.read(fields),
            shares=Shares.read(fields),
            guard=GuardConfig.read(fields.object("poisonGuard")),
            evaluation_sets=tuple(Path(p) for p in fields.texts("evaluationSets", (), empty=True)),
            generations=fields.integers("generations"),
            output_dir=Path(fields.text("outputDir")),
            system_prompt=fields.text("systemPrompt", ""),
        )


def _outdated(fields: Fields) -> Outdated:
    grace = fields.integer("graceSeconds", 0, 0)
    return Outdated(fields.text("capability"), moment(fields, "since") - grace * 1000)
