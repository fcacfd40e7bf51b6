"""Worker: carries one job on for as long as its function has time."""

from __future__ import annotations

import asyncio
import logging
import math
from contextlib import suppress
from dataclasses import replace

from generation.engine.errors import GenerationError, LeaseLost
from generation.engine.model import transitions
from generation.engine.model.event import LogLevel
from generation.engine.model.job import StepStatus
from generation.engine.model.task import Task
from generation.engine.worker import plan
from generation.engine.worker.calls import Calls
from generation.engine.worker.context import WorkerContext
from generation.engine.worker.execution import Execution
from generation.engine.worker.heartbeat import Heartbeat
from generation.engine.worker.journal import Journal
from generation.engine.worker.pause import again_in
from generation.engine.worker.state import WorkerState

logger = logging.getLogger(__name__)


class Worker:
    """The scheduler of one job: begins what can begin, sees what ends, ends or hands over."""

    def __init__(
        self, context: WorkerContext, state: WorkerState, journal: Journal, calls: Calls, execution: Execution
    ) -> None:
        self._context = context
        self._pipeline = context.pipeline
        self._policy = context.limits.policy.worker
        self._state = state
        self._journal = journal
        self._calls = calls
        self._execution = execution
        self._running: dict[str, asyncio.Task[None]] = {}

    async def work(self) -> None:
        """Return when the job has ended, or was handed over, or is somebody else's.

        Raises Unavailable when the store did not answer: the message is to come again.
        """
        heartbeat = asyncio.create_task(self._beat())
        try:
            await self._carry_on()
            await self._calls.reservations.settle()
        except LeaseLost:
            logger.info("job %s has another writer: this worker stops", self._state.job.job_id)
        finally:
            await _stop([heartbeat, *self._running.values()])

    async def _beat(self) -> None:
        try:
            await Heartbeat(self._context, self._state, self._journal, self._calls.asks).run()
        except GenerationError as error:
            self._journal.lose(error)

    async def _carry_on(self) -> None:
        while True:
            self._context.changed.clear()
            if self._journal.error is not None:
                raise self._journal.error
            self._advance()
            self._begin()
            if not self._running:
                # Before the end is seen: whoever asks the same again then finds the answers.
                await self._calls.reuse.store()
                self._end()
                return await self._journal.save()
            if self._is_to_hand_over():
                return await self._hand_over()
            if all(map(self._calls.asks.is_asking, self._running)):
                # Nothing follows before a call has ended: what is pending has no company to wait for.
                self._journal.flush()
            left = (self._context.time_budget.ends_at - self._context.clock.now()).total_seconds()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._context.changed.wait(), max(0.0, left))

    def _advance(self) -> None:
        """Take over what follows from what is done: new tasks, completed steps."""
        self._plan()
        for step in self._pipeline.steps:
            state = self._state.job.step(step.name)
            if state.status is StepStatus.COMPLETED:
                continue
            if not plan.is_complete(self._pipeline, self._state.tasks, step.name):
                continue
            if state.status is not StepStatus.RUNNING:
                self._start_step(step.name)
            task = self._state.tasks.get(step.name)
            message = task.message if task is not None else ""
            now = self._context.clock.now()
            self._state.apply(*transitions.complete_step(self._state.job, step.name, now, message))
            self._state.log(self._state.job.message, step=step.name)

    def _plan(self) -> None:
        new = plan.unknown(self._pipeline, self._state.tasks)
        if not new:
            return
        tasks = {**self._state.tasks, **{task.task_id: task for task in new}}
        job = plan.counted(self._pipeline, self._state.job, tasks)
        at_once = self._policy.planned_at_once
        for start in range(0, len(new), at_once):
            self._state.apply(job, tasks=tuple(new[start : start + at_once]))

    def _start_step(self, name: str) -> None:
        self._state.apply(*transitions.start_step(self._state.job, name, self._context.clock.now()))
        step = self._pipeline.step(name)
        self._state.log(step.opening or step.label, step=name)

    def _begin(self) -> None:
        """Begin what can begin. Items that only wait do not keep their siblings from beginning."""
        if self._context.time_budget.is_over:
            return
        open_tasks = [
            task
            for task in self._state.tasks.values()
            if task.status in (StepStatus.PENDING, StepStatus.RUNNING)
            and task.task_id not in self._running
            and plan.gate(self._pipeline, self._state.job, task.step) is None
        ]
        busy = sum(not self._calls.asks.is_parked(task_id) for task_id in self._running)
        for task in sorted(open_tasks, key=lambda task: (task.step_index, task.index)):
            if busy >= self._context.limits.items_at_once:
                break
            busy += 1
            task = self._begun(task)
            self._running[task.task_id] = asyncio.create_task(self._run(task))

    def _begun(self, task: Task) -> Task:
        now = self._context.clock.now()
        if self._state.job.step(task.step).status is not StepStatus.RUNNING:
            self._start_step(task.step)
        if task.status is StepStatus.RUNNING:
            return task  # An earlier worker of this attempt had begun it: that was told already.
        attempt = self._state.job.attempt
        task = replace(task, status=StepStatus.RUNNING, started_at=now, attempts=1, job_attempt=attempt)
        if task.item_id is None:
            self._state.apply(self._state.job, tasks=(task,))
            return task
        total = len(plan.of_step(self._state.tasks, task.step))
        message = plan.started(self._pipeline, task, total)
        change = transitions.start_item(self._state.job, task, total, message, now)
        self._state.apply(*change, tasks=(task,))
        self._state.log(self._state.job.message, step=task.step, item_id=task.item_id)
        return task

    async def _run(self, task: Task) -> None:
        try:
            await self._execution.execute(task)
        except GenerationError as error:
            self._journal.lose(error)
        finally:
            self._running.pop(task.task_id, None)
            self._calls.asks.forget(task.task_id)
            self._context.changed.set()

    def _end(self) -> None:
        """Nothing is running and nothing can begin: the job has ended, or waits for a person."""
        now = self._context.clock.now()
        job = self._state.job
        broken = plan.failed(self._state.tasks.values())
        if broken is not None and broken.error is not None:
            self._state.log(f"Failed: {broken.error.message}", LogLevel.ERROR, code=broken.error.code)
            self._state.apply(*transitions.fail(self._state.job, broken.error, now))
        elif all(step.status is StepStatus.COMPLETED for step in job.steps):
            self._state.log(job.message or "Completed", LogLevel.SUCCESS)
            self._state.apply(*transitions.complete(self._state.job, now))
        else:
            step = next(s.name for s in job.steps if s.status is not StepStatus.COMPLETED)
            message = plan.gate(self._pipeline, job, step)
            if message is None:
                raise AssertionError(f"job {job.job_id} has nothing to do and is not done")
            self._state.log(message, step=step)
            self._state.apply(transitions.wait(self._state.job, step, message, now))

    def _is_to_hand_over(self) -> bool:
        now = self._context.clock.now()
        if now >= self._context.time_budget.ends_at:
            return True
        if not self._all_parked():
            return False
        wakes_at = self._calls.asks.wakes_at() or now
        idle_s = (wakes_at - now).total_seconds()
        return self._context.time_budget.is_over or idle_s > self._policy.longest_idle_s

    def _all_parked(self) -> bool:
        return all(self._calls.asks.is_parked(task_id) for task_id in self._running)

    async def _hand_over(self) -> None:
        now = self._context.clock.now()
        wakes_at = self._calls.asks.wakes_at() if self._all_parked() else None
        due_at = max(now, wakes_at or now)
        is_limited = wakes_at is not None and self._calls.asks.is_limited(wakes_at)
        pause = self._calls.pause.pause
        if pause is not None:
            self._state.log(pause.message, LogLevel.WARNING)
            is_limited, due_at = False, now + again_in(self._context.ids.jitter())
        reservations = self._calls.reservations.left()
        await _stop(list(self._running.values()))
        await self._calls.reuse.store()
        if is_limited and self._state.job.waits_until is None and not self._calls.records.told_of_limit(now):
            self._state.log(f"Waits for the model's limit until {due_at:%H:%M} UTC")
        # The lease goes before the message is sent: a message that came first would meet a living
        # lease and be dropped. Dying in between leaves the job to the sweep.
        job = transitions.hand_over(
            self._state.job, now, due_at=due_at, is_limited=is_limited, reservations=reservations
        )
        self._state.apply(replace(job, pause_reason=pause.reason if pause else None))
        await self._journal.save()
        delay_s = math.ceil((due_at - now).total_seconds())
        await self._journal.io(self._context.queue.send, self._state.job.job_id, delay_s)


async def _stop(tasks: list[asyncio.Task[None]]) -> None:
    """Cancel and wait: a stream is closed when this returns."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
