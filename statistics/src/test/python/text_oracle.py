"""Writes what the reference implementations say of hostile and random texts, for TextOracleTest.

In a virtual environment of Python 3.11:
    pip install sacrebleu==2.6.0 rouge-score==0.1.2 nltk==3.10.4
    python text_oracle.py ../resources/io/homeostat/statistics/text

pairs.jsonl: reference, hypothesis and their scores; the last line is the score of all pairs as a
corpus. stems.txt: words and their stems. SQuAD's token F1 is written out here, since its official
script is no package.
"""

import json
import random
import re
import string
import sys
from collections import Counter
from pathlib import Path

from nltk import edit_distance
from nltk.stem.porter import PorterStemmer
from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import BLEU, CHRF

SEED = 20261121
RANDOM_PAIRS = 260
PRINTED = 13
WORDS = """the a an of to in is was that it for on with as by at be this from or had not are but his
which they she he you were been have has will would can could one two model models answer answered
answering answers Reference references quick quickly brown fox foxes jumps jumping jumped over lazy
dog dogs relational conditionally rationality happiness flying flies dying died tied tie enjoyment
enjoyed national nationalities archaeology theology hopefully dependent adjustment U.S.A. don't
it's state-of-the-art 3.5% $1,200 1,234.5 10-15 v2.0 e.g. Dr. "quoted" (in brackets) [1] A&B
&quot;x&quot; &amp;lt; <skipped> <b>bold</b> naïve café Straße ÅNGSTRÖM İstanbul ΣΊΣΥΦΟΣ σας
привет мир 東京 都 日本語のテキスト。 你好，世界！ 한국어 مرحبا שלום हिन्दी नमस्ते e\u0301te\u0301
a\u0301 the\u0300 👍 👩‍👩‍👧 🇩🇪🇫🇷 … – — ½ ² Ⅷ ﬁne x_y snake_case a.b.c ... ,,, -- 5- -5 3,
,4 .5 6. @user #tag http://x.y/z?a=b&c=d K Å 𝔘𝔫𝔦 𝟙𝟚 ab""".split()
GAPS = [" "] * 12 + ["  ", "\n", "\t", "\u00a0", "\u3000", "", ", ", ". ", "-\n", "\r\n", "\u2028"]
HOSTILE = [
    "",
    " ",
    "\n",
    "\n\n \n",
    "a",
    "A",
    "the",
    "The a an",
    "!",
    ".",
    "...",
    "a.",
    ".a",
    "1.",
    ".1",
    "1.2.3",
    "a..b",
    "a,,b",
    "a.,b.,c",
    "1-",
    "-1",
    "1--2",
    "--",
    "-",
    "-\n",
    "a-\nb",
    "<skipped>",
    "&amp;",
    "&amp;lt;",
    "&quot;&gt;",
    "a\u0000b",
    "\ufeffa",
    "\u200ba",
    "e\u0301",
    "\u0301",
    "👍",
    "👍👍",
    "👩‍👩‍👧",
    "\U0001f1e9\U0001f1ea",
    "東京",
    "東京 東京都",
    "a b c",
    "a b",
    "a b c d",
    "a b c d e",
    "d c b a",
    "a\x1cb",
    "a\x85b",
    "(hi)",
    "(",
    "((",
    "\"'",
    "x" * 300,
    "x " * 300,
    "1,234.5",
    "1,234",
    "1,234.",
    "$1,200.",
    "one\ntwo three\nfour",
    "four\ntwo three\none",
    "two three\r\none",
    "İ",
    "ı",
    "K",
    "ſ",
    "ß",
]


def facts():
    yield (
        "The quick brown fox jumps over the lazy dog",
        "The quick brown dog jumps on the log.",
    )
    yield "the cat sat on the mat", "the cat was sitting on the mat"
    yield (
        "The Commission's 2023 report, published in U.S.A., says that 3.5% (or $1,200) was lost "
        '-- "terrible" results.',
        "The commission reported in 2023 that $1,200 (3.5%) was lost in the USA: "
        '"terrible" results!',
    )
    yield "a", "a"
    yield "hello world", "completely different words"


def text(draws, length):
    return "".join(draws.choice(WORDS) + draws.choice(GAPS) for _ in range(length))


