"""Tells and checks the story on the cluster of the current kubeconfig."""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from story.acts import Story
from story.cluster import Cluster, ClusterError
from story.diagnostics import collect
from story.kills import KillStory
from story.narrator import Narrator
from story.report import Report

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "e2e" / "out"


def main():
    options = parse()
    cluster = Cluster(options.namespace, options.system_namespace)
    tell, report = Narrator(), Report("kills" if options.kills else "story")
    started = time.monotonic()
    try:
        if options.kills:
            with_kills(KillStory(cluster, tell, report, tracer(options.system_namespace)))
        else:
            undisturbed(Story(cluster, tell, report, tracer(options.system_namespace)))
    except (Exception, KeyboardInterrupt) as error:
        folder = collect(cluster, OUT / "diagnostics")
        words = error if isinstance(error, (AssertionError, ClusterError)) else repr(error)
        tell.say(f"FAILED: {words}\ndiagnostics are in {folder}")
        return 1
    told = time.monotonic() - started
    report.took("whole story", told)
    if options.elapsed is not None:
        report.took("deployment before the story", options.elapsed)
        report.took("everything", options.elapsed + told)
    tell.say(f"done; figures are in {report.write(options.out)}")
    return 0


def parse():
    parser = argparse.ArgumentParser(prog="story", description=__doc__)
    parser.add_argument("--namespace", default="support")
    parser.add_argument("--system-namespace", default="homeostat-system")
    parser.add_argument(
        "--kills", action="store_true", help="kill processes while the model heals; no second act"
    )
    parser.add_argument("--out", default=OUT, help="folder for the figures")
    parser.add_argument(
        "--elapsed", type=float, help="seconds that the deployment before the story took"
    )
    return parser.parse_args()


def undisturbed(story):
    story.serve()
    story.learn_baselines()
    story.change_world()
    story.detect()
    story.heal()
    story.show_recovery()
    story.second_act(ROOT / "examples" / "quickstart" / "second-act.yaml")
    story.count()


def with_kills(story):
    story.serve()
    story.learn_baselines()
    story.change_world()
    story.detect()
    story.heal()
    story.show_recovery()
    story.prove_once()
    story.count()


def tracer(system_namespace):
    """Gives lineage as the command line shows it; empty while the archive does not have it yet."""
    program = ROOT / "cli" / "target" / "homeostat"

    def trace(interaction):
        done = subprocess.run(
            [program, "trace", interaction, "--system-namespace", system_namespace],
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.stdout.rstrip() if done.returncode == 0 else ""

    return trace


if __name__ == "__main__":
    sys.exit(main())
