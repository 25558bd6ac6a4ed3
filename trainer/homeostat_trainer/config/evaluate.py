"""Configuration of the command `evaluate`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from homeostat_trainer.config.fields import Fields, secret
from homeostat_trainer.errors import JobError

METRICS = ("ExactMatch", "TokenF1")
BOUNDS = ("minimum", "maximumRegression", "minimumImprovement")


@dataclass(frozen=True)
class Gate:
    """One condition on the candidate; `capability` None means each capability of the items."""

    name: str
    capability: str | None
    metric: str
    bound: str
    limit: float

    @staticmethod
    def read(fields: Fields) -> Gate:
        name = fields.text("name")
        bounds = fields.given(*BOUNDS)
        if len(bounds) != 1:
            raise JobError(
                f"job.json: expected gate {name} to have exactly one of {', '.join(BOUNDS)}, "
                f"found {', '.join(bounds) or 'none'}"
            )
        metric = fields.text("metric", METRICS[0])
        if metric not in METRICS:
            raise JobError(
                f"job.json: expected the metric of gate {name} to be one of "
                f"{', '.join(METRICS)}, found {metric!r}"
            )
        return Gate(
            name=name,
            capability=fields.text("capability", "") or None,
            metric=metric,
            bound=bounds[0],
            limit=fields.decimal(bounds[0], 0.0, 1.0),
        )


@dataclass(frozen=True)
class EvaluateConfig:
    """What the command `evaluate` compares; `gateway_key` comes from the environment."""

    gateway_url: str
    gateway_key: str
    model: str
    candidate: str
    stable: str
    dataset_dir: Path
    gates: tuple[Gate, ...]
    concurrency: int
    deadline_seconds: int

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> EvaluateConfig:
        return EvaluateConfig(
            gateway_url=fields.text("gatewayUrl").rstrip("/"),
            gateway_key=secret(env, "GATEWAY_KEY"),
            model=fields.text("model"),
            candidate=fields.text("candidate"),
            stable=fields.text("stable"),
            dataset_dir=Path(fields.text("datasetDir")),
            gates=tuple(Gate.read(gate) for gate in fields.objects("gates")),
            concurrency=fields.integer("concurrency", 1, 8),
            deadline_seconds=fields.integer("deadlineSeconds", 1, 900),
        )
