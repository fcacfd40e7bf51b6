"""Worker: carries one job on for as long as its function has time."""

from __future__ import annotations

import asyncio
import logging
import math
from contextlib import suppress
from dataclasses import replace
from typing import Any

from generation.engine.errors import GenerationError, LeaseLost
from generation.engine.model import transitions
from generation.engine.model.event import LogLevel
from generation.engine.model.job import Job, StepStatus
from generation.engine.model.task import Task
from generation.engine.pipeline import Pipeline, Step
from generation.engine.ports import Clock, JobQueue
from generation.engine.worker import plan
from generation.engine.worker.calls import Calls, Shift
from generation.engine.worker.execution import Execution
from generation.engine.worker.heartbeat import Watch
from generation.engine.worker.journal import Journal

logger = logging.getLogger(__name__)

LONGEST_IDLE_S = 10.0
"""A worker that would only wait for longer lets the job go: the queue waits for nothing."""

PLANNED_AT_ONCE = 40
"""New tasks in one unit, so that a large fan-out still fits into writes."""


class Worker:
    """The scheduler of one job: begins what can begin, sees what ends, ends or hands over."""

    def __init__(
        self,
        journal: Journal,
        pipeline: Pipeline[Any],
        calls: Calls,
        execution: Execution,
        watch: Watch,
        *,
        queue: JobQueue,
        clock: Clock,
        at_once: int,
        shift: Shift,
        changed: asyncio.Event,
    ) -> None:
        self._journal = journal
        self._pipeline = pipeline
        self._calls = calls
        self._execution = execution
        self._watch = watch
        self._queue = queue
        self._clock = clock
        self._at_once = at_once
        self._shift = shift
        self._changed = changed
        self._running: dict[str, asyncio.Task[None]] = {}

    async def work(self) -> None:
        """Return when the job has ended, or was handed over, or is somebody else's.

        Raises Unavailable when the store did not answer: the message is to come again.
        """
        watch = asyncio.create_task(self._watching())
        try:
            await self._carry_on()
        except LeaseLost:
            logger.info("job %s has another writer: this worker stops", self._journal.job.job_id)
        finally:
            await _stop([watch, *self._running.values()])

    async def _watching(self) -> None:
        try:
            await self._watch.run()
        except GenerationError as error:
            self._journal.lose(error)

    async def _carry_on(self) -> None:
        while True:
            self._changed.clear()
            if self._journal.error is not None:
                raise self._journal.error
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
        """Take over what follows from what is done: new tasks, completed steps."""
        new = plan.unknown(self._pipeline, self._journal.tasks)
        self._journal.tasks.update((task.task_id, task) for task in new)
        items = [task for task in new if task.item_id is not None]
        for start in range(0, len(items), PLANNED_AT_ONCE):
            some = tuple(items[start : start + PLANNED_AT_ONCE])
            self._journal.record((self._counted(), ()), tasks=some)
        for step in self._pipeline.steps:
            state = self._journal.job.step(step.name)
            if state.status is StepStatus.COMPLETED:
                continue
            if not plan.is_complete(self._pipeline, self._journal.tasks, step.name):
                continue
            if state.status is not StepStatus.RUNNING:
                self._start_step(step.name)
            task = self._journal.tasks.get(step.name)
            message = task.message if task is not None else ""
            now = self._clock.now()
            self._journal.record(transitions.complete_step(self._journal.job, step.name, now, message))
            self._journal.log(self._journal.job.message, step=step.name)

    def _counted(self) -> Job:
        """The job with the number of items of each fan-out."""
        job = self._journal.job
        for step in self._pipeline.steps:
            own = plan.of_step(self._journal.tasks, step.name)
            if own and not isinstance(step, Step):
                done = sum(task.status is StepStatus.COMPLETED for task in own)
                job = job.with_step(replace(job.step(step.name), items_total=len(own), items_completed=done))
        return replace(job, version=job.version + 1)

    def _start_step(self, name: str) -> None:
        self._journal.record(transitions.start_step(self._journal.job, name, self._clock.now()))
        step = self._pipeline.step(name)
        self._journal.log(step.opening or step.label, step=name)

    def _begin(self) -> None:
        """Begin what can begin. Items that only wait do not keep their siblings from beginning."""
        if self._shift.is_over:
            return
        open_tasks = [
            task
            for task in self._journal.tasks.values()
            if task.status in (StepStatus.PENDING, StepStatus.RUNNING)
            and task.task_id not in self._running
            and plan.gate(self._pipeline, self._journal.job, task.step) is None
        ]
        busy = sum(not self._calls.is_parked(task_id) for task_id in self._running)
        for task in sorted(open_tasks, key=lambda task: (task.step_index, task.index)):
            if busy >= self._at_once:
                break
            busy += 1
            task = self._begun(task)
            self._running[task.task_id] = asyncio.create_task(self._run(task))

    def _begun(self, task: Task) -> Task:
        now = self._clock.now()
        if self._journal.job.step(task.step).status is not StepStatus.RUNNING:
            self._start_step(task.step)
        if task.status is StepStatus.RUNNING:
            return task  # An earlier worker of this attempt had begun it: that was told already.
        attempt = self._journal.job.attempt
        task = replace(task, status=StepStatus.RUNNING, started_at=now, attempts=1, job_attempt=attempt)
        self._journal.tasks[task.task_id] = task
        if task.item_id is not None:
            total = len(plan.of_step(self._journal.tasks, task.step))
            message = plan.started(self._pipeline, task, total)
            change = transitions.start_item(self._journal.job, task, total, message, now)
            self._journal.record(change, tasks=(task,))
            self._journal.log(self._journal.job.message, step=task.step, item_id=task.item_id)
        return task

    async def _run(self, task: Task) -> None:
        try:
            await self._execution.execute(task)
        except GenerationError as error:
            self._journal.lose(error)
        finally:
            self._running.pop(task.task_id, None)
            self._calls.forget(task.task_id)
            self._changed.set()

    def _end(self) -> None:
        """Nothing is running and nothing can begin: the job has ended, or waits for a person."""
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
            step = next(s.name for s in job.steps if s.status is not StepStatus.COMPLETED)
            message = plan.gate(self._pipeline, job, step)
            if message is None:
                raise AssertionError(f"job {job.job_id} has nothing to do and is not done")
            self._journal.log(message, step=step)
            self._journal.record((transitions.wait(self._journal.job, step, message, now), ()))

    def _is_to_hand_over(self) -> bool:
        now = self._clock.now()
        if now >= self._shift.ends_at:
            return True
        if not self._all_parked():
            return False
        wakes_at = self._calls.wakes_at() or now
        return self._shift.is_over or (wakes_at - now).total_seconds() > LONGEST_IDLE_S

    def _all_parked(self) -> bool:
        return all(self._calls.is_parked(task_id) for task_id in self._running)

    async def _hand_over(self) -> None:
        now = self._clock.now()
        wakes_at = self._calls.wakes_at() if self._all_parked() else None
        due_at = max(now, wakes_at or now)
        await _stop(list(self._running.values()))
        # The lease goes before the message is sent: a message that came first would meet a living
        # lease and be dropped. Dying in between leaves the job to the sweep.
        job = replace(self._journal.job, due_at=due_at, queued_at=now, sweeps=0, breakdowns=0)
        self._journal.record((job, ()))
        await self._journal.save()
        delay_s = math.ceil((due_at - now).total_seconds())
        await self._journal.io(self._queue.send, job.job_id, delay_s)


async def _stop(tasks: list[asyncio.Task[None]]) -> None:
    """Cancel and wait: a stream is closed when this returns."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
