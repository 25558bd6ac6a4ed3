"""The command finetune on a micro model: it learns, repeats itself, survives being killed."""

from __future__ import annotations

import json
import math
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from conftest import SYSTEM, example_rows, free_port, make_dataset
from conftest import run_finetune as run
from conftest import tuning as job

from homeostat_trainer import artifacts, base, checkpoints, examples, rows
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress


def test_the_adapter_is_complete_and_peft_can_load_it(model_dir, dataset_dir, tmp_path):
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    result = run(job(model_dir, dataset_dir, tmp_path / "adapters"))

    path = tmp_path / "adapters" / result["name"]
    assert result["name"] == f"run-tune-{result['digest'][:12]}"
    assert result["steps"] == 8
    assert {f.name for f in path.iterdir()} == {
        "COMPLETE",
        "README.md",
        "adapter_config.json",
        "adapter_model.safetensors",
        "card.json",
    }
    config = json.loads((path / "adapter_config.json").read_text())
    assert config["base_model_name_or_path"] == str(model_dir)
    assert (config["r"], config["lora_alpha"]) == (4, 8)
    model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(model_dir), path)
    changed = [p.abs().sum().item() for n, p in model.named_parameters() if "lora_B" in n]
    assert changed
    assert all(value > 0 for value in changed)


def test_it_learns(model_dir, dataset_dir, tmp_path):
    short = run(job(model_dir, dataset_dir, tmp_path / "adapters"))
    long = run(
        job(
            model_dir,
            dataset_dir,
            tmp_path / "adapters",
            training={"epochs": 40, "learningRate": 0.03, "batchSize": 8},
        )
    )

    assert long["loss"] < 0.9 * short["loss"]


def test_the_same_inputs_give_the_same_adapter(model_dir, dataset_dir, tmp_path):
    one = run(job(model_dir, dataset_dir, tmp_path / "one"))
    two = run(job(model_dir, dataset_dir, tmp_path / "two"))

    assert (one["digest"], one["loss"]) == (two["digest"], two["loss"])


def test_a_finished_adapter_is_found_and_not_trained_again(
    model_dir, dataset_dir, tmp_path, monkeypatch
):
    first = run(job(model_dir, dataset_dir, tmp_path / "adapters"))
    monkeypatch.setattr(base, "load", lambda config: pytest.fail("trained again"))

    assert run(job(model_dir, dataset_dir, tmp_path / "adapters"))["digest"] == first["digest"]


def test_a_half_written_adapter_is_made_anew(model_dir, dataset_dir, tmp_path):
    first = run(job(model_dir, dataset_dir, tmp_path / "adapters"))
    path = tmp_path / "adapters" / first["name"]
    (path / "COMPLETE").unlink()
    (path / "adapter_model.safetensors").write_bytes(b"half")

    assert run(job(model_dir, dataset_dir, tmp_path / "adapters"))["name"] == first["name"]
    assert artifacts.open_complete(path).digest == first["digest"]


LONG = {"epochs": 60, "learningRate": 0.001, "batchSize": 16}


def interrupted(values: dict, tmp_path: Path, signum: int, steps: int = 20) -> int:
    """Starts the Job as a process, sends it the signal after some steps, gives its exit code."""
    (tmp_path / "job.json").write_text(json.dumps(values))
    port = free_port()
    env = os.environ | {
        "TERMINATION_LOG": str(tmp_path / "last-words"),
        "PROGRESS_PORT": str(port),
        "PROGRESS_HOST": "127.0.0.1",
    }
    command = [sys.executable, "-m", "homeostat_trainer", "finetune", "--config"]
    with subprocess.Popen(
        [*command, str(tmp_path / "job.json")], env=env, cwd=Path(__file__).parents[1]
    ) as process:
        while said(port).get("step", 0) < steps:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signum)
        return process.wait()


def said(port: int) -> dict:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/progress", timeout=1) as response:
            return json.load(response)
    except OSError:
        return {}


@pytest.mark.parametrize(
    ("signum", "code", "seconds"),
    [(signal.SIGKILL, -signal.SIGKILL, 1), (signal.SIGTERM, 143, 3600)],
)
def test_interrupted_in_the_middle_it_continues_and_gives_the_same_adapter(
    model_dir, dataset_dir, tmp_path, signum, code, seconds
):
    values = job(
        model_dir,
        dataset_dir,
        tmp_path / "adapters",
        training=LONG | {"checkpointSeconds": seconds},
        checkpointDir=str(tmp_path / "checkpoints"),
    )
    assert interrupted(values, tmp_path, signum, steps=100) == code
    assert not (tmp_path / "last-words").exists()
    assert not (tmp_path / "adapters").exists()
    (folder,) = (tmp_path / "checkpoints").iterdir()
    kept = checkpoints.latest(folder)
    assert kept is not None

    seen = []

    class Watched(Progress):
        def step(self, done, total, **more):
            super().step(done, total, **more)
            seen.append(done)

    continued = run(values, Watched(time.monotonic))
    assert seen[0] == int(kept.name.removeprefix("checkpoint-")) + 1
    assert list((tmp_path / "checkpoints").iterdir()) == []

    whole = run(values | {"outputDir": str(tmp_path / "whole")})
    assert (continued["digest"], continued["steps"]) == (whole["digest"], 240)


