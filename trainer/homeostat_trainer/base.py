"""The base model with a new adapter, on the device that the Job has."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeostat_trainer import cpu
from homeostat_trainer.config.finetune import FineTuneConfig
from homeostat_trainer.errors import JobError


@dataclass(frozen=True)
class Base:
    """What a training starts from; `adapter` is the shape of the new adapter.

    gpu: whether there is one. bf16: whether it computes in bfloat16; CPUs compute in float32.
    """

    tokenizer: Any
    model: Any
    adapter: Any
    gpu: bool
    bf16: bool

    def longest(self, wanted: int | None) -> int:
        """Most tokens of a row: what the model takes, or less where that is asked for."""
        own = getattr(self.model.config, "max_position_embeddings", None)
        limit = own or self.tokenizer.model_max_length
        return limit if wanted is None else min(limit, wanted)


def load(config: FineTuneConfig) -> Base:
    """Loads tokenizer and model; QLoRA loads the weights in four bits (NF4, double quantized)."""
    if not (Path(config.model_path) / "config.json").is_file():
        raise JobError(
            f"expected a model in {config.model_path}, found no config.json: "
            "check model.uri of the ModelService"
        )
    import torch
    from peft import LoraConfig
    from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed

    gpu = torch.cuda.is_available()
    bf16 = gpu and torch.cuda.is_bf16_supported()
    torch.set_num_threads(max(1, cpu.count() // config.device.processes))
    set_seed(config.training.seed)
    kind = torch.bfloat16 if bf16 else torch.float32
    tokenizer = AutoTokenizer.from_pretrained(config.model_path)
    model = AutoModelForCausalLM.from_pretrained(
        config.model_path, dtype=kind, **_quantization(config.method, kind, gpu)
    )
    adapter = LoraConfig(
        r=config.lora.rank,
        lora_alpha=config.lora.alpha,
        lora_dropout=config.lora.dropout,
        target_modules=list(config.lora.target_modules),
        bias="none",
        task_type="CAUSAL_LM",
    )
    return Base(tokenizer, model, adapter, gpu, bf16)


def _quantization(method: str, kind: Any, gpu: bool) -> dict[str, Any]:
    if method != "QLoRA":
        return {}
    from transformers import BitsAndBytesConfig

    settings = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=kind,
    )
    device = int(os.environ.get("LOCAL_RANK", "0")) if gpu else "cpu"
    return {"quantization_config": settings, "device_map": {"": device}}


def memory() -> tuple[int | None, int | None]:
    """Bytes of device memory that the training took at most, and bytes that the device has.

    Without a GPU: of the process, and of its container (None without a limit).
    """
    import torch

    if torch.cuda.is_available():
        device = torch.cuda.current_device()
        return torch.cuda.max_memory_reserved(device), torch.cuda.mem_get_info(device)[1]
    return cpu.memory_peak(), cpu.memory_limit()
