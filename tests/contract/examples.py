"""Data that the contract's tests write, and the stores that they write it to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from generation.engine.model.checkpoint import (
    ActiveSlot,
    Checkpoint,
    Document,
    DocumentWrite,
    IdempotencyRecord,
)
from generation.engine.model.event import Event, EventType, LogEntry, LogLevel
from generation.engine.model.job import ACTIVE, Job, JobStatus, StepState, StepStatus, Usage
from generation.engine.model.task import Call, Task
from generation.engine.ports import Audit, Control, Documents, Holdings, JobStore, Trash
from generation.engine.ports.figures import FigureStore
from generation.engine.ports.outbox import Outbox

LEASE = timedelta(seconds=20)
RETENTION = timedelta(hours=24)
DEADLINE = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Stack:
    """Stores over the same data, and their clock, which stands still unless a test moves it."""

    jobs: JobStore
    documents: Documents
    control: Control
    trash: Trash
    audit: Audit
    holdings: Holdings
    figures: FigureStore
    outbox: Outbox
    now: datetime
    settle: Callable[[], None] = lambda: None
    """Eventual reads see from now on what has been written so far. They do anyhow, but for one store."""

    def clock(self) -> datetime:
        return self.now

    def job(self, job_id: str = "job_1", **changes: Any) -> Job:
        """A new job; another subject for each job id, so that they do not meet unless meant to."""
        job = Job(
            job_id=job_id,
            owner="ada",
            org_id="analytical",
            pipeline="exam_course",
            subject=f"exam:{job_id}",
            title="Practice exam",
            status=JobStatus.PENDING,
            steps=(StepState(name="initialize", label="Initialize"), StepState(name="save", label="Save")),
            created_at=self.now,
        )
        return replace(job, **changes)

    def create(self, job: Job, request: dict[str, Any] | None = None, **others: Any) -> None:
        others = {"slot": ActiveSlot.CLAIM, "max_active": 10, **others}
        self.jobs.create(Checkpoint(job=job, **others), request or {"exam_id": "exam_1"})

    def take(self, job_id: str = "job_1", **how: Any) -> Job | None:
        how = {"now": self.now, "until": self.now + LEASE, "expect": ACTIVE, **how}
        return self.jobs.take(job_id, **how)

    def taken(self, job_id: str = "job_1", **how: Any) -> Job:
        job = self.take(job_id, **how)
        assert job is not None
        return job

    def started(self, job_id: str = "job_1", **changes: Any) -> Job:
        """A job that was created and taken by a worker."""
        self.create(self.job(job_id, **changes))
        return self.taken(job_id)

    def commit(self, job: Job, **others: Any) -> None:
        self.jobs.commit(Checkpoint(job=job, **others))

    def end(self, job: Job, status: JobStatus = JobStatus.COMPLETED) -> Job:
        """The terminal checkpoint."""
        ended = replace(
            job,
            status=status,
            lease_until=None,
            completed_at=self.now,
            expires_at=self.now + 30 * DAY,
            version=job.version + 1,
        )
        self.commit(ended, slot=ActiveSlot.RELEASE)
        return ended

    def read(self, job_id: str = "job_1") -> Job:
        job = self.jobs.read(job_id)
        assert job is not None
        return job

    def event(self, event_id: int, **fields: Any) -> Event:
        return Event(
            event_id=event_id,
            type=EventType.STEP_PROGRESS,
            timestamp=self.now,
            fields=fields or {"step": "save"},
        )

    def entry(self, log_id: int) -> LogEntry:
        return LogEntry(
            log_id=log_id, timestamp=self.now, level=LogLevel.WARNING, message="again", details={"n": 1}
        )

    def document(self, document_id: str = "exam_1", **changes: Any) -> Document:
        document = Document(
            kind="exam",
            owner="ada",
            document_id=document_id,
            status="stored",
            created_at=self.now,
            summary={"title": "Practice exam", "questions": 2},
            parts={"questions": [{"question_id": "q1", "text": "<b>µ?</b>"}, {"question_id": "q2"}]},
        )
        return replace(document, **changes)

    def idempotency(self, key: str = "k1", owner: str = "ada", **changes: Any) -> IdempotencyRecord:
        idempotency = IdempotencyRecord(
            owner=owner,
            key=key,
            fingerprint="f1",
            answer={"job_id": "job_1", "body": {"status": "pending"}},
            expires_at=self.now + DAY,
        )
        return replace(idempotency, **changes)


def task(item: int = 0, **changes: Any) -> Task:
    """An item of the second step."""
    made = Task(
        task_id=f"lessons/t{item}",
        step="lessons",
        step_index=1,
        item_id=f"t{item}",
        index=item,
        label=f"Topic {item}",
        data={"question_ids": ["q1", "q2"]},
        status=StepStatus.COMPLETED,
        progress=100,
        attempts=1,
        result={"lesson_id": f"l{item}"},
    )
    return replace(made, **changes)


def call(key: str = "lesson", item: int = 0, **changes: Any) -> Call:
    made = Call(
        task_id=f"lessons/t{item}",
        key=key,
        attempts=1,
        text="{}",
        model="claude-sonnet-5-5",
        usage=Usage(model_calls=1, input_tokens=10, output_tokens=20, cost_usd=Decimal("0.00033")),
    )
    return replace(made, **changes)


def written(document: Document) -> DocumentWrite:
    return DocumentWrite(
        kind=document.kind,
        owner=document.owner,
        document_id=document.document_id,
        head=document,
        parts=document.parts or {},
    )
