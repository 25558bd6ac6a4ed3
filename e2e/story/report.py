"""Figures of a run: how long each step took, how much memory the pods used, what clients saw."""

import datetime
import json
import os


class Report:
    """Collects what a run measured and writes it as JSON for the tables in docs."""

    def __init__(self):
        self.data = {
            "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
            "cores": os.cpu_count(),
            "seconds": {},
        }

    def took(self, step, seconds):
        self.data["seconds"][step] = round(seconds, 1)

    def note(self, key, value):
        self.data[key] = value

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        name = self.data["date"].replace(" ", "-").replace(":", "")
        path = os.path.join(folder, f"story-{name}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(self.data, file, indent=2, sort_keys=True)
            file.write("\n")
        return path


def columns(rows):
    """Rows of texts as an aligned table."""
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(rows[0]))]
    lines = ["   ".join(str(cell).ljust(width) for cell, width in zip(row, widths)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)
