"""Other detectors on the values that the monitor saw, each as its makers ship it."""

import warnings
from functools import partial

REFERENCE = 300
BATCH = 50
SCORE_DROP = 0.1
SECONDS_MORE = 1


class Fixed:
    """A threshold as dashboards have it: the mean of the last 50 values against the reference."""

    def __init__(self, reference, drop=SCORE_DROP):
        self.limit = sum(reference) / len(reference) - drop
        self.last = []
        self.below = False

    def alarm(self, value):
        """True at the moment when the mean falls below the limit."""
        self.last = [*self.last, value][-BATCH:]
        below = len(self.last) == BATCH and sum(self.last) / BATCH < self.limit
        began = below and not self.below
        self.below = below
        return began


class River:
    """A detector of River with its defaults."""

    def __init__(self, detector, reference):
        self.detector = detector
        for value in reference:
            detector.update(value)

    def alarm(self, value):
        self.detector.update(value)
        return bool(self.detector.drift_detected)


class Evidently:
    """Evidently's drift of a numeric column with its defaults, on batches of 50."""

    def __init__(self, reference):
        self.reference = reference
        self.batch = []

    def alarm(self, value):
        self.batch.append(value)
        if len(self.batch) < BATCH:
            return False
        batch, self.batch = self.batch, []
        return evidently_drift(self.reference, batch)


def evidently_drift(reference, current):
    """Whether the preset calls the column drifted."""
    import pandas
    from evidently import Report
    from evidently.presets import DataDriftPreset

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = Report([DataDriftPreset()]).run(
            pandas.DataFrame({"score": current}), pandas.DataFrame({"score": reference})
        )
    drifted = next(
        metric["value"]["count"]
        for metric in report.dict()["metrics"]
        if isinstance(metric["value"], dict) and "count" in metric["value"]
    )
    return drifted > 0


def adwin(reference):
    from river import drift

    return River(drift.ADWIN(), reference)


def page_hinkley(reference):
    from river import drift

    return River(drift.PageHinkley(), reference)


DETECTORS = {
    "ADWIN (River)": adwin,
    "Page–Hinkley (River)": page_hinkley,
    "Evidently": Evidently,
    "fixed threshold": Fixed,
}
OF_LATENCY = DETECTORS | {"fixed threshold": partial(Fixed, drop=SECONDS_MORE)}


def play(run):
    """What each detector says about one recording: false alarms, and when it found the change.

    run: what the monitor's topology wrote. Where latency changes, the others watch latency too, in
    seconds with the sign turned, so that slower is lower.
    """
    latency = run["signal"] == "Latency"
    values = [
        (capability, -millis / 1000 if latency else score)
        for capability, score, millis in run["values"]
    ]
    detectors = OF_LATENCY if latency else DETECTORS
    return {name: watch(make, values, run["before"]) for name, make in detectors.items()}


def watch(make, values, before, reference=REFERENCE):
    """Plays values of all capabilities, each to its own detector that learns its first ones.

    values: capability and value per interaction; before: how many of them precede the change.
    Returns the false alarms before the change and the interactions since it until the first alarm,
    None when there is none.
    """
    learned, detectors = {}, {}
    false_alarms, first = 0, None
    for index, (capability, value) in enumerate(values):
        if capability not in detectors:
            known = learned.setdefault(capability, [])
            known.append(value)
            if len(known) == reference:
                detectors[capability] = make(known)
            continue
        if detectors[capability].alarm(value):
            if index < before:
                false_alarms += 1
            elif first is None:
                first = index - before + 1
    return false_alarms, first
