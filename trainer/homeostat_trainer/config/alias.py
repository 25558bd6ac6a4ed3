"""Configuration of the command `alias`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from homeostat_trainer.config.fields import Fields, secret
from homeostat_trainer.errors import JobError

ACTIONS = ("Set", "Remove")


@dataclass(frozen=True)
class AliasConfig:
    """Which version of a registered model gets or loses an alias."""

    model: str
    version: str
    alias: str
    action: str

    @staticmethod
    def read(fields: Fields, env: Mapping[str, str]) -> AliasConfig:
        secret(env, "MLFLOW_TRACKING_URI")  # MLflow's client reads it by itself
        action = fields.text("action")
        if action not in ACTIONS:
            raise JobError(
                f"job.json: expected field action to be {' or '.join(ACTIONS)}, found {action!r}"
            )
        return AliasConfig(
            model=fields.text("model"),
            version=fields.text("version"),
            alias=fields.text("alias"),
            action=action,
        )
