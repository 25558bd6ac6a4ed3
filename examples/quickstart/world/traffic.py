"""A dozen support desks that ask through the gateway, and correct wrong answers now and then.

Sessions of one to three questions arrive at random at a steady rate, plain and streaming; most keep
to one capability. A request counts as failed unless it is answered with HTTP 200 and a complete
answer (a finish reason, and for a stream its end mark); nothing is ever tried again. Counting
starts with the first answer of the gateway: before, the generator waits for the service.

GET  /stats    what was counted           POST /pause, /resume
POST /phase    {"name": "after"}: a new label for right and wrong answers

Environment: GATEWAY_URL, MODEL, GRADER_URL, KEYS_DIR (one file for each desk: its API key),
SESSIONS_PER_SECOND, WEIGHTS (date=3,extract=2,…), CORRECTION_PROBABILITY, STREAM_SHARE,
REFERENCE_SHARE, SEED, PORT.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
import uuid

import aiohttp
from aiohttp import web

import tasks
from asking import TIMEOUT, Answer, Client, Incomplete, why
from traffic_settings import Settings
from traffic_stats import Stats

MAX_OPEN_SESSIONS = 300
MIXED_SESSIONS = 0.05


class Traffic:
    """Runs the sessions; one per process."""

    def __init__(self, settings: Settings, http: aiohttp.ClientSession):
        self._settings = settings
        self._http = http
        self._client = Client(http, settings.gateway, settings.model)
        self._rng = random.Random(settings.seed)
        self._rules: dict[str, str] = {}
        self._open: set[asyncio.Task] = set()
        self.stats = Stats()

    async def run(self) -> None:
        """Waits for the service, then starts sessions until cancelled."""
        follower = asyncio.create_task(self._follow_world())
        try:
            await self._wait_for_service()
            while True:
                await asyncio.sleep(self._rng.expovariate(self._settings.rate))
                if self.stats.paused:
                    continue
                if len(self._open) >= MAX_OPEN_SESSIONS:
                    self.stats.skipped_sessions += 1
                    continue
                self._start(self._session())
        finally:
            follower.cancel()
            for task in self._open:
                task.cancel()

    def _start(self, work) -> None:
        task = asyncio.create_task(work)
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _follow_world(self) -> None:
        """Keeps the rules that hold now; the grader decides them."""
        while True:
            try:
                async with self._http.get(f"{self._settings.grader}/world") as response:
                    if response.status == 200:
                        self._rules = await response.json()
            except (aiohttp.ClientError, TimeoutError):
                pass  # the last known rules hold on
            await asyncio.sleep(0.5)

    async def _wait_for_service(self) -> None:
        desk = next(iter(self._settings.keys))
        question = tasks.ask("date", random.Random(0))
        while not self.stats.ready:
            try:
                await self._client.ask(question, self._headers(desk, "wait", "date"), False)
                self.stats.ready = bool(self._rules)
            except (Incomplete, aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(1)

    def _capability(self) -> str:
        weights = self._settings.weights
        return self._rng.choices(list(weights), list(weights.values()))[0]

    async def _session(self) -> None:
        desk = self._rng.choice(list(self._settings.keys))
        session = str(uuid.UUID(int=self._rng.getrandbits(128)))
        mixed = self._rng.random() < MIXED_SESSIONS
        capability = self._capability()
        self.stats.sessions += 1
        for turn in range(self._rng.randint(1, 3)):
            if turn:
                await asyncio.sleep(self._rng.uniform(0.3, 1.5))
                capability = self._capability() if mixed else capability
            await self._turn(desk, session, capability)

    async def _turn(self, desk: str, session: str, capability: str) -> None:
        question = tasks.ask(capability, self._rng)
        stream = self._rng.random() < self._settings.stream_share
        self.stats.chat += 1
        self.stats.streamed += stream
        self.stats.in_flight += 1
        begun = time.time()
        try:
            headers = self._headers(desk, session, capability)
            answer = await self._client.ask(question, headers, stream, self._reference(question))
        except Exception as error:  # whatever it is, a client would have no answer
            self.stats.fail("chat", desk, capability, stream, begun, why(error))
            return
        finally:
            self.stats.in_flight -= 1
        expected = tasks.answer(question, self._rules)
        right = answer.text.strip() == expected
        self.stats.answered(capability, answer, right)
        if not right and self._rng.random() < self._settings.correction_probability:
            self._start(self._correct(desk, capability, answer, expected))

    def _reference(self, question: str) -> str | None:
        """The right answer, for the share of questions that somebody has checked beforehand."""
        known = self._rng.random() < self._settings.reference_share
        return tasks.answer(question, self._rules) if known else None

    def _headers(self, desk: str, session: str, capability: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self._settings.keys[desk]}",
            "x-homeostat-session": session,
            "x-homeostat-capability": capability,
        }

    async def _correct(self, desk: str, capability: str, answer: Answer, correction: str) -> None:
        """Sends the right answer a moment later, naming the answer by one of its two ids."""
        await asyncio.sleep(self._rng.uniform(0.5, 3))
        named = self._rng.choice([answer.interaction, answer.response_id])
        self.stats.feedback += 1
        begun = time.time()
        try:
            async with self._http.post(
                f"{self._settings.gateway}/v1/feedback",
                json={"id": named, "correction": correction, "model": self._settings.model},
                headers={"Authorization": f"Bearer {self._settings.keys[desk]}"},
            ) as response:
                if response.status != 202:
                    raise Incomplete(f"HTTP {response.status}: {(await response.text())[:120]}")
        except Exception as error:
            self.stats.fail("feedback", desk, capability, False, begun, why(error))


def application(traffic: Traffic) -> web.Application:
    """The HTTP side of the generator."""

    async def stats(request: web.Request) -> web.Response:
        return web.json_response(traffic.stats.as_json())

    async def pause(request: web.Request) -> web.Response:
        traffic.stats.paused = request.path == "/pause"
        return web.json_response({"paused": traffic.stats.paused})

    async def phase(request: web.Request) -> web.Response:
        try:
            traffic.stats.phase = str((await request.json())["name"])
        except (ValueError, KeyError, TypeError):
            return web.json_response({"error": 'expected {"name": "…"}'}, status=400)
        return web.json_response({"phase": traffic.stats.phase})

    app = web.Application()
    app.add_routes(
        [
            web.get("/stats", stats),
            web.post("/pause", pause),
            web.post("/resume", pause),
            web.post("/phase", phase),
        ]
    )
    return app


async def main() -> None:
    settings = Settings.read(os.environ)
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=10)
    async with aiohttp.ClientSession(connector=connector, timeout=TIMEOUT) as http:
        traffic = Traffic(settings, http)
        runner = web.AppRunner(application(traffic), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, os.environ.get("HOST"), settings.port).start()
        print(f"{len(settings.keys)} desks, {settings.rate:g} sessions/s", flush=True)
        await traffic.run()


if __name__ == "__main__":
    asyncio.run(main())
