"""Whether what clients saw during a cell is what was promised; no cluster is asked here."""

from dataclasses import dataclass

IN_FLIGHT_SECONDS = 10
BROKEN = ("error in the stream", "the stream broke off", "ServerDisconnected", "ClientPayloadError")


@dataclass(frozen=True)
class Kill:
    """A process with requests in flight that was ended by force; `at` in epoch seconds."""

    process: str
    pod: str
    at: float


def moved_back_and_forth(trails, candidate):
    """Sessions that came to the candidate more than once: (session, releases in their order).

    A session may go to the candidate and come back, once each, whatever the weight does.
    """
    wrong = []
    for session, trail in sorted(trails.items()):
        releases = [release for _, release in trail]
        if releases.count(candidate) > 1:
            wrong.append((session, releases))
    return wrong


def split_failures(failures, kills):
    """Failed requests as (in flight on a pod that was killed, all others).

    A request was in flight when it had begun before the kill and broke off within ten seconds.
    """
    excused, others = [], []
    for failure in failures:
        hit = any(
            failure["begun"] <= kill.at <= failure["ended"] <= kill.at + IN_FLIGHT_SECONDS
            and any(words in failure["reason"] for words in BROKEN)
            for kill in kills
        )
        (excused if hit else others).append(failure)
    return excused, others


def percentile(values, share):
    """The smallest value that at least this share of all values does not exceed."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("expected at least one value")
    rank = max(1, -(-len(ordered) * share // 1))
    return ordered[int(rank) - 1]
