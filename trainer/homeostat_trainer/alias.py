"""The command `alias`: lets an alias in MLflow's registry follow the release that serves."""

from __future__ import annotations

from typing import Any

from homeostat_trainer.config.alias import AliasConfig
from homeostat_trainer.errors import INFRASTRUCTURE, JobError
from homeostat_trainer.progress import Progress


def run(config: AliasConfig, progress: Progress) -> dict[str, Any]:
    """Gives the version the alias, or takes it away unless another version has it by now."""
    from mlflow import MlflowClient
    from mlflow.exceptions import MlflowException

    client = MlflowClient()
    try:
        if config.action == "Set":
            client.set_registered_model_alias(config.model, config.alias, config.version)
            return {"alias": config.alias}
        holder = client.get_registered_model(config.model).aliases.get(config.alias)
        if str(holder) == config.version:
            client.delete_registered_model_alias(config.model, config.alias)
        return {"alias": ""}
    except MlflowException as error:
        kind = None if error.get_http_status_code() in range(400, 500) else INFRASTRUCTURE
        raise JobError(f"MLflow: {error.message}", kind) from error