def changed(draws, reference):
    words = reference.split(" ")
    for _ in range(draws.randint(0, 1 + len(words) // 2)):
        at = draws.randrange(len(words))
        words[at : at + draws.randint(0, 2)] = [draws.choice(WORDS)] * draws.randint(0, 2)
        words = words or [""]
    return " ".join(words)


def pairs():
    draws = random.Random(SEED)
    yield from facts()
    for i, one in enumerate(HOSTILE):
        yield one, one
        yield one, HOSTILE[(i * 7 + 3) % len(HOSTILE)]
        yield "The a.b answer, 1,234.5 was " + one, one + " the answer"
    for i in range(RANDOM_PAIRS):
        reference = text(draws, draws.randint(1, 25))
        yield (
            reference,
            text(draws, draws.randint(1, 25)) if i % 4 == 0 else changed(draws, reference),
        )
    long = text(draws, 700)
    yield long, changed(draws, long)


def squad(text):
    bare = "".join(c for c in text.lower() if c not in set(string.punctuation))
    return re.sub(r"\b(a|an|the)\b", " ", bare).split()


def token_f1(reference, hypothesis):
    expected, found = squad(reference), squad(hypothesis)
    if not expected or not found:
        return [float(expected == found)] * 3
    shared = sum((Counter(expected) & Counter(found)).values())
    if shared == 0:
        return [0, 0, 0]
    precision, recall = shared / len(found), shared / len(expected)
    return [precision, recall, 2 * precision * recall / (precision + recall)]


def scores(reference, hypothesis):
    names = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
    found = {
        "bleu": BLEU(effective_order=True).sentence_score(hypothesis, [reference]).score,
        "chrf": CHRF().sentence_score(hypothesis, [reference]).score,
        "chrf++": CHRF(word_order=2).sentence_score(hypothesis, [reference]).score,
        "token-f1": token_f1(reference, hypothesis),
        "exact": reference.split() == hypothesis.split(),
    }
    for stem in (False, True):
        rouge = RougeScorer(names, use_stemmer=stem).score(reference, hypothesis)
        found |= {name + ("-stem" if stem else ""): list(rouge[name]) for name in names}
    if len(reference) < 1000:
        distance = edit_distance(reference, hypothesis)
        longer = max(len(reference), len(hypothesis))
        found["levenshtein"] = 1 - distance / longer if longer else 1.0
    return found


def rounded(value):
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return float(f"{value:.{PRINTED}g}") if isinstance(value, float) else value


def line(entry):
    return json.dumps(entry, ensure_ascii=True, separators=(",", ":")) + "\n"


def write(folder):
    draws = random.Random(SEED)
    everything = list(pairs())
    with (folder / "pairs.jsonl").open("w", encoding="ascii", newline="\n") as out:
        for reference, hypothesis in everything:
            found = {k: rounded(v) for k, v in scores(reference, hypothesis).items()}
            out.write(line({"reference": reference, "hypothesis": hypothesis} | found))
        references, hypotheses = zip(*everything, strict=True)
        corpus = {
            "bleu": BLEU().corpus_score(hypotheses, [references]).score,
            "chrf": CHRF().corpus_score(hypotheses, [references]).score,
            "chrf++": CHRF(word_order=2).corpus_score(hypotheses, [references]).score,
        }
        out.write(line({"corpus": {k: rounded(v) for k, v in corpus.items()}}))
    starts = (
        "a ab app b br com dig en fl fli gr h hap hop i jo log nat o pl qu rel sk st syzyg"
        " t tr un v y yy z 1 22"
    ).split()
    ends = (
        "s es ies sses ss ied ed eed ing y ly ational tional enci anci izer bli abli"
        " alli entli eli ousli"
        " ization ation ator alism iveness fulness ousness aliti iviti biliti fulli"
        " logi icate ative"
        " alize iciti ical ful ness al ance ence er ic able ible ant ement ment ent ion"
        " sion tion ou ism"
        " ate iti ous ive ize e ll lle tted ated bled ized izing hopping ally ability fully ology"
        " yed ying eying oy ys ees uses"
    ).split()
    middles = ["", "y", "at", "iv", "ll"]
    words = {s + m + e for s in starts for e in ends for m in middles}
    words = set(draws.sample(sorted(words), 2500))
    words |= {
        "".join(draws.choice("aeiouybst1l") for _ in range(draws.randint(3, 9)))
        for _ in range(1200)
    }
    words |= set(
        "skies sky dying lying tying news innings inning outings outing cannings"
        " canning howe proceed"
        " exceed succeed ties tie died enjoy enjoyed enjoyment happy fly flies spied"
        " geology theology archaeology hopefully rational".split()
    )
    stemmer = PorterStemmer()
    with (folder / "stems.txt").open("w", encoding="ascii", newline="\n") as out:
        out.writelines(f"{word} {stemmer.stem(word)}\n" for word in sorted(words))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
