"""Worker: carries one job on for as long as its function has time."""

from __future__ import annotations

import asyncio
import logging
import math
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from generation.engine import plan, transitions
from generation.engine.calls import Calls, Shift, fraction
from generation.engine.checkpoint import Document, DocumentWrite
from generation.engine.estimate import eta_at
from generation.engine.event import LogLevel
from generation.engine.job import Job, JobError, StepStatus
from generation.engine.journal import Journal
from generation.engine.pipeline import Item, Outcome, Pipeline, Step
from generation.engine.ports import Clock, Documents, Ids, JobQueue, Model
from generation.engine.retry import RetryPolicy
from generation.engine.run import Prompt, Run
from generation.engine.task import Task
from generation.errors import CallError, GenerationError, LeaseLost, PermanentError

logger = logging.getLogger(__name__)
T = TypeVar("T")

PULSE_S = 0.5
"""Between two looks at token, lease and watchers. A cancel is to be seen within two seconds."""

PREVIEW_S = 1.0
"""Between two previews of one item, and only while somebody watches."""

LONGEST_IDLE_S = 10.0
"""A worker that would only wait for longer lets the job go: the queue waits for nothing."""

PLANNED_AT_ONCE = 40
"""New tasks in one unit, so that a large fan-out still fits into writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a deployment allows. `models` has the default model id under ''."""

    models: Mapping[str, str]
    items_at_once: int = 10
    lease: timedelta = timedelta(seconds=20)
    deadline: timedelta = timedelta(minutes=60)
    max_active: int = 10
    policy: RetryPolicy = RetryPolicy()


