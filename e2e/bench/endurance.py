"""Memory of one system under steady load for a long time."""

import time

SAMPLE_MINUTES = 5
STRETCH_SECONDS = 10
MODES = ("plain", "stream")


def soak(bench, system, minutes, tell, rates=None, clock=time.monotonic):
    """Plain and streams in turn; (minute, MiB) every five minutes.

    Without given rates, requests per second by mode, it is half of the saturation.
    """
    for mode in MODES:
        bench.warm_up(system, mode)
    rates = rates or {mode: bench.saturate(system, mode)["throughput"] / 2 for mode in MODES}
    begin = clock()
    samples = [(0, system.process.resident_mib())]
    while clock() - begin < minutes * 60:
        for mode, rate in rates.items():
            bench.delays(system, mode, rate, STRETCH_SECONDS)
        minute = (clock() - begin) / 60
        if minute >= samples[-1][0] + SAMPLE_MINUTES or minute >= minutes:
            samples.append((minute, system.process.resident_mib()))
            tell(f"minute {minute:.1f}: {samples[-1][1]:.0f} MiB")
    return {"system": system.name, "rates": rates, "samples": samples}
