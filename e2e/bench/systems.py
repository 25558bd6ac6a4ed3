"""What is measured: how each system is started before the same upstream."""

import json
import os
import re
import urllib.request
from pathlib import Path

from bench.processes import Process, await_status, free_port

REPOSITORY = Path(__file__).resolve().parent.parent.parent
MODEL = "support"
GATEWAY_MEMORY_SHARE = 0.6
NGINX = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
worker_rlimit_nofile 65536;
events {{ worker_connections 20000; multi_accept on; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  keepalive_requests 1000000000;
  tcp_nodelay on;
  upstream engine {{
    server 127.0.0.1:{upstream};
    keepalive 8192;
    keepalive_requests 1000000000;
  }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://engine;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_read_timeout 600s;
    }}
  }}
}}
"""
LITELLM = """
model_list:
  - model_name: {model}
    litellm_params:
      model: openai/base
      api_base: http://127.0.0.1:{upstream}/v1
      api_key: none
litellm_settings:
  telemetry: false
  num_retries: 0
general_settings:
  dangerously_permit_weak_or_unset_master_key: true
"""
KAFKA = """
node.id=1
process.roles=broker,controller
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:{controller}
log.dirs={folder}/data
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
log.retention.bytes=268435456
log.segment.bytes=67108864
"""


class System:
    """A server at a port of this machine, with the process whose use counts."""

    def __init__(self, name, port, process, metrics=None):
        self.name = name
        self.port = port
        self.process = process
        self.metrics = metrics

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"


def upstream(tools, folder):
    """The stand-in for an engine; it is also what "direct" means."""
    process = Process([tools.wire, "upstream"], folder / "upstream.log", stdout=-1)
    port = int(process.popen.stdout.readline())
    return System("direct", port, process)


def nginx(tools, folder, upstream_port):
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, upstream=upstream_port, port=port))
    command = [tools.nginx, "-p", folder, "-c", configuration]
    process = Process(command, folder / "nginx.log")
    system = System("nginx", port, process)
    await_status(process, f"http://{system.address}/", 200)
    return system


def litellm(tools, folder, upstream_port):
    port = free_port()
    configuration = folder / "litellm.yaml"
    configuration.write_text(LITELLM.format(model=MODEL, upstream=upstream_port))
    command = [tools.litellm, "--config", configuration, "--host", "127.0.0.1", "--port", port]
    environment = {
        **os.environ,
        "LITELLM_LOG": "ERROR",
        "LITELLM_TELEMETRY": "False",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    }
    command += ["--num_workers", "1"]
    process = Process(command, folder / "litellm.log", environment)
    system = System("LiteLLM", port, process)
    await_status(process, f"http://{system.address}/health/liveliness")
    return system


def kafka(tools, folder):
    port = free_port()
    configuration = folder / "kafka.properties"
    configuration.write_text(KAFKA.format(port=port, controller=free_port(), folder=folder))
    java = [tools.java, "-Xmx256m", "-XX:+UseSerialGC", "-cp", f"{tools.kafka}/libs/*"]
    log = folder / "kafka.log"
    format_storage = [*java, "kafka.tools.StorageTool", "format", "--cluster-id"]
    format_storage += ["5L6g3nShT-eMCtK--X86sw", "--config", configuration]
    formatting = Process(format_storage, log)
    if formatting.popen.wait() != 0:
        formatting.check()
    logging = f"-Dlog4j2.configurationFile={tools.kafka}/logging/log4j2.yaml"
    process = Process([*java, logging, "kafka.Kafka", configuration], log)
    return System("Kafka", port, process)


def gateway(tools, folder, upstream_port, name="Homeostat", broker=None, options=()):
    """A gateway process with the chart's options and one event loop, serving a kept plan.

    Without a broker nothing is captured.
    """
    own = folder / re.sub(r"\W+", "-", name.lower())
    own.mkdir()
    (own / "plans.json").write_text(json.dumps(plans(upstream_port)))
    (own / "key").write_text("0123456789abcdef0123456789abcdef")
    port, metrics = free_port(), free_port()
    environment = {
        "HTTP_PORT": str(port),
        "INTERNAL_PORT": str(free_port()),
        "INGEST_PORT": str(free_port()),
        "METRICS_PORT": str(metrics),
        "API_KEYS_DIR": str(own / "none"),
        "ALLOW_ANONYMOUS": "true",
        "PLAN_CACHE_DIR": str(own),
        "ENGINE_KEY_FILE": str(own / "key"),
        "MAX_OPEN_REQUESTS": "6000",
        "KUBERNETES_MASTER": "https://127.0.0.1:1/",
        "KUBERNETES_AUTH_TRYKUBECONFIG": "false",
        "KAFKA_BOOTSTRAP": broker.address if broker else "127.0.0.1:1",
    }
    command = [tools.java, *java_options(), "-XX:ActiveProcessorCount=1", *options]
    command += ["-cp", tools.classpath, "io.homeostat.image.Launcher", "gateway"]
    process = Process(command, own / "log", environment)
    await_status(process, f"http://127.0.0.1:{metrics}/readyz")
    return System(name, port, process, metrics)


def captured(system):
    """What a gateway says of its capture so far."""
    with urllib.request.urlopen(f"http://127.0.0.1:{system.metrics}/metrics") as answer:
        return counts(answer.read().decode())


def counts(metrics):
    """Events that the broker has and that were dropped, from the text of /metrics."""
    found = {"captured": 0.0, "dropped": 0.0}
    for line in metrics.splitlines():
        if line.startswith("homeostat_gateway_captured_total"):
            found["captured"] += float(line.split()[-1])
        elif line.startswith("homeostat_gateway_capture_drops_total"):
            found["dropped"] += float(line.split()[-1])
    return found


def java_options():
    """The options of the gateway's pod, its memory limit included."""
    values = (REPOSITORY / "charts/homeostat/values.yaml").read_text("utf-8")
    section = re.search(r"^gateway:\n((?: .*\n|\n)+)", values, re.M)[1]
    limit = int(re.search(r"limits: \{.*memory: (\d+)Mi\}", section)[1])
    own = re.search(r"^  javaOptions: (.+)$", section, re.M)
    options = (own or re.search(r"^javaOptions: (.+)$", values, re.M))[1].strip('"').split()
    image = (REPOSITORY / "images/java/pom.xml").read_text("utf-8")
    options += re.findall(r"<jvmFlag>(.+)</jvmFlag>", image)
    share = [o for o in options if o.startswith("-XX:MaxRAMPercentage=")]
    percent = float(share[0].partition("=")[2])
    return [o for o in options if o not in share] + [f"-Xmx{int(limit * percent / 100)}m"]


def plans(upstream_port):
    """What a gateway keeps of a ModelService with one release that has a prompt."""
    arm = {
        "release": "support-0123456789",
        "role": "STABLE",
        "weightPermille": 1000,
        "servedModel": "base",
        "prompt": "You answer questions of customers in two sentences.",
        "sampling": {"temperature": 0.2, "maxTokens": 64, "stop": []},
    }
    return [
        {
            "namespace": "bench",
            "name": MODEL,
            "uid": "uid",
            "modelName": MODEL,
            "createdMillis": 0,
            "content": "FULL",
            "use": ["Scoring"],
            "plan": {"revision": 1, "salt": "salt", "arms": [arm]},
            "pods": [{"host": "127.0.0.1", "port": upstream_port}],
        }
    ]
