"""What the matrix runs in the cluster besides the quickstart: clients, and a Job for adapters."""

import json
from pathlib import Path

from story.cluster import wait_for

HERE = Path(__file__).resolve().parent
WORLD = HERE.parent.parent / "examples" / "quickstart" / "world"
MADE = "adapter"
CLAIM = "artifacts"


def start_clients(cluster, image):
    """The scripts and the clients' pod; applied again they are what they were."""
    scripts = (HERE / "client.py", HERE / "make_adapters.py", WORLD / "asking.py")
    config = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "matrix-scripts", "namespace": cluster.namespace},
        "data": {
            path.name: path.read_text(encoding="utf-8") for path in (*scripts, WORLD / "tasks.py")
        },
    }
    cluster.kubectl("apply", "-f", "-", stdin=json.dumps(config))
    apply(cluster, "client.yaml", {"JOBS_IMAGE": image})
    rollout = ("rollout", "status", "deployment/matrix-client", "--timeout=100s")
    cluster.kubectl("-n", cluster.namespace, *rollout, timeout=120)


def make_adapters(cluster, image):
    """Makes adapters on the artifacts claim; gives them as `spec.adapter` of a ModelService."""
    uri = cluster.get("modelservice", "support")["spec"]["model"]["uri"]
    apply(cluster, "adapters.yaml", {"JOBS_IMAGE": image, "BASE_FOLDER": uri.rsplit("/", 1)[-1]})
    wait_for("adapters are made", lambda: succeeded(cluster), 300, every=2)
    return pinned(cluster.logs("job/matrix-adapters", 20))


def succeeded(cluster):
    status = cluster.get("job", "matrix-adapters").get("status", {})
    failed = [c for c in status.get("conditions", []) if c["type"] == "Failed"]
    assert not failed, f"adapters could not be made: {failed[0].get('message')}"
    return status.get("succeeded")


def pinned(log):
    """`adapter FOLDER DIGEST` lines as pinned adapters."""
    made = [line.split()[1:] for line in log.splitlines() if line.startswith(f"{MADE} ")]
    return [
        {"mode": "Pinned", "uri": f"pvc://{CLAIM}/adapters/{folder}", "digest": digest}
        for folder, digest in made
    ]


def apply(cluster, file, replaced):
    manifest = (HERE / file).read_text(encoding="utf-8")
    for name, value in replaced.items():
        manifest = manifest.replace(name, value)
    cluster.kubectl("apply", "-f", "-", stdin=manifest)
