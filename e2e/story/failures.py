"""Which failed requests a killed process explains."""

from dataclasses import dataclass

IN_FLIGHT_SECONDS = 10
BROKEN = ("error in the stream", "the stream broke off", "ServerDisconnected", "ClientPayloadError")


@dataclass(frozen=True)
class Kill:
    """A process with requests in flight that was ended by force; `at` in epoch seconds."""

    process: str
    pod: str
    at: float


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
