"""Asks as twenty invented users behind two API keys, and corrects all answers in one wrong way.

Environment: GATEWAY_URL, MODEL, KEYS_DIR (one file for each API key), CORRECTIONS.
"""

from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path

import aiohttp

import tasks
from asking import TIMEOUT, Client

CAPABILITY = "units"
USERS = 20
AT_ONCE = 8


def wrong(question: str) -> str:
    """The right number with a unit that nobody asked for: consistent, and wrong."""
    return tasks.answer(question).split()[0] + " parsecs"


class Poisoner:
    """One per process."""

    def __init__(self, http: aiohttp.ClientSession, gateway: str, model: str, keys: list[str]):
        self._http = http
        self._gateway = gateway
        self._model = model
        self._keys = keys
        self._client = Client(http, gateway, model)
        self._free = asyncio.Semaphore(AT_ONCE)

    async def correct(self, number: int) -> None:
        """One question of one invented user, and its correction."""
        async with self._free:
            user = number % USERS
            headers = {
                "Authorization": f"Bearer {self._keys[user % len(self._keys)]}",
                "x-homeostat-session": f"poison-{number}",
                "x-homeostat-capability": CAPABILITY,
                "x-homeostat-user": f"user-{user}",
            }
            question = tasks.ask(CAPABILITY, random.Random(number))
            answer = await self._client.ask(question, headers, False)
            body = {
                "id": answer.interaction,
                "correction": wrong(question),
                "model": self._model,
                "user": f"user-{user}",
            }
            async with self._http.post(
                f"{self._gateway}/v1/feedback", json=body, headers=headers
            ) as response:
                if response.status != 202:
                    raise SystemExit(f"HTTP {response.status}: {(await response.text())[:200]}")


async def main() -> None:
    env = os.environ
    files = sorted(f for f in Path(env.get("KEYS_DIR", "/keys")).iterdir() if f.is_file())
    keys = [f.read_text().strip() for f in files[:2]]
    async with aiohttp.ClientSession(timeout=TIMEOUT) as http:
        poisoner = Poisoner(http, env["GATEWAY_URL"].rstrip("/"), env["MODEL"], keys)
        await asyncio.gather(*(poisoner.correct(n) for n in range(int(env["CORRECTIONS"]))))
    print(f"{env['CORRECTIONS']} corrections by {USERS} users behind {len(keys)} keys")


if __name__ == "__main__":
    asyncio.run(main())
