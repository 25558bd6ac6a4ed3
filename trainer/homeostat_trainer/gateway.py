"""Asks a named release through the gateway, and keeps asking while the gateway is not able to."""

from __future__ import annotations

import logging
from collections.abc import Callable

import httpx

from homeostat_trainer.config.evaluate import EvaluateConfig
from homeostat_trainer.errors import JobError
from homeostat_trainer.rows import Row

LOG = logging.getLogger(__name__)
RELEASE = "x-homeostat-release"
_TRY_AGAIN = (404, 408, 409, 425, 429)  # 404: the plan or the adapter is still on its way
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0


class _Unavailable(Exception):
    """The gateway cannot answer now; trying again may help."""


class Gateway:
    """Chat requests that are served by the named release and not captured; safe for threads."""

    def __init__(
        self,
        config: EvaluateConfig,
        client: httpx.Client,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ):
        self._config = config
        self._client = client
        self._clock = clock
        self._sleep = sleep
        self._deadline = clock() + config.deadline_seconds

    def ask(self, release: str, row: Row) -> str:
        """The release's answer, possibly empty; JobError when refused or when time is over."""
        pause = _FIRST_PAUSE
        while True:
            try:
                return self._once(release, row)
            except _Unavailable as reason:
                if self._clock() + pause > self._deadline:
                    raise JobError(
                        f"the gateway gave no answer of release {release} until the deadline of "
                        f"{self._config.deadline_seconds} s: {reason}"
                    ) from reason
                LOG.warning("asking again in %.1f s: %s", pause, reason)
            self._sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _once(self, release: str, row: Row) -> str:
        url = f"{self._config.gateway_url}/v1/chat/completions"
        try:
            response = self._client.post(
                url,
                json={"model": self._config.model, "messages": row.messages(""), "temperature": 0},
                headers={"Authorization": f"Bearer {self._config.gateway_key}", RELEASE: release},
            )
        except httpx.HTTPError as error:
            raise _Unavailable(f"{url}: {type(error).__name__}") from error
        status = response.status_code
        if status >= 500 or status in _TRY_AGAIN:
            raise _Unavailable(f"HTTP {status}")
        if status != 200:
            raise JobError(
                f"the gateway refused a request for release {release} with HTTP "
                f"{status}: check the evaluation key and the name of the model"
            )
        served = response.headers.get(RELEASE)
        if served != release:
            raise _Unavailable(f"release {served} answered instead of {release}")
        try:
            content = response.json()["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise _Unavailable("HTTP 200 without a chat completion") from error
        return (content or "").strip()
