"""The traffic generator against a stand-in gateway: what it sends and what it counts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web

import tasks
import traffic

WORLD = dict.fromkeys(tasks.CAPABILITIES, "old")


class Gateway:
    """Answers right by the old rules; `broken` replaces the answer to chat requests."""

    def __init__(self) -> None:
        self.broken: Callable[[web.Request, dict], Awaitable[web.StreamResponse]] | None = None
        self.break_waiting = False
        self.requests: list[tuple[dict, dict]] = []
        self.feedback: list[tuple[dict, dict]] = []
        self.world = dict(WORLD)

    async def chat(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.requests.append((dict(request.headers), body))
        waiting = request.headers["x-homeostat-session"] == "wait"
        if self.broken and (self.break_waiting or not waiting):
            return await self.broken(request, body)
        text = tasks.answer(body["messages"][-1]["content"])
        headers = {"x-homeostat-release": "support-1", "x-homeostat-interaction": "i-1"}
        if not body["stream"]:
            message = {"role": "assistant", "content": text}
            return web.json_response(
                {"id": "r-1", "choices": [{"message": message, "finish_reason": "stop"}]},
                headers=headers,
            )
        return await stream(
            request,
            headers,
            [
                {"delta": {"content": text[:2]}},
                {"delta": {"content": text[2:]}},
                {"delta": {}, "finish_reason": "stop"},
            ],
            done=True,
        )

    async def correct(self, request: web.Request) -> web.Response:
        self.feedback.append((dict(request.headers), await request.json()))
        return web.json_response({}, status=202)

    async def rules(self, request: web.Request) -> web.Response:
        return web.json_response(self.world)


async def stream(request, headers, choices, done) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"} | headers)
    await response.prepare(request)
    for choice in choices:
        data = json.dumps({"id": "r-1", "choices": [choice]})
        await response.write(f"data: {data}\n\n".encode())
    if done:
        await response.write(b"data: [DONE]\n\n")
    return response


def run(gateway: Gateway, keys, seconds: float = 2.5, **settings) -> tuple[dict, traffic.Traffic]:
    """Runs traffic against the stand-in; gives the statistics as /stats shows them."""

    async def play():
        app = web.Application()
        app.add_routes(
            [
                web.post("/v1/chat/completions", gateway.chat),
                web.post("/v1/feedback", gateway.correct),
                web.get("/world", gateway.rules),
            ]
        )
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        env = {
            "GATEWAY_URL": url,
            "GRADER_URL": url,
            "KEYS_DIR": str(keys),
            "SESSIONS_PER_SECOND": "30",
        } | settings
        async with aiohttp.ClientSession() as http:
            desks = traffic.Traffic(traffic.Settings.read(env), http)
            task = asyncio.create_task(desks.run())
            try:
                async with asyncio.timeout(60):
                    while not desks.stats.ready:
                        await asyncio.sleep(0.05)
                await asyncio.sleep(seconds)
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        await runner.cleanup()
        return json.loads(json.dumps(desks.stats.as_json())), desks

    return asyncio.run(play())


@pytest.fixture
def keys(tmp_path):
    for desk in ("desk-01", "desk-02", "desk-03"):
        (tmp_path / desk).write_text(f"key of {desk}\n")
    return tmp_path


def test_right_answers_are_counted_and_nothing_fails(keys):
    gateway = Gateway()

    stats, _ = run(gateway, keys)

    assert stats["failed"] == 0
    assert stats["failures"] == []
    assert stats["chat"] > 10
    assert 0 < stats["streamed"] < stats["chat"]
    counted = sum(c["right"] for c in stats["phases"]["start"].values())
    assert counted + stats["inFlight"] <= stats["chat"]
    assert stats["releases"]["support-1"]["lastInteraction"] == "i-1"
    assert gateway.feedback == []


def test_requests_carry_key_session_and_capability(keys):
    gateway = Gateway()

    run(gateway, keys, WEIGHTS="units=1")

    headers, body = gateway.requests[-1]
    assert headers["Authorization"] in {f"Bearer key of desk-0{i}" for i in (1, 2, 3)}
    assert headers["x-homeostat-capability"] == "units"
    assert body["model"] == "support"
    sessions = [h["x-homeostat-session"] for h, _ in gateway.requests]
    assert 1 < len(set(sessions)) < len(sessions)


def test_wrong_answers_are_corrected_by_the_same_desk_with_the_worlds_rules(keys):
    gateway = Gateway()
    gateway.world["date"] = "new"

    stats, _ = run(gateway, keys, seconds=5, WEIGHTS="date=1", CORRECTION_PROBABILITY="1")

    assert stats["failed"] == 0
    assert stats["phases"]["start"]["date"]["wrong"] > 10
    headers, body = gateway.feedback[0]
    assert headers["Authorization"].startswith("Bearer key of desk-")
    assert body["id"] in ("r-1", "i-1")
    assert len(body["correction"].split()) == 2
    assert {b["id"] for _, b in gateway.feedback} == {"r-1", "i-1"}


async def refuse(request, body):
    return web.json_response({"error": {"message": "no engine"}}, status=503)


async def unfinished(request, body):
    message = {"role": "assistant", "content": "x"}
    return web.json_response({"id": "r", "choices": [{"message": message}]})


async def nonsense(request, body):
    return web.Response(text="<html>")


async def cut(request, body):
    return await stream(request, {}, [{"delta": {"content": "2"}}], done=False)


async def failing_stream(request, body):
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b'data: {"error": {"message": "engine died"}}\n\n')
    return response


async def hang_up(request, body):
    request.transport.close()
    return web.Response()


@pytest.mark.parametrize(
    ("broken", "share", "reason"),
    [
        (refuse, "0", "HTTP 503"),
        (refuse, "1", "HTTP 503"),
        (unfinished, "0", "no finish reason"),
        (nonsense, "0", "without a chat completion"),
        (cut, "1", "broke off after 1 parts"),
        (failing_stream, "1", "error in the stream"),
        (hang_up, "0", "ServerDisconnectedError"),
    ],
)
def test_everything_but_a_complete_answer_is_a_failure_with_its_reason(keys, broken, share, reason):
    gateway = Gateway()
    gateway.broken = broken

    stats, _ = run(gateway, keys, seconds=1.5, STREAM_SHARE=share)

    assert stats["failed"] >= stats["chat"] - stats["inFlight"] - 1 > 0
    assert reason in stats["failures"][0]["reason"]
    assert stats["failures"][0]["kind"] == "chat"
    assert len(stats["failures"]) <= 50


def test_before_the_first_answer_nothing_is_counted(keys):
    gateway = Gateway()
    calls = []

    async def late(request, body):
        calls.append(1)
        if len(calls) < 2:
            return await refuse(request, body)
        gateway.broken = None
        return await gateway.chat(request)

    gateway.broken = late
    gateway.break_waiting = True

    stats, _ = run(gateway, keys, seconds=1)

    assert stats["ready"]
    assert stats["failed"] == 0


def test_a_pause_and_a_phase_are_taken_over_http(keys):
    async def play():
        async with aiohttp.ClientSession() as http:
            env = {
                "GATEWAY_URL": "http://127.0.0.1:9",
                "GRADER_URL": "http://127.0.0.1:9",
                "KEYS_DIR": str(keys),
            }
            desks = traffic.Traffic(traffic.Settings.read(env), http)
            runner = web.AppRunner(traffic.application(desks))
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            await http.post(f"{url}/pause")
            await http.post(f"{url}/phase", json={"name": "after"})
            async with http.get(f"{url}/stats") as response:
                paused = await response.json()
            await http.post(f"{url}/resume")
            async with http.post(f"{url}/phase", json=[]) as response:
                refused = response.status
            await runner.cleanup()
            return paused, desks.stats.paused, refused

    stats, paused, refused = asyncio.run(play())
    assert (stats["paused"], stats["phase"], paused, refused) == (True, "after", False, 400)


def test_settings_that_make_no_sense_are_refused(keys, tmp_path):
    env = {"GATEWAY_URL": "x", "GRADER_URL": "x", "KEYS_DIR": str(keys)}
    (tmp_path / "empty").mkdir()

    with pytest.raises(SystemExit, match="expected WEIGHTS of"):
        traffic.Settings.read(env | {"WEIGHTS": "weather=1"})
    with pytest.raises(SystemExit, match="expected API keys"):
        traffic.Settings.read(env | {"KEYS_DIR": str(tmp_path / "empty")})


def test_references_go_with_their_share_of_the_questions_and_are_right(keys):
    gateway = Gateway()
    run(gateway, keys, REFERENCE_SHARE="0.5")
    asked = [body for headers, body in gateway.requests if headers["x-homeostat-session"] != "wait"]
    known = [body for body in asked if "metadata" in body]
    assert 0.2 < len(known) / len(asked) < 0.8, f"{len(known)} of {len(asked)}"
    for body in known:
        right = tasks.answer(body["messages"][-1]["content"])
        assert body["metadata"] == {"reference": right}


def test_no_references_go_unless_they_are_asked_for(keys):
    gateway = Gateway()
    run(gateway, keys)
    assert not any("metadata" in body for _, body in gateway.requests)
