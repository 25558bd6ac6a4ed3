"""Texts as vectors, so that near means alike in words and letters.

Words and their letter triples, counted into hashed dimensions with random signs and scaled to
length one: a lexical embedding, which needs no model and no download. It tells a question about
another topic, not a paraphrase without a common word.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy

DIMENSIONS = 512
_WORD = re.compile(r"\w+")
_LONGEST = 400  # words that are read


def embed(texts: Sequence[str]) -> numpy.ndarray:
    """One row of length 1 per text, shape (texts, DIMENSIONS); zeros for a text without words."""
    vectors = numpy.zeros((len(texts), DIMENSIONS), dtype=numpy.float32)
    for index, text in enumerate(texts):
        features = [f for word in _WORD.findall(text.lower())[:_LONGEST] for f in _features(word)]
        if features:
            hashes = numpy.array(features, dtype=numpy.int64)
            signs = numpy.where(hashes & 1, 1.0, -1.0)
            vectors[index] = numpy.bincount(
                (hashes >> 1) % DIMENSIONS, weights=signs, minlength=DIMENSIONS
            )
    vectors = numpy.sign(vectors) * numpy.sqrt(numpy.abs(vectors))  # many of a kind count less
    lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / numpy.where(lengths == 0, 1, lengths)


@lru_cache(maxsize=1 << 16)
def _features(word: str) -> tuple[int, ...]:
    padded = f"^{word}$"
    pieces = [word, *(padded[i : i + 3] for i in range(len(padded) - 2))]
    return tuple(zlib.crc32(piece.encode()) for piece in pieces)
