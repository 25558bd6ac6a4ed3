"""Runs the benchmark; called by e2e/bench/run, which brings the tools."""

import argparse
import datetime
import json
import os
import platform
import tempfile
from pathlib import Path
from types import SimpleNamespace

from bench import page, systems
from bench.endurance import soak
from bench.measure import Bench, hold_streams, tell

PARTS = ("saturation", "latency", "streams")
MODES = ("plain", "stream")
SILENT_STREAMS = 4000


def main():
    arguments = parse()
    tools = SimpleNamespace(
        **{
            name: Path(os.environ[f"BENCH_{name.upper()}"])
            for name in ("wire", "nginx", "litellm", "kafka", "java")
        },
        classpath=os.environ["BENCH_CLASSPATH"],
    )
    with tempfile.TemporaryDirectory(prefix="homeostat-bench-") as folder:
        run = measure(tools, Path(folder), arguments)
    if arguments.soak_from:
        run["soak"] = json.loads(arguments.soak_from.read_text("utf-8"))["soak"]
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(run, indent=1) + "\n", "utf-8")
    tell(f"figures: {arguments.out}")
    if arguments.page:
        page.write(run)
        tell(f"tables: {page.PAGE}")
    else:
        print(page.tables(run))


def parse():
    parser = argparse.ArgumentParser(prog="e2e/bench/run")
    parser.add_argument("--seconds", type=float, default=6, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--modes", default=",".join(MODES), help="plain,stream")
    parser.add_argument("--parts", default=",".join(PARTS), help="of %(default)s")
    parser.add_argument("--systems", default="nginx,LiteLLM,off,on")
    parser.add_argument("--soak-minutes", type=float, default=0, help="0: no soak")
    parser.add_argument("--soak-rates", help="PLAIN,STREAM per second; else half the saturation")
    parser.add_argument("--soak-from", type=Path, help="figures of an earlier e2e/bench/soak")
    parser.add_argument("--page", action="store_true", help="write docs/gateway-speed.md")
    now = f"{datetime.datetime.now():%Y%m%d-%H%M%S}"
    default = systems.REPOSITORY / "e2e" / "out" / f"bench-{now}.json"
    parser.add_argument("--out", type=Path, default=default, help="figures as JSON")
    parser.add_argument("--java-option", action="append", default=[])
    return parser.parse_args()


def measure(tools, folder, arguments):
    started = []
    try:
        return run_parts(tools, folder, arguments, started)
    finally:
        for system in reversed(started):
            system.process.end()


def run_parts(tools, folder, arguments, started):
    bench = Bench(tools, arguments.seconds)
    direct, measured = start(tools, folder, arguments, started)
    run = {"date": f"{datetime.date.today()}", "machine": machine(), "versions": versions()}
    run |= {"saturation": {}, "latency": {}, "streams": [], "capture": {}}
    parts, modes = arguments.parts.split(","), arguments.modes.split(",")
    if "saturation" in parts:
        for mode in modes:
            for system in measured:
                bench.warm_up(system, mode)
            saturated = bench.saturation(measured, mode, arguments.rounds)
            run["saturation"][mode] = saturated
            for system in measured:
                if system.name == page.ON:
                    run["capture"][mode] = systems.captured(system)
            if "latency" in parts:
                found = bench.latency(measured, direct, mode, arguments.rounds, saturated)
                run["latency"][mode] = found
    if "streams" in parts:
        run["streams"] = silent(tools, measured)
    if arguments.soak_minutes:
        run["soak"] = soak(bench, measured[-1], arguments.soak_minutes, tell, rates(arguments))
    return run


def rates(arguments):
    """Requests per second of the soak by mode; none when they follow from the saturation."""
    if not arguments.soak_rates:
        return None
    return dict(zip(MODES, map(float, arguments.soak_rates.split(",")), strict=True))


def start(tools, folder, arguments, started):
    """The upstream, and the systems before it in the order of the tables."""

    def add(system):
        started.append(system)
        tell(f"{system.name} runs at {system.address}")
        return system

    wanted = arguments.systems.split(",")
    direct = add(systems.upstream(tools, folder))
    measured = []
    if "nginx" in wanted:
        measured.append(add(systems.nginx(tools, folder, direct.port)))
    if "LiteLLM" in wanted:
        measured.append(add(systems.litellm(tools, folder, direct.port)))
    if "off" in wanted:
        off = systems.gateway(
            tools, folder, direct.port, name=page.OFF, options=arguments.java_option
        )
        measured.append(add(off))
    if "on" in wanted:
        broker = add(systems.kafka(tools, folder))
        on = systems.gateway(
            tools, folder, direct.port, broker=broker, options=arguments.java_option
        )
        measured.append(add(on))
    return direct, measured


def silent(tools, measured):
    found = []
    for system in measured:
        if system.name == "LiteLLM":
            continue
        java = tools.java if system.name.startswith("Homeostat") else None
        found.append(hold_streams(tools, system, SILENT_STREAMS, java))
        tell(f"{found[-1]}")
    return found


def machine():
    model = "a processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{os.cpu_count()} shared cores ({model}), Linux {platform.release().partition('-')[0]}"


def versions():
    return os.environ["BENCH_VERSIONS"]


if __name__ == "__main__":
    main()
