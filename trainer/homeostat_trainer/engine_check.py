"""Whether an engine will load an adapter; vLLM refuses, or fails on, everything else."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

from homeostat_trainer.errors import JobError

WEIGHTS = "adapter_model.safetensors"
CONFIG = "adapter_config.json"

_KEY = re.compile(r"^base_model\.model\..+\.lora_[AB]\.weight$")
_TYPES = ("F32", "F16", "BF16")
_REFUSED = ("modules_to_save", "use_dora", "trainable_token_indices", "layer_replication")


def check(folder: Path, largest_rank: int) -> None:
    """Raises JobError that says what the engine would refuse in the adapter."""
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    for field in _REFUSED:
        if config.get(field):
            raise JobError(f"{CONFIG}: expected no {field}, found {config[field]!r}")
    if config.get("bias", "none") != "none":
        raise JobError(f"{CONFIG}: expected bias none, found {config['bias']!r}")
    rank = config["r"]
    if rank > largest_rank:
        raise JobError(
            f"the adapter has rank {rank}, the engine takes at most {largest_rank}: "
            "lower lora.rank or raise spec.engine.maxLoraRank of the ModelService"
        )
    _check_weights(folder / WEIGHTS, rank)


def _check_weights(path: Path, rank: int) -> None:
    from safetensors import safe_open

    names = set()
    for name, tensor in header(path).items():
        names.add(name)
        if not _KEY.match(name):
            raise JobError(f"{WEIGHTS}: expected weights of lora_A and lora_B alone, found {name}")
        side = 0 if ".lora_A." in name else 1
        if tensor["dtype"] not in _TYPES or len(tensor["shape"]) != 2:
            raise JobError(f"{WEIGHTS}: expected a matrix of floats in {name}, found {tensor}")
        if tensor["shape"][side] != rank:
            raise JobError(
                f"{WEIGHTS}: expected rank {rank} in {name}, found {tensor['shape'][side]}"
            )
    lonely = [n for n in names if n.replace(".lora_A.", ".lora_B.") not in names]
    if not names or lonely:
        raise JobError(f"{WEIGHTS}: expected pairs of lora_A and lora_B, found {sorted(lonely)}")
    with safe_open(path, framework="pt") as tensors:
        for name in sorted(names):
            if not tensors.get_tensor(name).isfinite().all():
                raise JobError(f"{WEIGHTS}: {name} holds numbers that are none: train it again")


def header(path: Path) -> dict[str, Any]:
    """Type and shape of each tensor of a safetensors file."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        entries = json.loads(file.read(length))
    entries.pop("__metadata__", None)
    return entries
