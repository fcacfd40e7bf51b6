"""Version of a job: what its ETag is made of. It is raised here, by comparison, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from generation.engine.model.job import Earlier, Job, OpenCalls
from generation.engine.model.ledger import Funding

_HIDDEN: dict[str, Any] = {
    "org_id": None,
    "subject": "",
    "open_calls": OpenCalls(),
    "earlier": Earlier(),
    "reservations": (),
    "plan": "",
    "funding": Funding(),
    "required_plan": None,
    "needs": (),
    "made_by": None,
    "passed": (),
    "longest_call_ms": 0,
    "last_log_id": 0,
    "version": 0,
    "token": 0,
    "lease_until": None,
    "due_at": None,
    "queued_at": None,
    "sweeps": 0,
    "crashes": 0,
    "deadline_at": None,
    "deadline_from": None,
    "tag": None,
    "is_ranked": False,
    "begun_at": None,
}
"""Fields that no view of a job shows, each with a value to compare by. A new field counts as shown
until it is named here: an ETag that changes too often costs one answer, one that does not hides news."""


def versioned(before: Job, after: Job, *, writes_tasks: bool = False) -> Job:
    """`after` under its version: the one after that of `before` where a reader of the job or of its items
    sees a difference, else the same.

    writes_tasks  whether the change goes into rows of tasks: stores tell by the version which of two
                  states of a task is the newer one
    """
    is_seen = writes_tasks or replace(before, **_HIDDEN) != replace(after, **_HIDDEN)
    return replace(after, version=before.version + is_seen)
