"""The texts of the benchmark, the reference implementations' speed on them, and the report.

speed.py pairs PAIRS                  writes pairs of texts
speed.py report PAIRS RESULTS PAGE    times sacreBLEU and rouge_score and writes the page
"""

import json
import os
import platform
import random
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path

PAIRS = 500
TOKENS = 100
ROUNDS = 5
SYLLABLES = "ba co di fer gu hal is jo ka lem mo nis or pe qui ra sol tan ur vex".split()


def write_pairs(file):
    draws = random.Random(20261121)
    words = ["".join(draws.choices(SYLLABLES, k=draws.randint(1, 3))) for _ in range(2000)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    with Path(file).open("w", encoding="ascii") as out:
        for _ in range(PAIRS):
            reference = draws.choices(words, weights, k=TOKENS)
            hypothesis = [w if draws.random() < 0.7 else draws.choice(words) for w in reference]
            pair = {"reference": " ".join(reference), "hypothesis": " ".join(hypothesis)}
            out.write(json.dumps(pair) + "\n")


def rates(score, pairs):
    """Pairs a second, one rate for each round; the first round is a warm-up."""
    found = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        for reference, hypothesis in pairs:
            score(reference, hypothesis)
        found.append(len(pairs) / (time.perf_counter() - start))
    return found[1:]


def peers(pairs):
    from rouge_score.rouge_scorer import RougeScorer
    from sacrebleu.metrics import BLEU, CHRF

    bleu, chrf = BLEU(effective_order=True), CHRF(word_order=2)
    plain, stemmed = RougeScorer(["rougeL"]), RougeScorer(["rougeL"], use_stemmer=True)

    def both(rouge):
        def score(reference, hypothesis):
            # a text is seen once in production, so what sacreBLEU remembers of it does not count
            bleu.tokenizer.__class__.__call__.cache_clear()
            bleu.tokenizer._post_tokenizer.__class__.__call__.cache_clear()
            rouge.score(reference, hypothesis)
            bleu.sentence_score(hypothesis, [reference])

        return score

    return {
        "rougeLAndBleu": rates(both(plain), pairs),
        "stemmedRougeLAndBleu": rates(both(stemmed), pairs),
        "chrfWords": rates(lambda r, h: chrf.sentence_score(h, [r]), pairs),
    }


def spread(values, digits=0):
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:,.{digits}f} ({low:,.{digits}f} to {high:,.{digits}f})"


def samples(benchmark):
    return [value for fork in benchmark["primaryMetric"]["rawData"] for value in fork]


def allocated(benchmark):
    return benchmark["secondaryMetrics"]["gc.alloc.rate.norm"]["score"]


def page(results, theirs):
    ours = {benchmark["benchmark"].split(".")[-1]: benchmark for benchmark in results}
    jvm = results[0]
    lines = [
        "# Speed",
        "",
        "Written by `statistics/bench`. Median (slowest and fastest iteration) of one thread, Java"
        f" {jvm['jdkVersion']} with JMH {jvm['jmhVersion']}, Python {platform.python_version()},"
        f" {os.cpu_count()} cores.",
        "",
        "## A score reaches a detector",
        "",
        "| update | nanoseconds | bytes allocated |",
        "|---|---|---|",
    ]
    for name, what in (
        ("updateDetector", "mixture e-SR"),
        ("updateStream", "drift stream, baseline frozen"),
    ):
        lines.append(f"| {what} | {spread(samples(ours[name]))} | {allocated(ours[name]):.0f} |")
    lines += [
        "",
        "Goal: at most 1,000 ns, nothing allocated.",
        "",
        f"## Pairs of texts of {TOKENS} tokens a second",
        "",
        f"Beside sacreBLEU {version('sacrebleu')} and rouge_score"
        f" {version('rouge-score')} on the same"
        f" {PAIRS} pairs, right after it on the same machine.",
        "",
        "| scores of a pair | here | in Python | times as fast |",
        "|---|---|---|---|",
    ]
    names = {
        "rougeLAndBleu": "ROUGE-L and BLEU",
        "stemmedRougeLAndBleu": "ROUGE-L with stems, and BLEU",
        "chrfWords": "chrF++",
    }
    for name, what in names.items():
        here = samples(ours[name])
        ratio = statistics.median(here) / statistics.median(theirs[name])
        lines.append(f"| {what} | {spread(here)} | {spread(theirs[name])} | {ratio:.0f} |")
    lines += ["", "Goal: at least 10,000 pairs a second for ROUGE-L and BLEU.", ""]
    return "\n".join(lines)


def report(pairs, results, page_file):
    with Path(pairs).open(encoding="ascii") as lines:
        loaded = [json.loads(line) for line in lines]
    theirs = peers([(pair["reference"], pair["hypothesis"]) for pair in loaded])
    written = page(json.loads(Path(results).read_text("utf-8")), theirs)
    Path(page_file).write_text(written, encoding="utf-8")
    print(written)


if __name__ == "__main__":
    if sys.argv[1] == "pairs":
        write_pairs(sys.argv[2])
    else:
        report(*sys.argv[2:5])
