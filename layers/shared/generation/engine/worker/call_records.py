"""Call records: what a job keeps of its calls, and what follows from one that was answered or failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from generation.engine.errors import CallError, InvalidOutput, RateLimited
from generation.engine.model.event import LogLevel
from generation.engine.model.job import Usage
from generation.engine.model.task import Call, KeptAnswer
from generation.engine.ports import ModelReply
from generation.engine.retry import Again, decide
from generation.engine.run import Prompt
from generation.engine.worker.budget import Bill, JobBudget
from generation.engine.worker.context import WorkerContext
from generation.engine.worker.reservations import CallId
from generation.engine.worker.state import WorkerState

MAX_ERRORS = 20
"""Of an answer that goes back to the model, as it is told and as they are kept."""


class CallRecords:
    """Of one job's calls. Each changes job and call in one step, so that no bill is without its call."""

    def __init__(self, context: WorkerContext, state: WorkerState, budget: JobBudget) -> None:
        self._context = context
        self._state = state
        self._budget = budget
        self._asked_at: dict[CallId, datetime] = {}
        self._told_until: datetime | None = None

    def asked_at(self, call: CallId) -> datetime:
        """See Run.asked_at."""
        recorded = self._state.calls.get(call)
        if recorded is not None and recorded.asked_at is not None:
            return recorded.asked_at
        return self._asked_at.setdefault(call, self._context.clock.now())

    def of(self, task_id: str, key: str) -> Call:
        """As it is to be made, or as it was answered."""
        attempt = self._state.job.attempt
        asked_at = self.asked_at((task_id, key))
        call = self._state.calls.get((task_id, key))
        if call is None:
            return Call(task_id=task_id, key=key, job_attempt=attempt, asked_at=asked_at)
        call = replace(call, asked_at=asked_at)
        if call.job_attempt != attempt:
            return replace(call, attempts=0, retry_at=None, job_attempt=attempt)
        return call

    def told_of_limit(self, now: datetime) -> bool:
        """Whether the log tells of a wait for the model's limit that is not over."""
        return self._told_until is not None and self._told_until > now

    def reuse(self, call: Call, earlier: KeptAnswer, prompt: Prompt) -> None:
        job = self._state.job
        usage = job.usage + Usage(reused_calls=1)
        call = replace(call, text=earlier.text, model=earlier.model, retry_at=None)
        made_by = _maker(prompt, earlier.model) or job.made_by
        self._state.apply(replace(job, usage=usage, made_by=made_by), calls=(call,))
        self._state.log(
            "An earlier answer to the same call is used again, at no cost", task=call.task_id, call=call.key
        )

    def keep(self, call: Call, reply: ModelReply, cost: Bill, prompt: Prompt) -> None:
        usage = call.usage + reply.usage
        call = replace(call, text=reply.text, errors=(), model=reply.model, usage=usage, retry_at=None)
        self._record(call, cost, made_by=_maker(prompt, reply.model))

    def failed(self, call: Call, error: CallError, text: str, cost: Bill) -> Call:
        """The call as it is to be made again; raises the error where it is not."""
        call = replace(call, usage=call.usage + cost.usage)
        if isinstance(error, InvalidOutput) and not call.errors:
            return self._record(self._sent_back(call, error, text), cost)
        attempt = call.attempts + 1
        decision = decide(self._context.limits.policy.retry, error, attempt, self._context.ids.jitter())
        if isinstance(error, InvalidOutput):
            # Sent back and wrong again: the next attempt begins anew. Any other error leaves the
            # answer that was paid for, and it is sent back again.
            call = replace(call, text=None, errors=())
        if not isinstance(decision, Again):
            self._record(replace(call, attempts=attempt), cost)
            raise error
        retry_at = self._context.clock.now() + timedelta(seconds=decision.delay_s)
        call = replace(call, attempts=attempt if decision.counts else call.attempts, retry_at=retry_at)
        self._log_again(call, error, attempt, decision)
        return self._record(call, cost)

    def _sent_back(self, call: Call, error: InvalidOutput, text: str) -> Call:
        self._state.log(
            "The answer broke its contract and goes back with the errors",
            LogLevel.WARNING,
            task=call.task_id,
            call=call.key,
            errors=[e[:200] for e in error.errors[:5]],
        )
        return replace(call, text=text, errors=tuple(error.errors[:MAX_ERRORS]), retry_at=None)

    def _log_again(self, call: Call, error: CallError, attempt: int, decision: Again) -> None:
        """A wait for the model's limit has one entry, however many calls it meets."""
        now = self._context.clock.now()
        if isinstance(error, RateLimited):
            is_told, self._told_until = self.told_of_limit(now), call.retry_at
            if is_told:
                return
        self._state.log(
            f"{'Attempt ' + str(attempt) + ' failed' if decision.counts else 'Waiting'}: {error}; "
            f"again in {decision.delay_s:.1f} s",
            LogLevel.WARNING,
            task=call.task_id,
            call=call.key,
            **error.details,
            delay_s=round(decision.delay_s, 3),
        )

    def _record(self, call: Call, cost: Bill, made_by: str | None = None) -> Call:
        job = self._budget.ended(cost)
        job = replace(job, made_by=made_by or job.made_by)
        task = self._state.tasks[call.task_id]
        # A fan-out item shows its attempts; a plain step has no row before it ends.
        tries = max(task.attempts, call.attempts + (0 if call.is_done else 1))
        tasks = (replace(task, attempts=tries),) if task.item_id and tries > task.attempts else ()
        self._state.apply(job, calls=(call,), tasks=tasks)
        return call


def _maker(prompt: Prompt, model: str) -> str | None:
    """Model that the artifact is made by, as far as this answer tells."""
    return None if prompt.is_check else model
