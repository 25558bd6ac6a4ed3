"""What the traffic generator counted since it started; nothing is persisted."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field

from asking import Answer

FIRST_FAILURES = 50
RECENT_SECONDS = 60


@dataclass
class Stats:
    """Counters; `phase` labels the right and wrong answers until the next phase begins."""

    phase: str = "start"
    ready: bool = False
    paused: bool = False
    sessions: int = 0
    skipped_sessions: int = 0
    chat: int = 0
    streamed: int = 0
    in_flight: int = 0
    empty: int = 0
    feedback: int = 0
    failed: int = 0
    failures: list[dict] = field(default_factory=list)
    phases: dict[str, dict[str, Counter]] = field(default_factory=dict)
    releases: dict[str, Counter] = field(default_factory=dict)
    last_interaction: dict[str, str] = field(default_factory=dict)
    recent: deque = field(default_factory=deque)

    def answered(self, capability: str, answer: Answer, right: bool) -> None:
        """Counts a complete answer, graded by the rules of the moment."""
        verdict = "right" if right else "wrong"
        self.phases.setdefault(self.phase, {}).setdefault(capability, Counter())[verdict] += 1
        self.releases.setdefault(answer.release, Counter())[verdict] += 1
        self.last_interaction[answer.release] = answer.interaction
        self.empty += not answer.text.strip()
        self.recent.append((time.monotonic(), capability, right))
        self._forget()

    def fail(
        self, kind: str, desk: str, capability: str, stream: bool, begun: float, reason: str
    ) -> None:
        """Counts a request that failed; the first reasons are kept, with epoch seconds."""
        self.failed += 1
        if len(self.failures) < FIRST_FAILURES:
            self.failures.append(
                {
                    "begun": round(begun, 3),
                    "ended": round(time.time(), 3),
                    "kind": kind,
                    "desk": desk,
                    "capability": capability,
                    "stream": stream,
                    "reason": reason[:200],
                }
            )

    def as_json(self) -> dict:
        self._forget()
        recent: dict[str, Counter] = {}
        for _, capability, right in self.recent:
            recent.setdefault(capability, Counter())["right" if right else "wrong"] += 1
        return {
            "ready": self.ready,
            "paused": self.paused,
            "phase": self.phase,
            "sessions": self.sessions,
            "skippedSessions": self.skipped_sessions,
            "requests": self.chat + self.feedback,
            "chat": self.chat,
            "streamed": self.streamed,
            "inFlight": self.in_flight,
            "empty": self.empty,
            "feedback": self.feedback,
            "failed": self.failed,
            "failures": self.failures,
            "phases": self.phases,
            "recent": {"seconds": RECENT_SECONDS, "capabilities": recent},
            "releases": {
                name: {**counts, "lastInteraction": self.last_interaction[name]}
                for name, counts in self.releases.items()
            },
        }

    def _forget(self) -> None:
        oldest = time.monotonic() - RECENT_SECONDS
        while self.recent and self.recent[0][0] < oldest:
            self.recent.popleft()