class Worker:
    """The scheduler of one job: begins what can begin, keeps what ends, ends or hands over."""

    def __init__(
        self,
        journal: Journal,
        request: Mapping[str, Any],
        pipeline: Pipeline,
        *,
        documents: Documents,
        queue: JobQueue,
        model: Model,
        clock: Clock,
        ids: Ids,
        limits: Limits,
        shift: Shift,
    ) -> None:
        self._journal = journal
        self._request = request
        self._pipeline = pipeline
        self._documents = documents
        self._queue = queue
        self._clock = clock
        self._ids = ids
        self._limits = limits
        self._shift = shift
        self._changed = asyncio.Event()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._read: dict[tuple[str, str], Document | None] = {}
        self._previewed: dict[str, datetime] = {}
        self._error: GenerationError | None = None
        self._calls = Calls(
            journal,
            model=model,
            clock=clock,
            ids=ids,
            policy=limits.policy,
            at_once=limits.items_at_once,
            shift=shift,
            changed=self._changed.set,
        )

    async def work(self) -> None:
        """Return when the job has ended, or was handed over, or is somebody else's.

        Raises Unavailable when the store did not answer: the message is to come again.
        """
        watch = asyncio.create_task(self._watch())
        try:
            await self._carry_on()
        except LeaseLost:
            logger.info("job %s has another writer: this worker stops", self._journal.job.job_id)
        finally:
            await _stop([watch, *self._running.values()])

    async def _carry_on(self) -> None:
        while True:
            self._changed.clear()
            if self._error is not None:
                raise self._error
            self._advance()
            self._begin()
            if not self._running:
                self._end()
                return await self._journal.save()
            if self._is_to_hand_over():
                return await self._hand_over()
            left = (self._shift.ends_at - self._clock.now()).total_seconds()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), max(0.0, left))

    def _advance(self) -> None:
        """Take over what follows from what is done: new tasks, begun and completed steps."""
        now = self._clock.now()
        new = plan.unknown(self._pipeline, self._journal.tasks)
        items = [task for task in new if task.item_id is not None]
        self._journal.tasks.update((task.task_id, task) for task in new)
        for start in range(0, len(items), PLANNED_AT_ONCE):
            some = items[start : start + PLANNED_AT_ONCE]
            self._journal.record((self._counted(), ()), tasks=tuple(some))
        for step in self._pipeline.steps:
            state = self._journal.job.step(step.name)
            if state.status is StepStatus.COMPLETED or not self._is_complete(step.name):
                continue
            if state.status is not StepStatus.RUNNING:
                self._start_step(step.name)
            done = self._journal.tasks.get(step.name)
            message = str((done.result or {}).get("message", "")) if done else ""
            self._journal.record(transitions.complete_step(self._journal.job, step.name, now, message))
            self._journal.log(self._journal.job.message, step=step.name)

    def _is_complete(self, name: str) -> bool:
        return plan.is_complete(self._pipeline, self._journal.tasks, name)

    def _counted(self) -> Job:
        """The job with the number of items of each fan-out."""
        job = self._journal.job
        for step in self._pipeline.steps:
            if not isinstance(step, Step) and (own := plan.of_step(self._journal.tasks, step.name)):
                done = sum(task.status is StepStatus.COMPLETED for task in own)
                job = job.with_step(replace(job.step(step.name), items_total=len(own), items_completed=done))
        return replace(job, version=job.version + 1)

    def _start_step(self, name: str) -> None:
        self._journal.record(transitions.start_step(self._journal.job, name, self._clock.now()))
        self._journal.log(self._journal.job.step(name).label, step=name)

    def _begin(self) -> None:
        """Begin what can begin. Items that only wait do not keep their siblings from beginning."""
        if self._shift.is_over:
            return
        waiting = [
            task
            for task in self._journal.tasks.values()
            if task.status in (StepStatus.PENDING, StepStatus.RUNNING) and task.task_id not in self._running
        ]
        busy = sum(not self._calls.is_parked(task_id) for task_id in self._running)
        for task in sorted(waiting, key=lambda task: (task.step_index, task.index)):
            if busy >= self._limits.items_at_once:
                break
            busy += 1
            self._begin_task(task)

    def _begin_task(self, task: Task) -> None:
        now = self._clock.now()
        if self._journal.job.step(task.step).status is not StepStatus.RUNNING:
            self._start_step(task.step)
        if task.status is not StepStatus.RUNNING:
            # A task that an earlier worker of this attempt had begun was told of already.
            task = replace(
                task,
                status=StepStatus.RUNNING,
                started_at=now,
                attempts=1,
                job_attempt=self._journal.job.attempt,
            )
            self._journal.tasks[task.task_id] = task
            if task.item_id is not None:
                total = len(plan.of_step(self._journal.tasks, task.step))
                change = transitions.start_item(self._journal.job, task, total, now)
                self._journal.record(change, tasks=(task,))
                self._journal.log(self._journal.job.message, step=task.step, item_id=task.item_id)
        self._running[task.task_id] = asyncio.create_task(self._run(task))

    async def _run(self, task: Task) -> None:
        try:
            outcome = await self._outcome(task)
        except CallError as error:
            self._fail_task(task, error)
        except GenerationError as error:
            self._error = self._error or error
        except Exception as error:
            # The message could quote what a person wrote, so only the place is logged.
            frames = "".join(traceback.format_tb(error.__traceback__))
            logger.error("task %s broke: %s\n%s", task.task_id, type(error).__name__, frames)
            self._fail_task(task, PermanentError("Something in this step is broken.", code="internal-error"))
        else:
            self._keep(task, outcome)
        finally:
            self._running.pop(task.task_id, None)
            self._calls.forget(task.task_id)
            self._changed.set()

    async def _outcome(self, task: Task) -> Outcome:
        step = self._pipeline.step(task.step)
        run = Run(
            job_id=self._journal.job.job_id,
            owner=self._journal.job.owner,
            task_id=task.task_id,
            step=task.step,
            request=self._request,
            options=self._journal.job.options,
            results=plan.results(self._journal.tasks),
            models=self._limits.models,
            worker=self,
        )
        if isinstance(step, Step):
            return await step.run(run)
        return await step.run(run, Item(item_id=task.item_id or "", label=task.label, data=task.data))

    def _keep(self, task: Task, outcome: Outcome) -> None:
        now = self._clock.now()
        done = replace(
            self._journal.tasks[task.task_id],
            status=StepStatus.COMPLETED,
            progress=100,
            completed_at=now,
            result={**outcome.result, "message": outcome.message}
            if outcome.message
            else dict(outcome.result),
        )
        self._journal.tasks[task.task_id] = done
        job = self._journal.job
        percent = plan.progress(self._pipeline, self._journal.tasks)
        job = replace(
            job,
            title=(outcome.title or job.title)[:200],
            artifact=dict(outcome.artifact) if outcome.artifact else job.artifact,
            result=dict(outcome.job_result) if outcome.job_result is not None else job.result,
            progress=max(job.progress, min(percent, 99)),
            eta_at=eta_at(job, percent, now),
        )
        change: transitions.Change = (job, ())
        if done.item_id is not None:
            change = transitions.complete_item(job, done, outcome.generated, percent, now)
        self._apply(outcome.documents)
        self._journal.record(change, tasks=(done,), documents=outcome.documents)
        if done.item_id is not None:
            self._journal.log(outcome.message or change[0].message, step=done.step, item_id=done.item_id)

    def _fail_task(self, task: Task, error: CallError) -> None:
        failed = JobError(
            code=error.code,
            message=str(error),
            step=task.step,
            item_id=task.item_id,
            retryable=not isinstance(error, PermanentError) or error.retryable,
        )
        task = replace(
            self._journal.tasks[task.task_id],
            status=StepStatus.FAILED,
            completed_at=self._clock.now(),
            job_attempt=self._journal.job.attempt,
            error=failed,
        )
        job = replace(self._journal.job, version=self._journal.job.version + 1)
        self._journal.record((job, ()), tasks=(task,))
        where = f" for {task.label}" if task.item_id else ""
        self._journal.log(
            f"{self._journal.job.step(task.step).label} failed{where}: {error}",
            LogLevel.ERROR,
            step=task.step,
            item_id=task.item_id,
            code=error.code,
        )

    def _end(self) -> None:
        """Nothing is running and nothing can begin: the job has ended, one way or the other."""
        now = self._clock.now()
        job = self._journal.job
        broken = plan.failed(self._journal.tasks.values())
        if broken is not None and broken.error is not None:
            self._journal.log(f"Failed: {broken.error.message}", LogLevel.ERROR, code=broken.error.code)
            self._journal.record(transitions.fail(self._journal.job, broken.error, now))
        elif all(step.status is StepStatus.COMPLETED for step in job.steps):
            self._journal.log(job.message or "Completed", LogLevel.SUCCESS)
            self._journal.record(transitions.complete(self._journal.job, now))
        else:
            raise AssertionError(f"job {job.job_id} has nothing to do and is not done")

    def _is_to_hand_over(self) -> bool:
        now = self._clock.now()
        if now >= self._shift.ends_at:
            return True
        if not all(self._calls.is_parked(task_id) for task_id in self._running):
            return False
        wakes_at = self._calls.wakes_at() or now
        return self._shift.is_over or (wakes_at - now).total_seconds() > LONGEST_IDLE_S

    async def _hand_over(self) -> None:
        now = self._clock.now()
        wakes_at = self._calls.wakes_at() if self._all_parked() else None
        due_at = max(now, wakes_at or now)
        await _stop(list(self._running.values()))
        self._journal.record((replace(self._journal.job, due_at=due_at, queued_at=now, sweeps=0), ()))
        # The lease goes before the message is sent: a message that came first would meet a living
        # lease and be dropped. Dying in between leaves the job to the sweep.
        await self._journal.save()
        delay_s = math.ceil((due_at - now).total_seconds())
        await self._journal.io(self._queue.send, self._journal.job.job_id, delay_s)

    def _all_parked(self) -> bool:
        return all(self._calls.is_parked(task_id) for task_id in self._running)

    async def _watch(self) -> None:
        """Heartbeat, cancel watch and previews, beside the running calls."""
        lease_s = self._limits.lease.total_seconds()
        try:
            while True:
                await self._clock.sleep(min(PULSE_S, lease_s / 4))
                now = self._clock.now()
                if (now - self._journal.checked_at).total_seconds() >= PULSE_S:
                    await self._journal.pulse()
                if (self._journal.lease_until - now).total_seconds() < lease_s * 2 / 3:
                    await self._journal.renew()
                if self._journal.is_watched():
                    self._preview(now)
        except GenerationError as error:
            self._error = self._error or error
            self._changed.set()

    def _preview(self, now: datetime) -> None:
        for task_id, asks in self._calls.asks.items():
            task = self._journal.tasks[task_id]
            growing = [ask for ask in asks.values() if ask.text and not ask.is_done]
            last = self._previewed.get(task_id)
            if not growing or (last is not None and (now - last).total_seconds() < PREVIEW_S):
                continue
            self._previewed[task_id] = now
            task = replace(task, progress=max(task.progress, int(100 * fraction(asks.values()))))
            self._journal.tasks[task_id] = task
            percent = plan.progress(self._pipeline, self._journal.tasks)
            if task.item_id is None:
                job = self._journal.job
                change = transitions.advance(job, task.step, percent, job.message, now)
                self._journal.record(change)
            else:
                text = growing[-1].prompt.preview(growing[-1].text)[-PREVIEW_CHARS:]
                job = replace(self._journal.job, progress=max(self._journal.job.progress, min(percent, 99)))
                change = transitions.preview_item(job, task, task.progress, text, now)
                self._journal.record(change, tasks=(task,))

    # What steps ask of the worker: see run.Asking

    async def ask(self, task_id: str, key: str, model: str, prompt: Prompt, parse: Callable[[str], T]) -> T:
        return await self._calls.ask(task_id, key, model, prompt, parse)

    def made_by(self) -> str | None:
        return self._journal.job.made_by

    def log(self, message: str, level: LogLevel, details: Mapping[str, Any]) -> None:
        self._journal.log(message, level, **details)

    def now(self) -> datetime:
        return self._clock.now()

    def new_id(self, prefix: str) -> str:
        return self._ids.new(prefix)

    async def document(self, kind: str, document_id: str) -> Document | None:
        key = (kind, document_id)
        if key not in self._read:
            await self._journal.save()
            owner = self._journal.job.owner
            read = await self._journal.io(self._documents.get, kind, owner, document_id)
            # What this job wrote while the read was under way is newer than what it brought.
            self._read.setdefault(key, read)
        return self._read[key]

    def _apply(self, writes: tuple[DocumentWrite, ...]) -> None:
        """Keep the documents read so far as they will be stored: this job is their only writer."""
        for write in writes:
            key = (write.kind, write.document_id)
            known = self._read.get(key)
            if known is not None:
                parts = {**(known.parts or {}), **write.parts}
                self._read[key] = replace(write.head or known, parts=parts)
            else:
                self._read.pop(key, None)


PREVIEW_CHARS = 600


async def _stop(tasks: list[asyncio.Task[None]]) -> None:
    """Cancel and wait: a stream is closed when this returns."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
