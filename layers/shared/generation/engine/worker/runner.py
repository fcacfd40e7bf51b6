"""Runner: takes a job's lease and sets a worker to it."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from generation.engine.errors import GenerationError, Unavailable
from generation.engine.flow.turn import CARRIED_ON, Arrival, SeenOrder, Turns, arrival
from generation.engine.in_hand import take_in_hand
from generation.engine.limits import Limits
from generation.engine.model.job import Job
from generation.engine.pipeline import Pipeline
from generation.engine.ports import (
    Clearance,
    Clock,
    Control,
    Documents,
    Ids,
    JobQueue,
    JobStore,
    Model,
    Progress,
)
from generation.engine.reading import Reading
from generation.engine.recovery.worker_crash import crashed
from generation.engine.together import Together
from generation.engine.worker.budget import JobBudget
from generation.engine.worker.calls import Calls
from generation.engine.worker.context import Offload, WorkerContext
from generation.engine.worker.execution import Execution
from generation.engine.worker.journal import Journal, answered
from generation.engine.worker.model_limit import ModelLimiter
from generation.engine.worker.pause import PauseWatch, again_in, pauses_while_held
from generation.engine.worker.scheduler import Worker
from generation.engine.worker.state import WorkerState
from generation.engine.worker.time_budget import TimeBudget

T = TypeVar("T")


async def in_threads(ask: Callable[..., T], *arguments: Any, **named: Any) -> T:
    return await asyncio.to_thread(ask, *arguments, **named)


@dataclass(slots=True, kw_only=True, eq=False)
class Runner:
    """What all workers of a process share."""

    store: JobStore
    documents: Documents
    queue: JobQueue
    model: Model
    pipelines: Mapping[str, Pipeline[Any]]
    clock: Clock
    ids: Ids
    limits: Limits
    control: Control
    limiter: ModelLimiter | None = None
    offload: Offload = in_threads
    seen_order: SeenOrder = field(default_factory=SeenOrder)
    _arrivals: Together[Arrival] = field(init=False)
    _clearances: Together[Clearance] = field(init=False)

    def __post_init__(self) -> None:
        gathered_s = self.limits.policy.worker.gathered_s
        self._arrivals = Together(self._arrival, gathered_s)
        self._clearances = Together(self._clearance, gathered_s)

    async def _arrival(self, _: Sequence[str]) -> Arrival:
        return await arrival(self.store, self.control, self.limits.policy.flow, self.offload)

    async def _clearance(self, job_ids: Sequence[str]) -> Clearance:
        with answered("clearance"):
            found: Clearance = await self.offload(self.control.clearance, job_ids)
        return found

    def _turns(self, found: Arrival) -> Turns:
        return Turns(
            store=self.store,
            queue=self.queue,
            clock=self.clock,
            limits=self.limits,
            offload=self.offload,
            horizon_s=self._horizon_s if self.limiter else None,
            arrival=found,
            put_off_s=math.ceil(again_in(self.ids.jitter()).total_seconds()),
            seen=self.seen_order,
        )

    def _horizon_s(self) -> float:
        """In how many seconds a call of any model that a job may use could begin."""
        models, now = set(self.limits.models.values()), self.clock.now()
        horizons = (self.limiter.horizon(model, now) for model in models if self.limiter)
        return max(horizons, default=timedelta(0)).total_seconds()

    async def carry_on(self, job_id: str, until: datetime) -> None:
        """Carry on the job that a message which names `job_id` is for (see `flow.turn`), until it has ended,
        or hand it over before `until`.

        Nothing that is paused is taken: a message for which there is nothing else goes back with a delay.
        Does nothing for a job that has ended, waits for a person, is not due yet, or whose lease
        another worker holds: messages come twice and late, and the sweep stands behind them.
        Raises Unavailable, and what nobody expected: the message is to come again. In the second case
        the job is free then, or, after the fifth in a row, failed.
        """
        found = await self._arrivals.ask(job_id)
        now = self.clock.now()
        job = await self._turns(found).job_for(job_id)
        if job is None:
            return
        take_in_hand(job.job_id, job.owner, job.pipeline)
        try:
            await self._work(job, now, until)
        except Unavailable:
            raise  # The lease runs out by itself, and the sweep counts that.
        except Exception:
            with suppress(GenerationError):
                await self._after_crash(job)
            raise

    async def _work(self, job: Job, now: datetime, until: datetime) -> None:
        # The first token was ours: nobody can have written before.
        progress = await self.offload(self.store.load, job.job_id, is_new=job.token == 1)
        await self._worker(job, progress, TimeBudget.until(now, until, self.limits.policy.worker)).work()

    async def _after_crash(self, job: Job) -> None:
        # Race: another worker has taken the job since. It is not broken in its hands.
        pulse = await self.offload(self.store.pulse, job.job_id)
        if pulse is None or pulse.token != job.token:
            return
        # Race: our own checkpoint may still be under way. The higher token refuses it.
        now = self.clock.now()
        taken = await self.offload(
            self.store.take,
            job.job_id,
            now=now,
            until=now + self.limits.lease,
            expect=CARRIED_ON,
            steal=True,
        )
        if taken is not None:
            await self.offload(self.store.commit, crashed(taken, now, self.limits.policy.recovery))

    def _worker(self, job: Job, progress: Progress, time_budget: TimeBudget) -> Worker:
        pipeline = self.pipelines[job.pipeline]
        context = WorkerContext(
            store=self.store,
            documents=self.documents,
            queue=self.queue,
            model=self.model,
            clock=self.clock,
            ids=self.ids,
            limits=self.limits,
            limiter=self.limiter,
            offload=self.offload,
            pipeline=pipeline,
            time_budget=time_budget,
        )
        journal = Journal(context, job)
        state = WorkerState(job, progress, journal, self.clock)
        clearance = partial(self._clearances.ask, job.job_id)
        pause = PauseWatch(job, partial(pauses_while_held, journal, clearance, self.limits.policy.worker))
        budget = JobBudget(state, self.model, self.limits, journal)
        calls = Calls(context, state, journal, budget, pause)
        execution = Execution(
            context=context,
            state=state,
            request=pipeline.request.model_validate(progress.input),
            calls=calls,
            journal=journal,
            reading=Reading(self.documents, state, journal),
        )
        return Worker(context, state, journal, calls, execution)
