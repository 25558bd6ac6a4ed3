"""Turns the figures of runs into the tables of docs/measurements.md, beside the goals."""

import json
import re
import sys
from pathlib import Path

from matrix.tables import matrix
from story.tables import clock, heading, markdown, row

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "measurements.md"
BEGIN = "<!-- begin: written by e2e/record, not by hand -->"
END = "<!-- end -->"

SECONDS_AT_MOST = {
    "drift shown after the change": 60,
    "healed after the drift was shown": 480,
    "everything": 900,
}
SYSTEM_MIB_AT_MOST = 2560
ENGINE_MIB_AT_MOST = 1536
SECTION = re.compile(r"^(?=### )", re.MULTILINE)
GENERATED = re.compile(r"(-[a-z0-9]{6,10})?-[a-z0-9]{5}$|-[0-9]+$")


def main(arguments):
    if len(arguments) != 1:
        print("expected one folder with run-*.json, such as e2e/out/full-DATE", file=sys.stderr)
        return 2
    runs = read(Path(arguments[0]))
    if not runs:
        print(f"found no run-*.json in {arguments[0]}: run e2e/full first", file=sys.stderr)
        return 1
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(insert(page, merged(between(page), tables(runs))), encoding="utf-8")
    print(f"wrote the figures of {len(runs)} runs to {PAGE}")
    return 0


def read(folder):
    """The runs of a folder, the oldest first."""
    runs = [json.loads(path.read_text("utf-8")) for path in folder.glob("run-*.json")]
    return sorted(runs, key=lambda run: run["date"])


def between(page, begin=BEGIN):
    """What stands between the page's marks."""
    if page.count(begin) != 1 or page.count(END) != 1 or page.index(begin) > page.index(END):
        raise ValueError(f"expected the lines '{begin}' and '{END}' once each, in this order")
    return page.split(begin)[1].split(END)[0].strip("\n")


def insert(page, text, begin=BEGIN):
    """The page with the text between its marks, and nothing else changed."""
    between(page, begin)
    return f"{page.split(begin)[0]}{begin}\n{text}\n{END}{page.split(END)[1]}"


def merged(old, new):
    """The old sections, with the new ones in place of those of the same title.

    A run of one kind says nothing of the others.
    """
    found = sections(new)
    kept = [found.pop(title, text) for title, text in sections(old).items()]
    return "\n\n".join(kept + list(found.values()))


def sections(text):
    """Texts below "### Title: date" by title; what has one title stays together."""
    texts = {}
    for part in SECTION.split(text):
        if part.strip():
            title = part.removeprefix("### ").split(":")[0]
            texts.setdefault(title, []).append(part.strip("\n"))
    return {title: "\n\n".join(parts) for title, parts in texts.items()}


def tables(runs):
    """All tables as Markdown: the stories together, each run with kills, the matrix together.

    Goals of time hold for the story alone: replacing what was killed takes its own time.
    """
    parts = []
    stories = [run for run in runs if run["kind"] == "story"]
    if stories:
        parts += [heading("Story", stories), figures(stories, SECONDS_AT_MOST, 0)]
    for run in runs:
        if run["kind"] == "kills":
            parts += [heading("Run with kills", [run]), kills(run), figures([run], {}, None)]
    matrices = [run for run in runs if run["kind"] == "matrix"]
    if matrices:
        parts += [heading("Rollback matrix", matrices), *matrix(matrices)]
    return "\n\n".join(parts)


def figures(runs, seconds_at_most, failed_at_most):
    """One table: times, memory, requests; the median decides whether a goal is met."""
    rows = [("what", "goal", "median", "smallest to largest", "met")]
    for step in steps(runs):
        values = [run["seconds"][step] for run in runs if step in run["seconds"]]
        rows.append(row(step, values, "s", seconds_at_most.get(step)))
    rows += memory(runs)
    rows.append(row("requests", [run["requests"] for run in runs], ""))
    rows.append(row("failed requests", [run["failed"] for run in runs], "", failed_at_most))
    return markdown(rows)


def steps(runs):
    """Names of the steps in the order in which they happened."""
    return list(dict.fromkeys(step for run in runs for step in run["seconds"]))


def memory(runs):
    system = [run["systemMiB"] for run in runs]
    rows = [row("Homeostat with Kafka and PostgreSQL", system, "MiB", SYSTEM_MIB_AT_MOST)]
    pods = [by_component(run["workingSetMiB"]) for run in runs]
    for component in sorted({name for found in pods for name in found}):
        values = [found[component] for found in pods if component in found]
        goal = ENGINE_MIB_AT_MOST if component.endswith("-engine") else None
        label = f"largest pod of {component}" if goal else component
        rows.append(row(label, values, "MiB", goal))
    return rows


def by_component(working_sets):
    """Working sets by pod (namespace/name) as the largest of each component."""
    largest = {}
    for pod, used in working_sets.items():
        component = GENERATED.sub("", pod.split("/")[1])
        largest[component] = max(used, largest.get(component, 0))
    return largest


def kills(run):
    rows = [("killed", "pod", "at", "when")]
    rows += [(k["process"], k["pod"], clock(k["at"]), k["moment"]) for k in run["kills"]]
    lost = run["inFlight"]
    text = f"{markdown(rows)}\n\nStreams in flight on the killed engine pod: {len(lost)}."
    if lost:
        text += "\n\n" + markdown(
            [("time", "capability", "reason")]
            + [(clock(f["ended"]), f["capability"], f["reason"]) for f in lost]
        )
    return text
