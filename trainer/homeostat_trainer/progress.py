"""How far the Job is, served at GET /progress for the operator to poll."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOG = logging.getLogger(__name__)


class Progress:
    """The latest state of the Job; safe to update from any thread."""

    def __init__(self, clock: Callable[[], float]):
        self._clock = clock
        self._lock = threading.Lock()
        self._began = clock()
        self._state = {
            "phase": "Starting",
            "fraction": 0.0,
            "etaSeconds": None,
            "loss": None,
            "message": "",
        }

    def phase(self, name: str, message: str = "") -> None:
        """Begins a phase; fraction and ETA start anew."""
        with self._lock:
            self._began = self._clock()
            self._state = {
                "phase": name,
                "fraction": 0.0,
                "etaSeconds": None,
                "loss": None,
                "message": message,
            }
        LOG.info("%s %s", name, message)

    def step(self, done: int, total: int, *, loss: float | None = None, message: str = "") -> None:
        """`done` of `total` steps of the phase are finished; the ETA follows from the pace."""
        with self._lock:
            elapsed = self._clock() - self._began
            eta = None if done <= 0 else round(elapsed / done * (total - done))
            self._state = self._state | {
                "fraction": round(min(1.0, done / total), 4) if total else 0.0,
                "etaSeconds": eta,
                "loss": None if loss is None else round(loss, 5),
                "message": message,
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
