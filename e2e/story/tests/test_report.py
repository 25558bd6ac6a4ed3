import json
import tempfile
import unittest

from story.report import Report, columns


class ReportTest(unittest.TestCase):
    def test_figures_are_written_as_they_were_taken(self):
        report = Report("kills")
        report.took("second", 2.04)
        report.took("first", 1)
        report.note("requests", 7)
        with tempfile.TemporaryDirectory() as folder:
            path = report.write(f"{folder}/new")

            written = json.loads(path.read_text(encoding="utf-8"))
        self.assertRegex(path.name, r"^run-\d{4}-\d\d-\d\d-\d{4}-UTC\.json$")
        self.assertEqual(list(written["seconds"].items()), [("second", 2.0), ("first", 1)])
        self.assertEqual(written["kind"], "kills")
        self.assertEqual(written["requests"], 7)

    def test_columns_are_aligned_and_have_no_trailing_blanks(self):
        self.assertEqual(columns([("name", "n"), ("a", 10), ("b", "")]), "name   n\na      10\nb")
