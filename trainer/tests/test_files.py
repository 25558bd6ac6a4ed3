"""What the command `files` says of models and adapters."""

from __future__ import annotations

import json
import time

import pytest

from homeostat_trainer import artifacts, digest
from homeostat_trainer.config.files import FilesConfig
from homeostat_trainer.errors import JobError
from homeostat_trainer.files import run
from homeostat_trainer.progress import Progress


@pytest.fixture
def model(tmp_path):
    folder = tmp_path / "base"
    (folder / "weights").mkdir(parents=True)
    (folder / "weights" / "model.safetensors").write_bytes(b"w" * 3_000_000)
    (folder / "tokenizer.json").write_text("{}")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"model_max_length": 512, "chat_template": "{{ messages }}"})
    )
    return folder


def digests(folder, kind="Model"):
    return run(FilesConfig(kind, folder), Progress(time.monotonic))


def test_equal_files_have_equal_digests_wherever_they_lie(model, tmp_path):
    copy = model.rename(tmp_path / "moved")
    first = digests(copy)

    assert digests(copy) == first
    assert set(first) == {"digest", "tokenizer", "chatTemplate"}
    assert all(len(value) == 64 for value in first.values())
    assert first["digest"] == digest.digest_of_tree(copy), "as a fetched model's revision"


def test_each_part_has_a_digest_of_its_own(model):
    before = digests(model)
    (model / "weights" / "model.safetensors").write_bytes(b"v" * 3_000_000)
    weights = digests(model)
    assert weights["digest"] != before["digest"]
    assert weights["tokenizer"] == before["tokenizer"]

    settings = {"model_max_length": 512, "chat_template": "{{ messages[0] }}"}
    (model / "tokenizer_config.json").write_text(json.dumps(settings))
    template = digests(model)
    assert template["chatTemplate"] != before["chatTemplate"]
    assert template["tokenizer"] == before["tokenizer"]

    (model / "tokenizer.json").write_text('{"a":1}')
    assert digests(model)["tokenizer"] != before["tokenizer"]


def test_a_template_file_wins_over_the_tokenizers_own(model):
    before = digests(model)
    (model / "chat_template.jinja").write_text("another")

    assert digests(model)["chatTemplate"] != before["chatTemplate"]


def test_a_model_without_tokenizer_has_only_its_own_digest(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"w")

    assert set(digests(tmp_path)) == {"digest"}


def test_an_adapter_has_the_digest_that_its_training_gave_it(tmp_path):
    staged = tmp_path / "staged"
    staged.mkdir()
    (staged / "adapter_config.json").write_text("{}")
    (staged / "adapter_model.safetensors").write_bytes(b"a")
    made = artifacts.publish(staged, tmp_path / "adapters", "fix", {"inputs": "x"})

    assert digests(made.path, "Adapter") == {"digest": made.digest}

    (made.path / "adapter_model.safetensors").write_bytes(b"b")
    assert digests(made.path, "Adapter") != {"digest": made.digest}


@pytest.mark.parametrize("missing", ["COMPLETE", "adapter_config.json"])
def test_a_folder_that_is_no_finished_adapter_is_refused(tmp_path, missing):
    for name in ("COMPLETE", "adapter_config.json"):
        if name != missing:
            (tmp_path / name).write_text("{}")

    with pytest.raises(JobError, match=missing):
        digests(tmp_path, "Adapter")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(JobError, match="expected a folder at base"):
        digests(tmp_path / "base")
