"""The language of a text, where it can be told."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_FEWEST_LETTERS = 40
_READ = 2_000
_SURE = 0.9


def language(text: str) -> str | None:
    """ISO 639-1 code; None when the text is too short or between two languages."""
    read = text[:_READ]
    if sum(c.isalpha() for c in read) < _FEWEST_LETTERS:
        return None
    code, probability = _identifier().classify(read)
    return code if probability >= _SURE else None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
