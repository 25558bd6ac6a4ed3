"""The model card of a merged adapter: what went in, what was tried, what the guard saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def text(card: Mapping[str, Any]) -> str:
    """README.md in Markdown; the same card gives the same text."""
    told = card["merge"]
    return "\n".join(
        [
            "---",
            "library_name: peft",
            f"base_model: {card['modelPath']}",
            "tags: [lora, merge]",
            "---",
            "",
            f"# {card['name']}",
            "",
            f"A LoRA adapter of rank {told['rank']}, made of {len(card['adapters'])} by "
            f"{told['method']}.",
            "",
            "## What went in",
            "",
            *_table(
                ("adapter", "files", "digest", "weight", "held-out items of"),
                (
                    (a["name"], a["files"], a["digest"][:12], weight, ", ".join(a["datasets"]))
                    for a, weight in zip(card["adapters"], _weights(told), strict=True)
                ),
            ),
            "",
            "## What was tried",
            "",
            *_table(
                ("method", "density", "weights", "rank", "mean", "worst difference", ""),
                (
                    (
                        t["method"],
                        t.get("density", ""),
                        " ".join(map(str, t["weights"])),
                        t.get("rank", ""),
                        t.get("score", ""),
                        t.get("worst", ""),
                        "chosen" if t.get("chosen") else t.get("refused", ""),
                    )
                    for t in told["tried"]
                ),
            ),
            "",
            "## What it keeps",
            "",
            f"{card['metric']} of each capability beside the input that is best at it; at most "
            f"{card['maximumRegression']:g} may be lost. Interval: one-sided 95 % bounds.",
            "",
            *_table(
                ("capability", "best input", "its mean", "merge", "difference", "from", "to", "n"),
                (
                    tuple(
                        g[field]
                        for field in (
                            "capability",
                            "input",
                            "best",
                            "merged",
                            "difference",
                            "lower",
                            "upper",
                            "items",
                        )
                    )
                    for g in told["guard"]
                ),
            ),
            "",
        ]
    )


def _weights(told: Mapping[str, Any]) -> Sequence[float]:
    return next(t["weights"] for t in told["tried"] if t.get("chosen"))


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(map(str, row)) + " |" for row in rows),
    ]
