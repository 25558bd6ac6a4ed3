"""Makes adapters that change no answer: what an untrained LoRA adds to its base model is zero.

usage: make_adapters.py MODEL ADAPTERS NAME...; prints a line `adapter FOLDER DIGEST` for each name.
"""

import sys
import tempfile
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

from homeostat_trainer import artifacts

RANK = 4


def make(model, adapters, seed, name):
    """A finished adapter; another seed gives other files."""
    torch.manual_seed(seed)
    base = AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32)
    lora = LoraConfig(r=RANK, lora_alpha=RANK, target_modules=["q_proj"], task_type="CAUSAL_LM")
    with tempfile.TemporaryDirectory() as folder:
        staged = Path(folder) / "adapter"
        get_peft_model(base, lora).save_pretrained(staged)
        return artifacts.publish(staged, adapters, name, {"inputs": f"seed {seed}"})


def main(model, adapters, *names):
    for seed, name in enumerate(names):
        made = make(model, Path(adapters), seed, name)
        print(f"adapter {made.path.name} {made.digest}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
