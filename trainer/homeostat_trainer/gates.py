"""Whether a candidate passes: pure decisions on paired scores of the same items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from homeostat_trainer import paired
from homeostat_trainer.config.evaluate import Gate

PASS, FAIL, INCONCLUSIVE = "Pass", "Fail", "Inconclusive"
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Answered:
    """One item and what both releases answered; an empty answer is a wrong one."""

    capability: str
    reference: str
    candidate: str
    stable: str


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


def judge(gates: Sequence[Gate], items: Sequence[Answered]) -> dict[str, Any]:
    """Verdict and one result for each gate and capability.

    One failed gate fails the candidate; else one inconclusive gate makes the verdict inconclusive.
    """
    capabilities = sorted({item.capability for item in items})
    results = [
        _result(gate, capability, [i for i in items if i.capability == capability])
        for gate in gates
        for capability in ([gate.capability] if gate.capability else capabilities)
    ]
    reached = {result["result"] for result in results}
    verdict = FAIL if FAIL in reached else INCONCLUSIVE if INCONCLUSIVE in reached else PASS
    return {"verdict": verdict, "items": len(items), "gates": results}


def _result(gate: Gate, capability: str, items: list[Answered]) -> dict[str, Any]:
    head = {"name": gate.name, "capability": capability}
    if not items:
        return head | {"result": INCONCLUSIVE, "items": 0}
    score = METRICS[gate.metric]
    candidate = [score(item.candidate, item.reference) for item in items]
    stable = [score(item.stable, item.reference) for item in items]
    differences = [c - s for c, s in zip(candidate, stable, strict=True)]
    delta = paired.difference(differences)
    tested = paired.level(candidate) if gate.bound == "minimum" else delta
    limit = -gate.limit if gate.bound == "maximumRegression" else gate.limit
    outcome = PASS if tested.lower >= limit else FAIL if tested.upper < limit else INCONCLUSIVE
    result = head | {
        "result": outcome,
        "candidate": _rounded(sum(candidate) / len(items)),
        "stable": _rounded(sum(stable) / len(items)),
        "difference": _rounded(delta.mean),
        "lower": _rounded(delta.lower),
        "upper": _rounded(delta.upper),
        "items": len(items),
    }
    if outcome == INCONCLUSIVE and gate.bound == "maximumRegression" and gate.limit > 0:
        result["itemsNeeded"] = paired.items_needed(differences, gate.limit)
    return result


def _rounded(value: float) -> float:
    return round(value, 4) + 0.0  # no negative zero
