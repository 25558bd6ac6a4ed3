"""The poison guard: how many API keys stand behind corrections of one kind.

Text alone cannot tell an honest change from poisoning, its sources can. Everything is counted
before de-duplication, and by authenticated identity, never by a name that a client sent.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from homeostat_trainer import artifacts, near_duplicates
from homeostat_trainer.archive import Correction, normal, same
from homeostat_trainer.config.dataset import GuardConfig
from homeostat_trainer.kinds import kinds

PASSED = "Passed"
UNCONFIRMED = "Unconfirmed"
TRIPPED = "Tripped"

FEW_SOURCES = "FewSources"
ONE_SOURCE = "OneSource"
CONTRADICTIONS = "Contradictions"
REFERENCES_CONTRADICT = "ReferencesContradict"
LABEL_FLIPS = "LabelFlips"

_AGREEMENT = 0.9  # share of references that must agree for them to confirm
_CHANCE = 0.01  # that any label or phrase only looks as if few sources gave it
_TOLD = 5  # findings in the status


@dataclass(frozen=True)
class Finding:
    """One kind of corrections that tripped the guard; `members` are indices of corrections."""

    id: str
    rule: str
    capability: str
    kind: str
    members: tuple[int, ...]
    sources: int
    largest_source: str

    def as_json(self) -> dict[str, Any]:
        """Without content: what a status may say."""
        return {
            "id": self.id,
            "rule": self.rule,
            "capability": self.capability,
            "rows": len(self.members),
            "sources": self.sources,
            "largestSource": self.largest_source,
        }


@dataclass(frozen=True)
class Report:
    """What the guard found in all corrections of a build."""

    corrections: int
    sources: int
    confirmed: int
    state: str
    findings: list[Finding] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "state": self.state,
            "corrections": self.corrections,
            "sources": self.sources,
            "confirmed": self.confirmed,
            "findings": [finding.as_json() for finding in self.findings[:_TOLD]],
        }

    @property
    def may_even_out(self) -> bool:
        """Whether all that is wrong is that one of many sources gave a large share so far."""
        return self.state == TRIPPED and all(f.rule == ONE_SOURCE for f in self.findings)


def look(
    corrections: Sequence[Correction],
    background: Iterable[str],
    config: GuardConfig,
    flips: Sequence[int] = (),
) -> Report:
    """Judges the corrections of a build.

    background: texts that are no corrections, to tell which phrases are rare.
    flips: indices of corrections whose label their neighbours contradict.
    """
    findings = [
        *_crowded(corrections, background, config),
        *_contradictions(corrections, config),
        *_against_references(corrections, config),
    ]
    if len(flips) > config.maximum_rows:
        findings.append(_finding(LABEL_FLIPS, "", "", flips, corrections))
    open_findings = sorted(
        (f for f in findings if f.id not in config.accepted_findings),
        key=lambda f: (-len(f.members), f.rule, f.kind),
    )
    confirmed, contradicted = _references(corrections)
    enough = min(config.minimum_confirmations, len(corrections))
    sure = len(confirmed) >= enough and len(confirmed) >= _AGREEMENT * (
        len(confirmed) + len(contradicted)
    )
    state = TRIPPED if open_findings else PASSED if sure or not corrections else UNCONFIRMED
    return Report(
        corrections=len(corrections),
        sources=len({c.row.source for c in corrections}),
        confirmed=len(confirmed),
        state=state,
        findings=open_findings,
    )


def _crowded(
    corrections: Sequence[Correction], background: Iterable[str], config: GuardConfig
) -> list[Finding]:
    """Kinds with too many rows of too few sources; of equal kinds the plainest is told."""
    found: list[Finding] = []
    seen: set[tuple[str, tuple[int, ...]]] = set()
    given = kinds(corrections, background, config.maximum_rows)
    chance = _CHANCE / max(1, sum(kind != "" for _, kind, _ in given))
    for capability, kind, members in given:
        by_source = Counter(corrections[i].row.source for i in members)
        largest = max(by_source.values())
        rule = None
        if len(by_source) < config.minimum_sources and not (
            kind and _by_chance(members, corrections, chance)
        ):
            rule = FEW_SOURCES
        elif largest > config.maximum_source_share * len(members) and not (
            kind and _tail(largest, len(members), config.maximum_source_share) > chance
        ):
            rule = ONE_SOURCE
        key = (rule or "", tuple(members))
        if rule and key not in seen:
            seen.add(key)
            found.append(_finding(rule, capability, kind, members, corrections))
    return found


def _by_chance(members: Sequence[int], corrections: Sequence[Correction], chance: float) -> bool:
    """Whether so few sources would be no wonder if the members were drawn from all corrections.

    There are many labels and phrases, and some have few sources by luck. The chance that draws of
    whole sessions all fall on the same k sources is at most p^sessions times the number of ways to
    choose k, with p the share of these sources in all corrections.
    """
    sources = {corrections[i].row.source for i in members}
    everyone = {c.row.source for c in corrections}
    share = sum(c.row.source in sources for c in corrections) / len(corrections)
    sessions = {(corrections[i].row.source, corrections[i].row.session or i) for i in members}
    ways = _log_comb(len(everyone), len(sources))
    return len(sessions) * math.log(share) + ways > math.log(chance)


def _tail(count: int, rows: int, share: float) -> float:
    """The chance that a source that gives this share of all gives `count` of `rows` or more."""
    if share >= 1:
        return 1.0
    return sum(
        math.exp(_log_comb(rows, k) + k * math.log(share) + (rows - k) * math.log1p(-share))
        for k in range(count, rows + 1)
    )


def _log_comb(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _contradictions(corrections: Sequence[Correction], config: GuardConfig) -> list[Finding]:
    """Corrections that say something else than another source on nearly the same question."""
    found = []
    for capability, members in _by_capability(corrections).items():
        if len(members) <= config.maximum_rows:
            continue
        roots = near_duplicates.cluster(
            [_question(corrections[i]) for i in members], similarity=0.95
        )
        groups: dict[int, list[int]] = defaultdict(list)
        for root, index in zip(roots, members, strict=True):
            groups[root].append(index)
        against = [i for group in groups.values() for i in _minority(group, corrections)]
        if len(against) > config.maximum_contradictions * len(members):
            found.append(_finding(CONTRADICTIONS, capability, "", against, corrections))
    return found


def _minority(group: list[int], corrections: Sequence[Correction]) -> list[int]:
    """Members that disagree with what most of their group say about the very same question."""
    by_question: dict[str, list[int]] = defaultdict(list)
    for index in group:
        by_question[_numbers(corrections[index])].append(index)
    against = []
    for members in by_question.values():
        said = Counter(normal(corrections[i].row.answer) for i in members)
        most = said.most_common(1)[0][0]
        against += [i for i in members if normal(corrections[i].row.answer) != most]
    return against


def _numbers(item: Correction) -> str:
    """Questions that differ in a number ask for different answers."""
    return " ".join(re.findall(r"\d+", _question(item)))


def _against_references(corrections: Sequence[Correction], config: GuardConfig) -> list[Finding]:
    confirmed, contradicted = _references(corrections)
    known = len(confirmed) + len(contradicted)
    if known < config.minimum_confirmations or len(contradicted) <= (1 - _AGREEMENT) * known:
        return []
    return [_finding(REFERENCES_CONTRADICT, "", "", contradicted, corrections)]


def _references(corrections: Sequence[Correction]) -> tuple[list[int], list[int]]:
    """Corrections that a reference confirms, and those that it contradicts."""
    confirmed: list[int] = []
    contradicted: list[int] = []
    for index, item in enumerate(corrections):
        if item.reference:
            agrees = same(item.reference, item.row.answer)
            (confirmed if agrees else contradicted).append(index)
    return confirmed, contradicted


def _by_capability(corrections: Sequence[Correction]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(corrections):
        groups[item.row.capability].append(index)
    return groups


def _question(item: Correction) -> str:
    return "\n".join([*(text for _, text in item.row.history), item.row.prompt])


def _finding(
    rule: str,
    capability: str,
    kind: str,
    members: Sequence[int],
    corrections: Sequence[Correction],
) -> Finding:
    by_source = Counter(corrections[i].row.source for i in members)
    capabilities = {corrections[i].row.capability for i in members}
    named = capability or (capabilities.pop() if len(capabilities) == 1 else "*")
    return Finding(
        id=artifacts.digest_of([rule, named, kind])[:12],
        rule=rule,
        capability=named,
        kind=kind,
        members=tuple(members),
        sources=len(by_source),
        largest_source=by_source.most_common(1)[0][0],
    )
