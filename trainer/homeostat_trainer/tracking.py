"""What a training tells MLflow and TensorBoard, which their own environment variables switch on.

MLFLOW_TRACKING_URI switches MLflow on, and every other variable that its client reads works, too.
TENSORBOARD_LOGGING_DIR switches TensorBoard on; each training gets a folder in it. Neither can
make a training fail: what cannot be told is logged, and told as `untracked` in the result.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from homeostat_trainer.artifacts import Artifact
from homeostat_trainer.config.finetune import FineTuneConfig

LOG = logging.getLogger(__name__)
PREFIX = "homeostat.io/"
INPUTS = PREFIX + "inputs"
DIGEST = PREFIX + "digest"
_FOLDER = "adapter"


class Tracking:
    """One training in MLflow: one run, however many attempts, and one version of a model."""

    def __init__(self, config: FineTuneConfig, tags: Mapping[str, str], board: str):
        self._config = config
        self._tags = dict(tags)
        self._board = board
        self._client: Any = None
        self._run = ""
        self._told: dict[str, str] = {}
        self._trouble = ""

    @staticmethod
    def of(
        config: FineTuneConfig, dataset: Artifact, inputs: str, env: Mapping[str, str]
    ) -> Tracking:
        """The tracking that the environment asks for; only the first process tracks."""
        tags = {PREFIX + name: value for name, value in config.lineage.items()} | {
            INPUTS: inputs,
            PREFIX + "datasetDigest": dataset.digest,
        }
        first = env.get("RANK", "0") == "0"
        board = env.get("TENSORBOARD_LOGGING_DIR", "") if first else ""
        tracking = Tracking(config, tags, board)
        if first and env.get("MLFLOW_TRACKING_URI"):
            tracking._attempt(lambda: tracking._begin(env.get("MLFLOW_EXPERIMENT_NAME", "")))
        return tracking

    def callbacks(self) -> list[Any]:
        """What listens to the training."""
        listeners: list[Any] = []
        if self._run:
            listeners.append(self._listener())
        if self._board:
            from torch.utils.tensorboard import SummaryWriter
            from transformers.integrations import TensorBoardCallback

            folder = Path(self._board) / f"{self._config.name}-{self._tags[INPUTS][:12]}"
            listeners.append(TensorBoardCallback(SummaryWriter(log_dir=str(folder))))
        return listeners

    def register(self, done: Artifact) -> dict[str, Any]:
        """Puts the adapter into the run and the registry; returns `tracking` for the result."""
        if self._run:
            self._attempt(lambda: self._finish(done))
        told = {"tracking": self._told} if self._run and not self._trouble else {}
        return told | ({"untracked": self._trouble} if self._trouble else {})

    def _begin(self, experiment: str) -> None:
        os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
        from mlflow import MlflowClient

        self._client = MlflowClient()
        name = experiment or "homeostat"
        found = self._client.get_experiment_by_name(name)
        number = found.experiment_id if found else self._client.create_experiment(name)
        runs = self._client.search_runs(
            [number], f"tags.`{INPUTS}` = '{self._tags[INPUTS]}'", max_results=1
        )
        if runs:
            self._run = runs[0].info.run_id
            return
        run = self._client.create_run(number, tags=self._tags, run_name=self._config.name)
        self._run = run.info.run_id
        for parameter, value in self._parameters().items():
            self._client.log_param(self._run, parameter, value)

    def _parameters(self) -> dict[str, Any]:
        config = self._config
        values = {"method": config.method, "model": config.model_path, **asdict(config.training)}
        values |= {f"lora_{name}": value for name, value in asdict(config.lora).items()}
        return {name: value for name, value in values.items() if value is not None}

    def _listener(self) -> Any:
        from transformers import TrainerCallback

        tracking = self

        class Listener(TrainerCallback):
            def on_log(self, args, state, control, logs=None, **more) -> None:
                tracking._attempt(lambda: tracking._log(state.global_step, logs))

        return Listener()

    def _log(self, step: int, logs: Mapping[str, Any]) -> None:
        from mlflow.entities import Metric

        now = round(time.time() * 1000)
        figures = [
            Metric(name, float(value), now, step)
            for name, value in logs.items()
            if isinstance(value, int | float)
        ]
        self._client.log_batch(self._run, metrics=figures)

    def _finish(self, done: Artifact) -> None:
        self._told = {"run": self._run}
        if not self._client.list_artifacts(self._run, _FOLDER):
            self._client.log_artifacts(self._run, str(done.path), _FOLDER)
        self._client.set_tag(self._run, DIGEST, done.digest)
        if self._config.registered_model:
            model = self._config.registered_model
            self._told |= {"model": model, "version": self._version(model, done)}
        self._client.set_terminated(self._run)

    def _version(self, model: str, done: Artifact) -> str:
        from mlflow.exceptions import MlflowException

        try:
            self._client.create_registered_model(model)
        except MlflowException as error:
            if error.error_code != "RESOURCE_ALREADY_EXISTS":
                raise
        for version in self._client.search_model_versions(f"name = '{model}'"):
            if version.tags.get(DIGEST) == done.digest:
                return str(version.version)
        source = f"{self._client.get_run(self._run).info.artifact_uri}/{_FOLDER}"
        tags = self._tags | {DIGEST: done.digest}
        made = self._client.create_model_version(model, source, self._run, tags=tags)
        return str(made.version)

    def _attempt(self, step: Callable[[], None]) -> None:
        """After the first trouble nothing more is tried, so that a server that is away is cheap."""
        if self._trouble:
            return
        try:
            step()
        except Exception as error:
            self._trouble = f"MLflow: {' '.join(str(error).split())}"[:200]
            LOG.warning("the training goes on without MLflow: %s", self._trouble)
