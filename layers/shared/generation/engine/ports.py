"""Ports: what the engine needs of the outside. Adapters implement them, tests bring their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from generation.engine.flow.gcra import BudgetState, Opening, RateLimits
from generation.engine.flow.order import JobOrder
from generation.engine.model.checkpoint import (
    UNLIMITED,
    Checkpoint,
    Document,
    DocumentChange,
    Edit,
    IdempotencyRecord,
    Quota,
)
from generation.engine.model.control import PastPauses, Pause, Pauses, Scope
from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import Job, JobStatus, Usage
from generation.engine.model.ledger import Spend
from generation.engine.model.task import Call, KeptAnswer, Task

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`cursor` is opaque and goes into the next question; None at the end."""

    items: Sequence[T]
    cursor: str | None = None


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
    """Which jobs a list shows: of one owner, or of one organization where `org_id` is given."""

    owner: str
    org_id: str | None = None
    statuses: frozenset[JobStatus] | None = None
    pipeline: str | None = None


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
        TooManyJobs, KeyUsed (idempotency), AlreadyThere (a document with a new head exists),
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
        ActiveSlot.CLAIM also DuplicateJob, TooManyJobs, OrderMoved, for `idempotency` KeyUsed, for
        `ledger` LedgerFull, for `needs` DocumentGone: then nothing was written."""

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


class Documents(Protocol):
    """Exams, outlines, courses, programs, profiles. A worker writes them by its checkpoints."""

    def create(
        self, document: Document, idempotency: IdempotencyRecord | None = None, quota: Quota = UNLIMITED
    ) -> None:
        """Raises AlreadyThere where the id is taken, KeyUsed (idempotency), QuotaExceeded."""

    def delete(
        self,
        kind: str,
        owner: str,
        document_id: str,
        *,
        until: datetime,
        quota: Quota = UNLIMITED,
        subjects: Sequence[str] = (),
        job_id: str | None = None,
    ) -> bool:
        """Delete it: nobody finds it any more, and what it counted for is free again; whether it was there.
        It can be restored until then, or not at all where `quota` of the kind can be restored already. Raises
        DocumentInUse while the owner has an active job of such a subject, or that job is active."""

    def restore(self, kind: str, owner: str, document_id: str, quota: Quota = UNLIMITED) -> Document | None:
        """The head of what was deleted and is there again; None where it cannot be restored. Raises
        QuotaExceeded."""

    def deleted(self, kind: str, owner: str, document_id: str) -> Document | None:
        """The head of what was deleted and is not gone yet. Its id is not free before."""

    def put(self, document: Document) -> None:
        """Create or replace head and the given parts; of two at the same time the later one stands."""

    def change(self, change: DocumentChange) -> None:
        """Raises DocumentChanged, also where it is gone; DocumentInUse (`extra.job_id` is the running one).
        ValueError for more than one transaction takes."""

    def get(self, kind: str, owner: str, document_id: str, *, parts: bool = True) -> Document | None: ...

    def list(self, kind: str, owner: str, *, limit: int, cursor: str | None) -> Page[Document]:
        """Heads only, `parts` None, in descending order of id. Raises MalformedRequest (cursor)."""

    def edit(self, edit: Edit) -> Document | None:
        """The head with the edit, without parts; None where it is not there or its status is another one
        than expected."""


JOB = "job"
"""Kind of a job among what was deleted."""


BESIDE = {"course": "lesson_history"}
"""Kinds of documents that belong to another one, by its kind: their ids begin with its id and a slash. They
are read through it alone, and go with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """Something that was deleted: a document, or a job. It can be restored until then, and goes after that.

    org_id  of a job, in whose list it stands too
    """

    kind: str
    owner: str
    id: str
    until: datetime
    org_id: str | None = None


