"""How far the Job is, served at GET /progress for the operator to poll."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LOG = logging.getLogger(__name__)


class Progress:
    """The latest state of the Job; safe to update from any thread."""

    def __init__(self, clock: Callable[[], float]):
        self._clock = clock
        self._lock = threading.Lock()
        self._begin("Starting", "", 0)

    def phase(self, name: str, message: str = "", done: int = 0) -> None:
        """Begins a phase of which `done` steps were finished by an earlier attempt."""
        with self._lock:
            self._begin(name, message, done)
        LOG.info("%s %s", name, message)

    def _begin(self, name: str, message: str, done: int) -> None:
        self._began = self._clock()
        self._begun = done
        self._state: dict[str, Any] = {
            "phase": name,
            "fraction": 0.0,
            "etaSeconds": None,
            "loss": None,
            "message": message,
        }

    def step(
        self,
        done: int,
        total: int,
        *,
        loss: float | None = None,
        message: str = "",
        **figures: Any,
    ) -> None:
        """`done` of `total` steps of the phase are finished; the ETA follows from the pace.

        figures: more that is known of the phase, kept until it is given anew.
        """
        with self._lock:
            elapsed = self._clock() - self._began
            here = done - self._begun
            self._state = self._state | {
                "fraction": round(min(1.0, done / total), 4) if total else 0.0,
                "etaSeconds": None if here <= 0 else round(elapsed / here * (total - done)),
                "loss": None if loss is None else round(loss, 5),
                "message": message,
                **{name: value for name, value in figures.items() if value is not None},
            }

    def state(self) -> dict:
        with self._lock:
            return dict(self._state)


def serve(progress: Progress, host: str, port: int) -> ThreadingHTTPServer | None:
    """Serves /progress on a daemon thread; a taken port is logged and does not stop the Job."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path.split("?")[0] == "/progress"
            body = json.dumps(progress.state() if known else {"error": "GET /progress"}).encode()
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args) -> None:
            LOG.debug(format, *args)

    try:
        server = ThreadingHTTPServer((host, port), Handler)
    except OSError as error:
        LOG.warning("progress is not served, port %d: %s", port, error.strerror)
        return None
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="progress", daemon=True).start()
    return server
