"""Measurements: saturation, latency at half of it, silent streams, memory over time."""

import json
import statistics
import subprocess
import sys
import time

from bench import systems
from bench.rounds import interleave

WARM_UP_SECONDS = 1
WARM_UP_AT_MOST_SECONDS = 60
FEW_CONNECTIONS = 48
COMPILED_AFTER = {"plain": 200_000, "stream": 8_000}
CONNECTIONS = {"plain": 64, "stream": 800}
SLOW_CONNECTIONS = {"plain": 16, "stream": 32}
LATENCY_CONNECTIONS = {"plain": 512, "stream": 2000}
SLOW = {"LiteLLM"}


class Bench:
    """The systems of one run and the load that they get."""

    def __init__(self, tools, seconds):
        self.tools = tools
        self.seconds = seconds

    def load(self, system, seconds, *options):
        """What the load generator saw; a failed request ends the run, for it says nothing."""
        command = [self.tools.wire, "load", "-address", system.address, "-model", systems.MODEL]
        command += ["-seconds", str(seconds), *[str(option) for option in options]]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"the load on {system.name} failed: {done.stderr.strip()}")
        seen = json.loads(done.stdout)
        if seen["failed"]:
            raise RuntimeError(f"expected answers only from {system.name}, found {seen}")
        return seen

    def measured(self, system, seconds, *options):
        """The same where there must be an answer to measure."""
        seen = self.load(system, seconds, *options)
        if not seen["answered"]:
            raise RuntimeError(
                f"expected an answer from {system.name} within {seconds} s: measure for longer"
            )
        return seen

    def warm_up(self, system, mode):
        """Loads a system until what compiles itself while it runs has done so."""
        wanted = COMPILED_AFTER[mode] if system.name.startswith("Homeostat") else 1
        begin, answered = time.monotonic(), 0
        while answered < wanted and time.monotonic() - begin < WARM_UP_AT_MOST_SECONDS:
            options = ["-connections", FEW_CONNECTIONS, *flag(mode), "-warm-up", 0]
            seen = self.load(system, 6, *options)
            answered += seen["answered"]
        tell(f"{system.name} is warm after {answered} answers")

    def closed(self, system, mode):
        connections = SLOW_CONNECTIONS if system.name in SLOW else CONNECTIONS
        return ["-connections", connections[mode], *flag(mode)]

    def saturate(self, system, mode):
        """Throughput and processor time per 1,000 requests with always the same open requests."""
        self.load(system, WARM_UP_SECONDS, *self.closed(system, mode), "-warm-up", 0)
        before = system.process.cpu_seconds()
        seen = self.measured(system, self.seconds, *self.closed(system, mode), "-warm-up", 0)
        used = system.process.cpu_seconds() - before
        return {
            "throughput": seen["throughput"],
            "cpu": 1000 * used / seen["answered"],
            "events": seen["events"] / seen["seconds"],
            "cores": used / seen["seconds"],
        }

    def delays(self, system, mode, rate, seconds=None):
        """Latencies in milliseconds at a rate that does not wait for answers."""
        connections = LATENCY_CONNECTIONS[mode]
        options = ["-rate", rate, "-connections", connections, "-warm-up", WARM_UP_SECONDS]
        seen = self.measured(system, seconds or self.seconds, *options, *flag(mode))
        whole, first = seen["wholeMillis"], seen["firstMillis"]
        return {
            "p50": whole["p50"],
            "p99": whole["p99"],
            "firstP50": first["p50"],
            "firstP99": first["p99"],
        }

    def saturation(self, measured, mode, rounds):
        """Rounds of name → figures."""
        result = [{} for _ in range(rounds)]
        for turn, system in interleave(measured, rounds):
            result[turn][system.name] = self.saturate(system, mode)
            tell(f"{mode} {system.name}: {result[turn][system.name]}")
        return result

    def latency(self, measured, direct, mode, rounds, saturated):
        """Rounds of name → latencies through the system and without it, at half its saturation."""
        result = [{} for _ in range(rounds)]
        for turn, system in interleave(measured, rounds):
            throughputs = [r[system.name]["throughput"] for r in saturated]
            rate = statistics.median(throughputs) / 2
            through = self.delays(system, mode, rate)
            bare = self.delays(direct, mode, rate)
            result[turn][system.name] = {"rate": rate, "through": through, "direct": bare}
            tell(f"{mode} {system.name} at {rate:.0f}/s: {through}, direct {bare}")
        return result


def flag(mode):
    return ["-stream"] if mode == "stream" else []


def hold_streams(tools, system, count, java=None):
    """Memory of a system before and while it has silent streams open, MiB.

    Where Java's tools are given, the heap is collected before each look, so that what is counted is
    used.
    """
    before = memory(system, java)
    command = [tools.wire, "load", "-address", system.address, "-model", systems.MODEL]
    command += ["-hold", "-connections", str(count)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        line = holder.stdout.readline().strip()
        if line != str(count):
            raise RuntimeError(f"expected {count} open streams of {system.name}, found {line!r}")
        time.sleep(5)
        during = memory(system, java)
        holder.communicate("\n")
    if holder.returncode != 0:
        raise RuntimeError(f"a silent stream of {system.name} ended")
    return {"system": system.name, "streams": count, "before": before, "during": during}


def memory(system, java):
    found = {}
    if java is not None:
        jcmd = java.parent / "jcmd"
        pid = str(system.process.pid)
        subprocess.run([jcmd, pid, "GC.run"], check=True, capture_output=True)
        heap = subprocess.run(
            [java.parent / "jstat", "-gc", pid], check=True, capture_output=True, text=True
        ).stdout
        found["heapMiB"] = heap_mib(heap)
    found["residentMiB"] = system.process.resident_mib()
    return found


def heap_mib(jstat):
    """Used heap from the output of jstat -gc."""
    names, values = (line.split() for line in jstat.strip().splitlines())
    used = dict(zip(names, values, strict=True))
    return sum(float(used[space]) for space in ("S0U", "S1U", "EU", "OU")) / 1024


def tell(text):
    print(text, file=sys.stderr, flush=True)
