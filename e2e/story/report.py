"""Figures of a run: how long each step took, how much memory the pods used, what clients saw."""

import json
import os
import time
from pathlib import Path


class Report:
    """Collects what a run measured and writes it as JSON for the tables in docs."""

    def __init__(self, kind="story"):
        self.data = {
            "kind": kind,
            "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
            "cores": os.cpu_count(),
            "seconds": {},
        }

    def took(self, step, seconds):
        self.data["seconds"][step] = round(seconds, 1)

    def note(self, key, value):
        self.data[key] = value

    def write(self, folder):
        """Writes the figures into a folder; returns the file."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        name = self.data["date"].replace(" ", "-").replace(":", "")
        path = folder / f"run-{name}.json"
        path.write_text(
            json.dumps(self.data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        return path


def columns(rows):
    """Rows of texts as an aligned table."""
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(rows[0]))]
    lines = ["   ".join(str(row[i]).ljust(w) for i, w in enumerate(widths)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)
