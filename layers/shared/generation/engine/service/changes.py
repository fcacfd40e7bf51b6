"""Changes: what its owner can do with a job that there is: cancel, retry, let go on, delete, restore."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from generation.engine.errors import (
    Conflict,
    KeyUsed,
    LeaseLost,
    NotFound,
    OrderMoved,
    PlanRequired,
    Unavailable,
    no_such_document,
)
from generation.engine.flow.fair import next_tag, share_of
from generation.engine.model import transitions
from generation.engine.model.checkpoint import (
    ActiveSlot,
    Checkpoint,
    IdempotencyRecord,
    Standing,
)
from generation.engine.model.event import LogLevel
from generation.engine.model.funding import settle
from generation.engine.model.job import (
    ACTIVE,
    FINISHED,
    NORMAL,
    Job,
    JobStatus,
)
from generation.engine.model.version import versioned
from generation.engine.ports import Control, Documents, JobQueue
from generation.engine.service.admission import Admission
from generation.engine.service.idempotency import IdempotencyKey, answer_of_twin, first_answer, kept_answer
from generation.engine.service.reader import JobReader
from generation.engine.service.requests import Answer, Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class JobChanges(JobReader):
    documents: Documents
    queue: JobQueue
    control: Control

    def cancel(self, caller: Caller, job_id: str, reason: str | None = None) -> Answer:
        """Take the job over and end it: once this returns no worker can write it or begin a call.

        Raises NotFound, Conflict (`job-already-finished`).
        """
        for _ in range(self.limits.policy.service.takeover_tries):
            job = self._owned(caller, job_id)
            if job.status is JobStatus.CANCELLED:
                return Answer(job=job, changed=False)
            if job.is_finished:
                raise Conflict(f"The job has already {job.status.value}.", code="job-already-finished")
            taken = self._take(job_id, ACTIVE)
            if taken is None:
                continue
            now = self.clock.now()
            job, events = transitions.cancel(transitions.take_over(taken), reason, now)
            details = {"reason": reason} if reason else {}
            job, entry = transitions.log(job, now, LogLevel.WARNING, "Cancelled", **details)
            job, booked = settle(versioned(taken, job), now)
            checkpoint = Checkpoint(
                job=job, events=events, logs=(entry,), ledger=booked, slot=ActiveSlot.RELEASE
            )
            try:
                self.store.commit(checkpoint)
            except LeaseLost:
                continue  # Another cancel or the sweep came between: look again.
            return Answer(job=job)
        raise Unavailable("the job changed hands too often")

    def retry(
        self,
        caller: Caller,
        job_id: str,
        key: IdempotencyKey | None = None,
        max_cost_usd: Decimal | None = None,
    ) -> Answer:
        """A failed or cancelled job goes on from what is not done, under another cap if one is given: no
        higher one than the deployment's.

        Raises NotFound (also where its exam or course was deleted), Conflict (`job-not-resumable`),
        PlanRequired, Paused, SpendLimitReached, DuplicateJob, TooManyJobs.
        """
        return self._reopen(caller, job_id, key, FINISHED - {JobStatus.COMPLETED}, max_cost_usd)

    def proceed(self, caller: Caller, job_id: str, key: IdempotencyKey | None = None) -> Answer:
        """A job that waits for a person goes on.

        Raises NotFound, Conflict (`job-not-waiting`), PlanRequired, Paused, SpendLimitReached."""
        return self._reopen(caller, job_id, key, frozenset({JobStatus.WAITING}))

    def _reopen(
        self,
        caller: Caller,
        job_id: str,
        key: IdempotencyKey | None,
        expect: frozenset[JobStatus],
        max_cost_usd: Decimal | None = None,
    ) -> Answer:
        waiting = JobStatus.WAITING in expect
        if (again := self._again(caller, key)) is not None:
            return again
        reserved: Standing | None = None
        for _ in range(self.limits.policy.service.takeover_tries):
            job = self._owned(caller, job_id)
            if job.status not in expect:
                code = "job-not-waiting" if waiting else "job-not-resumable"
                raise Conflict(f"The job is {job.status.value}.", code=code)
            _check_plan(caller, job)
            self._check_documents(job)
            self._admit(caller.owner, caller.plan, job.pipeline)
            taken = self._take(job_id, expect)
            if taken is None:
                continue
            job = transitions.take_over(taken)
            standing: Standing | None = None
            if waiting:
                job = transitions.proceed(job, self.clock.now(), self.limits.deadline)
            else:
                standing = reserved or self.store.standing(caller.owner)
                job = transitions.reopen(job, self.clock.now(), self.limits.queue_deadline)
                job = self._ordered(caller, job, standing)
            options = replace(job.options, max_cost_usd=max_cost_usd or job.options.max_cost_usd)
            options = options.capped(self.limits.max_cost_usd)
            job = versioned(taken, replace(job, options=options, plan=caller.plan))
            answer = Answer(job=job, queue=self.place(job))
            checkpoint = Checkpoint(
                job=job,
                needs=job.documents,
                standing=standing,
                slot=ActiveSlot.KEEP if waiting else ActiveSlot.CLAIM,
                max_active=self.limits.max_active,
                idempotency=self._idempotency(caller, key, answer),
            )
            try:
                self.store.commit(checkpoint)
            except LeaseLost:
                continue
            except OrderMoved:
                reserved = self._reserved(caller, standing or Standing())
                continue
            except KeyUsed:
                return self._twin(caller, key)
            if job.tag is not None:
                self._seen.add(job)
            self._send(job)
            return answer
        raise Unavailable("the job changed hands too often")

    def _check_documents(self, job: Job) -> None:
        """Before the job is taken: a refusal leaves it as it is."""
        for kind, document_id in job.documents:
            if self.documents.get(kind, job.owner, document_id, parts=False) is None:
                raise no_such_document(kind)

    def delete(self, caller: Caller, job_id: str) -> None:
        """What it made stays. Raises NotFound, Conflict (`job-not-finished`)."""
        for _ in range(self.limits.policy.service.takeover_tries):
            job = self._owned(caller, job_id)
            if not job.is_finished:
                raise Conflict(f"The job is {job.status.value}: cancel it first.", code="job-not-finished")
            if self.store.delete(job, self.clock.now() + self.limits.policy.service.restorable):
                return
        raise Unavailable("the job changed hands too often")

    def restore(self, caller: Caller, job_id: str) -> Job:
        """The job, there again or still. Raises NotFound."""
        return self.store.restore(job_id, caller.owner) or self._owned(caller, job_id)

    def _take(self, job_id: str, expect: frozenset[JobStatus]) -> Job | None:
        now = self.clock.now()
        until = now + self.limits.policy.service.takeover
        return self.store.take(job_id, now=now, until=until, expect=expect, steal=True)

    def _owned(self, caller: Caller, job_id: str) -> Job:
        """Only its owner may change a job."""
        job = self.store.read(job_id)
        if job is None or job.owner != caller.owner:
            raise NotFound("There is no such job.", code="job-not-found")
        return job

    def _ordered(self, caller: Caller, job: Job, standing: Standing) -> Job:
        tag = next_tag(standing, self.limits.weight(caller.plan))
        is_ranked = standing.uses_priorities or job.options.priority != NORMAL
        return transitions.enter_order(job, tag, is_ranked=is_ranked)

    def _reserved(self, caller: Caller, standing: Standing) -> Standing:
        """Where another start of the owner was faster. A write of its own, so that the next try meets none:
        of twenty starts at once most would repeat their transaction until they gave up."""
        share = share_of(self.limits.weight(caller.plan))
        return self.store.reserve(caller.owner, standing, share)

    def _admit(self, owner: str, plan: str, pipeline: str) -> None:
        admission = Admission(control=self.control, store=self.store, clock=self.clock, limits=self.limits)
        admission.check(owner, plan, pipeline)

    def _send(self, job: Job) -> None:
        """The job is stored, so a message that cannot be sent now is sent by the sweep."""
        try:
            self.queue.send(job.job_id, owner=job.owner)
        except Unavailable:
            return

    def _idempotency(
        self, caller: Caller, key: IdempotencyKey | None, answer: Answer
    ) -> IdempotencyRecord | None:
        until = self.clock.now() + self.limits.policy.service.answers_kept
        return first_answer(caller.owner, key, answer, answer.job.job_id, until)

    def _again(self, caller: Caller, key: IdempotencyKey | None) -> Answer | None:
        """What was answered under this key before."""
        kept = kept_answer(self.store, caller.owner, key, self.clock.now())
        return Answer(job=self.job(caller, kept["id"]), body=kept["body"]) if kept else None

    def _twin(self, caller: Caller, key: IdempotencyKey | None) -> Answer:
        kept = answer_of_twin(self.store, caller.owner, key, self.clock.now())
        return Answer(job=self.job(caller, kept["id"]), body=kept["body"])


def _check_plan(caller: Caller, job: Job) -> None:
    """The plan is the caller's of today, not that of the day when the job was started."""
    if job.required_plan not in (None, caller.plan):
        raise PlanRequired(
            f"This job needs the plan {job.required_plan!r}; yours is {caller.plan!r}.",
            extra={"required_plan": job.required_plan},
        )
