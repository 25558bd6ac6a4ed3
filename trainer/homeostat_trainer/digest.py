"""The SHA-256 of a folder's files: `python -m homeostat_trainer.digest FOLDER` prints it.

Two folders have one digest exactly when they hold the same files under the same paths; times,
owners and folders without files do not count, nor does a marker of Homeostat's.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

MARKER = "COMPLETE"
_BLOCK = 1 << 20


def digest_of_file(path: Path) -> str:
    """SHA-256 hex of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def digest_of_files(folder: Path, names: Iterable[str]) -> str:
    """SHA-256 hex over the paths and contents of files below a folder."""
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{digest_of_file(folder / name)}  {name}\n".encode())
    return digest.hexdigest()


def digest_of_tree(folder: Path) -> str:
    """SHA-256 hex over the paths and contents of all files below a folder."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return digest_of_files(folder, (f.as_posix() for f in files if f.as_posix() != MARKER))


def main(arguments: list[str] | None = None) -> int:
    """Prints the digest and returns the exit code."""
    parser = argparse.ArgumentParser(prog="homeostat_trainer.digest", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    if not folder.is_dir():
        print(f"expected a folder, found nothing at {folder}", file=sys.stderr)
        return 1
    print(digest_of_tree(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