class Trash(Protocol):
    """What was deleted, until it is gone."""

    def due(self, now: datetime, most: int) -> Sequence[Deleted]:
        """What can be restored no more, the longest first."""

    def purge(self, deleted: Deleted, now: datetime) -> bool:
        """Delete it for good, with all its parts; whether it had not been restored. It may stop half way: it
        is due until it has ended."""


class Control(Protocol):
    """What the operator has paused."""

    def pauses(self) -> Pauses:
        """One small read. Strongly consistent: no read that begins after `pause` has returned misses it."""

    def pause(self, pause: Pause) -> Pauses:
        """All that is paused afterwards. Raises Conflict (`too-many-pauses`)."""

    def resume(self, scope: Scope, value: str, now: datetime) -> Pauses:
        """All that is paused afterwards."""

    def past(self) -> PastPauses:
        """Strongly consistent. Of pauses that `pauses` does not show any more none is missed by a read that
        begins later."""


class JobQueue(Protocol):
    def send(self, job_id: str, delay_s: int = 0, owner: str = "") -> None:
        """Queue a job to be carried on, or a ticket that names it. Delays are whole seconds, 900 at most.
        Messages of many owners are delivered in turn where the queue can do so."""

    def backlog(self) -> int:
        """How many messages could be received now, approximately: SQS may be a minute behind."""

    def queued(self) -> int:
        """How many messages there are that nobody has received, those with a delay included; approximately,
        as above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A message of the conversation: `role` is user or assistant."""

    role: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """One model call.

    shared             blocks that all calls of the job begin with: marked for caching
    schema             JSON schema of the answer, None for free text
    max_output_tokens  hard limit of the answer, thinking included
    effort             low, medium or high
    """

    model: str
    shared: tuple[str, ...]
    turns: tuple[Turn, ...]
    schema: Mapping[str, Any] | None = None
    max_output_tokens: int = 16_000
    effort: str = "medium"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReply:
    """`model` is what the answer names; `usage` is of this call alone (`model_calls` 1); `rate_limits` are
    the account's when the answer began, None where none were told."""

    text: str
    model: str
    usage: Usage
    rate_limits: RateLimits | None = None


class Model(Protocol):
    async def call(self, request: ModelRequest, on_text: Callable[[str], None]) -> ModelReply:
        """Make the call; `on_text` gets all of the text so far, as it grows, and must be quick.

        Raises RateLimited, TransientCallError (also InvalidOutput where the answer was cut off at
        its limit) or PermanentError, whose `usage` and `is_unbilled` say what is known of the bill.
        Cancelling the coroutine closes the stream.
        """

    def most_expensive(self, request: ModelRequest) -> Decimal | None:
        """Upper bound of what the call can cost in USD; None where the price is not known."""


class ModelBudget(Protocol):
    """What all jobs together may use of a class of models by the minute (`flow.gcra`): each call takes its
    time of it before it begins. `model` is a model's id, `now` the caller's clock.

    Every change is one atomic write. One that is made twice, or whose answer gets lost, lets less through,
    never more. Raises Unavailable.
    """

    def reserve(
        self, model: str, cost: timedelta, *, now: datetime, owed: timedelta, ahead: timedelta
    ) -> Opening:
        """Take time for a call that can begin within `ahead`, and what earlier ones owe; otherwise none. A
        reservation that is not used goes by."""

    def refused(self, model: str, *, begun_at: datetime, now: datetime, wait: timedelta) -> BudgetState:
        """A call that had begun then was refused: everybody waits, once for all who had begun by then."""

    def learn(self, model: str, told: RateLimits, *, now: datetime) -> BudgetState:
        """Keep what an answer told of the account. Its limits may be missing from what is returned where
        it told none."""

    def state(self, model: str) -> BudgetState:
        """One small read, eventually consistent."""


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""

    async def sleep(self, seconds: float) -> None: ...


class Ids(Protocol):
    def new(self, prefix: str) -> str:
        """`prefix_` and a part that sorts by time and cannot be guessed."""

    def jitter(self) -> float:
        """From [0, 1)."""
