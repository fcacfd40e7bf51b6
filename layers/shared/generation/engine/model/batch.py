"""Batch: what stands in the places of a request that starts many jobs, and what has become of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.engine.model.job import Job, JobStatus, Options

KIND = "batch"
STARTING, STARTED, CANCELLED = "starting", "started", "cancelled"
"""Status of a batch. STARTING: some of its jobs may be missing that a repeat of the request would start;
CANCELLED: none of them is to be started any more."""

STARTING_SINCE = "starting_since"
"""In the head, once a request is repeated: when the last one began to start what was missing."""

JOBS = "jobs"
"""The part: ids of its jobs, in the order of the starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStart:
    pipeline: str
    request: Mapping[str, Any]
    options: Options


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlace:
    """Where a start of the batch stands: `job` is None where it is not there, and `problem` then says why, if
    it was refused."""

    job_id: str
    job: Job | None
    problem: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """`is_starting`: a request may still be starting what is missing. `replayed`: the request that asks for
    it was answered to its end before. `changed`: something was cancelled."""

    document: Document
    places: tuple[BatchPlace, ...]
    is_starting: bool = False
    replayed: bool = False
    changed: bool = False

    @property
    def counts(self) -> Mapping[str, int]:
        """By status; `refused` were never started, `gone` are past their time or were deleted. What may still
        be started counts nowhere. Of a cancelled batch what is missing counts as `refused`: nobody knows
        whether it was started before."""
        found = Counter(self._state(place) for place in self.places)
        return {name: found[name] for name in (*(status.value for status in JobStatus), "refused", "gone")}

    @property
    def is_finished(self) -> bool:
        return not self.is_starting and all(
            place.job is None or place.job.is_finished for place in self.places
        )

    @property
    def is_cancelled(self) -> bool:
        return self.document.status == CANCELLED

    def was_not_started(self, place: BatchPlace) -> bool:
        """Whether a repeat of the request would start it, and was not told why it is missing."""
        return place.job is None and place.problem is None and self.document.status == STARTING

    def _state(self, place: BatchPlace) -> str | None:
        if place.job is not None:
            return place.job.status.value
        if self.was_not_started(place):
            return None if self.is_starting else "refused"
        return "refused" if place.problem is not None or self.is_cancelled else "gone"
