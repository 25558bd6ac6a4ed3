"""What exceptions mean for another attempt."""

from __future__ import annotations

import errno

import pytest

from homeostat_trainer import failures
from homeostat_trainer.errors import DATA, INFRASTRUCTURE, OUT_OF_MEMORY, JobError


class OutOfMemoryError(RuntimeError):
    """As PyTorch names it."""


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (JobError("row 7", DATA), DATA),
        (JobError("wrong field"), None),
        (OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"), OUT_OF_MEMORY),
        (MemoryError(), OUT_OF_MEMORY),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory"), OUT_OF_MEMORY),
        (OSError(errno.EIO, "Input/output error", "/x"), INFRASTRUCTURE),
        (OSError(errno.ESTALE, "Stale file handle"), INFRASTRUCTURE),
        (OSError(errno.ENOSPC, "No space left on device"), None),
        (RuntimeError("CUDA error: uncorrectable ECC error encountered"), INFRASTRUCTURE),
        (RuntimeError("boom"), None),
    ],
)
def test_the_class_of_a_failure(error, kind):
    message, found = failures.explain(error)

    assert found == kind
    assert message
