"""LoRA adapters of one base model, loaded side by side, and their merges by PEFT."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from homeostat_trainer import artifacts, cpu
from homeostat_trainer.config.merge import Input, MergeConfig, Trial
from homeostat_trainer.errors import JobError

WEIGHTS = "adapter_model.safetensors"
SETTINGS = "adapter_config.json"
MERGED = "_merged"  # no input has such a name

_BY_PEFT = {
    "Concatenation": "cat",
    "TIESSVD": "ties_svd",
    "DARETIESSVD": "dare_ties_svd",
    "Linear": "linear",
    "TIES": "ties",
    "DARETIES": "dare_ties",
}
_EQUAL_RANKS = ("Linear", "TIES", "DARETIES")
# What a merge would lose or get wrong without a word.
_UNKNOWN_TO_MERGES = (
    "use_dora",
    "modules_to_save",
    "rank_pattern",
    "lora_bias",
    "layer_replication",
    "target_parameters",
    "trainable_token_indices",
)


def ranks(inputs: Sequence[Input], model_path: str) -> tuple[int, ...]:
    """The inputs' ranks; an input that cannot be merged ends the Job with the reason."""
    return tuple(_checked(each, model_path) for each in inputs)


def _checked(given: Input, model_path: str) -> int:
    found = artifacts.open_complete(given.path)
    if found.digest != given.digest:
        raise JobError(
            f"input {given.name}: expected files of digest {given.digest[:12]} in {given.path}, "
            f"found {found.digest[:12]}"
        )
    try:
        settings = json.loads((given.path / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise JobError(
            f"input {given.name}: cannot read {given.path / SETTINGS}: {error}"
        ) from error
    if settings.get("peft_type") != "LORA":
        raise JobError(f"input {given.name} is no LoRA adapter: {settings.get('peft_type')!r}")
    if settings.get("base_model_name_or_path") != model_path:
        raise JobError(
            f"input {given.name} adapts {settings.get('base_model_name_or_path')}, the others are "
            f"to adapt {model_path}: merge adapters of one base model"
        )
    strange = [name for name in _UNKNOWN_TO_MERGES if settings.get(name)]
    if settings.get("bias", "none") != "none":
        strange.append("bias")
    if strange:
        raise JobError(f"input {given.name} uses {', '.join(strange)}, which no merge keeps")
    return int(settings["r"])


def loaded_as(name: str) -> str:
    """What an input is called in the model, where words such as `values` are taken."""
    return f"input_{name}"


def refusal(trial: Trial, ranks: Sequence[int], maximum_rank: int) -> str | None:
    """Why a merge is not possible with inputs of these ranks; None when it is."""
    if trial.method == "Concatenation" and sum(ranks) > maximum_rank:
        return f"ranks add up to {sum(ranks)}, the engine loads {maximum_rank}"
    if trial.method in _EQUAL_RANKS and len(set(ranks)) > 1:
        return f"needs equal ranks, found {', '.join(map(str, ranks))}"
    if trial.method in _EQUAL_RANKS and max(ranks) > maximum_rank:
        return f"rank {max(ranks)}, the engine loads {maximum_rank}"
    return None


class Bench:
    """The base model with its adapters: each can be made active, and merges made of them."""

    def __init__(self, config: MergeConfig):
        if not (Path(config.model_path) / "config.json").is_file():
            raise JobError(
                f"expected a model in {config.model_path}, found no config.json: "
                "check model.uri of the ModelService"
            )
        import torch
        from peft import PeftModel
        from transformers import AutoModelForCausalLM, AutoTokenizer

        torch.set_num_threads(cpu.count())
        cuda = torch.cuda.is_available()
        self.tokenizer = AutoTokenizer.from_pretrained(config.model_path)
        base = AutoModelForCausalLM.from_pretrained(
            config.model_path, dtype=torch.bfloat16 if cuda else torch.float32
        )
        first, *others = config.inputs
        self.model: Any = PeftModel.from_pretrained(
            base, first.path, adapter_name=loaded_as(first.name)
        )
        for each in others:
            self.model.load_adapter(each.path, adapter_name=loaded_as(each.name))
        for settings in self.model.peft_config.values():
            settings.use_rslora = False  # each layer keeps its scaling, the merge has 1
        self.model.to("cuda" if cuda else "cpu").eval()
        self._names = [loaded_as(each.name) for each in config.inputs]
        self._seed = config.seed

    def activate(self, name: str) -> None:
        """Makes an input the adapter that answers."""
        self.model.set_adapter(loaded_as(name))

    def merge(self, trial: Trial, ranks: Sequence[int], maximum_rank: int) -> int:
        """Makes the merge the active adapter MERGED and returns its rank."""
        import torch

        if MERGED in self.model.peft_config:
            self.model.delete_adapter(MERGED)
        rank = min(maximum_rank, sum(ranks), self._smallest_side())
        torch.manual_seed(self._seed)
        self.model.add_weighted_adapter(
            self._names,
            list(trial.weights),
            MERGED,
            combination_type=_BY_PEFT[trial.method],
            density=trial.density,
            svd_rank=rank if trial.method.endswith("SVD") else None,
            svd_full_matrices=False,
        )
        self.model.set_adapter(MERGED)
        return self.model.peft_config[MERGED].r

    def save(self, folder: Path, model_path: str) -> Path:
        """Writes the merge as the engine reads it and returns its folder."""
        self.model.save_pretrained(folder, selected_adapters=[MERGED])
        written = folder / MERGED
        (written / "README.md").unlink(missing_ok=True)
        file = written / SETTINGS
        settings = json.loads(file.read_text(encoding="utf-8"))
        settings["base_model_name_or_path"] = model_path
        settings["target_modules"] = sorted(settings["target_modules"])
        file.write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return written

    def _smallest_side(self) -> int:
        """The smallest dimension of an adapted layer: no decomposition has more parts."""
        sides = [
            side
            for name, weight in self.model.named_parameters()
            if "lora_A" in name or "lora_B" in name
            for side in (weight.shape[1] if "lora_A" in name else weight.shape[0],)
        ]
        return min(sides)
