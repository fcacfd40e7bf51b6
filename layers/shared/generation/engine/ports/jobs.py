"""Jobs: the store of jobs, tasks, calls, events and logs, and the queue that carries them on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from generation.engine.flow.order import JobOrder
from generation.engine.model.checkpoint import (
    Checkpoint,
    IdempotencyRecord,
)
from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import Job, JobStatus
from generation.engine.model.ledger import Spend
from generation.engine.model.search import is_found
from generation.engine.model.task import Call, KeptAnswer, Task
from generation.engine.ports.page import Page


@dataclass(frozen=True, slots=True)
class Progress:
    """What a new holder of the lease rebuilds its state from."""

    input: dict[str, Any]
    tasks: tuple[Task, ...]
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Pulse:
    """The small read that a worker makes before each call, and twice a second while calls are running."""

    token: int
    watched_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFilter:
    """Which jobs a list shows: of one owner, or of one organization where `org_id` is given.

    words  of the title, see `search`
    since  created then or later
    until  created before
    """

    owner: str
    org_id: str | None = None
    statuses: frozenset[JobStatus] | None = None
    pipeline: str | None = None
    words: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it shows all jobs of its owner or organization."""
        return self == JobFilter(owner=self.owner, org_id=self.org_id)

    def shows(self, job: Job) -> bool:
        """Of a job of that owner or organization."""
        return (
            (self.statuses is None or job.status in self.statuses)
            and self.pipeline in (None, job.pipeline)
            and (self.since is None or job.created_at >= self.since)
            and (self.until is None or job.created_at < self.until)
            and is_found(self.words, job.title)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """An unfinished job that a later release wrote, and this one, rolled back to, cannot read."""

    job_id: str
    created_at: datetime
    deadline_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepMark:
    """What one sweep leaves to the next.

    reached         creation and id of the last job it looked at before its time was over; None: all
    taken_up_to     the latest moment at which a job was due that a worker is known to have taken
    had_backlog_at  when messages were last seen waiting
    missing         tickets that there were fewer than jobs that wait for their turn
    """

    reached: tuple[datetime, str] | None = None
    taken_up_to: datetime | None = None
    had_backlog_at: datetime | None = None
    missing: int = 0


class JobStore(JobOrder, Protocol):
    """Jobs, tasks, calls, events and logs. Reads are strongly consistent unless said otherwise."""

    def create(self, checkpoint: Checkpoint, request: dict[str, Any]) -> None:
        """Write a new job with its input. Raises DuplicateJob (`extra.job_id` is the running one),
        ErasureRunning, TooManyJobs, KeyUsed (idempotency), AlreadyThere (a document with a new head exists),
        QuotaExceeded, DocumentGone (one that the job needs), OrderMoved."""

    def take(
        self,
        job_id: str,
        *,
        now: datetime,
        until: datetime,
        expect: frozenset[JobStatus],
        steal: bool = False,
        is_begun: bool = False,
    ) -> Job | None:
        """Become the job's writer: token + 1, lease until `until`; the job as it is then, also in the order
        if it waits there.

        None where the job is not there, its status is not in `expect`, with `is_begun` where it waits for
        its turn or, unless `steal`, another lease is alive at `now` or `due_at` is later than `now`.
        """

    def commit(self, checkpoint: Checkpoint) -> None:
        """Write the checkpoint. Raises LeaseLost when the stored token is another one, and for
        ActiveSlot.CLAIM also DuplicateJob, ErasureRunning, TooManyJobs, OrderMoved, for `idempotency`
        KeyUsed, for `ledger` LedgerFull, for `needs` DocumentGone: then nothing was written."""

    def renew(self, job_id: str, token: int, until: datetime) -> None:
        """Heartbeat: move the lease's end, nothing that a reader sees.

        Raises LeaseLost, also when the token is right but the lease was let go: a heartbeat that
        comes late must not bring a handed-over job's lease back to life.
        """

    def pulse(self, job_id: str) -> Pulse | None: ...

    def watch(self, job_id: str, until: datetime) -> None:
        """Somebody looks at the feed until then: previews are worth writing."""

    def read(self, job_id: str) -> Job | None:
        """One read of one small item: what status polls live on. Strongly consistent, since a poll
        must not see a job go back."""

    def read_all(self, job_ids: Sequence[str]) -> Mapping[str, Job]:
        """Those of the jobs that are there, by id, whoever's they are; of large results only the small
        members. One request for a hundred of them."""

    def delete(self, job: Job, until: datetime) -> bool:
        """Delete a finished job as it was read: from now on it is as if it were not there, and it can be
        restored until then. False where somebody has written it since, or it is not finished."""

    def restore(self, job_id: str, owner: str) -> Job | None:
        """A deleted job of that owner, there again; None where it cannot be restored."""

    def load(self, job_id: str, *, is_new: bool = False) -> Progress:
        """What has come of the job so far. A new one, which no worker has had yet, has its input alone:
        nothing else is looked for."""

    def tasks(self, job_id: str) -> Sequence[Task]:
        """In the order of steps and items. While a checkpoint is being written some of its tasks may
        be there and others not yet."""

    def events(self, job_id: str, after: int, limit: int) -> Sequence[Event]:
        """With ids from `after` + 1 on, in order, without those past their time to live."""

    def logs(self, job_id: str, after: int, limit: int) -> Sequence[LogEntry]: ...

    def jobs(self, which: JobFilter, *, limit: int, cursor: str | None) -> Page[Job]:
        """Newest first; of large results only the small members. A page may hold fewer than `limit`
        and still have a cursor. Raises MalformedRequest for a cursor that is none."""

    def active_jobs(self, after: tuple[datetime, str] | None = None) -> Iterable[Job | Unreadable]:
        """Every job that is not finished, the oldest first, or those after the one that was created at
        that time under that id (for the sweep; eventually consistent)."""

    def count_active(self, owner: str) -> int:
        """How many jobs of the owner are not finished."""

    def spend(self, owner: str, now: datetime) -> Spend:
        """What checkpoints have booked and reserved (`Checkpoint.ledger`): the owner's day and month and
        the deployment's day that `now` is in. One request."""

    def reusable(self, owner: str, key: str, now: datetime) -> KeptAnswer | None:
        """What the owner's call of that key was answered; None past its time to live (eventually
        consistent)."""

    def keep_reusable(self, owner: str, key: str, answer: KeptAnswer, until: datetime) -> None:
        """Of two answers to the same call the later one stands. One that is too large for an item is not
        kept."""

    def sweep_mark(self) -> SweepMark:
        """As it was kept last; an empty one before that."""

    def keep_sweep_mark(self, mark: SweepMark) -> None: ...

    def give_up(self, job_id: str, now: datetime) -> None:
        """End a job that cannot be read and is over its deadline: failed, without a reason and an event,
        which only its state could number. Its owner's active slot is free again, and a release that can
        read it can retry it. Raises LeaseLost where it is not such a job."""

    def answer(self, owner: str, key: str, now: datetime) -> IdempotencyRecord | None:
        """What was answered under an idempotency key, None after its time to live."""

    def keep_answer(self, idempotency: IdempotencyRecord) -> None:
        """By itself, where what it answers is more than one write. Raises KeyUsed."""


class JobQueue(Protocol):
    def send(self, job_id: str, delay_s: int = 0, owner: str = "") -> None:
        """Queue a job to be carried on, or a ticket that names it. Delays are whole seconds, 900 at most.
        Messages of many owners are delivered in turn where the queue can do so."""

    def backlog(self) -> int:
        """How many messages could be received now, approximately: SQS may be a minute behind."""

    def queued(self) -> int:
        """How many messages there are that nobody has received, those with a delay included; approximately,
        as above."""
