"""The manifests fit together and fit the scripts."""

from __future__ import annotations

import json
import subprocess
import sys

import yaml
from conftest import QUICKSTART

import calibration
import train_base


def documents(name: str) -> list[dict]:
    return [d for d in yaml.safe_load_all((QUICKSTART / name).read_text()) if d]


def one(name: str, kind: str) -> dict:
    return next(d for d in documents(name) if d["kind"] == kind)


def test_every_manifest_names_the_base_model_of_these_scripts():
    done = subprocess.run(
        [sys.executable, QUICKSTART / "world" / "pin.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert one("world/base-model.yaml", "Job")["metadata"]["name"] == train_base.model_name()


def test_the_second_act_differs_by_the_prompt_alone():
    first, second = (
        one("model-service.yaml", "ModelService"),
        one("second-act.yaml", "ModelService"),
    )
    assert first["spec"].pop("prompt") != second["spec"].pop("prompt")
    assert first == second


def test_the_service_has_the_prompt_that_the_base_was_trained_with():
    prompt = one("model-service.yaml", "ModelService")["spec"]["prompt"]["inline"]

    assert prompt == train_base.tasks.SYSTEM_PROMPT


def test_the_adapter_fits_the_engine():
    engine = one("model-service.yaml", "ModelService")["spec"]["engine"]
    lora = one("healing.yaml", "HealingPolicy")["spec"]["recipe"]["fineTune"]["lora"]

    assert lora["rank"] <= engine["maxLoraRank"]


def test_policy_and_world_have_the_same_capabilities():
    policy = one("quality.yaml", "QualityPolicy")["spec"]["capabilities"]

    assert tuple(c["name"] for c in policy) == train_base.tasks.CAPABILITIES


def test_keywords_recognise_every_question_without_the_header():
    policy = one("quality.yaml", "QualityPolicy")["spec"]["capabilities"]
    for capability, question, _ in train_base.tasks.rows(train_base.tasks.CAPABILITIES, 5000, 5):
        found = next(
            c["name"] for c in policy if any(word in question.lower() for word in c["keywords"])
        )
        assert found == capability, question


def test_the_calibration_items_are_those_of_the_script():
    lines = (QUICKSTART / "calibration-items.jsonl").read_text().splitlines()

    assert [json.loads(line) for line in lines] == calibration.items()
    assert len(lines) == 60


def test_twelve_desks_have_keys_of_their_own():
    keys = one("api-keys.yaml", "Secret")["stringData"]

    assert len(keys) == len(set(keys.values())) == 12


def test_every_file_of_the_kustomizations_exists():
    for folder in (QUICKSTART, QUICKSTART / "world"):
        kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
        files = [f.split("=")[-1] for g in kustomization["configMapGenerator"] for f in g["files"]]
        for name in kustomization["resources"] + files:
            assert (folder / name).exists(), name
