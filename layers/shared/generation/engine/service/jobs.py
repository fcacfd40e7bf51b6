"""Service: what a caller can do with jobs. Small, synchronous, without steps and model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.engine.errors import (
    AlreadyThere,
    DocumentGone,
    FieldError,
    InvalidInput,
    KeyUsed,
    OrderMoved,
)
from generation.engine.model import transitions
from generation.engine.model.checkpoint import (
    ActiveSlot,
    Checkpoint,
    Standing,
    new_document,
)
from generation.engine.model.event import LogLevel
from generation.engine.model.job import (
    Job,
    JobStatus,
    Options,
    StepState,
    job_subject,
)
from generation.engine.pipeline import Accepted, Pipeline, Requester
from generation.engine.policy import TITLE_CHARS
from generation.engine.ports import Ids
from generation.engine.service.changes import JobChanges
from generation.engine.service.idempotency import IdempotencyKey
from generation.engine.service.requests import Answer, Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class JobService(JobChanges):
    pipelines: Mapping[str, Pipeline[Any]]
    ids: Ids

    def start(
        self,
        caller: Caller,
        pipeline: str,
        request: Mapping[str, Any],
        options: Options,
        key: IdempotencyKey | None = None,
    ) -> Answer:
        """Accept a request and queue its job.

        Raises InvalidInput, Paused, SpendLimitReached, NotFound, PlanRequired, QuotaExceeded, DuplicateJob,
        TooManyJobs, IdempotencyKeyReused.
        """
        if (again := self._again(caller, key)) is not None:
            return again
        definition = self._definition(pipeline)
        if not definition.is_right:
            self._admit(caller.owner, caller.plan, pipeline)
        try:
            answer = self._create(caller, definition, request, options, key)
        except KeyUsed:
            # Two requests with the same key ran at the same time; the other one was first.
            return self._twin(caller, key)
        except (AlreadyThere, DocumentGone):
            # The same document was stored, or the stored one deleted, by another request meanwhile: now
            # it is found, or is not.
            answer = self._create(caller, definition, request, options, key)
        self._send(answer.job)
        return answer

    def accepted(
        self, caller: Caller, pipeline: str, request: Mapping[str, Any], options: Options
    ) -> tuple[Pipeline[Any], Requester, Accepted[Any]]:
        """What a start of the same would make of the request, without starting it. Raises what `start`
        raises, but for what is only found out by writing: QuotaExceeded, DuplicateJob, TooManyJobs."""
        definition, requester = self._definition(pipeline), self._requester(caller, options)
        self._admit(caller.owner, caller.plan, pipeline)
        return definition, requester, definition.accept(requester, request)

    def _definition(self, pipeline: str) -> Pipeline[Any]:
        definition = self.pipelines.get(pipeline)
        if definition is None:
            known = ", ".join(sorted(self.pipelines))
            raise InvalidInput(
                f"There is no pipeline of that name; there are {known}.",
                errors=(FieldError("/pipeline", f"must be one of {known}"),),
            )
        return definition

    def _requester(self, caller: Caller, options: Options) -> Requester:
        return Requester(
            owner=caller.owner,
            plan=caller.plan,
            now=self.clock.now(),
            documents=self.documents,
            ids=self.ids,
            options=options,
            models=self.limits.models,
        )

    def _create(
        self,
        caller: Caller,
        definition: Pipeline[Any],
        request: Mapping[str, Any],
        options: Options,
        key: IdempotencyKey | None,
    ) -> Answer:
        accepted = definition.accept(self._requester(caller, options), request)
        standing = self.store.standing(caller.owner)
        try:
            return self._created(caller, definition, accepted, options, key, standing)
        except OrderMoved:
            standing = self._reserved(caller, standing)
            return self._created(caller, definition, accepted, options, key, standing)

    def _created(
        self,
        caller: Caller,
        definition: Pipeline[Any],
        accepted: Accepted[Any],
        options: Options,
        key: IdempotencyKey | None,
        standing: Standing,
    ) -> Answer:
        job, events = self._new(caller, definition, accepted, options)
        job = self._ordered(caller, job, standing)
        job, entry = transitions.log(job, job.created_at, LogLevel.INFO, "Queued")
        answer, policy = Answer(job=job, queue=self.place(job)), self.limits.policy.service
        checkpoint = Checkpoint(
            job=job,
            events=events,
            logs=(entry,),
            documents=tuple(new_document(document) for document in accepted.documents),
            needs=accepted.needs,
            quota=self.limits.quota(caller.plan),
            standing=standing,
            slot=ActiveSlot.CLAIM,
            max_active=self.limits.max_active + (policy.right_slots if definition.is_right else 0),
            idempotency=self._idempotency(caller, key, answer),
        )
        self.store.create(checkpoint, accepted.request.model_dump(mode="json"))
        self._seen.add(job)
        return answer

    def _new(
        self, caller: Caller, definition: Pipeline[Any], accepted: Accepted[Any], options: Options
    ) -> transitions.Change:
        now = self.clock.now()
        job = Job(
            job_id=self.ids.new("job"),
            owner=caller.owner,
            org_id=caller.org_id,
            pipeline=definition.name,
            subject=job_subject(definition.name, accepted.subject),
            title=accepted.title[:TITLE_CHARS],
            status=JobStatus.PENDING,
            steps=tuple(StepState(name=step.name, label=step.label) for step in definition.steps),
            created_at=now,
            options=options.capped(self.limits.max_cost_usd),
            plan=caller.plan,
            required_plan=accepted.required_plan,
            needs=_needs(accepted),
            message="Queued",
            estimated_duration_ms=accepted.estimated_duration_ms,
            queued_at=now,
            deadline_at=now + self.limits.queue_deadline,
            deadline_from=now,
        )
        return transitions.create(job, now)


def _needs(accepted: Accepted[Any]) -> tuple[tuple[str, str], ...]:
    """Those that are stored, and those that come with it."""
    brought = [(document.kind, document.document_id) for document in accepted.documents]
    return (*accepted.needs, *brought)
