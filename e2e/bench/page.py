"""Turns the figures of a run into the tables of docs/gateway-speed.md."""

from bench.rounds import added, cost, figure, ratio
from bench.systems import REPOSITORY
from story.measurements import insert, markdown

PAGE = REPOSITORY / "docs" / "gateway-speed.md"
BEGIN = "<!-- begin: written by e2e/bench/run, not by hand -->"
OFF = "Homeostat, capture off"
ON = "Homeostat"
MODES = {"plain": "Plain answers", "stream": "Streams"}


def write(run):
    page = PAGE.read_text("utf-8")
    PAGE.write_text(insert(page, tables(run), BEGIN), "utf-8")


def tables(run):
    """All tables of a run as Markdown."""
    parts = [f"Measured {run['date']} on {run['machine']}; {run['versions']}."]
    for mode, title in MODES.items():
        if mode in run["saturation"]:
            parts += [f"### {title}", saturation(run["saturation"][mode])]
            if mode in run.get("latency", {}):
                parts.append(latency(run["latency"][mode], mode))
    if run["saturation"]:
        parts += ["### Goals", goals(run["saturation"])]
    parts += [capture(MODES[mode], seen) for mode, seen in run.get("capture", {}).items()]
    if run.get("streams"):
        parts += ["### Silent streams", streams(run["streams"])]
    if run.get("soak"):
        parts += ["### Memory over time", soak(run["soak"])]
    return "\n\n".join(parts)


def capture(title, seen):
    """Counted since the start: what the broker could not keep up with was dropped."""
    every = seen["captured"] + seen["dropped"]
    share = 100 * seen["dropped"] / every if every else 0
    return (
        f"{title}: up to the end of the saturation, Kafka had {seen['captured']:,.0f} events and"
        f" {seen['dropped']:,.0f} ({share:.0f} %) had been dropped."
    )


def names(rounds):
    return list(dict.fromkeys(name for r in rounds for name in sorted(r)))


def saturation(rounds):
    rows = [("", "requests/s", "smallest to largest", "of nginx", "CPU s per 1,000", "cores used")]
    for name in names(rounds):
        speed = figure([r[name]["throughput"] for r in rounds])
        cpu = figure([r[name]["cpu"] for r in rounds])
        cores = figure([r[name]["cores"] for r in rounds])
        share = ratio(throughputs(rounds), name, "nginx")
        rows.append(
            (
                name,
                f"{speed.median:,.0f}",
                f"{speed.low:,.0f} to {speed.high:,.0f}",
                "" if share is None else f"{share.median:.3f}",
                f"{cpu.median:.4f}",
                f"{cores.median:.2f}",
            )
        )
    return markdown(rows)


def throughputs(rounds):
    return [{name: seen["throughput"] for name, seen in r.items()} for r in rounds]


def latency(rounds, mode):
    first = "first" if mode == "stream" else ""
    label = "first event" if mode == "stream" else "answer"
    rows = [("", "at requests/s", f"added p50 of the {label}, ms", f"added p99 of the {label}, ms")]
    for name in names(rounds):
        row = [name, f"{rounds[0][name]['rate']:,.0f}"]
        for quantile in ("p50", "p99"):
            key = f"{first}{quantile.upper()}" if first else quantile
            more = added(
                [r[name]["through"][key] for r in rounds], [r[name]["direct"][key] for r in rounds]
            )
            row.append(f"{more.median:.2f} ({more.low:.2f} to {more.high:.2f})")
        rows.append(tuple(row))
    return markdown(rows)


def goals(by_mode):
    rows = [("goal", "aim", "plain", "streams")]
    rows.append(goal("throughput beside nginx, capture off", "≥ 0.6", by_mode, of_peer("nginx")))
    rows.append(
        goal("throughput beside LiteLLM, capture off", "≥ 200", by_mode, of_peer("LiteLLM"))
    )
    rows.append(goal("capture costs of throughput", "< 10 %", by_mode, capture_cost("throughput")))
    rows.append(goal("capture adds to CPU per request", "< 10 %", by_mode, capture_cost("cpu")))
    return markdown(rows)


def goal(label, aim, by_mode, value):
    cells = [value(by_mode[mode]) if mode in by_mode else "" for mode in MODES]
    return (label, aim, *cells)


def of_peer(peer):
    def value(rounds):
        found = ratio(throughputs(rounds), OFF, peer)
        return "" if found is None else f"{found.median:,.2f}"

    return value


def capture_cost(what):
    def value(rounds):
        if not all(ON in r and OFF in r for r in rounds):
            return ""
        on, off = ([r[name][what] for r in rounds] for name in (ON, OFF))
        found = cost(on, off) if what == "throughput" else cost(off, on)
        if what == "cpu":
            found = figure([a / b - 1 for a, b in zip(on, off, strict=True)])
        return f"{100 * found.median:.0f} % ({100 * found.low:.0f} to {100 * found.high:.0f})"

    return value


def streams(held):
    rows = [("", "streams", "resident before, MiB", "with streams, MiB", "KiB per stream")]
    for seen in held:
        for kind, label in (("residentMiB", ""), ("heapMiB", ", heap after collection")):
            if kind not in seen["before"]:
                continue
            before, during = seen["before"][kind], seen["during"][kind]
            rows.append(
                (
                    seen["system"] + label,
                    f"{seen['streams']:,}",
                    f"{before:.0f}",
                    f"{during:.0f}",
                    f"{(during - before) * 1024 / seen['streams']:.1f}",
                )
            )
    return markdown(rows)


def soak(run):
    rows = [("minute", *[f"{minute:.0f}" for minute, _ in run["samples"]])]
    rows.append(("resident, MiB", *[f"{mib:.0f}" for _, mib in run["samples"]]))
    plain, stream = run["rates"]["plain"], run["rates"]["stream"]
    text = f"{run['system']}, in turn {plain:,.0f} plain answers/s and {stream:,.0f} streams/s."
    return f"{text}\n\n{markdown(rows)}"
