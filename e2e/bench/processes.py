"""Processes that are measured: started, asked for their use of processor and memory, ended."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE_SECONDS = 120


class Process:
    """One started program and its children, with its output in a file."""

    def __init__(self, command, log, environment=None, **options):
        self.log = Path(log)
        with self.log.open("ab") as output:
            self.popen = subprocess.Popen(
                [str(word) for word in command],
                stdout=options.pop("stdout", output),
                stderr=output,
                env=environment,
                start_new_session=True,
                **options,
            )

    @property
    def pid(self):
        return self.popen.pid

    def cpu_seconds(self):
        """Processor time so far of the process and the children that it has now."""
        return sum(cpu_seconds(Path(f"/proc/{pid}/stat").read_text()) for pid in self.pids())

    def resident_mib(self):
        return sum(
            resident_kib(Path(f"/proc/{pid}/status").read_text()) / 1024 for pid in self.pids()
        )

    def pids(self):
        """This process and its descendants."""
        found, new = [], [self.pid]
        while new:
            found += new
            new = [child for pid in new for child in children(pid)]
        return found

    def check(self):
        if self.popen.poll() is not None:
            tail = self.log.read_text(errors="replace")[-2000:]
            raise RuntimeError(
                f"expected process {self.popen.args[0]} to run, found that it ended with status"
                f" {self.popen.returncode}; the end of {self.log}:\n{tail}"
            )

    def end(self):
        """Ends the process and its group, politely first."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGTERM)
        try:
            self.popen.wait(20)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self.popen.wait()


def children(pid):
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def cpu_seconds(stat):
    """Seconds from the text of /proc/PID/stat: user and system time, without ended children."""
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_kib(status):
    """KiB from the text of /proc/PID/status."""
    for line in status.splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_status(process, url, status=200):
    """Waits until a URL answers with a status."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    found = None
    while time.monotonic() < deadline:
        process.check()
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                found = answer.status
        except urllib.error.HTTPError as e:
            found = e.code
        except OSError as e:
            found = e
        if found == status:
            return
        time.sleep(0.2)
    raise RuntimeError(f"expected {url} to answer {status} in {PATIENCE_SECONDS} s, found {found}")
