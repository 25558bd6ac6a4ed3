"""Makes the quickstart's scripts importable."""

import sys
from pathlib import Path

QUICKSTART = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(QUICKSTART / "world"))
