"""Near-duplicates are found as often as the bands promise."""

from __future__ import annotations

import random

from homeostat_trainer import near_duplicates

WORDS = [f"w{i}" for i in range(3000)]


def test_texts_that_differ_in_one_word_at_the_end_are_found():
    rng = random.Random(1)
    texts = [" ".join(rng.choices(WORDS, k=30)) for _ in range(500)]

    roots = near_duplicates.cluster([*texts, *(text + " x" for text in texts)])

    assert roots[:500] == list(range(500))
    assert sum(root == i for i, root in enumerate(roots[500:])) == 500


def test_pairs_are_found_with_the_probability_of_the_bands():
    """At Jaccard .8 the chance is 1−(1−.8⁸)¹⁴ = .9235; 1,000 pairs, three standard deviations."""
    rng = random.Random(2)
    pairs = []
    for _ in range(1_000):
        words = rng.choices(WORDS, k=40)  # 36 shingles, 4 of them differ below: 32 of 40
        pairs.append((" ".join(words), " ".join([*words[:36], *rng.choices(WORDS, k=4)])))

    found = sum(len(set(near_duplicates.cluster(pair))) == 1 for pair in pairs)

    assert abs(found / 1_000 - 0.9235) < 3 * (0.9235 * 0.0765 / 1_000) ** 0.5


def test_what_differs_more_is_no_near_duplicate():
    text = " ".join(WORDS[:30])

    assert near_duplicates.cluster([text, " ".join([*WORDS[:20], *WORDS[100:110]])]) == [0, 1]
    assert near_duplicates.resembling([text, "other"], ["nothing", text], 0.8) == {0}
    assert near_duplicates.cluster([]) == []
