"""The command remove: a training's own files go, and no others."""

from __future__ import annotations

import time

import pytest

from homeostat_trainer import artifacts, remove
from homeostat_trainer.config.fields import Fields
from homeostat_trainer.config.remove import RemoveConfig
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress


def adapter(tmp_path, name):
    staged = tmp_path / f"staged-{name}"
    staged.mkdir()
    (staged / "adapter_config.json").write_text(name)
    return artifacts.publish(staged, tmp_path / "adapters", name, {"inputs": name}).path


def run(tmp_path, **fields):
    values = {"name": "fix", "checkpointDir": str(tmp_path / "checkpoints")} | fields
    return remove.run(RemoveConfig.read(Fields(values), {}), Progress(time.monotonic))


def test_the_adapter_and_the_checkpoints_of_the_training_go(tmp_path):
    mine, other = adapter(tmp_path, "fix"), adapter(tmp_path, "fix-2")
    for name in ("fix-0123456789ab", "fix-2-0123456789ab"):
        (tmp_path / "checkpoints" / name / "checkpoint-3").mkdir(parents=True)

    assert run(tmp_path, adapter=str(mine)) == {"removed": 1}
    assert not mine.exists()
    assert artifacts.open_complete(other).path == other
    assert [p.name for p in (tmp_path / "checkpoints").iterdir()] == ["fix-2-0123456789ab"]
    assert run(tmp_path, adapter=str(mine)) == {"removed": 0}


def test_an_adapter_of_another_name_is_refused(tmp_path):
    with pytest.raises(JobError, match=r"field adapter to be a folder fix-<digest>, found '.*other"):
        run(tmp_path, adapter=str(adapter(tmp_path, "other")))
