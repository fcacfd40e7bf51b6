"""Refusals: what every store says when a write may not be."""

from __future__ import annotations

from generation.engine.errors import AlreadyThere, DuplicateJob, NotFound, TooManyJobs

RETRY_AFTER_S = 30
"""When a place may be free again: a usual job ends within a minute or two."""


def duplicate(running_job_id: str) -> DuplicateJob:
    return DuplicateJob("A job for the same subject has not finished yet.", extra={"job_id": running_job_id})


def too_many(active: int) -> TooManyJobs:
    return TooManyJobs(
        f"{active} jobs have not finished yet; no more may be started.", retry_after_s=RETRY_AFTER_S
    )


def already_there(kind: str, document_id: str) -> AlreadyThere:
    return AlreadyThere(f"There is a {kind} {document_id!r} already.")


def job_gone(job_id: str) -> NotFound:
    return NotFound(f"There is no job {job_id!r}.")
