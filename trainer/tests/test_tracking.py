"""What a training tells MLflow, on a real server, and TensorBoard.

The server's address comes from MLFLOW_TEST_URI, which `e2e/test trainer` sets.
"""

from __future__ import annotations

import os
import uuid

import pytest
from conftest import example_rows, make_dataset, run_finetune, tuning

from homeostat_trainer import alias
from homeostat_trainer.config.alias import AliasConfig
from homeostat_trainer.config.fields import Fields

SERVER = os.environ.get("MLFLOW_TEST_URI", "")
LINEAGE = {"namespace": "shop", "modelService": "support", "fineTuneJob": "run-tune"}


@pytest.fixture
def mlflow(monkeypatch: pytest.MonkeyPatch):
    """A client of the server, which the training finds in its environment."""
    if not SERVER:
        pytest.skip("no MLflow server: set MLFLOW_TEST_URI, or run e2e/test trainer")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", SERVER)
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", f"test-{uuid.uuid4()}")
    from mlflow import MlflowClient

    return MlflowClient(SERVER)


def recorded(model_dir, dataset_dir, folder, model, **changes) -> dict:
    return run_finetune(
        tuning(model_dir, dataset_dir, folder, lineage=LINEAGE, registeredModel=model, **changes)
    )


def move(model: str, version: str, action: str) -> dict:
    values = {"model": model, "version": version, "alias": "stable", "action": action}
    return alias.run(AliasConfig.read(Fields(values), os.environ), None)


def test_a_training_is_one_run_with_its_parameters_metrics_files_and_lineage(
    mlflow, model_dir, dataset_dir, tmp_path
):
    model = f"shop.support-{uuid.uuid4()}"

    result = recorded(model_dir, dataset_dir, tmp_path / "adapters", model)

    run = mlflow.get_run(result["tracking"]["run"])
    assert run.info.status == "FINISHED"
    assert run.data.params["learning_rate"] == "0.003"
    assert run.data.params["lora_rank"] == "4"
    assert run.data.tags["homeostat.io/modelService"] == "support"
    assert run.data.tags["homeostat.io/digest"] == result["digest"]
    assert len(mlflow.get_metric_history(run.info.run_id, "loss")) == 8
    files = {f.path for f in mlflow.list_artifacts(run.info.run_id, "adapter")}
    assert {"adapter/adapter_model.safetensors", "adapter/README.md"} <= files
    version = mlflow.get_model_version(model, result["tracking"]["version"])
    assert version.tags["homeostat.io/digest"] == result["digest"]
    assert version.tags["homeostat.io/fineTuneJob"] == "run-tune"


def test_another_attempt_adds_to_the_same_run_and_version(mlflow, model_dir, dataset_dir, tmp_path):
    model = f"shop.support-{uuid.uuid4()}"
    first = recorded(model_dir, dataset_dir, tmp_path / "adapters", model)
    again = recorded(model_dir, dataset_dir, tmp_path / "adapters", model)

    assert again["tracking"] == first["tracking"]
    assert len(mlflow.search_model_versions(f"name = '{model}'")) == 1


def test_the_alias_follows_the_release(mlflow, model_dir, dataset_dir, tmp_path):
    model = f"shop.support-{uuid.uuid4()}"
    one = recorded(model_dir, dataset_dir, tmp_path / "adapters", model)["tracking"]["version"]
    other = make_dataset(tmp_path / "other", example_rows(40), [])
    two = recorded(model_dir, other, tmp_path / "adapters", model)["tracking"]["version"]

    assert move(model, one, "Set") == {"alias": "stable"}
    assert move(model, two, "Set") == {"alias": "stable"}
    assert mlflow.get_model_version_by_alias(model, "stable").version == two
    assert move(model, one, "Remove") == {"alias": ""}  # it is another version's by now
    assert mlflow.get_model_version_by_alias(model, "stable").version == two
    move(model, two, "Remove")
    assert mlflow.get_registered_model(model).aliases == {}


def test_a_server_that_is_away_does_not_stop_a_training(
    model_dir, dataset_dir, tmp_path, monkeypatch
):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")

    result = recorded(model_dir, dataset_dir, tmp_path / "adapters", "shop.support")

    assert result["untracked"].startswith("MLflow: ")
    assert "tracking" not in result
    assert result["steps"] == 8


def test_tensorboard_reads_the_losses(model_dir, dataset_dir, tmp_path, monkeypatch):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    monkeypatch.setenv("TENSORBOARD_LOGGING_DIR", str(tmp_path / "board"))

    recorded(model_dir, dataset_dir, tmp_path / "adapters", "")

    (folder,) = (tmp_path / "board").iterdir()
    assert folder.name.startswith("run-tune-")
    events = EventAccumulator(str(folder)).Reload()
    assert len(events.Scalars("train/loss")) == 8
