import os
import sys
import tempfile
import unittest
from pathlib import Path

from bench.processes import TICKS, Process, cpu_seconds, resident_kib


class ProcessesTest(unittest.TestCase):
    def test_a_program_with_blanks_and_brackets_in_its_name_is_counted(self):
        numbers = " ".join(str(i) for i in range(3, 53))
        stat = f"4711 (VLLM :) engine) R {numbers.split(' ', 0)[0]}"
        fields = stat.rpartition(")")[2].split()
        expected = (int(fields[11]) + int(fields[12])) / TICKS
        self.assertEqual(cpu_seconds(stat), expected)
        self.assertEqual((int(fields[11]), int(fields[12])), (13, 14))

    def test_resident_memory_is_what_status_says(self):
        self.assertEqual(resident_kib("Name:\tx\nVmRSS:\t  2048 kB\nThreads:\t1\n"), 2048)
        self.assertEqual(resident_kib("Name:\tkernel thread\n"), 0)

    def test_the_work_of_children_counts_and_ends_with_their_parent(self):
        child = "sum(i * i for i in range(3_000_000)); import time; time.sleep(60)"
        parent = (
            f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]);"
            " time.sleep(60)"
        )
        with tempfile.TemporaryDirectory() as folder:
            process = Process([sys.executable, "-c", parent], Path(folder) / "log")
            try:
                while len(process.pids()) < 2 or process.cpu_seconds() < 0.1:
                    process.check()
                pids = process.pids()
            finally:
                process.end()
            self.assertEqual([pid for pid in pids if running(pid)], [])

    def test_a_program_that_ended_is_reported_with_its_last_words(self):
        with tempfile.TemporaryDirectory() as folder:
            process = Process(
                [sys.executable, "-c", "print('no such port'); raise SystemExit(3)"],
                Path(folder) / "log",
            )
            process.popen.wait()
            with self.assertRaisesRegex(RuntimeError, "status 3; (.|\n)*no such port"):
                process.check()


def running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z" and os.getpgid(pid) == pid


if __name__ == "__main__":
    unittest.main()
