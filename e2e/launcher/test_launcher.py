"""The script that starts homeostat, with a Java that only notes how it was called."""

import os
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
JAVA = r"""#!/bin/sh
for argument in "$@"; do
  case $argument in
    -XX:ArchiveClassesAtExit=*) cat >/dev/null; echo classes > "${argument#*=}"; exit 0 ;;
    -XX:SharedArchiveFile=*) cat "${argument#*=}" ;;
  esac
done
echo "called with $*"
exit 7
"""


class LauncherTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.home = self.folder / "jdk"
        self.install(self.home)
        self.program = self.folder / "homeostat"
        source = (ROOT / "cli/src/main/sh/homeostat").read_text(encoding="utf-8")
        self.program.write_text(source.replace("@BUILD@", "0123456789ab"), encoding="utf-8")
        self.program.chmod(0o755)
        self.cache = self.folder / "cache"

    def install(self, home, version="25.0.1"):
        (home / "bin").mkdir(parents=True)
        (home / "bin/java").write_text(JAVA, encoding="utf-8")
        (home / "bin/java").chmod(0o755)
        (home / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n', "utf-8")

    def run_program(self, *arguments, **environment):
        variables = {"PATH": os.environ["PATH"], "JAVA_HOME": str(self.home)}
        variables |= {"XDG_CACHE_HOME": str(self.cache)} | environment
        return subprocess.run(
            [self.program, *arguments], env=variables, capture_output=True, text=True, timeout=60
        )

    def archive(self):
        for _ in range(200):
            found = list(self.cache.glob("homeostat/cli-0123456789ab/*.jsa"))
            if found and not list(self.cache.glob("**/*.part")):
                return found
            time.sleep(0.05)
        self.fail("no archive was made")

    def test_the_first_call_makes_an_archive_and_the_next_one_uses_it(self):
        first = self.run_program("score", "a b")
        self.assertNotIn("SharedArchiveFile", first.stdout)
        archive = self.archive()
        second = self.run_program("score", "a b")
        self.assertIn(f"-XX:SharedArchiveFile={archive[0]}", second.stdout)
        self.assertEqual(second.stdout.splitlines()[0], "classes")
        self.assertTrue(second.stdout.endswith("score a b\n"))
        self.assertEqual((first.returncode, second.returncode), (7, 7))

    def test_another_java_has_another_archive(self):
        self.run_program()
        self.archive()
        other = self.folder / "other"
        self.install(other, "25.0.2")
        self.assertNotIn("SharedArchiveFile", self.run_program(JAVA_HOME=str(other)).stdout)

    def test_a_folder_that_cannot_be_written_changes_nothing(self):
        self.cache.write_text("a file", encoding="utf-8")
        for _ in range(2):
            done = self.run_program("trace")
            self.assertEqual((done.returncode, done.stderr), (7, ""))

    def test_it_starts_without_a_home(self):
        done = self.run_program(XDG_CACHE_HOME="", HOME="")
        self.assertEqual((done.returncode, done.stderr), (7, ""))

    def test_an_interrupted_call_leaves_the_next_one_able_to_make_the_archive(self):
        self.run_program()
        archive = self.archive()[0]
        archive.unlink()
        part = archive.with_name(archive.name + ".part")
        part.mkdir()
        os.utime(part, (0, 0))
        self.run_program()
        self.archive()

    def test_without_java_25_one_line_says_what_to_do(self):
        old = self.folder / "old"
        self.install(old, "21.0.9")
        link = self.folder / "bin"
        link.mkdir()
        for tool in ("readlink", "grep", "ls", "cksum", "sh"):
            (link / tool).symlink_to(f"/usr/bin/{tool}")
        source = self.program.read_text(encoding="utf-8").replace("/usr/lib/jvm/*25*", "")
        self.program.write_text(source, encoding="utf-8")
        done = self.run_program(PATH=str(link), JAVA_HOME=str(old))
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr, "homeostat needs Java 25: set JAVA_HOME to a JDK or JRE 25\n")


if __name__ == "__main__":
    unittest.main()
