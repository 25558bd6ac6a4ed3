"""What the story reads from the cluster, through kubectl alone, so that it works on any cluster."""

import json
import os
import subprocess
import time


class ClusterError(Exception):
    """kubectl refused; the message holds its words."""


class Cluster:
    """The cluster of the current kubeconfig, seen from one namespace."""

    def __init__(self, namespace, system_namespace, kubectl=None):
        self.namespace = namespace
        self.system_namespace = system_namespace
        self._kubectl = kubectl or os.environ.get("KUBECTL", "kubectl")

    def kubectl(self, *arguments, stdin=None, timeout=60):
        done = subprocess.run(
            [self._kubectl, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        if done.returncode != 0:
            raise ClusterError(f"kubectl {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def get(self, kind, name, namespace=None):
        """One object, or None while it does not exist."""
        try:
            text = self.kubectl("-n", namespace or self.namespace, "get", kind, name, "-o", "json")
        except ClusterError as error:
            if "NotFound" in str(error) or "not found" in str(error):
                return None
            raise
        return json.loads(text)

    def list(self, kind, namespace=None, selector=None):
        """Objects of a kind, the oldest first."""
        chosen = ["-l", selector] if selector else []
        text = self.kubectl("-n", namespace or self.namespace, "get", kind, *chosen, "-o", "json")
        items = json.loads(text)["items"]
        return sorted(items, key=lambda item: item["metadata"]["creationTimestamp"])

    def show(self, *arguments):
        """The text that a person would see."""
        return self.kubectl("-n", self.namespace, "get", *arguments).rstrip()

    def logs(self, pod, lines):
        """The last lines of a pod's or Job's log."""
        return self.kubectl("-n", self.namespace, "logs", pod, f"--tail={lines}")

    def service_get(self, service, port, path, namespace=None):
        return json.loads(self.kubectl("get", "--raw", self._proxy(service, port, path, namespace)))

    def service_post(self, service, port, path, body, namespace=None):
        target = self._proxy(service, port, path, namespace)
        return self.kubectl("create", "--raw", target, "-f", "-", stdin=json.dumps(body))

    def _proxy(self, service, port, path, namespace):
        namespace = namespace or self.namespace
        return f"/api/v1/namespaces/{namespace}/services/{service}:{port}/proxy{path}"

    def working_sets(self):
        """Pod (namespace/name) to working set in MiB, from the kubelets."""
        memory = {}
        for node in json.loads(self.kubectl("get", "nodes", "-o", "json"))["items"]:
            name = node["metadata"]["name"]
            text = self.kubectl("get", "--raw", f"/api/v1/nodes/{name}/proxy/stats/summary")
            for pod in json.loads(text)["pods"]:
                if pod["podRef"]["namespace"] in (self.namespace, self.system_namespace):
                    used = pod.get("memory", {}).get("workingSetBytes")
                    if used:
                        key = f"{pod['podRef']['namespace']}/{pod['podRef']['name']}"
                        memory[key] = round(used / 2**20)
        return memory


def condition(item, kind):
    """A condition of an object as (status, reason, message); ("Missing", "", "") without it."""
    for found in (item or {}).get("status", {}).get("conditions", []):
        if found["type"] == kind:
            return found["status"], found.get("reason", ""), found.get("message", "")
    return "Missing", "", ""


def wait_for(what, probe, seconds, every=1.0, note=None):
    """Calls probe until it gives something true; note(seconds) is called on each try.

    Raises AssertionError naming what was waited for, and the last error of the probe.
    """
    start = time.monotonic()
    last = None
    while time.monotonic() - start < seconds:
        try:
            found = probe()
            if found:
                return found
            last = None
        except (ClusterError, subprocess.TimeoutExpired, json.JSONDecodeError, KeyError) as error:
            last = error
        if note:
            note(time.monotonic() - start)
        time.sleep(every)
    raise AssertionError(f"not within {seconds:.0f} s: {what}" + (f" ({last})" if last else ""))
