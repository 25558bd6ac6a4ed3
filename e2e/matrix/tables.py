"""The figures of runs of the matrix as Markdown tables."""

from matrix.cells import MOMENTS, whole
from matrix.judgement import percentile
from matrix.rollbacks import SECONDS_AT_MOST
from story.tables import markdown, row


def matrix(runs):
    """Tables of runs: cells by moment, what was in flight, and the rollbacks by evidence.

    Together they may be the whole matrix when one of them began where another had ended.
    """
    cells = [cell for run in runs for cell in run.get("cells", [])]
    rows = [("taken back", "cells", "median", "smallest to largest", "in flight on killed pods")]
    for moment in MOMENTS:
        found = [cell for cell in cells if cell["moment"] == moment]
        if found:
            label, _, median, spread, _ = row(moment, [c["backSeconds"] for c in found], "s")
            lost = sum(len(cell["inFlight"]) for cell in found)
            rows.append((label, str(len(found)), median, spread, str(lost)))
    parts = [markdown(rows), clients(runs, cells)]
    parts += [engine(run["engineChangeSeconds"]) for run in runs if "engineChangeSeconds" in run]
    decided = [seconds for run in runs for seconds in run.get("rollbackSeconds", [])]
    return [*parts, rollbacks(decided)] if decided else parts


def clients(runs, cells):
    asked, streamed, failed = (
        sum(run["clients"][key] for run in runs if "clients" in run)
        for key in ("asked", "streamed", "failed")
    )
    lost = sum(len(cell["inFlight"]) for cell in cells)
    different = len({cell["cell"] for cell in cells})
    return (
        f"{different} of {len(whole())} cells; {asked:,} requests of sessions that stay, "
        f"{streamed:,} streaming: {lost} in flight on killed pods, {failed - lost} others failed."
    )


def engine(seconds):
    return (
        f"Engine arguments changed once, on pods of their own: {seconds:.0f} s "
        "until the old pods were gone."
    )


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
