"""A stand-in for a hosted LLM judge: an OpenAI-compatible endpoint that knows the toy world.

Only the quickstart uses it, because it must run without any hosted model. It reads the line
`MATERIAL: {"question", "answer", "reference"}` of the judge's prompt and compares the answer with
the reference, or without one with the answer that the world's current rules give. Homeostat's
judge code talks to it exactly as to a real judge.

POST /v1/chat/completions   the judge's endpoint
GET  /world                 the rules that hold now, for instance {"date": "old", …}
POST /world                 changes them, for instance {"date": "new"}; kept in WORLD_FILE
POST /penalty               {"points": 2}: rates every answer lower, as another judge might
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import tasks

DIMENSION = "correctness"
MARK = "MATERIAL: "
_WORD = re.compile(r"[a-z0-9]+")


class BadRequest(Exception):
    """The request cannot be served; the text says why."""


class World:
    """Which rules hold for each capability; survives a restart of the container."""

    def __init__(self, file: Path):
        self._file = file
        self._lock = threading.Lock()
        self._rules = dict.fromkeys(tasks.CAPABILITIES, "old")
        self.penalty = 0
        if file.exists():
            self._rules |= json.loads(file.read_text())

    def rules(self) -> dict[str, str]:
        with self._lock:
            return dict(self._rules)

    def punish(self, wanted: object) -> dict[str, int]:
        points = wanted.get("points") if isinstance(wanted, dict) else None
        if not isinstance(points, int) or not 0 <= points <= 4:
            raise BadRequest('expected points from 0 to 4, such as {"points": 2}')
        self.penalty = points
        return {"points": points}

    def change(self, wanted: object) -> dict[str, str]:
        if not isinstance(wanted, dict) or not wanted:
            raise BadRequest('expected an object such as {"date": "new"}')
        for capability, rules in wanted.items():
            if capability not in tasks.CAPABILITIES or rules not in ("old", "new"):
                raise BadRequest(f'expected "old" or "new" for one of {tasks.CAPABILITIES}')
            if rules == "new" and capability not in tasks.CHANGEABLE:
                raise BadRequest(f"{capability} has no new rules; {tasks.CHANGEABLE} have")
        with self._lock:
            self._rules |= wanted
            scratch = self._file.with_suffix(".new")
            scratch.write_text(json.dumps(self._rules))
            scratch.replace(self._file)
            return dict(self._rules)


def score(answer: str, expected: str) -> tuple[int, str]:
    """5 right, 3 nearly (F1 of words at least .8), 2 partly, 1 wrong; with the reason."""
    found, wanted = _WORD.findall(answer.lower()), _WORD.findall(expected.lower())
    if found == wanted:
        return 5, "The answer says exactly what is expected."
    common = sum((Counter(found) & Counter(wanted)).values())
    f1 = 2 * common / (len(found) + len(wanted)) if found else 0.0
    if f1 >= 0.8 - 1e-9:
        return 3, "The answer is nearly what is expected, with something missing or too much."
    if f1 > 0:
        return 2, "Only a part of the answer is right."
    return 1, "The answer is wrong."


def grade(prompt: str, rules: dict[str, str], penalty: int = 0) -> dict:
    """The judge's reply to a prompt, lower by `penalty` points where that leaves any."""
    line = next((x for x in prompt.splitlines() if x.startswith(MARK)), None)
    try:
        material = json.loads((line or "")[len(MARK) :])
        question, answer = str(material["question"]), str(material.get("answer") or "")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRequest(f"expected a line {MARK}{{...}} with question and answer") from error
    expected = material.get("reference") or tasks.answer(question, rules)
    if not expected:
        raise BadRequest("the question is not of this world and has no reference")
    points, reason = score(answer, expected)
    graded = max(1, points - penalty)
    return {"scores": [{"dimension": DIMENSION, "reason": reason, "score": graded}]}


def prompt_of(request: object) -> str:
    """All user text of a chat request."""
    messages = request.get("messages") if isinstance(request, dict) else None
    if not isinstance(messages, list):
        raise BadRequest("expected an object with messages")
    texts = []
    for message in messages:
        if isinstance(message, dict) and message.get("role") == "user":
            content = message.get("content")
            parts = content if isinstance(content, list) else [{"text": content}]
            texts += [str(p.get("text") or "") for p in parts if isinstance(p, dict)]
    return "\n".join(texts)


def handler(world: World) -> type[BaseHTTPRequestHandler]:
    """The HTTP side over one world."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _json(self) -> object:
            if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
                body = b"".join(self._chunks())
            else:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                return json.loads(body)
            except ValueError as error:
                raise BadRequest("the body is not JSON") from error

        def _chunks(self):
            """The body as the API server's proxy sends it."""
            while (size := int(self.rfile.readline().split(b";")[0], 16)) > 0:
                yield self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()

        def _reply(self, status: int, value: dict) -> None:
            data = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            if self.path == "/world":
                self._reply(200, world.rules())
            elif self.path == "/healthz":
                self._reply(200, {"ok": True})
            else:
                self._reply(404, {"error": {"message": "unknown path"}})

        def do_POST(self) -> None:
            try:
                body = self._json()
                if self.path == "/world":
                    self._reply(200, world.change(body))
                elif self.path == "/penalty":
                    self._reply(200, world.punish(body))
                elif self.path == "/v1/chat/completions":
                    reply = grade(prompt_of(body), world.rules(), world.penalty)
                    self._reply(200, _completion(reply, body))
                else:
                    self._reply(404, {"error": {"message": "unknown path"}})
            except BadRequest as error:
                self._reply(400, {"error": {"message": str(error), "type": "invalid_request"}})

        def log_message(self, format: str, *args) -> None:
            pass

    return Handler


def _completion(reply: dict, request: dict) -> dict:
    text = json.dumps(reply)
    return {
        "id": f"grade-{time.monotonic_ns()}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": request.get("model", "toy-grader"),
        "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def main() -> None:
    world = World(Path(os.environ.get("WORLD_FILE", "/state/world.json")))
    address = (os.environ.get("HOST", ""), int(os.environ.get("PORT", "8000")))
    server = ThreadingHTTPServer(address, handler(world))
    server.daemon_threads = True
    print(f"grading on port {server.server_address[1]}, rules {world.rules()}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