def test_a_checkpoint_that_was_not_finished_does_not_count(tmp_path):
    for step in (3, 7):
        (tmp_path / f"checkpoint-{step}").mkdir()
    checkpoints.finish(tmp_path, 3)

    assert checkpoints.latest(tmp_path) == tmp_path / "checkpoint-3"
    assert not (tmp_path / "checkpoint-7").exists()


def test_progress_shows_steps_and_loss(model_dir, dataset_dir, tmp_path, monkeypatch):
    seen = []

    class Watched(Progress):
        def step(self, done, total, **more):
            super().step(done, total, **more)
            seen.append(self.state())

    run(job(model_dir, dataset_dir, tmp_path / "adapters"), Watched(time.monotonic))

    assert [s["fraction"] for s in seen] == [(i + 1) / 8 for i in range(8)]
    assert {s["phase"] for s in seen} == {"Training"}
    assert all(s["loss"] > 0 and s["etaSeconds"] >= 0 for s in seen)


def test_a_loss_that_is_not_a_number_says_what_to_do(model_dir, dataset_dir, tmp_path):
    from safetensors.torch import load_file, save_file

    broken = shutil.copytree(model_dir, tmp_path / "broken")
    weights = load_file(broken / "model.safetensors")
    weights["model.norm.weight"][0] = math.nan
    save_file(weights, broken / "model.safetensors", {"format": "pt"})

    with pytest.raises(JobError, match=r"the loss is nan at step 1 of 8: .*training.learningRate"):
        run(job(broken, dataset_dir, tmp_path / "adapters"))


def test_target_modules_that_do_not_exist_are_named(model_dir, dataset_dir, tmp_path):
    with pytest.raises(JobError, match=r"does not fit the model .*check lora.targetModules"):
        run(
            job(
                model_dir,
                dataset_dir,
                tmp_path / "a",
                lora={"rank": 4, "targetModules": ["nothing"]},
            )
        )


def test_a_missing_model_is_named(dataset_dir, tmp_path):
    with pytest.raises(JobError, match=r"expected a model in .*none, found no config.json"):
        run(job(tmp_path / "none", dataset_dir, tmp_path / "a"))


def test_an_unfinished_dataset_is_refused(model_dir, dataset_dir, tmp_path):
    (dataset_dir / "COMPLETE").unlink()

    with pytest.raises(JobError, match="found no COMPLETE"):
        run(job(model_dir, dataset_dir, tmp_path / "a"))


def test_a_dataset_without_rows_is_refused(model_dir, tmp_path):
    with pytest.raises(JobError, match="has no rows"):
        run(job(model_dir, make_dataset(tmp_path / "d", [], []), tmp_path / "a"))


def test_too_many_long_rows_are_refused(model_dir, tmp_path):
    long = [rows.Row("a", "word " * 200, "b") for _ in range(5)]
    data = make_dataset(tmp_path / "d", example_rows(50) + long, [])

    with pytest.raises(
        JobError, match=r"5 of 55 rows are longer than 64 tokens, .*rows 51, 52, 53, 54, 55"
    ):
        run(job(model_dir, data, tmp_path / "a"))


def test_only_the_answer_is_learned_after_the_template_with_the_system_prompt(model_dir):
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model_dir)
    row = rows.Row("say", "say 3 please", "3")

    (example,), too_long = examples.encode(tokenizer, [row], SYSTEM, 64)

    assert too_long == 0
    assert tokenizer.decode(example.prompt) == (
        f"<s><|system|>{SYSTEM}<|user|>say 3 please<|assistant|>"
    )
    assert tokenizer.decode(example.answer) == "3</s>"


def test_a_base_without_chat_template_is_refused(model_dir, dataset_dir, tmp_path):
    bare = shutil.copytree(model_dir, tmp_path / "bare")
    for file in bare.glob("chat_template*"):
        file.unlink()
    settings = json.loads((bare / "tokenizer_config.json").read_text())
    settings.pop("chat_template", None)
    (bare / "tokenizer_config.json").write_text(json.dumps(settings))

    with pytest.raises(JobError, match="has no chat template"):
        run(job(bare, dataset_dir, tmp_path / "a"))
