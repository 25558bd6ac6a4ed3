"""Memory of one system under steady load for a long time."""

import time

SAMPLE_MINUTES = 5
STRETCH_SECONDS = 10


def soak(bench, system, minutes, tell, clock=time.monotonic):
    """Half of the saturation, plain and streams in turn; (minute, MiB) every five minutes."""
    rates = {mode: bench.saturate(system, mode)["throughput"] / 2 for mode in ("plain", "stream")}
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
