"""Figures of runs as Markdown."""

import statistics
import time


def heading(title, runs):
    count = "1 run" if len(runs) == 1 else f"{len(runs)} runs in a row"
    first, last = runs[0]["date"], runs[-1]["date"]
    when = first if first == last else f"{first} to {last}"
    cores = " or ".join(str(n) for n in sorted({run["cores"] for run in runs}))
    return f"### {title}: {when}\n\n{count}, {cores} cores."


def row(label, values, unit, at_most=None):
    """A measured figure beside its goal; no goal, no verdict."""
    median = statistics.median(values)
    spread = f"{shown(min(values))} to {shown(max(values))}" if len(values) > 1 else ""
    goal = "" if at_most is None else f"≤ {at_most} {unit}".rstrip()
    met = "" if at_most is None else ("yes" if median <= at_most else "no")
    return (label, goal, f"{shown(median)} {unit}".rstrip(), spread, met)


def shown(value):
    return f"{value:,.0f}"


def markdown(rows):
    """Rows of texts as a Markdown table, the first being its head."""
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |" for cells in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def clock(moment):
    """Epoch seconds as a UTC time of day."""
    return time.strftime("%H:%M:%S", time.gmtime(moment))
