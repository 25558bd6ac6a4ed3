"""Adapters that an engine would refuse are refused by the training."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from homeostat_trainer import engine_check
from homeostat_trainer.errors import JobError

LAYER = "base_model.model.model.layers.0.self_attn.q_proj"
GOOD = {f"{LAYER}.lora_A.weight": (4, 32), f"{LAYER}.lora_B.weight": (32, 4)}


def adapter(folder: Path, shapes: dict, value: float = 0.5, **config) -> Path:
    import torch
    from safetensors.torch import save_file

    save_file(
        {name: torch.full(shape, value) for name, shape in shapes.items()},
        folder / engine_check.WEIGHTS,
    )
    (folder / engine_check.CONFIG).write_text(json.dumps({"r": 4, "bias": "none"} | config))
    return folder


def test_an_adapter_of_pairs_is_accepted(tmp_path):
    engine_check.check(adapter(tmp_path, GOOD), 16)


@pytest.mark.parametrize(
    ("shapes", "config", "largest", "message"),
    [
        (GOOD, {"use_dora": True}, 16, "expected no use_dora"),
        (GOOD, {"modules_to_save": ["lm_head"]}, 16, "expected no modules_to_save"),
        (GOOD, {"bias": "all"}, 16, "expected bias none, found 'all'"),
        (GOOD, {}, 2, "rank 4, the engine takes at most 2: .*maxLoraRank"),
        (GOOD, {"r": 8}, 16, "expected rank 8 in .*, found 4"),
        (GOOD | {f"{LAYER}.bias": (4, 4)}, {}, 16, "lora_A and lora_B alone, found .*bias"),
        ({f"{LAYER}.lora_A.weight": (4, 32)}, {}, 16, "pairs of lora_A and lora_B"),
        ({}, {}, 16, "pairs of lora_A and lora_B"),
    ],
)
def test_what_the_engine_refuses_is_named(tmp_path, shapes, config, largest, message):
    with pytest.raises(JobError, match=message):
        engine_check.check(adapter(tmp_path, shapes, **config), largest)


def test_numbers_that_are_none_are_refused(tmp_path):
    with pytest.raises(JobError, match="holds numbers that are none"):
        engine_check.check(adapter(tmp_path, GOOD, value=math.nan), 16)
