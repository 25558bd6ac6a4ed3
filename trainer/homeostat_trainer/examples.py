"""Rows as token ids, as the engine will see them: the base's chat template, then the answer.

Prompt and answer are tokenized apart, as at inference, and only the answer is learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateError

from homeostat_trainer.errors import DATA, JobError
from homeostat_trainer.rows import Row

MAX_TOO_LONG = 0.01  # share of rows
IGNORED = -100  # label that the loss leaves out
_NAMED = 5  # rows that an error names


@dataclass(frozen=True)
class Example:
    """Token ids of the prompt, and of the answer with its end."""

    prompt: list[int]
    answer: list[int]

    def __len__(self) -> int:
        return len(self.prompt) + len(self.answer)


def encode(
    tokenizer: Any, rows: Sequence[Row], system_prompt: str, longest: int
) -> tuple[list[Example], int]:
    """The rows as examples, and how many were left out as too long; more than 1 % end the Job."""
    if not tokenizer.chat_template:
        raise JobError("the base model's tokenizer has no chat template: add chat_template.jinja")
    if tokenizer.eos_token_id is None:
        raise JobError("the base model's tokenizer has no end-of-sequence token")
    texts = [_texts(tokenizer, row, system_prompt, n) for n, row in enumerate(rows, 1)]
    if not texts:
        return [], 0
    prompts, answers = zip(*texts, strict=True)
    encoded = [
        Example(
            prompt,
            answer if tokenizer.eos_token_id in answer else [*answer, tokenizer.eos_token_id],
        )
        for prompt, answer in zip(_ids(tokenizer, prompts), _ids(tokenizer, answers), strict=True)
    ]
    too_long = [n for n, example in enumerate(encoded, 1) if len(example) > longest]
    if len(too_long) > MAX_TOO_LONG * len(encoded):
        named = ", ".join(str(n) for n in too_long[:_NAMED])
        raise JobError(
            f"{len(too_long)} of {len(encoded)} rows are longer than {longest} tokens, at most "
            f"1 % may be (rows {named}{', …' if len(too_long) > _NAMED else ''}): shorten or drop "
            "them, or raise training.maximumTokens if the model takes more",
            DATA,
        )
    return [example for example in encoded if len(example) <= longest], len(too_long)


def _texts(tokenizer: Any, row: Row, system_prompt: str, number: int) -> tuple[str, str]:
    messages = row.messages(system_prompt)
    try:
        prompt = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        whole = tokenizer.apply_chat_template(
            [*messages, {"role": "assistant", "content": row.answer}], tokenize=False
        )
    except TemplateError as error:
        raise JobError(
            f"row {number}: the base model's chat template refuses it ({error}): mend or drop it",
            DATA,
        ) from error
    # Some templates write a past answer otherwise than a new one: then the answer stands alone.
    return prompt, whole[len(prompt) :] if whole.startswith(prompt) else row.answer


def _ids(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    return tokenizer(list(texts), add_special_tokens=False).input_ids
