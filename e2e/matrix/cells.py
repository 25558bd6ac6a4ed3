"""The cells of the rollback matrix: what is released after what, and when it is taken back."""

from dataclasses import dataclass
from itertools import product

SEQUENCES = ("A→B→A", "A→B→A→B", "A→B→A→C")
MOMENTS = (
    "before traffic",
    "early",
    "middle",
    "late",
    "late, operator killed",
    "gateway restarted",
    "engine pod killed",
    "Kafka stopped",
)
CANDIDATES = ("prompt", "adapter")


@dataclass(frozen=True)
class Cell:
    """One way through the matrix: B is released onto A and taken back at a moment."""

    candidate: str
    sequence: str
    moment: str

    @property
    def again(self):
        """What is promoted after the rollback: B once more, another release C, or nothing."""
        return {"A→B→A→B": "B", "A→B→A→C": "C"}.get(self.sequence)

    @property
    def baked(self):
        """Whether B is promoted before it is taken back."""
        return self.moment.startswith("late")

    @property
    def weight(self):
        """The candidate's share in permille that is waited for before the rollback."""
        return {"before traffic": 0, "early": 100}.get(self.moment, 500)

    def __str__(self):
        return f"{self.sequence} by {self.candidate}, {self.moment}"


def whole(begin=MOMENTS[0]):
    """Every cell from a moment on, the disturbances that take longest at the end."""
    moments = MOMENTS[MOMENTS.index(begin) :]
    return [Cell(c, s, m) for m, c, s in product(moments, CANDIDATES, SEQUENCES)]


def short():
    """A row that fits into every test run: one candidate at each undisturbed moment."""
    return [
        Cell("prompt", "A→B→A", "early"),
        Cell("prompt", "A→B→A→B", "middle"),
        Cell("prompt", "A→B→A→C", "late, operator killed"),
    ]
