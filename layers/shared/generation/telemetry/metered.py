"""Metered ports: what the engine asks of them is counted on the way.

A write is counted once it is there, and one with a fencing token is there once: an end of a job is never
counted twice. It is lost where the process dies between the write and the next flush, or where the answer
to the write got lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from generation.engine.errors import CallError, RateLimited
from generation.engine.flow.order import Lease, Waiting
from generation.engine.in_hand import in_hand
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint
from generation.engine.model.job import Job, JobStatus, Usage
from generation.engine.ports import JobStore, Model, ModelReply, ModelRequest
from generation.telemetry.meter import Meter

logger = logging.getLogger(__name__)

SERVER_FAULTS = frozenset({"model-unavailable", "model-overloaded"})
"""Codes of what Claude answered with 5xx."""

ENDS = {
    JobStatus.COMPLETED: "JobsCompleted",
    JobStatus.FAILED: "JobsFailed",
    JobStatus.CANCELLED: "JobsCancelled",
}


def metered_store(store: JobStore, meter: Meter, *, is_worker: bool = False) -> JobStore:
    """`is_worker`: who takes a job here is whom its message has waited for."""
    return cast(JobStore, _Store(store, meter, is_worker))


class _Store:
    """A JobStore: what is not counted goes straight through."""

    def __init__(self, store: JobStore, meter: Meter, is_worker: bool) -> None:
        self._store = store
        self._meter = meter
        self._is_worker = is_worker
        self._crashes: dict[str, int] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def create(self, checkpoint: Checkpoint, request: dict[str, Any]) -> None:
        self._store.create(checkpoint, request)
        self._meter.count("JobsStarted", pipeline=checkpoint.job.pipeline)

    def take(self, job_id: str, *, now: datetime, steal: bool = False, **how: Any) -> Job | None:
        job = self._store.take(job_id, now=now, steal=steal, **how)
        if job is not None:
            self._crashes[job_id] = job.crashes
            if self._is_worker and not steal:
                sent_at = max(job.queued_at or job.created_at, job.due_at or job.created_at)
                waited = (now - sent_at).total_seconds() * 1000
                self._meter.time("QueueWait", max(0.0, waited), pipeline=job.pipeline)
        return job

    def begin(self, waiting: Waiting, lease: Lease) -> Job | None:
        return self._begun(self._store.begin(waiting, lease), lease)

    def begin_instead(self, job: Job, holder: Waiting, lease: Lease) -> Job | None:
        return self._begun(self._store.begin_instead(job, holder, lease), lease)

    def _begun(self, job: Job | None, lease: Lease) -> Job | None:
        if job is not None:
            self._crashes[job.job_id] = job.crashes
            waited = (lease.now - (job.queued_at or job.created_at)).total_seconds() * 1000
            self._meter.time("QueueWait", max(0.0, waited), pipeline=job.pipeline)
        return job

    def commit(self, checkpoint: Checkpoint) -> None:
        self._store.commit(checkpoint)
        job = checkpoint.job
        if job.crashes > self._crashes.get(job.job_id, job.crashes):
            self._meter.count("WorkerCrashes", pipeline=job.pipeline)
        if job.lease_until is None:
            self._crashes.pop(job.job_id, None)
        if job.is_finished:
            self._ended(job)
        elif checkpoint.slot is ActiveSlot.CLAIM:
            self._meter.count("JobsRetried", pipeline=job.pipeline)
        elif job.due_at is not None:
            self._meter.count("HandOvers", pipeline=job.pipeline)
        if self._is_worker and job.lease_until is None:
            # A worker may have a quarter of an hour left for another job: an alarm does not wait so long.
            self._meter.flush()

    def _ended(self, job: Job) -> None:
        self._meter.count(ENDS[job.status], pipeline=job.pipeline)
        if job.error is not None and job.status is JobStatus.FAILED:
            self._meter.count("JobsFailed", code=job.error.code)
        if job.status is JobStatus.COMPLETED and job.completed_at and job.started_at:
            took = (job.completed_at - job.started_at).total_seconds()
            self._meter.time("JobDuration", took * 1000, pipeline=job.pipeline)


class MeteredModel:
    """A Model. Tokens and cost are what answers told, the refused ones among them that were paid for."""

    def __init__(self, model: Model, meter: Meter) -> None:
        self._model = model
        self._meter = meter

    async def call(self, request: ModelRequest, on_text: Callable[[str], None]) -> ModelReply:
        self._count("ModelCalls")
        try:
            reply = await self._model.call(request, on_text)
        except CallError as error:
            self._failed(error)
            raise
        except asyncio.CancelledError:
            self._count("ModelCallsAborted")
            raise
        self._use(reply.usage)
        return reply

    def most_expensive(self, request: ModelRequest) -> Decimal | None:
        return self._model.most_expensive(request)

    def _failed(self, error: CallError) -> None:
        logger.warning("Model call failed: %s", error, extra=error.details)
        self._meter.count("ModelErrors", code=error.code)
        if error.code in SERVER_FAULTS:
            self._count("ModelServerErrors")
        elif isinstance(error, RateLimited):
            self._count("ModelRateLimits")
        if error.usage is not None:
            self._use(error.usage)

    def _use(self, usage: Usage) -> None:
        self._count("InputTokens", usage.input_tokens)
        self._count("OutputTokens", usage.output_tokens)
        self._count("CacheReadTokens", usage.cache_read_tokens)
        self._count("CacheWriteTokens", usage.cache_write_tokens)
        if usage.cost_usd is not None:
            self._count("CostUsd", float(usage.cost_usd))

    def _count(self, name: str, number: float = 1) -> None:
        if number:
            self._meter.count(name, number, pipeline=in_hand().pipeline)
