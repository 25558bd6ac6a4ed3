import json
import re
import subprocess
import unittest

from docs.pages import ROOT, anchors, command_blocks, commands, links, pages

KUBERNETES = {
    *(
        "all",
        "configmaps",
        "crd",
        "customresourcedefinitions",
        "deployment",
        "deployments",
        "events",
        "job",
    ),
    *("namespace", "networkpolicies", "nodes", "pod", "pods", "rolebinding", "secret", "services"),
}
OBJECT_VERBS = ("get", "describe", "delete", "patch", "scale", "wait")
OPTIONS_WITH_VALUE = {"-l", "-n", "-o", "--for", "--namespace", "--output", "--selector", "--type"}
METRIC = re.compile(r'"(homeostat\.(?:operator|gateway|scorer|monitor|archive|webhooks)\.[a-z.]+)"')
SUFFIXES = ("", "_total", "_seconds")


def kinds():
    """Every word by which kubectl knows a kind of Homeostat."""
    words = {"homeostat"}
    for file in (ROOT / "charts" / "homeostat-crds" / "templates").glob("*.yml"):
        names = re.search(r"^  names:\n((?:    .*\n)+)", file.read_text("utf-8"), re.M)[1]
        words.update(re.findall(r"\b(?:kind|plural|singular): \"?(\w+)", names.lower()))
        words.update(re.findall(r"^    - \"?(\w+)", names, re.M))
    return words


def objects_of(words):
    """The resource types that a kubectl call is about."""
    rest = iter(words[2:])
    for word in rest:
        if word in OPTIONS_WITH_VALUE:
            next(rest, None)
        elif not word.startswith("-"):
            return [part.split("/")[0] for part in word.split(",")]
    return []


def metrics_of_the_code():
    """Prometheus names without suffix, from the constants of the processes."""
    found = set()
    for module in ("operator", "webhooks", "dataplane"):
        for file in (ROOT / module).glob("**/src/main/java/**/*.java"):
            found.update(METRIC.findall(file.read_text(encoding="utf-8")))
    return {name.replace(".", "_") for name in found}


def has(schema, definitions, path):
    """Whether the schema of chart values has a dotted path."""
    for part in path.split("."):
        if "$ref" in schema:
            schema = definitions[schema["$ref"].split("/")[-1]]
        further = schema.get("additionalProperties")
        names = re.compile(schema.get("propertyNames", {}).get("pattern", ""))
        schema = schema.get("properties", {}).get(part)
        if schema is None and isinstance(further, dict) and names.search(part):
            schema = further
        if schema is None:
            return False
    return True


class DocsTest(unittest.TestCase):
    def test_links_lead_to_files_and_headings(self):
        for path, text in pages():
            for target in links(text):
                with self.subTest(page=path.name, link=target):
                    file, _, anchor = target.partition("#")
                    found = path.parent / file if file else path
                    self.assertTrue(found.exists(), f"{found} does not exist")
                    if anchor:
                        self.assertIn(anchor, anchors(found.read_text(encoding="utf-8")))

    def test_blocks_of_commands_are_shell(self):
        for path, text in pages():
            for block in command_blocks(text):
                with self.subTest(page=path.name, block=block[:60]):
                    done = subprocess.run(
                        ["bash", "-n"], input=block, capture_output=True, text=True
                    )
                    self.assertEqual(done.stderr, "")

    def test_kubectl_is_asked_for_kinds_that_exist(self):
        known = KUBERNETES | kinds()
        asked = 0
        for path, text in pages():
            for words in commands(text, "kubectl"):
                if len(words) > 2 and words[1] in OBJECT_VERBS and "--raw" not in words:
                    for kind in objects_of(words):
                        with self.subTest(page=path.name, command=" ".join(words)):
                            self.assertTrue(kind.isupper() or kind.lower() in known, kind)
                            asked += 1
        self.assertGreater(asked, 30)

    def test_paths_in_commands_exist(self):
        paths = re.compile(r"^(?:charts|examples|images|e2e|docs)/\S+$")
        for path, text in pages():
            for program in ("kubectl", "helm"):
                for words in commands(text, program):
                    for word in filter(paths.match, words):
                        with self.subTest(page=path.name, path=word):
                            self.assertTrue((ROOT / word).exists())

    def test_chart_values_in_commands_exist(self):
        schema = json.loads((ROOT / "charts/homeostat/values.schema.json").read_text("utf-8"))
        for path, text in pages():
            for value in re.findall(r"--set ([\w.]+)=", text):
                with self.subTest(page=path.name, value=value):
                    self.assertTrue(has(schema, schema["definitions"], value))

    def test_every_metric_is_documented(self):
        documented = re.findall(
            r"^\| \w+ \| `(homeostat_\w+)`",
            (ROOT / "docs/operations.md").read_text(encoding="utf-8"),
            re.M,
        )
        for name in metrics_of_the_code():
            with self.subTest(metric=name):
                self.assertTrue(any(name + suffix in documented for suffix in SUFFIXES))

    def test_every_documented_metric_exists(self):
        known = {name + suffix for name in metrics_of_the_code() for suffix in SUFFIXES}
        for path, text in pages():
            for name in re.findall(r"\b(homeostat_(?!trainer\b)\w+)", text):
                with self.subTest(page=path.name, metric=name):
                    self.assertIn(name, known)
