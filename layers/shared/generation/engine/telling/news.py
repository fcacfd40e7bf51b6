"""News: what of a checkpoint the owner's webhooks are told, and of a course that a person publishes.

Ids and moments are those of what is told of, so whoever writes the same again writes the same news.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from generation.engine.model.checkpoint import Checkpoint, Document
from generation.engine.model.delivery import Delivery, News
from generation.engine.model.job import Job, JobStatus
from generation.engine.model.webhook import Occasion, Webhook

ENDS = {
    JobStatus.COMPLETED: Occasion.JOB_COMPLETED,
    JobStatus.FAILED: Occasion.JOB_FAILED,
    JobStatus.CANCELLED: Occasion.JOB_CANCELLED,
}
MOST_RESULT_CHARS = 100
"""Longest text of a result that is told: ids are. The rest is read over the API."""


def may_be_told(checkpoint: Checkpoint) -> bool:
    """Whether there is anything to tell: of most there is not, and nobody is asked who listens."""
    job = checkpoint.job
    return job.is_finished or job.status is JobStatus.WAITING or any(map(_is_published, _heads(checkpoint)))


def news_of(checkpoint: Checkpoint) -> tuple[News, ...]:
    published = tuple(published_news(head) for head in _heads(checkpoint) if _is_published(head))
    job = checkpoint.job
    if job.is_finished:
        at = job.completed_at or job.created_at
        return (*published, _of_job(job, ENDS[job.status], at, str(job.attempt)))
    if job.status is JobStatus.WAITING:
        at = job.deadline_from or job.created_at
        # One attempt may wait more than once, each time before another step.
        number = f"{job.attempt}-{len(job.passed) + 1}"
        return (*published, _of_job(job, Occasion.JOB_WAITING, at, number))
    return published


def published_news(head: Document) -> News:
    """Of a course that is published as the head says. Published again later, it is told again."""
    at = datetime.fromisoformat(str(head.summary["published_at"]))
    moment = round(at.timestamp() * 1000)
    return News(
        news_id=f"{head.document_id}-published-{moment}",
        owner=head.owner,
        occasion=Occasion.COURSE_PUBLISHED,
        at=at,
        data={
            "course_id": head.document_id,
            "title": head.summary.get("title"),
            "kind": head.summary.get("kind"),
            "published_at": head.summary["published_at"],
        },
    )


def delivery_of(news: News, webhook: Webhook, patience: timedelta) -> Delivery:
    """Due at once; `patience` is how long its message may take before the sweep sends another one."""
    return Delivery(
        owner=news.owner,
        webhook_id=webhook.webhook_id,
        news_id=news.news_id,
        occasion=news.occasion.value,
        created_at=news.at,
        data=news.data,
        due_at=news.at,
        sweep_at=news.at + patience,
    )


def iso(moment: datetime) -> str:
    """As all moments are told."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _of_job(job: Job, occasion: Occasion, at: datetime, number: str) -> News:
    return News(
        news_id=f"{job.job_id}-{number}-{job.status.value}",
        owner=job.owner,
        occasion=occasion,
        at=at,
        data={
            "job_id": job.job_id,
            "pipeline": job.pipeline,
            "title": job.title,
            "status": job.status.value,
            "attempt": job.attempt,
            "step": job.current_step if job.status is JobStatus.WAITING else None,
            "error": _error(job),
            "result": _ids(job.result),
            "created_at": iso(job.created_at),
            "completed_at": iso(job.completed_at) if job.completed_at else None,
        },
    )


def _error(job: Job) -> dict[str, Any] | None:
    error = job.error
    if error is None or job.status is not JobStatus.FAILED:
        return None
    return {"code": error.code, "message": error.message, "step": error.step, "retryable": error.retryable}


def _ids(result: Mapping[str, Any] | None) -> dict[str, str] | None:
    """Of a result, what is a short text: ids of what was made."""
    if result is None:
        return None
    return {
        name: value
        for name, value in result.items()
        if isinstance(value, str) and len(value) <= MOST_RESULT_CHARS
    }


def _heads(checkpoint: Checkpoint) -> tuple[Document, ...]:
    """Those whose status is what they say."""
    return tuple(write.head for write in checkpoint.documents if write.head and not write.keeps_status)


def _is_published(head: Document) -> bool:
    is_told = f"{head.kind}.{head.status}" == Occasion.COURSE_PUBLISHED
    return is_told and bool(head.summary.get("published_at"))
