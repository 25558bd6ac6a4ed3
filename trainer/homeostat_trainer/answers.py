"""What a model answers to rows, greedily, in batches: the engine's answers without the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from homeostat_trainer.errors import JobError
from homeostat_trainer.rows import Row

_BATCH = 64


class Asker:
    """Asks one model; prompts are tokenized once for all its adapters."""

    def __init__(self, model: Any, tokenizer: Any, rows: Sequence[Row], system_prompt: str):
        if not tokenizer.chat_template:
            raise JobError("the base model's tokenizer has no chat template")
        self._model = model
        self._tokenizer = tokenizer
        texts = [
            tokenizer.apply_chat_template(
                row.messages(system_prompt), tokenize=False, add_generation_prompt=True
            )
            for row in rows
        ]
        self._prompts = {
            id(row): ids for row, ids in zip(rows, self._ids(texts) if texts else [], strict=True)
        }
        references = self._ids([row.answer for row in rows]) if rows else [[]]
        self._longest = 2 * max(len(ids) for ids in references) + 8

    def answers(
        self, rows: Sequence[Row], report: Callable[[int], None] = lambda count: None
    ) -> list[str]:
        """One answer per row with the adapter that is active; `report` is told how many are done.

        An answer ends at twice the tokens of the longest reference, and 8.
        """
        order = sorted(range(len(rows)), key=lambda i: len(self._prompts[id(rows[i])]))
        found: dict[int, str] = {}
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            texts = self._generate([self._prompts[id(rows[i])] for i in part])
            found.update(zip(part, texts, strict=True))
            report(len(found))
        return [found[i] for i in range(len(rows))]

    def _generate(self, prompts: list[list[int]]) -> list[str]:
        import torch

        tokenizer, device = self._tokenizer, self._model.device
        padding = (
            tokenizer.eos_token_id if tokenizer.pad_token_id is None else tokenizer.pad_token_id
        )
        width = max(len(ids) for ids in prompts)
        ids = torch.tensor([[padding] * (width - len(p)) + p for p in prompts], device=device)
        mask = torch.tensor([[0] * (width - len(p)) + [1] * len(p) for p in prompts], device=device)
        context = getattr(self._model.config, "max_position_embeddings", None)
        room = self._longest if context is None else max(1, min(self._longest, context - width))
        with torch.no_grad():
            output = self._model.generate(
                input_ids=ids,
                attention_mask=mask,
                max_new_tokens=room,
                do_sample=False,
                pad_token_id=padding,
                eos_token_id=tokenizer.eos_token_id,
            )
        return tokenizer.batch_decode(output[:, width:], skip_special_tokens=True)

    def _ids(self, texts: list[str]) -> list[list[int]]:
        return self._tokenizer(texts, add_special_tokens=False).input_ids
