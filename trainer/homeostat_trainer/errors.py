"""The one exception that ends a Job with a message for a person, and the classes of failures."""

from __future__ import annotations

DATA = "Data"  # the rows must be mended
INFRASTRUCTURE = "Infrastructure"  # another attempt may do
OUT_OF_MEMORY = "OutOfMemory"  # another attempt with smaller batches may do


class JobError(Exception):
    """Something is wrong that a person must mend; the text is one line and says what to do.

    kind: class of the failure, by which the operator decides about another attempt; None for none.
    """

    def __init__(self, message: str, kind: str | None = None):
        super().__init__(message)
        self.kind = kind
