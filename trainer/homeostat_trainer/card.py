"""The data card of a version: what is in it, what is not, and why, as JSON and as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from homeostat_trainer import artifacts
from homeostat_trainer.config.dataset import DatasetConfig
from homeostat_trainer.guard import Report
from homeostat_trainer.rows import PROVENANCES, Row
from homeostat_trainer.selection import Quarantine
from homeostat_trainer.sources import Gathered
from homeostat_trainer.split import Split

CARD = "card.md"


def card(
    config: DatasetConfig,
    given: Gathered,
    guard: Report,
    quarantine: Quarantine,
    result: Split,
) -> dict[str, Any]:
    """Everything that is told of a version; without content."""
    corrections = {c.name for c in config.corrections}
    trained, tested = _by(result.train, "capability"), _by(result.test, "capability")
    rows = [*result.train, *result.test]
    return {
        "name": config.name,
        "service": config.service,
        "build": config.build,
        "systemPromptDigest": artifacts.digest_of(config.system_prompt),
        "trainRows": len(result.train),
        "testRows": len(result.test),
        "corrections": sum(row.origin in corrections for row in rows),
        "replay": sum(row.origin in {f.name for f in config.files} for row in result.train),
        "sources": len({row.source for row in rows if row.origin in corrections}),
        "generation": max((row.generation for row in result.train), default=0),
        "rowsBySource": dict(sorted(_by(rows, "origin").items())),
        "perCapability": {
            name: {"train": trained[name], "test": tested[name]}
            for name in sorted(trained | tested)
        },
        "provenance": _provenance(result.train),
        "redacted": given.redacted,
        "splitBy": result.by,
        "quarantine": quarantine.counts(),
        "guard": guard.as_json(),
        "latest": max((row.time_millis for row in rows), default=0),
    }


def _by(rows: Sequence[Row], field: str) -> Counter[str]:
    return Counter(getattr(row, field) for row in rows)


def _provenance(rows: Sequence[Row]) -> dict[str, int]:
    counts = Counter(
        row.provenance + (" verified" if row.verified and not row.trusted else "") for row in rows
    )
    return {name: counts[name] for name in sorted(counts, key=_order)}


def _order(name: str) -> tuple[int, str]:
    return PROVENANCES.index(name.split()[0]), name


def markdown(card: dict[str, Any]) -> str:
    """The card for people."""
    lines = [
        f"# Data card: {card['name']}",
        "",
        f"Rows of ModelService `{card['service']}`: {card['trainRows']} to train on, "
        f"{card['testRows']} held out. Highest generation: {card['generation']}. Replaced pieces "
        f"of personal data: {card['redacted']}.",
        "",
        *_table("capability", card["perCapability"], ("train", "test")),
        *_counts("source", "rows", card["rowsBySource"]),
        *_counts("written by", "rows to train on", card["provenance"]),
        *_counts("left out because of", "rows", card["quarantine"]),
        *_guard(card["guard"]),
        "## Split",
        "",
        "The latest components of each capability are held out. A component is what nearly the "
        "same question, one session and, where enough sources gave rows, one source connects.",
        "",
        *_counts("capability", "kept apart by", card["splitBy"]),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _guard(guard: dict[str, Any]) -> list[str]:
    lines = [
        "## Poison guard",
        "",
        f"{guard['state']}: {guard['corrections']} corrections of {guard['sources']} sources, "
        f"{guard['confirmed']} confirmed by references.",
        "",
    ]
    if guard["findings"]:
        lines += ["| finding | rule | capability | rows | sources | most of them by |"]
        lines += ["|---|---|---|---|---|---|"]
        lines += [
            f"| {f['id']} | {f['rule']} | {f['capability']} | {f['rows']} | {f['sources']} | "
            f"{f['largestSource']} |"
            for f in guard["findings"]
        ]
        lines += [""]
    return lines


def _table(head: str, values: dict[str, dict[str, int]], columns: Sequence[str]) -> list[str]:
    rows = [
        f"| {name} | " + " | ".join(str(value[c]) for c in columns) + " |"
        for name, value in values.items()
    ]
    return [
        f"| {head} | " + " | ".join(columns) + " |",
        "|---" * (len(columns) + 1) + "|",
        *rows,
        "",
    ]


def _counts(head: str, of: str, values: dict[str, Any]) -> list[str]:
    if not values:
        return []
    return [f"| {head} | {of} |", "|---|---|", *(f"| {k} | {v} |" for k, v in values.items()), ""]


def told(card: dict[str, Any], most: int) -> dict[str, Any]:
    """What a status says of a version: the figures, of long lists the largest entries."""
    largest = sorted(
        card["perCapability"].items(), key=lambda item: -(item[1]["train"] + item[1]["test"])
    )
    return {
        name: card[name]
        for name in (
            "trainRows",
            "testRows",
            "corrections",
            "replay",
            "sources",
            "generation",
            "rowsBySource",
            "quarantine",
            "guard",
        )
    } | {"perCapability": dict(sorted(largest[:most]))}
