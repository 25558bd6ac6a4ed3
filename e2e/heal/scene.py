"""What the scenarios do to the quickstart and look at, through kubectl."""

import json
import subprocess
import time
from pathlib import Path

from story.acts import GRADER, MINUTE
from story.cluster import condition, wait_for
from story.sights import SERVICE

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORLD = ROOT / "examples" / "quickstart" / "world"
OPERATOR = "app.kubernetes.io/component=operator"


class Scene:
    """The deployed quickstart with its world, its policy and its repairs."""

    def __init__(self, cluster, narrator, image):
        self.cluster = cluster
        self.tell = narrator
        self._image = image

    # -- what a scenario does --------------------------------------------------------------------

    def world(self, **rules):
        """Other answers are right from now on, such as date="new"."""
        self.cluster.service_post(*GRADER, "/world", rules)

    def judge_penalty(self, points):
        """The judge rates every answer lower by so many points, as a changed judge would."""
        self.cluster.service_post(*GRADER, "/penalty", {"points": points})

    def patch(self, kind, name, spec):
        self.kubectl("patch", kind, name, "--type=merge", "--patch", json.dumps({"spec": spec}))

    def heal(self, action, run, reason):
        """A person's word, by the command line."""
        done = subprocess.run(
            [
                *(ROOT / "cli" / "target" / "homeostat", "heal", action, run),
                *("--namespace", self.cluster.namespace, "--reason", reason),
            ],
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, f"homeostat heal {action} {run}: {done.stdout}{done.stderr}"

    def weights(self, text):
        """The desks ask in other shares; their pod is replaced."""
        self.kubectl("set", "env", "deployment/traffic", f"WEIGHTS={text}")
        self.kubectl("rollout", "status", "deployment/traffic", "--timeout=110s", timeout=120)

    def kill_operator(self):
        """Ends the operator's pod without grace."""
        space = self.cluster.system_namespace
        pod = self.cluster.list("pods", space, OPERATOR)[0]["metadata"]["name"]
        options = ("--grace-period=0", "--force", "--wait=false")
        self.cluster.kubectl("-n", space, "delete", "pod", pod, *options)
        self.tell.say(f"killed the operator ({pod})")

    def poison(self):
        """200 wrong corrections of one capability by 20 names behind 2 keys."""
        scripts = (HERE / "poison.py", WORLD / "tasks.py", WORLD / "asking.py")
        config = {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "poison-scripts", "namespace": self.cluster.namespace},
            "data": {path.name: path.read_text(encoding="utf-8") for path in scripts},
        }
        self.cluster.kubectl("apply", "-f", "-", stdin=json.dumps(config))
        manifest = (HERE / "poison.yaml").read_text(encoding="utf-8")
        self.cluster.kubectl("apply", "-f", "-", stdin=manifest.replace("JOBS_IMAGE", self._image))
        wait_for("the wrong corrections are sent", self._poisoned, 5 * MINUTE, every=2)

    def _poisoned(self):
        status = self.cluster.get("job", "poison").get("status", {})
        failed = [c for c in status.get("conditions", []) if c["type"] == "Failed"]
        assert not failed, f"the corrections could not be sent: {failed[0].get('message')}"
        return status.get("succeeded")

    def apply(self, file):
        text = (HERE / file).read_text(encoding="utf-8").replace("SINCE", self.minutes_ago(10))
        self.cluster.kubectl("apply", "-f", "-", stdin=text)

    def create(self, item):
        self.kubectl("create", "-f", "-", stdin=json.dumps(item))

    def minutes_ago(self, minutes):
        """A moment as objects have it."""
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - minutes * MINUTE))

    # -- what it looks at ------------------------------------------------------------------------

    def names(self, kind):
        return {item["metadata"]["name"] for item in self.cluster.list(kind)}

    def stable(self):
        return self.cluster.get("trafficplan", SERVICE)["spec"]["stable"]

    def policy(self):
        return self.cluster.get("healingpolicy", SERVICE)

    def next_run(self, before, seconds=8 * MINUTE):
        """Waits for a HealingRun that is not one of these; gives its name."""
        found = wait_for(
            "a HealingRun begins", lambda: self.names("healingruns") - before, seconds, every=2
        )
        return found.pop()

    def in_state(self, run, *states, seconds=20 * MINUTE, meanwhile=None):
        """Waits for a state of a repair; fails when it ends in another one."""

        def there():
            found = self.cluster.get("healingrun", run)
            state = found.get("status", {}).get("state")
            ended = condition(found, "Succeeded")
            assert state in states or ended[0] not in ("True", "False"), f"{run} ended: {ended}"
            if meanwhile:
                meanwhile(found)
            return found if state in states else None

        return wait_for(f"{run} is {' or '.join(states)}", there, seconds, every=1)

    def calm(self):
        """Waits until the monitor sees no drift and no repair is under way."""

        def there():
            drifting = condition(self.cluster.get("driftmonitor", SERVICE), "Drifting")[0]
            open_runs = [
                run
                for run in self.cluster.list("healingruns")
                if condition(run, "Succeeded")[0] not in ("True", "False")
            ]
            return drifting == "False" and not open_runs

        wait_for("nothing drifts and nothing is repaired", there, 10 * MINUTE, every=2)

    def forget_repairs(self):
        """Deletes finished repairs, so that the next scenario begins without a cooldown."""
        self.kubectl("delete", "healingruns", "--all", "--timeout=110s", timeout=120)

    def kubectl(self, *arguments, stdin=None, timeout=60):
        return self.cluster.kubectl(
            "-n", self.cluster.namespace, *arguments, stdin=stdin, timeout=timeout
        )
