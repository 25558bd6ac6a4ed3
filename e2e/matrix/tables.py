"""The figures of a run of the matrix as Markdown tables."""

from matrix.cells import MOMENTS
from matrix.judgement import percentile
from matrix.rollbacks import SECONDS_AT_MOST
from story.tables import markdown, row


def matrix(run):
    """Tables of one run: cells by moment, what was in flight, and the rollbacks by evidence."""
    cells = run["cells"]
    rows = [("taken back", "cells", "median", "smallest to largest", "in flight on killed pods")]
    for moment in MOMENTS:
        found = [cell for cell in cells if cell["moment"] == moment]
        if found:
            label, _, median, spread, _ = row(moment, [c["backSeconds"] for c in found], "s")
            lost = sum(len(cell["inFlight"]) for cell in found)
            rows.append((label, str(len(found)), median, spread, str(lost)))
    clients = run["clients"]
    lost = sum(len(cell["inFlight"]) for cell in cells)
    words = (
        f"{clients['asked']:,} requests of sessions that stay, {clients['streamed']:,} streaming: "
        f"{lost} in flight on killed pods, {clients['failed'] - lost} others failed."
    )
    engine = (
        f"Engine arguments changed once, on pods of their own: {run['engineChangeSeconds']:.0f} s "
        "until the old pods were gone."
    )
    return [markdown(rows), words, engine, rollbacks(run["rollbackSeconds"])]


def rollbacks(seconds):
    """One row over all rollbacks that evidence decided."""
    worst = percentile(seconds, 0.95)
    return markdown(
        [
            ("from the deciding score to TrafficApplied", "goal", "p95", "smallest to largest"),
            (
                f"{len(seconds)} rollbacks",
                f"p95 ≤ {SECONDS_AT_MOST} s",
                f"{worst:.1f} s",
                f"{min(seconds):.1f} to {max(seconds):.1f}",
            ),
        ]
    )
