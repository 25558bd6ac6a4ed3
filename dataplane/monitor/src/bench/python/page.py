"""Writes docs/monitor-speed.md from what the benchmarks of the monitor found.

page.py RESULTS PAGE
"""

import json
import os
import platform
import statistics
import sys
from pathlib import Path

STREAMS = {
    "detect": "detector of a stream with a frozen baseline",
    "feed": "whole stream: rate, limits, lanes, a state that can be rolled back",
    "checkpoint": "one stream written at a checkpoint",
}


def speed(results):
    lines = ["| a second on one core | median | slowest to fastest |", "|---|---|---|"]
    found = {one["benchmark"].split(".")[-1]: one for one in json.loads(results.read_text("utf-8"))}
    for name, what in STREAMS.items():
        rates = [rate for fork in found[name]["primaryMetric"]["rawData"] for rate in fork]
        median = statistics.median(rates)
        lines.append(f"| {what} | {median:,.0f} | {min(rates):,.0f} to {max(rates):,.0f} |")
    return lines


def page(results):
    monitor = (results / "monitor.md").read_text("utf-8").splitlines()
    rows = [line for line in monitor if line.startswith("|")]
    rest = [line for line in monitor if not line.startswith("|")]
    return [
        "# How much traffic one monitor takes",
        "",
        f"Written by `dataplane/monitor/bench` on {os.cpu_count()} cores ({platform.machine()}).",
        "",
        "## Scores into detectors",
        "",
        *speed(results / "streams.json"),
        "",
        "Goal: at least 500,000 scores a second and core through the detector.",
        "",
        "## Scores through Kafka Streams",
        "",
        "Scores lie in a real broker in the same process and are worked off exactly once, with a",
        "checkpoint of all state to Kafka each second. Sessions have two turns; each feeds six",
        "signals. Cores are those of the monitor and the broker together.",
        "",
        "| | scores a second | cores |",
        "|---|---|---|",
        *rows,
        "",
        "Goal: at least 20,000 scores a second on 2 cores.",
        "",
        *[line + "  " for line in rest],
        "",
        "Goal: recovery in less than 10 s, less than 1 KiB a stream.",
        "",
        "## From a verdict to the status",
        "",
        "Milliseconds from the moment at which the broker has a verdict that changes the condition",
        "Drifting until a watcher of a real API server sees it:",
        "",
        "| median | P95 | longest |",
        "|---|---|---|",
        (results / "status.md").read_text("utf-8").strip(),
        "",
        "Goal: one second.",
        "",
    ]


if __name__ == "__main__":
    text = "\n".join(page(Path(sys.argv[1])))
    Path(sys.argv[2]).write_text(text, encoding="utf-8")
    print(text)
