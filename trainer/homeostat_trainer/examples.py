"""Rows as token ids, as the engine will see them: the base's chat template, then the answer.

Prompt and answer are tokenized apart, as at inference, and only the answer is learned.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from homeostat_trainer.errors import JobError
from homeostat_trainer.rows import Row

MAX_TOO_LONG = 0.01  # share of rows
IGNORED = -100  # label that the loss leaves out


@dataclass(frozen=True)
class Example:
    """Token ids of the prompt, and of the answer with its end."""

    prompt: list[int]
    answer: list[int]

    def __len__(self) -> int:
        return len(self.prompt) + len(self.answer)


def encode(tokenizer: Any, rows: Sequence[Row], system_prompt: str, longest: int) -> list[Example]:
    """The rows as examples; rows that are too long are left out, more than 1 % end the Job."""
    if not tokenizer.chat_template:
        raise JobError("the base model's tokenizer has no chat template: add chat_template.jinja")
    if tokenizer.eos_token_id is None:
        raise JobError("the base model's tokenizer has no end-of-sequence token")
    prompts, answers = [], []
    for row in rows:
        prompt, answer = _texts(tokenizer, row, system_prompt)
        prompts.append(prompt)
        answers.append(answer)
    encoded = [
        Example(
            prompt,
            answer if tokenizer.eos_token_id in answer else [*answer, tokenizer.eos_token_id],
        )
        for prompt, answer in zip(_ids(tokenizer, prompts), _ids(tokenizer, answers), strict=True)
    ]
    kept = [example for example in encoded if len(example) <= longest]
    if len(encoded) - len(kept) > MAX_TOO_LONG * len(encoded):
        raise JobError(
            f"{len(encoded) - len(kept)} of {len(encoded)} rows are longer than the "
            f"model's {longest} tokens, at most 1 % may be: shorten or drop them"
        )
    return kept


def _texts(tokenizer: Any, row: Row, system_prompt: str) -> tuple[str, str]:
    messages = row.messages(system_prompt)
    prompt = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    whole = tokenizer.apply_chat_template(
        [*messages, {"role": "assistant", "content": row.answer}], tokenize=False
    )
    # Some templates write a past answer otherwise than a new one: then the answer stands alone.
    return prompt, whole[len(prompt) :] if whole.startswith(prompt) else row.answer


def _ids(tokenizer: Any, texts: list[str]) -> list[list[int]]:
    return tokenizer(texts, add_special_tokens=False).input_ids


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Each example once, in batches of similar length, in random order."""
    mixed = sorted(examples, key=lambda example: (len(example), rng.random()))
    groups = [mixed[start : start + size] for start in range(0, len(mixed), size)]
    rng.shuffle(groups)
    yield from groups


def tensors(batch: Sequence[Example], padding: int) -> dict[str, Any]:
    """The batch as input ids, attention mask and labels, padded on the right."""
    import torch

    width = max(len(example) for example in batch)
    ids, mask, labels = [], [], []
    for example in batch:
        pad = width - len(example)
        ids.append(example.prompt + example.answer + [padding] * pad)
        mask.append([1] * (width - pad) + [0] * pad)
        labels.append([IGNORED] * len(example.prompt) + example.answer + [IGNORED] * pad)
    return {
        "input_ids": torch.tensor(ids),
        "attention_mask": torch.tensor(mask),
        "labels": torch.tensor(labels),
    }
