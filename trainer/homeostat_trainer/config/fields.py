"""job.json as typed values, with errors that name the field, what was expected and what was found.

Decimals may be numbers or strings ("0.003"), because Kubernetes resources carry them as strings.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from homeostat_trainer.errors import JobError


class Fields:
    """Reads fields of one JSON object; each method raises JobError with the field's path."""

    def __init__(self, values: Any, path: str = ""):
        if not isinstance(values, dict):
            raise JobError(f"job.json: expected {path or 'the file'} to be an object")
        self._values = values
        self._path = path

    def _wrong(self, name: str, expected: str) -> JobError:
        found = "nothing" if self._values.get(name) is None else repr(self._values[name])
        field = f"{self._path}.{name}" if self._path else name
        return JobError(f"job.json: expected field {field} to be {expected}, found {found}")

    def text(self, name: str, default: str | None = None) -> str:
        value = self._values.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (not value and default is None):
            raise self._wrong(name, "a text that is not empty")
        return value

    def integer(self, name: str, minimum: int, default: int | None = None) -> int:
        value = self._values.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or value < minimum:
            raise self._wrong(name, f"a whole number of at least {minimum}")
        return value

    def decimal(self, name: str, low: float, high: float, default: float | None = None) -> float:
        value = self._values.get(name)
        if value is None and default is not None:
            return default
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if isinstance(value, bool) or not low <= number <= high:
            raise self._wrong(name, f"a number from {low:g} to {high:g}")
        return number

    def texts(self, name: str, default: tuple[str, ...], *, empty: bool = False) -> tuple[str, ...]:
        value = self._values.get(name)
        if value is None:
            return default
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self._wrong(name, "a list of texts")
        if not value and not empty:
            raise self._wrong(name, "a list of texts that is not empty")
        return tuple(value)

    def decimals(self, name: str, low: float, high: float) -> tuple[float, ...]:
        """Numbers of a list; none when it is absent."""
        value = self._values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not value:
            raise self._wrong(name, "a list of numbers that is not empty")
        items = Fields({f"{name}[{i}]": item for i, item in enumerate(value)}, self._path)
        return tuple(items.decimal(f"{name}[{i}]", low, high) for i in range(len(value)))

    def integers(self, name: str) -> dict[str, int]:
        value = {} if self._values.get(name) is None else self._values[name]
        if not isinstance(value, dict) or not all(type(v) is int for v in value.values()):
            raise self._wrong(name, "an object of whole numbers")
        return value

    def object(self, name: str) -> Fields:
        value = self._values.get(name)
        path = f"{self._path}.{name}" if self._path else name
        return Fields({} if value is None else value, path)

    def objects(self, name: str) -> list[Fields]:
        value = self._values.get(name)
        if not isinstance(value, list) or not value:
            raise self._wrong(name, "a list of objects that is not empty")
        return [Fields(item, f"{name}[{i}]") for i, item in enumerate(value)]

    def maybe_objects(self, name: str) -> list[Fields]:
        return self.objects(name) if self._values.get(name) else []

    def flag(self, name: str, default: bool) -> bool:
        value = self._values.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def values(self) -> dict[str, Any]:
        return dict(self._values)

    def given(self, *names: str) -> list[str]:
        return [name for name in names if self._values.get(name) is not None]


def moment(fields: Fields, name: str) -> int:
    """A moment in RFC 3339 as milliseconds since 1970."""
    text = fields.text(name)
    try:
        return round(datetime.fromisoformat(text).timestamp() * 1000)
    except ValueError as error:
        raise JobError(
            f"job.json: expected field {name} to be a moment like 2026-11-21T08:00:00Z, "
            f"found {text!r}"
        ) from error


def secret(env: Mapping[str, str], name: str) -> str:
    """The environment variable, which must not be empty."""
    value = env.get(name, "")
    if not value:
        raise JobError(f"expected the environment variable {name}, found nothing: mount its Secret")
    return value


def load(path: Path) -> Fields:
    """The fields of a job.json."""
    try:
        return Fields(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise JobError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise JobError(f"{path} is not JSON: {error}") from error
