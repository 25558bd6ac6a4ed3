"""How a training runs: what it learns from, what it holds out, how batches are cut, on how many."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import example_rows, make_dataset, run_finetune, tuning

from homeostat_trainer import finetune, rows, termination
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.config.finetune import FineTuneConfig
from homeostat_trainer.errors import JobError


def card(folder: Path, result: dict) -> dict:
    return json.loads((folder / result["name"] / "card.json").read_text())


def batches(env: dict | None = None, processes: int = 1, **training):
    from homeostat_trainer.sft import Batches

    values = tuning(Path("/m"), Path("/d"), Path("/o"), training=training, processes=processes)
    return Batches.of(FineTuneConfig.read(Fields(values), env or {}))


@pytest.mark.parametrize(
    ("batch", "micro", "divisor", "processes", "at_once", "repeats"),
    [
        (32, 32, 1, 1, 32, 1),
        (32, 32, 4, 1, 8, 4),
        (32, 8, 4, 1, 2, 16),
        (32, 32, 16, 4, 1, 8),
        (12, 12, 4, 1, 3, 4),
        (7, 7, 4, 1, 1, 7),
        (32, 32, 1, 4, 8, 1),
    ],
)
def test_smaller_batches_keep_the_size_of_a_step(
    batch, micro, divisor, processes, at_once, repeats
):
    found = batches(
        {"BATCH_DIVISOR": str(divisor)}, processes, batchSize=batch, microBatchSize=micro
    )

    assert (found.at_once, found.repeats) == (at_once, repeats)
    assert found.at_once * found.repeats * processes == batch


def test_a_step_that_the_devices_cannot_share_is_refused():
    with pytest.raises(JobError, match=r"training.batchSize to be a multiple of the 4 devices"):
        batches(processes=4, batchSize=30)


def test_cut_batches_give_nearly_the_same_adapter(model_dir, dataset_dir, tmp_path, monkeypatch):
    values = tuning(model_dir, dataset_dir, tmp_path / "whole")
    whole = run_finetune(values)
    monkeypatch.setenv("BATCH_DIVISOR", "4")
    cut = run_finetune(values | {"outputDir": str(tmp_path / "cut")})

    assert cut["steps"] == whole["steps"]
    assert cut["loss"] == pytest.approx(whole["loss"], rel=1e-3)
    one, two = (weights(tmp_path / f / r["name"]) for f, r in (("whole", whole), ("cut", cut)))
    assert max((one[n] - two[n]).abs().max().item() for n in one) < 1e-3


def weights(folder: Path) -> dict:
    from safetensors.torch import load_file

    return load_file(folder / "adapter_model.safetensors")


def test_a_training_that_gets_worse_ends_early_with_its_best_state(model_dir, tmp_path):
    noise = [
        rows.Row("say", f"say {i} please", str((i * 7919 + 13) % 10), rows.HUMAN) for i in range(40)
    ]
    data = make_dataset(tmp_path / "datasets", noise, [])
    training = {
        "epochs": 40,
        "learningRate": 0.05,
        "batchSize": 8,
        "seed": 3,
        "earlyStopping": {"validationShare": "0.25", "patience": 2},
    }

    result = run_finetune(tuning(model_dir, data, tmp_path / "adapters", training=training))

    assert result["epochs"] < 40
    said = card(tmp_path / "adapters", result)
    assert (said["rows"], said["validationRows"]) == (30, 10)
    assert result["validationLoss"] > 0


def test_rows_that_ask_the_same_are_held_out_together(model_dir):
    data = example_rows(20) * 3
    values = tuning(
        model_dir, Path("/d"), Path("/o"), training={"earlyStopping": {"validationShare": "0.2"}}
    )
    learned, held = finetune.validation_split(data, FineTuneConfig.read(Fields(values), {}))

    assert len(held) == 12
    assert not {row.prompt for row in learned} & {row.prompt for row in held}


def test_packed_rows_do_not_see_each_other(model_dir, tmp_path):
    """The losses of packed rows are those of the rows alone: untrained, at the first step."""
    data = make_dataset(tmp_path / "datasets", example_rows(16), [])
    losses = {}
    for packing in (False, True):
        training = {"epochs": 1, "learningRate": 1e-7, "batchSize": 16, "packing": packing}
        result = run_finetune(
            tuning(model_dir, data, tmp_path / f"adapters-{packing}", training=training)
        )
        losses[packing] = result["loss"]
        assert result["rows"] == 16

    assert losses[True] == pytest.approx(losses[False], rel=1e-4)


def test_few_rows_that_are_too_long_are_left_out_and_counted(model_dir, tmp_path):
    data = [*example_rows(199), rows.Row("a", "word " * 200, "b")]
    folder = make_dataset(tmp_path / "datasets", data, [])

    result = run_finetune(tuning(model_dir, folder, tmp_path / "adapters"))

    assert (result["rows"], result["rowsTooLong"]) == (199, 1)


def test_the_model_card_tells_data_metrics_and_lineage(model_dir, dataset_dir, tmp_path):
    lineage = {"namespace": "shop", "modelService": "support", "fineTuneJob": "run-tune"}
    result = run_finetune(tuning(model_dir, dataset_dir, tmp_path / "adapters", lineage=lineage))

    text = (tmp_path / "adapters" / result["name"] / "README.md").read_text()
    assert f"base_model: {model_dir}" in text
    assert f"| rows learned | {result['rows']} |" in text
    assert f"| loss at the end | {result['loss']} |" in text
    assert "| modelService | support |" in text


def test_qlora_trains_on_weights_of_four_bits(model_dir, dataset_dir, tmp_path):
    pytest.importorskip("bitsandbytes")
    result = run_finetune(tuning(model_dir, dataset_dir, tmp_path / "adapters", method="QLoRA"))

    said = card(tmp_path / "adapters", result)
    assert said["method"] == "QLoRA"
    assert any(
        "lora_B" in n and w.abs().sum() > 0
        for n, w in weights(tmp_path / "adapters" / result["name"]).items()
    )


def test_two_processes_train_one_adapter(model_dir, dataset_dir, tmp_path):
    values = tuning(model_dir, dataset_dir, tmp_path / "adapters", processes=2)
    (tmp_path / "job.json").write_text(json.dumps(values))
    env = os.environ | {
        "TERMINATION_LOG": str(tmp_path / "last-words"),
        "PROGRESS_HOST": "127.0.0.1",
        "PROGRESS_PORT": "0",
    }
    subprocess.run(
        [sys.executable, "-m", "homeostat_trainer", "finetune", "--config", "job.json"],
        env=env | {"PYTHONPATH": str(Path(__file__).parents[1])},
        cwd=tmp_path,
        check=True,
    )

    said = json.loads((tmp_path / "last-words").read_text())
    assert [p.name for p in (tmp_path / "adapters").iterdir()] == [said["name"]]
    alone = run_finetune(values | {"processes": 1, "outputDir": str(tmp_path / "alone")})
    assert said["steps"] == alone["steps"]
    assert said["loss"] == pytest.approx(alone["loss"], rel=0.05)
    assert len(termination.encode(said)) < termination.LIMIT_BYTES
