"""Turns what was played into the table of docs/detection.md."""

import platform
from importlib.metadata import version
from pathlib import Path
from statistics import median

from detection.peers import DETECTORS
from story.measurements import insert
from story.tables import markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "detection.md"
BEGIN = "<!-- begin: written by e2e/detection/run, not by hand -->"


def cell(runs):
    """Interactions from the change to the first alarm: median, smallest and largest, misses.

    runs: false alarms before the change and interactions until the alarm, None for none.
    """
    firsts = [first for _, first in runs if first is not None]
    if not firsts:
        return "–"
    spread = f" ({min(firsts):,} to {max(firsts):,})" if len(firsts) > 1 else ""
    missed = f", {len(runs) - len(firsts)} of {len(runs)} missed" if len(firsts) < len(runs) else ""
    return f"{median(firsts):,.0f}{spread}{missed}"


def ours(runs):
    return [(run["falseAlarms"], run["first"]) for run in runs]


def by_scenario(runs):
    grouped = {}
    for run in runs:
        grouped.setdefault(run["title"], []).append(run)
    return grouped


def named(runs):
    """How often each cause was the one that was named, the most frequent first."""
    causes = [" and ".join(run["causes"]) if run["causes"] else "no alarm" for run in runs]
    counts = {cause: causes.count(cause) for cause in causes}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) == 1:
        return ranked[0][0]
    return ", ".join(f"{cause} ({count} of {len(runs)})" for cause, count in ranked)


def found(runs):
    """One row per scenario: the cause, and when each detector found the change."""
    rows = [("what changed", "expected", "Homeostat names", "Homeostat", *DETECTORS)]
    for title, group in by_scenario(runs).items():
        others = [cell([run["peers"][name] for run in group]) for name in DETECTORS]
        expected = group[0]["expected"] or "no alarm"
        rows.append((title, expected, named(group), cell(ours(group)), *others))
    return markdown(rows)


def false_alarms(runs):
    """One row per detector: alarms on the half that does not change."""
    scenarios = by_scenario(runs)
    cycle = [group for group in scenarios.values() if group[0]["cycle"]]
    steady = [group for group in scenarios.values() if not group[0]["cycle"]]
    rows = [("", "steady", "with a daily cycle")]
    rows.append(("Homeostat", total(steady, ours), total(cycle, ours)))
    for name in DETECTORS:
        rows.append((name, *(total(groups, partial_of(name)) for groups in (steady, cycle))))
    return markdown(rows)


def partial_of(name):
    return lambda group: [run["peers"][name] for run in group]


def total(groups, of):
    said = [alarms for group in groups for alarms, _ in of(group)]
    return f"{sum(said)} in {len(said)} recordings" if said else ""


def text(runs):
    run = runs[0]
    seeds = len({run["seed"] for run in runs})
    watched = run["before"] - run["capabilities"] * 300
    versions = ", ".join(f"{name} {version(name)}" for name in ("river", "evidently"))
    return "\n\n".join(
        [
            f"{run['capabilities']} capabilities, one interaction every {run['stepSeconds']} s on"
            f" average; {seeds} seed{'s' if seeds > 1 else ''}; {versions}, Python"
            f" {platform.python_version()}.",
            "Interactions of the whole service from the change to the first alarm: median (smallest"
            " to largest of the seeds); – is no alarm.",
            found(runs),
            f"False alarms, in the {run['before']:,} interactions before the change"
            f" (about {watched:,} of them after what is learnt):",
            false_alarms(runs),
        ]
    )


def write(runs):
    page = PAGE.read_text("utf-8")
    PAGE.write_text(insert(page, text(runs), BEGIN), "utf-8")
