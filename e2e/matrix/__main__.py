"""Runs the rollback matrix on the quickstart of the current kubeconfig's cluster."""

import argparse
import json
import sys
import time
from pathlib import Path

from matrix.cells import short, whole
from matrix.processes import Processes
from matrix.rollbacks import Rollbacks
from matrix.run import Matrix
from story.cluster import Cluster, ClusterError
from story.diagnostics import collect
from story.narrator import Narrator
from story.report import Report

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OUT = ROOT / "e2e" / "out"
WORLD = ROOT / "examples" / "quickstart" / "world"
REPLICAS = 2


def main():
    options = parse()
    cluster = Cluster(options.namespace, options.system_namespace)
    tell, report = Narrator(), Report("matrix row" if options.short else "matrix")
    started = time.monotonic()
    try:
        replicas = 1 if options.short else REPLICAS
        processes = Processes(cluster, replicas)
        start_clients(cluster, options.image)
        if not options.short:
            processes.scale_gateways()
            patch = json.dumps({"spec": {"replicas": REPLICAS}})
            cluster.kubectl(
                *("-n", options.namespace, "patch", "modelservice", "support"),
                *("--type=merge", "--patch", patch),
            )
        matrix = Matrix(cluster, tell, processes, [])
        matrix.prepare()
        for cell in short() if options.short else whole():
            matrix.run(cell)
        report.note("cells", matrix.results)
        if not options.short:
            report.note("engineChangeSeconds", matrix.change_engine())
            rollbacks = Rollbacks(cluster, tell)
            rollbacks.run()
            report.note("rollbackSeconds", rollbacks.seconds)
        report.note("clients", {k: v for k, v in matrix.clients().items() if k != "trails"})
    except (Exception, KeyboardInterrupt) as error:
        folder = collect(cluster, OUT / "diagnostics")
        words = error if isinstance(error, (AssertionError, ClusterError)) else repr(error)
        tell.say(f"FAILED: {words}\ndiagnostics are in {folder}")
        return 1
    report.took("matrix", time.monotonic() - started)
    tell.say(f"done; figures are in {report.write(options.out)}")
    return 0


def parse():
    parser = argparse.ArgumentParser(prog="matrix", description=__doc__)
    parser.add_argument("--namespace", default="support")
    parser.add_argument("--system-namespace", default="homeostat-system")
    parser.add_argument("--image", required=True, help="image of Jobs, for the clients")
    parser.add_argument("--short", action="store_true", help="a row that fits into every test run")
    parser.add_argument("--out", default=OUT, help="folder for the figures")
    return parser.parse_args()


def start_clients(cluster, image):
    """The clients' scripts and their pod; applied again it is what it was."""
    scripts = {
        path.name: path.read_text(encoding="utf-8")
        for path in (HERE / "client.py", WORLD / "asking.py", WORLD / "tasks.py")
    }
    config = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "matrix-scripts", "namespace": cluster.namespace},
        "data": scripts,
    }
    cluster.kubectl("apply", "-f", "-", stdin=json.dumps(config))
    manifest = (HERE / "client.yaml").read_text(encoding="utf-8").replace("CLIENT_IMAGE", image)
    cluster.kubectl("apply", "-f", "-", stdin=manifest)
    cluster.kubectl(
        *("-n", cluster.namespace, "rollout", "status", "deployment/matrix-client"),
        "--timeout=100s",
        timeout=120,
    )


if __name__ == "__main__":
    sys.exit(main())
