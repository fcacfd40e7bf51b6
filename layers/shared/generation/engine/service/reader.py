"""Reader: what a caller may see of jobs: state, items, lists, feed, log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from generation.engine.errors import Forbidden, NotFound
from generation.engine.flow.place import QueuePlace, SeenLine
from generation.engine.limits import Limits
from generation.engine.model.audit import Act, Action
from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import Job, JobStatus, StepStatus
from generation.engine.model.task import Task
from generation.engine.ports import Audit, Clock, JobFilter, JobStore, Page
from generation.engine.service.requests import Caller, Feed, Log

ORG_ADMIN = "org_admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobReader:
    """`audit` is told when an admin of an organization reads what is not his own: once in a while for each
    thing, since a page asks for it again and again. None: nobody is told."""

    store: JobStore
    clock: Clock
    limits: Limits
    audit: Audit | None = None
    _marked: dict[str, datetime] = field(default_factory=dict)
    _told: dict[tuple[str, ...], datetime] = field(default_factory=dict)
    _seen: SeenLine = field(default_factory=SeenLine)

    def job(self, caller: Caller, job_id: str) -> Job:
        """One read. Raises NotFound, also for somebody else's job."""
        job = self.store.read(job_id)
        if job is None or not _may_read(caller, job):
            raise NotFound("There is no such job.", code="job-not-found")
        if job.owner != caller.owner:
            self._tell(caller, Action.READ_JOB, job_id=job_id, owner=job.owner)
        return job

    def place(self, job: Job) -> QueuePlace | None:
        """Where the job waits for its turn; None where it does not. At most one look at the order every few
        seconds, whoever asks."""
        if job.tag is None:
            return None
        now = self.clock.now()
        self._seen.look(self.store, now, self.limits.policy.flow)
        return self._seen.place_of(job, now, self.limits.policy.flow)

    def items(self, job: Job) -> Sequence[Task]:
        """Topics, projects, lessons: the items of the fan-out steps, none older than the job, which was
        read before them."""
        self._watch(job)
        items: Sequence[Task] = ()
        for _ in range(self.limits.policy.service.item_reads):
            items = [task for task in self.store.tasks(job.job_id) if task.item_id is not None]
            if _are_all_there(job, items):
                break
        return items

    def jobs(
        self,
        caller: Caller,
        *,
        statuses: frozenset[JobStatus] | None = None,
        pipeline: str | None = None,
        words: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        scope: str = "own",
        limit: int = 25,
        cursor: str | None = None,
    ) -> Page[Job]:
        """Newest first. Raises Forbidden for scope `org` without the role `org_admin`."""
        org_id = None
        if scope == "org":
            if caller.org_id is None or ORG_ADMIN not in caller.roles:
                raise Forbidden("Only an org_admin sees the jobs of an organization.", code="role-required")
            org_id = caller.org_id
            self._tell(caller, Action.LIST_JOBS, org_id=org_id)
        which = JobFilter(
            owner=caller.owner,
            org_id=org_id,
            statuses=statuses,
            pipeline=pipeline,
            words=words,
            since=since,
            until=until,
        )
        return self.store.jobs(which, limit=limit, cursor=cursor)

    def feed(self, caller: Caller, job_id: str, after: int, limit: int = 500) -> Feed:
        """Events after `after`. The job is read first: if it has ended, all its events are there."""
        job = self.job(caller, job_id)
        self._watch(job)
        events: Sequence[Event] = ()
        if after < job.last_event_id:
            events = self.store.events(job_id, after, limit)
        last = events[-1].event_id if events else after
        finished = job.is_finished and (last >= job.last_event_id or (not events and self._is_settled(job)))
        return Feed(job=job, events=events, last_event_id=last, is_finished=finished)

    def log(self, caller: Caller, job_id: str, after: int, limit: int = 500) -> Log:
        """Entries after `after`."""
        job = self.job(caller, job_id)
        entries: Sequence[LogEntry] = ()
        if after < job.last_log_id:
            entries = self.store.logs(job_id, after, limit)
        last = entries[-1].log_id if entries else after
        finished = job.is_finished and (last >= job.last_log_id or (not entries and self._is_settled(job)))
        return Log(job=job, entries=entries, last_log_id=last, is_finished=finished)

    def _is_settled(self, job: Job) -> bool:
        """What is due of it and not there is past its time to live. Just after the end it may be not
        visible yet, since reads do not see a transaction as one."""
        settled_at = self.clock.now() - self.limits.policy.service.settled
        return job.completed_at is not None and job.completed_at < settled_at

    def _watch(self, job: Job) -> None:
        """Say that somebody watches, at most every few seconds from this process."""
        now, watched = self.clock.now(), self.limits.policy.service.watched
        marked = self._marked.get(job.job_id)
        if job.is_finished or (marked is not None and now < marked - watched / 2):
            return
        if len(self._marked) > 1000:
            self._marked.clear()
        self._marked[job.job_id] = now + watched
        self.store.watch(job.job_id, now + watched)

    def _tell(self, caller: Caller, action: Action, **target: str) -> None:
        """Before it is shown: what cannot be told is not read. Raises Unavailable."""
        if self.audit is None:
            return
        now, what = self.clock.now(), (caller.owner, action.value, *target.values())
        told_at = self._told.get(what)
        if told_at is not None and now < told_at + self.limits.policy.service.told_again:
            return
        self.audit.append(Act(at=now, actor=caller.owner, role=ORG_ADMIN, action=action, target=target))
        if len(self._told) > 1000:
            self._told.clear()
        self._told[what] = now


def _are_all_there(job: Job, items: Sequence[Task]) -> bool:
    """By the job's own counts."""
    known = Counter(item.step for item in items)
    completed = Counter(item.step for item in items if item.status is StepStatus.COMPLETED)
    return all(
        completed[step.name] >= (step.items_completed or 0) and known[step.name] >= (step.items_total or 0)
        for step in job.steps
    )


def _may_read(caller: Caller, job: Job) -> bool:
    if job.owner == caller.owner:
        return True
    same_org = caller.org_id is not None and caller.org_id == job.org_id
    return same_org and ORG_ADMIN in caller.roles
