"""Says what an exception means: one line for a person, and whether another attempt may do."""

from __future__ import annotations

import errno

from homeostat_trainer.errors import INFRASTRUCTURE, OUT_OF_MEMORY, JobError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_BROKEN_STORAGE = (errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.EHOSTDOWN)
_BROKEN_DEVICE = ("CUDA error", "NCCL error", "DistBackendError", "ECC error")


def explain(error: BaseException) -> tuple[str, str | None]:
    """One line, and the class of the failure or None when another attempt would fail alike."""
    if isinstance(error, JobError):
        return str(error), error.kind
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return "the device has too little memory for a batch", OUT_OF_MEMORY
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        if error.errno in _FULL:
            return f"no space left{where}", None
        return f"{error.strerror}{where}", INFRASTRUCTURE if _storage_broke(error) else None
    text = f"{type(error).__name__}: {error}"
    if "can't allocate memory" in text:
        return "the container has too little memory for a batch", OUT_OF_MEMORY
    if any(sign in text for sign in _BROKEN_DEVICE):
        return text, INFRASTRUCTURE
    return f"{text} (a defect: see the Job's log)", None


def _storage_broke(error: OSError) -> bool:
    return error.errno in _BROKEN_STORAGE
