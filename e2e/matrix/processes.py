"""The processes around the service: scaled, restarted, killed, and waited for."""

import time

from matrix.service import NAME
from story.cluster import condition, wait_for
from story.failures import Kill

MINUTE = 60
ENGINE = f"homeostat.io/model-service={NAME},app.kubernetes.io/component in (engine,engine-pool)"
GATEWAY = "app.kubernetes.io/component=gateway"
OPERATOR = "app.kubernetes.io/component=operator"
KAFKA = "statefulset/homeostat-kafka"


class Processes:
    """Disturbs what runs on the cluster, and says when it is whole again."""

    def __init__(self, cluster, replicas):
        self._cluster = cluster
        self._replicas = replicas
        self._dead = set()

    def restart_gateways(self):
        """One after the other, as an upgrade does it: each may finish what it has begun."""
        self._system("rollout", "restart", "deployment/homeostat-gateway")

    def kill_operator(self):
        self._kill(self._system_namespace, OPERATOR)

    def kill_engine(self):
        """Ends one engine pod by force; gives the record that excuses what was in flight on it."""
        pod, at = self._kill(self._cluster.namespace, ENGINE)
        return Kill("vLLM", pod, at)

    def stop_kafka(self):
        self._system("scale", KAFKA, "--replicas=0")
        wait_for("Kafka is gone", lambda: not self._pods("component=kafka"), 2 * MINUTE)

    def start_kafka(self):
        self._system("scale", KAFKA, "--replicas=1")

    def whole(self):
        """Waits until everything that was disturbed serves again."""
        wait_for("engine pods are ready", self._engines, 10 * MINUTE)
        for workload in ("deployment/homeostat-gateway", "deployment/homeostat-operator", KAFKA):
            self._system("rollout", "status", workload, "--timeout=280s", timeout=300)

    def engines(self):
        """Names of the engine pods that are ready."""
        return {p["metadata"]["name"] for p in self._ready(self._cluster.namespace, ENGINE)}

    def gone(self, pods):
        """Waits until none of these engine pods is left."""

        def left():
            found = self._cluster.list("pods", self._cluster.namespace, ENGINE)
            return pods & {pod["metadata"]["name"] for pod in found}

        wait_for(f"{sorted(pods)} are gone", lambda: not left(), 5 * MINUTE)

    def _engines(self):
        return len(self.engines()) >= self._replicas

    def _kill(self, namespace, selector):
        pod = self._ready(namespace, selector)[0]["metadata"]
        at = time.time()
        options = ("--grace-period=0", "--force", "--wait=false")
        self._cluster.kubectl("-n", namespace, "delete", "pod", pod["name"], *options)
        self._dead.add(pod["uid"])
        return pod["name"], at

    def _ready(self, namespace, selector):
        pods = self._cluster.list("pods", namespace, selector)
        living = [pod for pod in pods if pod["metadata"]["uid"] not in self._dead]
        return [pod for pod in living if condition(pod, "Ready")[0] == "True"]

    def _pods(self, component):
        selector = f"app.kubernetes.io/{component}"
        return self._cluster.list("pods", self._system_namespace, selector)

    @property
    def _system_namespace(self):
        return self._cluster.system_namespace

    def _system(self, *arguments, timeout=60):
        return self._cluster.kubectl("-n", self._system_namespace, *arguments, timeout=timeout)
