"""What the environment says about the traffic to make."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import tasks


@dataclass(frozen=True)
class Settings:
    """Rates, shares and addresses; `keys`: desk → API key."""

    gateway: str
    model: str
    grader: str
    keys: dict[str, str]
    rate: float
    weights: dict[str, float]
    correction_probability: float
    stream_share: float
    reference_share: float
    seed: int
    port: int

    @staticmethod
    def read(env: os._Environ | dict[str, str]) -> Settings:
        folder = Path(env.get("KEYS_DIR", "/keys"))
        keys = {f.name: f.read_text().strip() for f in sorted(folder.iterdir()) if f.is_file()}
        if not keys:
            raise SystemExit(f"expected API keys in {folder}, found none")
        text = env.get("WEIGHTS", ",".join(f"{name}=1" for name in tasks.CAPABILITIES))
        weights = {name: float(value) for name, value in (x.split("=") for x in text.split(","))}
        if not set(weights) <= set(tasks.CAPABILITIES):
            raise SystemExit(f"expected WEIGHTS of {tasks.CAPABILITIES}, found {text}")
        return Settings(
            gateway=env["GATEWAY_URL"].rstrip("/"),
            model=env.get("MODEL", "support"),
            grader=env["GRADER_URL"].rstrip("/"),
            keys=keys,
            rate=float(env.get("SESSIONS_PER_SECOND", "4")),
            weights=weights,
            correction_probability=float(env.get("CORRECTION_PROBABILITY", "0.5")),
            stream_share=float(env.get("STREAM_SHARE", "0.5")),
            reference_share=float(env.get("REFERENCE_SHARE", "0")),
            seed=int(env.get("SEED", "1")),
            port=int(env.get("PORT", "8000")),
        )
