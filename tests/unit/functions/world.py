"""What stands behind the functions in their tests, and ways to bring a job into a state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from generation.engine.model import transitions
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint
from generation.engine.model.job import Job, JobError, JobStatus
from generation.engine.model.task import Task
from generation.engine.model.version import versioned
from generation.system import RandomIds
from testing.memory.figures import MemoryFigures
from testing.memory.holdings import MemoryHoldings
from testing.memory.jobs import MemoryJobStore
from testing.memory.outbox import MemoryOutbox
from testing.memory.queue import MemoryDeliveryQueue
from testing.memory.stores import MemoryAudit, MemoryControl, MemoryDocuments, MemoryQueue, MemoryTrash
from testing.memory.world import MemoryWorld

OPERATORS = ("lock", "pauses", "audit")
START = datetime(2026, 11, 22, 9, 30, 0, 125_000, tzinfo=UTC)


@dataclass
class StillClock:
    time: datetime = START

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class World:
    memory: MemoryWorld = field(default_factory=MemoryWorld)
    clock: StillClock = field(default_factory=StillClock)

    def __post_init__(self) -> None:
        self.store = MemoryJobStore(self.memory, now=self.clock.now)
        self.documents = MemoryDocuments(self.memory, now=self.clock.now)
        self.queue = MemoryQueue(self.clock.now)
        self.control = MemoryControl(self.memory)
        self.outbox = MemoryOutbox(self.memory, now=self.clock.now)
        self.delivery_queue = MemoryDeliveryQueue(self.clock.now)

    def parts(self) -> dict[str, Any]:
        return {
            "clock": self.clock,
            "ids": RandomIds(),
            "job_store": self.store,
            "documents": self.documents,
            "job_queue": self.queue,
            "control": self.control,
            "trash": MemoryTrash(self.memory),
            "audit": MemoryAudit(self.memory),
            "holdings": MemoryHoldings(self.memory),
            "figures": MemoryFigures(self.memory),
            "outbox": self.outbox,
            "delivery_queue": self.delivery_queue,
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been stored or queued; what is paused, and told of it, is the operator's."""
        untouched = vars(MemoryWorld())
        stored = {name: kept for name, kept in vars(self.memory).items() if name not in OPERATORS}
        is_stored = any(kept != untouched[name] for name, kept in stored.items())
        return not is_stored and self.queue.next_due() is None

    def empty(self) -> None:
        for kept in vars(self.memory).values():
            if isinstance(kept, dict):
                kept.clear()
        while self.queue.receive():
            pass

    def job(self, job_id: str) -> Job:
        job = self.store.read(job_id)
        assert job is not None
        return job

    def change(self, job_id: str, *, tasks: tuple[Task, ...] = (), **members: Any) -> Job:
        """Write the job as a worker would, as one checkpoint."""
        taken = self.take(job_id)
        changed = replace(taken, lease_until=None, version=taken.version + 1, **members)
        self.store.commit(Checkpoint(job=changed, tasks=tasks))
        return changed

    def fail(self, job_id: str) -> Job:
        error = JobError(code="refused", message="The model refused.", step="detect_topics", retryable=False)
        taken = self.take(job_id)
        job, events = transitions.fail(taken, error, self.clock.now())
        self.store.commit(Checkpoint(job=versioned(taken, job), events=events, slot=ActiveSlot.RELEASE))
        return job

    def take(self, job_id: str) -> Job:
        now = self.clock.now()
        anything = frozenset(JobStatus)
        taken = self.store.take(
            job_id, now=now, until=now + timedelta(seconds=5), expect=anything, steal=True
        )
        assert taken is not None
        return taken


def small_exam(**members: Any) -> dict[str, Any]:
    return {"title": "First aid", "questions": [question("q1"), question("q2")], **members}


def question(question_id: str, **members: Any) -> dict[str, Any]:
    options = [{"option_id": "A", "text": "Yes"}, {"option_id": "B", "text": "No"}]
    return {
        "question_id": question_id,
        "text": f"Is {question_id} so?",
        "options": options,
        "correct": ["A"],
        **members,
    }


def course_request(**members: Any) -> dict[str, Any]:
    return {"pipeline": "exam_course", "input": {"exam": small_exam()}, **members}
