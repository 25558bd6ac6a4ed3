"""Writes down what a person would ask for first when a run failed."""

import os
import subprocess

from story.cluster import ClusterError


def collect(cluster, folder):
    """Objects, events, descriptions and logs of both namespaces; returns the folder."""
    os.makedirs(folder, exist_ok=True)
    for namespace in (cluster.namespace, cluster.system_namespace):
        _save(cluster, folder, f"{namespace}-all.txt", "-n", namespace, "get", "all,homeostat", "-o", "wide")
        _save(cluster, folder, f"{namespace}-homeostat.yaml", "-n", namespace, "get", "homeostat", "-o", "yaml")
        _save(cluster, folder, f"{namespace}-events.txt", "-n", namespace, "get", "events", "--sort-by=.lastTimestamp")
        _save(cluster, folder, f"{namespace}-describe.txt", "-n", namespace, "describe", "pods,jobs")
        for pod in _pods(cluster, namespace):
            _save(cluster, folder, f"{namespace}-{pod}.log", "-n", namespace, "logs", pod, "--tail=2000")
            _save(cluster, folder, f"{namespace}-{pod}-previous.log", "-n", namespace, "logs", pod, "-p", "--tail=500")
    return folder


def _pods(cluster, namespace):
    try:
        return [pod["metadata"]["name"] for pod in cluster.list("pods", namespace)]
    except (ClusterError, subprocess.TimeoutExpired):
        return []


def _save(cluster, folder, name, *arguments):
    try:
        text = cluster.kubectl(*arguments)
    except (ClusterError, subprocess.TimeoutExpired) as error:
        text = f"{error}\n"
    if text.strip() and "previous terminated container" not in text:
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
