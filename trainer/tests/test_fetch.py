"""Fetching a model from stand-ins of a hub and of an object store, spoken to over HTTP."""

from __future__ import annotations

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from homeostat_trainer import digest
from homeostat_trainer.errors import JobError

COMMIT = "0123456789abcdef0123456789abcdef01234567"
FILES = {"config.json": b'{"a": 1}', "model.safetensors": b"\x00\x01weights", "model.bin": b"old"}

boto3 = pytest.importorskip("boto3")
pytest.importorskip("huggingface_hub")


class Server:
    """Answers GET and HEAD by path; counts what was read."""

    def __init__(self, answer):
        self.read = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.reply(True)

            def do_HEAD(self):
                self.reply(False)

            def reply(self, whole):
                status, headers, body = answer(self)
                if whole:
                    outer.read.append(self.path)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if whole:
                    self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.http.server_port}"


def sha(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def store(monkeypatch):
    objects = {f"/models/tiny/1/{name}": content for name, content in FILES.items()}

    def answer(request):
        path = request.path.split("?")[0]
        if "list-type=2" in request.path:
            items = "".join(
                f"<Contents><Key>{key.removeprefix('/models/')}</Key><Size>{len(value)}</Size>"
                "</Contents>"
                for key, value in objects.items()
            )
            body = f"<ListBucketResult><IsTruncated>false</IsTruncated>{items}</ListBucketResult>"
            return 200, {"Content-Type": "application/xml"}, body.encode()
        if path not in objects:
            return 404, {}, b""
        return 200, {"ETag": f'"{sha(objects[path])[:32]}"'}, objects[path]

    server = Server(answer)
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    yield server
    server.http.shutdown()


@pytest.fixture
def hub(monkeypatch, tmp_path):
    lfs = {"model.safetensors": sha(FILES["model.safetensors"])}

    def large(name):
        if name not in lfs:
            return {}
        return {"lfs": {"sha256": lfs[name], "size": 1, "pointerSize": 1}}

    def answer(request):
        path = request.path.split("?")[0]
        if path.startswith("/api/models/acme/tiny"):
            if COMMIT not in path:
                headers = {"X-Error-Code": "RevisionNotFound"}
                return 404, headers, b"{}"
            siblings = [
                {"rfilename": name, "size": len(content)} | large(name)
                for name, content in FILES.items()
            ]
            body = {"id": "acme/tiny", "sha": COMMIT, "siblings": siblings}
            if "/tree/" in path:
                body = [
                    {"type": "file", "path": name, "size": len(content), "oid": sha(content)[:40]}
                    for name, content in FILES.items()
                ]
            return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()
        name = path.rsplit("/", 1)[-1]
        if path.startswith("/acme/tiny/resolve/") and name in FILES:
            content = FILES[name]
            headers = {"X-Repo-Commit": COMMIT, "ETag": f'"{sha(content)}"'}
            return 200, headers, content
        return 404, {"X-Error-Code": "RepoNotFound"}, b"{}"

    server = Server(answer)
    server.lfs = lfs
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "ENDPOINT", server.url)
    monkeypatch.setattr(
        constants,
        "HUGGINGFACE_CO_URL_TEMPLATE",
        server.url + "/{repo_id}/resolve/{revision}/{filename}",
    )
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    yield server
    server.http.shutdown()


def fetch(*arguments):
    from homeostat_trainer.fetch import fetch as run

    return run(*arguments)


def folder(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    for name, content in FILES.items():
        (source / name).write_bytes(content)
    return source


def test_an_object_store_model_is_fetched_once_and_checked(store, tmp_path):
    revision = digest.digest_of_tree(folder(tmp_path))
    target = tmp_path / "cache" / "s3" / revision

    assert fetch("s3://models/tiny/1", revision, target)
    read = len(store.read)

    assert {p.name for p in target.iterdir()} == {*FILES, "COMPLETE"}
    assert (target / "model.safetensors").read_bytes() == FILES["model.safetensors"]
    assert not fetch("s3://models/tiny/1", revision, target)
    assert len(store.read) == read


def test_other_files_than_the_revision_says_are_no_model(store, tmp_path):
    found = digest.digest_of_tree(folder(tmp_path))
    target = tmp_path / "cache"

    with pytest.raises(JobError, match=f"found {found}: if these are the right files"):
        fetch("s3://models/tiny/1", "0" * 64, target)
    assert not (target / "COMPLETE").exists()


def test_a_fetch_that_was_killed_goes_on_and_its_rest_does_not_count(store, tmp_path):
    revision = digest.digest_of_tree(folder(tmp_path))
    target = tmp_path / "cache"
    target.mkdir()
    (target / "config.json").write_bytes(FILES["config.json"])
    (target / "model.safetensors.part-gone").write_bytes(b"half")

    assert fetch("s3://models/tiny/1", revision, target)
    assert not any("config.json" in path for path in store.read)


def test_a_hub_model_is_fetched_at_its_commit_without_other_formats(hub, tmp_path):
    target = tmp_path / "cache"

    assert fetch("hf://acme/tiny", COMMIT, target)

    assert (target / "model.safetensors").read_bytes() == FILES["model.safetensors"]
    assert not (target / "model.bin").exists()
    assert (target / "COMPLETE").read_text().strip() == COMMIT


def test_a_hub_file_that_is_not_what_the_commit_holds_is_refused(hub, tmp_path):
    hub.lfs["model.safetensors"] = "0" * 64

    with pytest.raises(JobError, match="expected SHA-256 0000"):
        fetch("hf://acme/tiny", COMMIT, tmp_path / "cache")
    assert not (tmp_path / "cache" / "COMPLETE").exists()


def test_an_unknown_commit_says_what_to_correct(hub, tmp_path):
    with pytest.raises(JobError, match=r"correct spec\.model\.revision"):
        fetch("hf://acme/tiny", "f" * 40, tmp_path / "cache")


def test_the_digest_command_prints_what_a_revision_holds(tmp_path, capsys):
    assert digest.main([str(folder(tmp_path))]) == 0
    lines = "".join(f"{sha(FILES[name])}  {name}\n" for name in sorted(FILES))

    assert capsys.readouterr().out.strip() == sha(lines.encode())
