"""Writes the 60 labelled items on which the quickstart's judge is calibrated.

Each item carries its own reference, so that a change of the world does not look like a change of
the judge. The labels follow rules for people (5 right, 4 right with a flaw, 3 nearly, 2 partly,
1 wrong) that are not the grader's: the two agree mostly, not always, as people and judges do.

usage: calibration.py > ../calibration-items.jsonl
"""

from __future__ import annotations

import json
import random

import tasks

SEED = 60
_SWAPPED = {
    "date": "extract",
    "extract": "ticket",
    "ticket": "date",
    "order": "units",
    "units": "order",
}


def _answers(capability: str, right: str, rng: random.Random) -> list[tuple[str, int]]:
    """Twelve answers to questions of the capability with their labels."""
    other = _SWAPPED[capability]
    wrong = tasks.answer(tasks.ask(other, rng))
    partly = {
        "date": [(right.rsplit(" ", 1)[0], 3), (right[:-4] + "1066", 2)],
        "extract": [(f"{right}, I think", 3), (f"It may be {right} or {wrong}", 2)],
        "ticket": [(f"{right} desk", 3), (f"{right} or some other queue", 2)],
        "order": [(", ".join(right.split(", ")[:-1]), 3), (right.split(", ")[0], 2)],
        "units": [(right.split(" ")[0], 3), (f"1 {right.split(' ')[-1]}", 2)],
    }[capability]
    good = [(right, 5)] * 4 + [(f"{right}.", 5), (right.upper(), 4)]
    bad = [(wrong, 1), (wrong, 1), ("I do not know", 1), ("Please ask again later", 1)]
    return [*good, *partly, *bad]


def items() -> list[dict]:
    """The items, always the same."""
    rng = random.Random(SEED)
    found = []
    for capability in tasks.CAPABILITIES:
        for number in range(12):
            question = tasks.ask(capability, rng)
            reference = tasks.answer(question)
            answer, label = _answers(capability, reference, rng)[number]
            found.append(
                {
                    "id": f"{capability}-{number + 1:02d}",
                    "question": question,
                    "answer": answer,
                    "reference": reference,
                    "labels": {"correctness": label},
                }
            )
    return found


if __name__ == "__main__":
    for item in items():
        print(json.dumps(item))
