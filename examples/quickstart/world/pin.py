"""Writes the name of the base model, which carries the digest of its scripts, into the manifests.

usage: pin.py [--check]    (--check: change nothing, exit 1 when a manifest names another model)
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import train_base

QUICKSTART = Path(__file__).resolve().parent.parent
MANIFESTS = ("world/base-model.yaml", "model-service.yaml", "second-act.yaml", "healing.yaml")
_NAME = re.compile(r"\bbase-[0-9a-f]{12}\b")


def main() -> None:
    stale = []
    for manifest in MANIFESTS:
        path = QUICKSTART / manifest
        text = path.read_text()
        pinned = _NAME.sub(train_base.model_name(), text)
        if pinned != text:
            stale.append(manifest)
            if "--check" not in sys.argv:
                path.write_text(pinned)
    print(f"{train_base.model_name()}: " + (f"stale {stale}" if stale else "all manifests name it"))
    if stale and "--check" in sys.argv:
        raise SystemExit("run examples/quickstart/world/pin.py")


if __name__ == "__main__":
    main()
