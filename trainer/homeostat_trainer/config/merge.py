"""Configuration of the command `merge`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from homeostat_trainer.config.fields import Fields
from homeostat_trainer.errors import JobError
from homeostat_trainer.metrics import METRICS

METHODS = ("Concatenation", "TIESSVD", "DARETIESSVD", "Linear", "TIES", "DARETIES")
WITHOUT_DENSITY = ("Concatenation", "Linear")
MAXIMUM_TRIALS = 16  # whose table fits into a termination message
_SMALLEST = 1e-9  # of what must be above 0


@dataclass(frozen=True)
class Evidence:
    """A dataset whose held-out items show what an adapter can.

    corrects: the capabilities whose answers the dataset changed.
    """

    path: Path
    corrects: tuple[str, ...]


@dataclass(frozen=True)
class Input:
    """An adapter that goes in; its digest is checked."""

    name: str
    path: Path
    digest: str
    weight: float
    datasets: tuple[Evidence, ...]

    @staticmethod
    def read(fields: Fields) -> Input:
        return Input(
            name=fields.text("name"),
            path=Path(fields.text("path")),
            digest=fields.text("digest"),
            weight=fields.decimal("weight", _SMALLEST, 4.0, 1.0),
            datasets=tuple(
                Evidence(Path(d.text("path")), d.texts("corrects", ()))
                for d in fields.objects("datasets")
            ),
        )


@dataclass(frozen=True)
class Trial:
    """One merge to try: `density` is None where the method has none."""

    method: str
    density: float | None
    weights: tuple[float, ...]


@dataclass(frozen=True)
class MergeConfig:
    """What the command `merge` makes; the method is empty when the ranks decide it."""

    name: str
    model_path: str
    output_dir: Path
    system_prompt: str
    inputs: tuple[Input, ...]
    method: str
    density: float
    methods: tuple[str, ...]
    densities: tuple[float, ...]
    weights: tuple[float, ...]
    metric: str
    maximum_regression: float
    maximum_rank: int
    seed: int

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> MergeConfig:
        del env  # no secret is needed
        search, guard = fields.object("search"), fields.object("guard")
        method = fields.text("method", "")
        inputs = tuple(Input.read(i) for i in fields.objects("inputs"))
        return MergeConfig(
            name=fields.text("name"),
            model_path=fields.text("modelPath"),
            output_dir=Path(fields.text("outputDir")),
            system_prompt=fields.text("systemPrompt", ""),
            inputs=inputs,
            method=method and _one_of(method, METHODS, "method"),
            density=fields.decimal("density", _SMALLEST, 1.0, 0.5),
            methods=tuple(
                _one_of(name, METHODS, "search.methods") for name in search.texts("methods", ())
            ),
            densities=search.decimals("densities", _SMALLEST, 1.0),
            weights=search.decimals("weights", _SMALLEST, 4.0),
            metric=_one_of(guard.text("metric", "ExactMatch"), tuple(METRICS), "guard.metric"),
            maximum_regression=guard.decimal("maximumRegression", _SMALLEST, 1.0, 0.05),
            maximum_rank=fields.integer("maximumRank", 1),
            seed=fields.integer("seed", 0, 17),
        )

    def trials(self, ranks: tuple[int, ...]) -> list[Trial]:
        """The merges to try, in order, when the inputs have these ranks."""
        by_rank = "Concatenation" if sum(ranks) <= self.maximum_rank else "TIESSVD"
        own = tuple(i.weight for i in self.inputs)
        weights = list(product(self.weights, repeat=len(self.inputs))) if self.weights else [own]
        found = dict.fromkeys(
            Trial(method, None if method in WITHOUT_DENSITY else density, combination)
            for method in self.methods or (self.method or by_rank,)
            for density in self.densities or (self.density,)
            for combination in weights
        )
        if len(found) > MAXIMUM_TRIALS:
            raise JobError(
                f"job.json: expected at most {MAXIMUM_TRIALS} merges to try, found {len(found)}: "
                "name fewer methods, densities or weights in spec.search"
            )
        return list(found)


def _one_of(value: str, known: tuple[str, ...], field: str) -> str:
    if value not in known:
        raise JobError(
            f"job.json: expected {field} to be one of {', '.join(known)}, found {value!r}"
        )
    return value
