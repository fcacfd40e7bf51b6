"""Refusals: what every store says when a write may not be."""

from __future__ import annotations

from generation.engine.errors import (
    AlreadyThere,
    Conflict,
    DocumentGone,
    DocumentInUse,
    DuplicateJob,
    ErasureRunning,
    NotFound,
    QuotaExceeded,
    TooManyJobs,
)
from generation.engine.model.checkpoint import Quota
from generation.engine.policy import MOST_PAUSES

RETRY_AFTER_S = 30
"""`Retry-After` of `too-many-jobs`, s: a usual job ends, and frees its slot, within a minute or two."""


def duplicate(running_job_id: str) -> DuplicateJob:
    return DuplicateJob("A job for the same subject has not finished yet.", extra={"job_id": running_job_id})


def erasing(running_job_id: str) -> ErasureRunning:
    return ErasureRunning(
        "Everything of yours is being erased: start again after that.", extra={"job_id": running_job_id}
    )


def too_many(active: int) -> TooManyJobs:
    return TooManyJobs(
        f"{active} jobs have not finished yet; no more may be started.", retry_after_s=RETRY_AFTER_S
    )


def already_there(kind: str, document_id: str) -> AlreadyThere:
    return AlreadyThere(f"There is a {kind} {document_id!r} already.")


def job_gone(job_id: str) -> NotFound:
    return NotFound(f"There is no job {job_id!r}.")


def document_gone(kind: str) -> DocumentGone:
    return DocumentGone(f"There is no such {kind}.", code=f"{kind}-not-found")


def in_use(kind: str, running_job_id: str) -> DocumentInUse:
    return DocumentInUse(
        f"A job that has not finished yet needs the {kind}: cancel it, or wait for its end.",
        code=f"{kind}-in-use",
        extra={"job_id": running_job_id},
    )


def quota_exceeded(kind: str, quota: Quota, documents: int, size: int, new_size: int) -> QuotaExceeded:
    """`documents` and `size` are what is stored, `new_size` of what is not to be added."""
    used = {"stored": documents, "max_stored": quota.documents}
    if documents < quota.documents:
        used = {"stored_bytes": size, "new_bytes": new_size, "max_bytes": quota.size}
        detail = f"{size:,} bytes are stored, and with {new_size:,} more it would be over {quota.size:,}"
    else:
        detail = f"{documents:,} of {quota.documents:,} that may be stored are there"
    counted = "copies of courses" if kind == "course" else f"{kind}s"
    return QuotaExceeded(
        f"No more {counted} can be stored: {detail}. Delete one that is not needed any more.",
        code=f"{kind}-quota-exceeded",
        extra=used,
    )


def too_many_pauses() -> Conflict:
    return Conflict(
        f"{MOST_PAUSES} owners or pipelines are paused already. Pause all, or resume some.",
        code="too-many-pauses",
    )
