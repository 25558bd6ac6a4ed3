"""The pages that people read, and the commands, links and metrics that they name."""

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COMMANDS = ("kubectl ", "helm ", "curl ", "skopeo ", "make ")


def pages():
    """Every page that a person wrote, as (path, text)."""
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "charts" / "README.md"]
    found += sorted((ROOT / "docs").glob("*.md"))
    return [(path, path.read_text(encoding="utf-8")) for path in found]


def blocks(text):
    """Fenced blocks without a language: commands and drawings."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S)
    return [block for language, block in fenced if not language]


def command_blocks(text):
    """Fenced blocks that a person pastes into a shell."""
    return [
        block
        for block in blocks(text)
        if any(line.startswith(COMMANDS) for line in block.splitlines())
    ]


def commands(text, program):
    """Every call of a program, in blocks and in inline code, as lists of words."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    lines = [span for span in re.findall(r"`([^`\n]+)`", prose) if span.startswith(f"{program} ")]
    for block in command_blocks(text):
        joined = block.replace("\\\n", " ")
        lines += re.findall(rf"(?:^|[|(] *)({program} [^|)\n]*)", joined, re.M)
    return [shlex.split(line.rstrip(" &"), comments=True) for line in lines]


def links(text):
    """Targets of links to files and headings, not to other sites."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    targets = re.findall(r"\]\(([^)\s]+)\)", prose)
    return [target for target in targets if "://" not in target]


def anchors(text):
    """Anchors that GitHub makes of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
