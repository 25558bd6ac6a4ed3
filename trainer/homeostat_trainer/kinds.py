"""Kinds of corrections: those of one capability, of one change of label, with one rare phrase."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy

from homeostat_trainer.archive import Correction, normal

_LABEL_WORDS = 4  # a longer answer is no label
_RARE = 0.001  # share of the other texts that may have a phrase that counts as rare
_PHRASE_WORDS = 3
_LONGEST = 300  # words that are read
_BUCKETS = 1 << 22
_WORD = re.compile(r"\w+")


def kinds(
    corrections: Sequence[Correction], background: Iterable[str], most: int
) -> list[tuple[str, str, list[int]]]:
    """Kinds of more than `most` rows: a capability, an old and a new label, a rare phrase."""
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, item in enumerate(corrections):
        capability = item.row.capability
        kinds[capability, ""].append(index)
        new, old = normal(item.row.answer), normal(item.old_answer)
        if len(new.split()) <= _LABEL_WORDS:
            kinds[capability, f"{old if len(old.split()) <= _LABEL_WORDS else '…'} → {new}"].append(
                index
            )
    large = [(c, k, members) for (c, k), members in kinds.items() if len(members) > most]
    candidates = _frequent(corrections, most)
    common = _common({phrase for _, phrase in candidates}, background)
    rare = sorted(key for key in candidates if key[1] not in common)
    rare.sort(key=lambda key: -len(key[1].split()))
    return large + [(c, f'"{p}"', candidates[c, p]) for c, p in rare]


def _frequent(corrections: Sequence[Correction], most: int) -> dict[tuple[str, str], list[int]]:
    """Phrases of more than `most` corrections, by capability.

    A first pass counts in hashed buckets, so that only phrases that may be frequent are kept.
    """
    buckets = numpy.zeros(_BUCKETS, dtype=numpy.int32)
    for item in corrections:
        places = [_bucket(item, phrase) for phrase in _phrases(_text(item))]
        numpy.add.at(buckets, places, 1)
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, item in enumerate(corrections):
        for phrase in _phrases(_text(item)):
            if buckets[_bucket(item, phrase)] > most:
                found[item.row.capability, phrase].append(index)
    return {key: members for key, members in found.items() if len(members) > most}


def _bucket(item: Correction, phrase: str) -> int:
    return zlib.crc32(f"{item.row.capability}/{phrase}".encode()) % _BUCKETS


def _text(item: Correction) -> str:
    return f"{item.row.prompt}\n{item.row.answer}"


def _phrases(text: str) -> set[str]:
    words = _WORD.findall(text.lower())[:_LONGEST]
    return {
        " ".join(words[start : start + size])
        for size in range(1, _PHRASE_WORDS + 1)
        for start in range(len(words) - size + 1)
    }


def _common(phrases: set[str], background: Iterable[str]) -> set[str]:
    """Phrases that are not rare in texts that are no corrections."""
    counts: Counter[str] = Counter()
    texts = 0
    for text in background:
        texts += 1
        counts.update(_phrases(text) & phrases)
    return {phrase for phrase, count in counts.items() if count > _RARE * texts}
