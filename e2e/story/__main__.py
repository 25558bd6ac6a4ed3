"""Tells and checks the story on the cluster of the current kubeconfig."""

import argparse
import os
import subprocess
import sys
import time

from story.acts import Story
from story.cluster import Cluster, ClusterError
from story.diagnostics import collect
from story.narrator import Narrator
from story.report import Report

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
OUT = os.path.join(ROOT, "e2e", "out")


def main():
    parser = argparse.ArgumentParser(prog="story", description=__doc__)
    parser.add_argument("--namespace", default="support")
    parser.add_argument("--system-namespace", default="homeostat-system")
    options = parser.parse_args()
    cluster = Cluster(options.namespace, options.system_namespace)
    tell, report = Narrator(), Report()
    story = Story(cluster, tell, report, lambda interaction: trace(interaction, options.system_namespace))
    started = time.monotonic()
    try:
        story.serve()
        story.learn_baselines()
        story.change_world()
        story.detect()
        story.heal()
        story.show_recovery()
        story.second_act(os.path.join(ROOT, "examples", "quickstart", "second-act.yaml"))
        story.count()
    except (AssertionError, ClusterError, subprocess.TimeoutExpired, KeyboardInterrupt) as error:
        folder = collect(cluster, os.path.join(OUT, "diagnostics"))
        tell.say(f"FAILED: {error or type(error).__name__}\ndiagnostics are in {os.path.relpath(folder, ROOT)}")
        return 1
    report.took("whole story", time.monotonic() - started)
    path = report.write(OUT)
    tell.say(f"done; figures are in {os.path.relpath(path, ROOT)}")
    return 0


def trace(interaction, system_namespace):
    """Lineage as the command line shows it; empty while the archive does not have it yet."""
    done = subprocess.run(
        [os.path.join(ROOT, "cli", "target", "homeostat"), "trace", interaction, "--system-namespace", system_namespace],
        capture_output=True, text=True, timeout=60,
    )
    return done.stdout.rstrip() if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
