"""Clients that stay: each session asks for as long as this runs, plain and streaming in turns.

It notes which release answered a session and when that changed, and which requests failed.

GET  /seen      what was counted and the trail of each session: [[seconds, release], …]
POST /restart   begins new trails; counters go on

Environment: GATEWAY_URL, MODEL, KEYS_DIR (one file for each API key), SESSIONS, PORT.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web

import tasks
from asking import TIMEOUT, Client, why

PAUSE_SECONDS = (0.5, 1.5)


@dataclass
class Seen:
    """What the sessions saw since the start; trails since the last restart."""

    asked: int = 0
    streamed: int = 0
    in_flight: int = 0
    failures: list[dict] = field(default_factory=list)
    trails: dict[str, list[list]] = field(default_factory=dict)

    def answered(self, session: str, release: str) -> None:
        trail = self.trails.setdefault(session, [])
        if not trail or trail[-1][1] != release:
            trail.append([round(time.time(), 3), release])

    def failed(self, session: str, stream: bool, begun: float, reason: str) -> None:
        self.failures.append(
            {
                "begun": round(begun, 3),
                "ended": round(time.time(), 3),
                "session": session,
                "stream": stream,
                "reason": reason[:200],
            }
        )

    def as_json(self) -> dict:
        return {
            "asked": self.asked,
            "streamed": self.streamed,
            "inFlight": self.in_flight,
            "failed": len(self.failures),
            "failures": self.failures,
            "trails": self.trails,
        }


async def session(name: str, client: Client, key: str, seen: Seen, rng: random.Random) -> None:
    """Asks until cancelled."""
    headers = {"Authorization": f"Bearer {key}", "x-homeostat-session": name}
    stream = rng.random() < 0.5
    while True:
        await asyncio.sleep(rng.uniform(*PAUSE_SECONDS))
        capability = rng.choice(tasks.CAPABILITIES)
        stream = not stream
        seen.asked += 1
        seen.streamed += stream
        seen.in_flight += 1
        begun = time.time()
        try:
            answer = await client.ask(tasks.ask(capability, rng), headers, stream)
            seen.answered(name, answer.release)
        except Exception as error:  # whatever it is, a client has no answer
            seen.failed(name, stream, begun, why(error))
        finally:
            seen.in_flight -= 1


def application(seen: Seen) -> web.Application:
    """The HTTP side."""

    async def show(request: web.Request) -> web.Response:
        return web.json_response(seen.as_json())

    async def restart(request: web.Request) -> web.Response:
        seen.trails.clear()
        return web.json_response({"trails": 0})

    app = web.Application()
    app.add_routes([web.get("/seen", show), web.post("/restart", restart)])
    return app


async def main() -> None:
    env = os.environ
    folder = Path(env.get("KEYS_DIR", "/keys"))
    keys = [f.read_text().strip() for f in sorted(folder.iterdir()) if f.is_file()]
    seen = Seen()
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=10)
    async with aiohttp.ClientSession(connector=connector, timeout=TIMEOUT) as http:
        client = Client(http, env["GATEWAY_URL"].rstrip("/"), env["MODEL"])
        runner = web.AppRunner(application(seen), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, env.get("HOST"), int(env.get("PORT", "8000"))).start()
        await asyncio.gather(
            *(
                session(f"stay-{n}", client, keys[n % len(keys)], seen, random.Random(n))
                for n in range(int(env["SESSIONS"]))
            )
        )


if __name__ == "__main__":
    asyncio.run(main())
