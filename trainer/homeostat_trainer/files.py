"""What files hold, for a release that is known by them: read once, nothing written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from homeostat_trainer.artifacts import MARKER, digest_of_directory
from homeostat_trainer.config.files import FilesConfig
from homeostat_trainer.digest import digest_of_tree
from homeostat_trainer.errors import JobError
from homeostat_trainer.progress import Progress

TOKENIZER_FILES = (
    "added_tokens.json",
    "merges.txt",
    "special_tokens_map.json",
    "spiece.model",
    "tekken.json",
    "tokenizer.json",
    "tokenizer.model",
    "vocab.json",
    "vocab.txt",
)
TOKENIZER_CONFIG = "tokenizer_config.json"
TEMPLATE_FILES = ("chat_template.jinja", "chat_template.json")


def run(settings: FilesConfig, progress: Progress) -> dict[str, Any]:
    """The digests: `digest`, and for a model `tokenizer` and `chatTemplate` where it has them."""
    path = settings.path
    if not path.is_dir():
        raise JobError(f"expected a folder at {path.name}, found none: correct the uri")
    progress.phase("Reading", path.name)
    if settings.kind == "Adapter":
        return _adapter(path)
    result: dict[str, Any] = {"digest": digest_of_tree(path)}
    tokenizer = tokenizer_digest(path)
    template = chat_template_digest(path)
    return result | {
        name: value
        for name, value in (("tokenizer", tokenizer), ("chatTemplate", template))
        if value is not None
    }


def _adapter(path: Path) -> dict[str, Any]:
    if not (path / MARKER).is_file():
        raise JobError(
            f"expected a finished adapter in {path.name}, found no {MARKER}: "
            "it is the rest of a Job that was stopped, or was not made by a FineTuneJob"
        )
    if not (path / "adapter_config.json").is_file():
        raise JobError(f"expected an adapter in {path.name}, found no adapter_config.json")
    return {"digest": digest_of_directory(path)}


def tokenizer_digest(path: Path) -> str | None:
    """SHA-256 hex of the tokenizer's files without the chat template; None where there are none."""
    digest = hashlib.sha256()
    found = False
    for name in TOKENIZER_FILES:
        file = path / name
        if file.is_file():
            found = True
            digest.update(f"{name}\0{file.stat().st_size}\0".encode() + file.read_bytes())
    settings = _tokenizer_config(path)
    settings.pop("chat_template", None)
    if settings:
        found = True
        text = json.dumps(settings, sort_keys=True, separators=(",", ":"))
        digest.update(f"{TOKENIZER_CONFIG}\0{text}".encode())
    return digest.hexdigest() if found else None


def chat_template_digest(path: Path) -> str | None:
    """SHA-256 hex of the chat template, wherever it stands; None where there is none."""
    for name in TEMPLATE_FILES:
        if (path / name).is_file():
            return hashlib.sha256((path / name).read_bytes()).hexdigest()
    template = _tokenizer_config(path).get("chat_template")
    if template is None:
        return None
    text = template if isinstance(template, str) else json.dumps(template, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _tokenizer_config(path: Path) -> dict[str, Any]:
    file = path / TOKENIZER_CONFIG
    if not file.is_file():
        return {}
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise JobError(f"{TOKENIZER_CONFIG} is no JSON: {error}") from error
    return settings if isinstance(settings, dict) else {}
