"""Runs the rollback matrix on the quickstart of the current kubeconfig's cluster."""

import argparse
import sys
import time
from pathlib import Path

from matrix.cells import MOMENTS, short, whole
from matrix.pods import make_adapters, start_clients
from matrix.processes import Processes
from matrix.rollbacks import Rollbacks
from matrix.run import Matrix
from story.cluster import Cluster, ClusterError
from story.diagnostics import collect
from story.narrator import Narrator
from story.report import Report

OUT = Path(__file__).resolve().parent.parent / "out"
REPLICAS = 2


def main():
    options = parse()
    cluster = Cluster(options.namespace, options.system_namespace)
    tell, report = Narrator(), Report("matrix row" if options.short else "matrix")
    started = time.monotonic()
    try:
        start_clients(cluster, options.image)
        (row if options.short else everything)(cluster, tell, report, options)
    except (Exception, KeyboardInterrupt) as error:
        folder = collect(cluster, OUT / "diagnostics")
        words = error if isinstance(error, (AssertionError, ClusterError)) else repr(error)
        tell.say(f"FAILED: {words}\ndiagnostics are in {folder}")
        return 1
    report.took("matrix", time.monotonic() - started)
    tell.say(f"done; figures are in {report.write(options.out)}")
    return 0


def row(cluster, tell, report, options):
    """Three cells on what is deployed."""
    matrix = Matrix(cluster, tell, Processes(cluster, 1), [])
    matrix.prepare()
    for cell in short():
        matrix.run(cell)
        keep(report, matrix, options.out)


def everything(cluster, tell, report, options):
    """Rollbacks by evidence while stable is as the quickstart made it, then all cells.

    A run that begins later leaves out what is before it. What has passed is kept at once.
    """
    if options.begin == MOMENTS[0]:
        rollbacks = Rollbacks(cluster, tell)
        rollbacks.run()
        report.note("rollbackSeconds", rollbacks.seconds)
    adapters = make_adapters(cluster, options.image)
    matrix = Matrix(cluster, tell, Processes(cluster, REPLICAS), adapters)
    matrix.prepare(REPLICAS)
    for cell in whole(options.begin):
        matrix.run(cell)
        keep(report, matrix, options.out)
    report.note("engineChangeSeconds", matrix.change_engine())
    keep(report, matrix, options.out)


def keep(report, matrix, folder):
    report.note("cells", matrix.results)
    report.note("desks", matrix.check_desks())
    report.note("clients", {k: v for k, v in matrix.clients().items() if k != "trails"})
    report.write(folder)


def parse():
    parser = argparse.ArgumentParser(prog="matrix", description=__doc__)
    parser.add_argument("--namespace", default="support")
    parser.add_argument("--system-namespace", default="homeostat-system")
    parser.add_argument("--image", required=True, help="image of Jobs, for the clients")
    parser.add_argument("--short", action="store_true", help="a row that fits into every test run")
    parser.add_argument(
        "--from",
        dest="begin",
        choices=MOMENTS,
        default=MOMENTS[0],
        help="cells before are left out",
    )
    parser.add_argument("--out", default=OUT, help="folder for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
