"""Clusters of texts that say nearly the same, so that no test item has a twin in training.

Word 5-grams, MinHash with 14 bands of 8 rows (a pair of similarity s becomes a candidate with
probability 1−(1−s⁸)¹⁴: .9235 at .8), candidates confirmed by their exact Jaccard similarity.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy

BANDS = 14
ROWS = 8
SHINGLE_WORDS = 5
SIMILARITY = 0.8
_PRIME = 4294967311  # the smallest prime above 2³²
_WORD = re.compile(r"\w+")


def cluster(texts: Sequence[str]) -> list[int]:
    """For each text the index of the first text of its cluster."""
    shingles = [_shingles(text) for text in texts]
    parent = list(range(len(texts)))
    buckets: dict[bytes, int] = {}
    random = numpy.random.default_rng(20110)
    factors = random.integers(1, 1 << 31, (BANDS * ROWS, 1), dtype=numpy.uint64)
    offsets = random.integers(0, 1 << 31, (BANDS * ROWS, 1), dtype=numpy.uint64)
    for index, hashes in enumerate(shingles):
        values = numpy.fromiter(hashes, dtype=numpy.uint64)
        signature = ((factors * values + offsets) % _PRIME).min(axis=1).reshape(BANDS, ROWS)
        for band in range(BANDS):
            first = buckets.setdefault(bytes([band]) + signature[band].tobytes(), index)
            if first != index and _jaccard(shingles[first], hashes) >= SIMILARITY:
                _join(parent, first, index)
    return [_root(parent, index) for index in range(len(texts))]


def _shingles(text: str) -> frozenset[int]:
    words = _WORD.findall(text.lower()) or [text]
    grams = {
        " ".join(words[start : start + SHINGLE_WORDS])
        for start in range(max(1, len(words) - SHINGLE_WORDS + 1))
    }
    digests = (hashlib.blake2b(gram.encode(), digest_size=4).digest() for gram in grams)
    return frozenset(int.from_bytes(digest) for digest in digests)


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _join(parent: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(parent, one), _root(parent, other)))
    parent[high] = low
