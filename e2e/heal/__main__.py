"""Plays scenarios of repairs on the quickstart of the current kubeconfig's cluster.

Each begins on a quickstart that was just deployed: the scenarios that are named are played in
their order, with its time each. first, poison, second belong together, and so do mix, noreplay,
again, kills.
"""

import argparse
import sys
import time

from heal.scenarios import Scenarios
from heal.scene import Scene
from story.__main__ import OUT, tracer
from story.cluster import Cluster, ClusterError
from story.diagnostics import collect
from story.narrator import Narrator
from story.report import Report

NAMES = ("first", "poison", "second", "mix", "noreplay", "again", "kills")


def main():
    options = parse()
    cluster = Cluster(options.namespace, options.system_namespace)
    tell, report = Narrator(), Report("heal")
    scenarios = Scenarios(
        Scene(cluster, tell, options.image), report, tracer(options.system_namespace)
    )
    try:
        scenarios.prepare()
        for name in options.scenarios:
            play = getattr(scenarios, name)
            tell.act(f"{name}: {play.__doc__}")
            started = time.monotonic()
            play()
            report.took(f"scenario {name}", time.monotonic() - started)
            tell.say(f"{name} holds, {time.monotonic() - started:.0f} s")
    except (Exception, KeyboardInterrupt) as error:
        folder = collect(cluster, OUT / "diagnostics")
        words = error if isinstance(error, (AssertionError, ClusterError)) else repr(error)
        tell.say(f"FAILED: {words}\ndiagnostics are in {folder}")
        return 1
    tell.say(f"done; figures are in {report.write(options.out)}")
    return 0


def parse():
    parser = argparse.ArgumentParser(prog="heal", description=__doc__)
    parser.add_argument("scenarios", nargs="+", choices=NAMES, metavar="SCENARIO")
    parser.add_argument("--namespace", default="support")
    parser.add_argument("--system-namespace", default="homeostat-system")
    parser.add_argument("--image", required=True, help="image of Jobs, for the poisoners")
    parser.add_argument("--out", default=OUT, help="folder for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
