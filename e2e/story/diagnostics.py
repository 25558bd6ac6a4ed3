"""Writes down what a person would ask for first when a run failed."""

import subprocess
from pathlib import Path

from story.cluster import ClusterError


def collect(cluster, folder):
    """Objects, events, descriptions and logs of both namespaces; returns the folder."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for space in (cluster.namespace, cluster.system_namespace):

        def save(name, *arguments, space=space):
            _save(cluster, folder / f"{space}-{name}", "-n", space, *arguments)

        save("all.txt", "get", "all,homeostat", "-o", "wide")
        save("homeostat.yaml", "get", "homeostat", "-o", "yaml")
        save("events.txt", "get", "events", "--sort-by=.lastTimestamp")
        save("describe.txt", "describe", "pods,jobs")
        for pod in _pods(cluster, space):
            save(f"{pod}.log", "logs", pod, "--tail=2000")
            save(f"{pod}-previous.log", "logs", pod, "-p", "--tail=500")
    return folder


def _pods(cluster, namespace):
    try:
        return [pod["metadata"]["name"] for pod in cluster.list("pods", namespace)]
    except (ClusterError, subprocess.TimeoutExpired):
        return []


def _save(cluster, path, *arguments):
    try:
        text = cluster.kubectl(*arguments)
    except (ClusterError, subprocess.TimeoutExpired) as error:
        text = f"{error}\n"
    if text.strip() and "previous terminated container" not in text:
        path.write_text(text, encoding="utf-8")
