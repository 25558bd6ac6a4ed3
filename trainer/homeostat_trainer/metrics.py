"""How right an answer is, from 0 to 1."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[a-z0-9]+")


def exact_match(answer: str, reference: str) -> float:
    """1 when both say the same apart from white space, else 0."""
    return float(answer.split() == reference.split())


def token_f1(answer: str, reference: str) -> float:
    """F1 over lower-case words [a-z0-9]+; without any word in the reference, exact match."""
    found, expected = (
        Counter(_WORD.findall(answer.lower())),
        Counter(_WORD.findall(reference.lower())),
    )
    if not expected:
        return exact_match(answer, reference)
    common = sum((found & expected).values())
    return 2 * common / (sum(found.values()) + sum(expected.values()))


METRICS = {"ExactMatch": exact_match, "TokenF1": token_f1}
