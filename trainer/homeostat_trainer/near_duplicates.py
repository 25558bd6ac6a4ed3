"""Clusters of texts that say nearly the same, so that no test item has a twin in training.

Word 5-grams, MinHash with 14 bands of 8 rows (a pair of similarity s becomes a candidate with
probability 1−(1−s⁸)¹⁴: .9235 at .8), candidates confirmed by their exact Jaccard similarity.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

import numpy

BANDS = 14
ROWS = 8
SHINGLE_WORDS = 5
SIMILARITY = 0.8
_BLOCK = 2_048  # texts whose signatures are made at a time
_WORD = re.compile(r"\w+")


def cluster(texts: Sequence[str], similarity: float = SIMILARITY) -> list[int]:
    """For each text the index of the first text of its cluster."""
    parent = list(range(len(texts)))
    for first, other in _pairs(texts, similarity):
        join(parent, first, other)
    return [root(parent, index) for index in range(len(texts))]


def resembling(texts: Sequence[str], others: Sequence[str], similarity: float) -> set[int]:
    """Indices of texts that are nearly the same as one of the others."""
    parts = cluster([*others, *texts], similarity)
    known = set(parts[: len(others)])
    return {i for i, part in enumerate(parts[len(others) :]) if part in known}


def root(parent: list[int], index: int) -> int:
    """The first member of an index's set."""
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def join(parent: list[int], one: int, other: int) -> None:
    """Makes two sets one."""
    low, high = sorted((root(parent, one), root(parent, other)))
    parent[high] = low


def _pairs(texts: Sequence[str], similarity: float) -> Iterator[tuple[int, int]]:
    """Pairs (earlier, later) of texts that are nearly the same; enough of them to connect all."""
    shingles: list[frozenset[int]] = []
    buckets: dict[tuple[int, int], int] = {}
    for begin in range(0, len(texts), _BLOCK):
        block = [_shingles(text) for text in texts[begin : begin + _BLOCK]]
        shingles.extend(block)
        keys = _band_keys(block)
        for offset in range(len(block)):
            index = begin + offset
            confirmed: set[int] = set()
            for band, key in enumerate(keys[offset]):
                first = buckets.setdefault((band, key), index)
                if first != index and first not in confirmed:
                    confirmed.add(first)
                    if _jaccard(shingles[first], shingles[index]) >= similarity:
                        yield first, index


def _band_keys(block: Sequence[frozenset[int]]) -> list[list[int]]:
    """One key per text and band: texts that share one are candidates."""
    random = numpy.random.default_rng(20110)
    factors = random.integers(0, 1 << 64, BANDS * ROWS, dtype=numpy.uint64) | numpy.uint64(1)
    offsets = random.integers(0, 1 << 63, BANDS * ROWS, dtype=numpy.uint64)
    mixers = random.integers(1, 1 << 63, ROWS, dtype=numpy.uint64) | numpy.uint64(1)
    lengths = numpy.array([len(grams) for grams in block])
    starts = numpy.concatenate(([0], numpy.cumsum(lengths)[:-1]))
    values = numpy.fromiter(
        (gram for grams in block for gram in grams), dtype=numpy.uint64, count=int(lengths.sum())
    )
    signature = numpy.empty((BANDS * ROWS, len(block)), dtype=numpy.uint64)
    with numpy.errstate(over="ignore"):
        for row in range(BANDS * ROWS):  # products wrap around, so that their high bits are mixed
            hashed = (values * factors[row] + offsets[row]) >> numpy.uint64(32)
            signature[row] = numpy.minimum.reduceat(hashed, starts)
        banded = signature.reshape(BANDS, ROWS, len(block))
        keys = (banded * mixers[None, :, None]).sum(axis=1, dtype=numpy.uint64)
    return keys.T.tolist()


def _shingles(text: str) -> frozenset[int]:
    words = _WORD.findall(text.lower()) or [text]
    if len(words) <= SHINGLE_WORDS:
        return frozenset((_hash(" ".join(words)),))
    return frozenset(
        _hash(" ".join(words[start : start + SHINGLE_WORDS]))
        for start in range(len(words) - SHINGLE_WORDS + 1)
    )


def _hash(gram: str) -> int:
    return zlib.crc32(gram.encode())


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)
