"""A strict client: an answer counts only when it is complete, and nothing is ever tried again."""

from __future__ import annotations

import json
from dataclasses import dataclass

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=60, connect=5)


class Incomplete(Exception):
    """An answer that a client cannot use; the text says why."""


@dataclass(frozen=True)
class Answer:
    """A complete answer of the gateway."""

    text: str
    response_id: str
    interaction: str
    release: str


class Client:
    """Asks one model of a gateway, plain or streaming.

    A request fails unless it is answered with HTTP 200 and a complete answer: a finish reason, and
    for a stream its end mark.
    """

    def __init__(self, http: aiohttp.ClientSession, gateway: str, model: str):
        self._http = http
        self._url = f"{gateway}/v1/chat/completions"
        self._model = model

    async def ask(
        self,
        question: str,
        headers: dict[str, str],
        stream: bool,
        reference: str | None = None,
    ) -> Answer:
        """One question, one answer; raises Incomplete or an error of aiohttp.

        `reference` is the right answer where it is known beforehand, as of a sample that people
        have checked; the engine never sees it.
        """
        body = {
            "model": self._model,
            "stream": stream,
            "messages": [{"role": "user", "content": question}],
        }
        if reference:
            body["metadata"] = {"reference": reference}
        async with self._http.post(self._url, json=body, headers=headers) as response:
            if response.status != 200:
                raise Incomplete(f"HTTP {response.status}: {(await response.text())[:120]}")
            return await (_streamed(response) if stream else _plain(response))


async def _plain(response: aiohttp.ClientResponse) -> Answer:
    try:
        body = json.loads(await response.text())
        choice = body["choices"][0]
        content = choice["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise Incomplete("HTTP 200 without a chat completion") from error
    if not choice.get("finish_reason"):
        raise Incomplete("no finish reason")
    return _answer(response, content or "", body.get("id", ""))


async def _streamed(response: aiohttp.ClientResponse) -> Answer:
    parts: list[str] = []
    identity, finished, ended = "", False, False
    async for line in response.content:
        data = line.decode().strip().removeprefix("data:").strip()
        if not data or not line.startswith(b"data:"):
            continue
        if data == "[DONE]":
            ended = True
            break
        chunk = json.loads(data)
        if "error" in chunk:
            raise Incomplete(f"error in the stream: {str(chunk['error'])[:120]}")
        identity = chunk.get("id", identity)
        for choice in chunk.get("choices", []):
            parts.append(choice.get("delta", {}).get("content") or "")
            finished = finished or bool(choice.get("finish_reason"))
    if not (finished and ended):
        raise Incomplete(f"the stream broke off after {len(parts)} parts")
    return _answer(response, "".join(parts), identity)


def _answer(response: aiohttp.ClientResponse, text: str, identity: str) -> Answer:
    headers = response.headers
    interaction = headers.get("x-homeostat-interaction", "")
    return Answer(
        text,
        identity or interaction,
        interaction or identity,
        headers.get("x-homeostat-release", "unknown"),
    )


def why(error: Exception) -> str:
    """An error as one line for the list of failures."""
    return f"{type(error).__name__}: {error}"
