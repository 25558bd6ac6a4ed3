"""Follows one object as it changes, with the moment at which each version was seen here."""

import json
import os
import subprocess
import threading
import time


class Watch:
    """Versions of one object since `start`, as (epoch seconds, object); a context manager."""

    def __init__(self, namespace, kind, name, kubectl=None):
        program = kubectl or os.environ.get("KUBECTL", "kubectl")
        self._command = [program, "-n", namespace, "get", kind, name, "--watch", "-o", "json"]
        self._versions = []
        self._changed = threading.Condition()

    def __enter__(self):
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *problem):
        self._process.terminate()
        self._process.wait(timeout=10)
        self._reader.join(timeout=10)
        self._process.stdout.close()

    def first(self, accepted, since, seconds):
        """Moment at which a version was seen first that is accepted, not before `since`.

        Raises AssertionError when there is none within so many seconds.
        """
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                for at, version in self._versions:
                    if at >= since and accepted(version):
                        return at
                left = deadline - time.monotonic()
                assert left > 0, f"not within {seconds} s: {' '.join(self._command[1:6])}"
                self._changed.wait(left)

    def _read(self):
        for version in documents(self._process.stdout):
            with self._changed:
                self._versions.append((time.time(), version))
                self._changed.notify_all()


def documents(lines):
    """The objects of a stream of indented JSON documents, each as soon as it is whole."""
    text = ""
    for line in lines:
        text += line
        if line.rstrip("\n") == "}":
            yield json.loads(text)
            text = ""
