"""Result directories: complete or absent, never changed, never half there."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from homeostat_trainer import artifacts
from homeostat_trainer.errors import JobError


def staged(tmp_path: Path, text: str = "content") -> Path:
    folder = tmp_path / "staged"
    folder.mkdir(exist_ok=True)
    (folder / "file").write_text(text)
    return folder


def test_the_name_carries_the_digest_and_the_marker_holds_it(tmp_path):
    artifact = artifacts.publish(staged(tmp_path), tmp_path / "out", "thing", {"inputs": "x"})

    assert artifact.path.name == f"thing-{artifact.digest[:12]}"
    assert (artifact.path / "COMPLETE").read_text().strip() == artifact.digest
    assert artifacts.find(tmp_path / "out", "thing", "x") == artifact


def test_publishing_the_same_again_changes_nothing(tmp_path):
    first = artifacts.publish(staged(tmp_path), tmp_path / "out", "thing", {"inputs": "x"})
    before = (first.path / "file").stat().st_mtime_ns

    again = artifacts.publish(staged(tmp_path), tmp_path / "out", "thing", {"inputs": "x"})

    assert again == first
    assert (first.path / "file").stat().st_mtime_ns == before


def test_other_content_gets_another_directory(tmp_path):
    one = artifacts.publish(staged(tmp_path, "1"), tmp_path / "out", "thing", {"inputs": "x"})
    two = artifacts.publish(staged(tmp_path, "2"), tmp_path / "out", "thing", {"inputs": "x"})

    assert one.path != two.path


def test_a_directory_without_marker_is_not_found_and_is_made_anew(tmp_path):
    first = artifacts.publish(staged(tmp_path), tmp_path / "out", "thing", {"inputs": "x"})
    (first.path / "COMPLETE").unlink()
    (first.path / "left-over").write_text("half")

    assert artifacts.find(tmp_path / "out", "thing", "x") is None
    with pytest.raises(JobError, match="found no COMPLETE"):
        artifacts.open_complete(first.path)
    again = artifacts.publish(staged(tmp_path), tmp_path / "out", "thing", {"inputs": "x"})
    assert again == first
    assert not (first.path / "left-over").exists()


def test_a_changed_directory_is_refused(tmp_path):
    artifact = artifacts.publish(staged(tmp_path), tmp_path / "out", "thing", {"inputs": "x"})
    (artifact.path / "file").write_text("changed")

    with pytest.raises(JobError, match="was changed after it was finished"):
        artifacts.open_complete(artifact.path)


def test_a_full_disk_leaves_nothing_and_says_what_to_do(tmp_path, monkeypatch):
    def full(source, target):
        target.write_text("ha")
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    monkeypatch.setattr(artifacts, "_copy", full)

    with pytest.raises(JobError, match=r"no space left to write .*thing-.*enlarge the artifacts"):
        artifacts.publish(staged(tmp_path), tmp_path / "out", "thing", {"inputs": "x"})
    assert list((tmp_path / "out").iterdir()) == []
