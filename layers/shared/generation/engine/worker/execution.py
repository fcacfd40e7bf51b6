"""Execution: runs one task of a job and records what it leaves behind."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from generation.engine.errors import CallError, GenerationError, PermanentError
from generation.engine.model import transitions
from generation.engine.model.checkpoint import Document
from generation.engine.model.event import LogLevel
from generation.engine.model.job import JobError, StepStatus
from generation.engine.model.task import Task
from generation.engine.pipeline import Item, Outcome, Request, Step
from generation.engine.policy import ERROR_CHARS, MESSAGE_CHARS, TITLE_CHARS
from generation.engine.reading import Reading
from generation.engine.run import Prompt, Run
from generation.engine.worker import plan
from generation.engine.worker.calls import Calls
from generation.engine.worker.context import WorkerContext
from generation.engine.worker.estimate import eta_at
from generation.engine.worker.journal import Journal
from generation.engine.worker.state import WorkerState

logger = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """The worker's side of `Run`, for all tasks of a job."""

    context: WorkerContext
    state: WorkerState
    request: Request
    calls: Calls
    journal: Journal
    reading: Reading

    async def execute(self, task: Task) -> None:
        """Raises LeaseLost and Unavailable; any other error is the task's and is recorded."""
        try:
            outcome = await self._outcome(task)
        except CallError as error:
            self._fail(task, error)
        except GenerationError:
            raise
        except Exception as error:
            # The message could quote what a person wrote, so only the place is logged.
            frames = "".join(traceback.format_tb(error.__traceback__))
            logger.error("task %s broke: %s\n%s", task.task_id, type(error).__name__, frames)
            self._fail(task, PermanentError("Something in this step is broken.", code="internal-error"))
        else:
            self._keep(task, outcome)

    async def _outcome(self, task: Task) -> Outcome:
        step = self.context.pipeline.step(task.step)
        run = Run(
            job_id=self.state.job.job_id,
            owner=self.state.job.owner,
            task_id=task.task_id,
            step=task.step,
            request=self.request,
            options=self.state.job.options,
            results=plan.results(self.state.tasks),
            models=self.context.limits.models,
            worker=self,
        )
        if isinstance(step, Step):
            return await step.run(run)
        return await step.run(run, Item(item_id=task.item_id or "", label=task.label, data=task.data))

    def _keep(self, task: Task, outcome: Outcome) -> None:
        now = self.context.clock.now()
        done = replace(
            self.state.tasks[task.task_id],
            status=StepStatus.COMPLETED,
            progress=100,
            completed_at=now,
            result=dict(outcome.result),
            message=outcome.message[:MESSAGE_CHARS],
        )
        percent = plan.progress(self.context.pipeline, {**self.state.tasks, done.task_id: done})
        job = self.state.job
        job = replace(
            job,
            title=(outcome.title or job.title)[:TITLE_CHARS],
            artifact=dict(outcome.artifact) if outcome.artifact else job.artifact,
            result=dict(outcome.job_result) if outcome.job_result is not None else job.result,
            progress=max(job.progress, min(percent, 99)),
            eta_at=eta_at(job, percent, now),
        )
        change: transitions.Change = (job, ())
        if done.item_id is not None:
            change = transitions.complete_item(job, done, outcome.generated, percent, now)
        self.reading.wrote(outcome.documents)
        self.state.apply(*change, tasks=(done,), documents=outcome.documents)
        if done.item_id is not None:
            message = outcome.message or self.state.job.message
            self.state.log(message, step=done.step, item_id=done.item_id)

    def _fail(self, task: Task, error: CallError) -> None:
        failed = JobError(
            code=error.code,
            message=str(error)[:ERROR_CHARS],
            step=task.step,
            item_id=task.item_id,
            retryable=not isinstance(error, PermanentError) or error.retryable,
        )
        task = replace(
            self.state.tasks[task.task_id],
            status=StepStatus.FAILED,
            completed_at=self.context.clock.now(),
            error=failed,
        )
        self.state.apply(self.state.job, tasks=(task,))
        where = f" for {task.label}" if task.item_id else ""
        self.state.log(
            f"{self.state.job.step(task.step).label} failed{where}: {error}",
            LogLevel.ERROR,
            step=task.step,
            item_id=task.item_id,
            **error.details,
        )

    # See run.Asking.

    async def ask(self, task_id: str, key: str, model: str, prompt: Prompt, parse: Callable[[str], T]) -> T:
        return await self.calls.ask(task_id, key, model, prompt, parse)

    def asked_at(self, task_id: str, key: str) -> datetime:
        return self.calls.records.asked_at((task_id, key))

    def answered_by(self, task_id: str, key: str) -> str | None:
        recorded = self.state.calls.get((task_id, key))
        return recorded.model if recorded is not None and recorded.is_done else None

    def made_by(self) -> str | None:
        return self.state.job.made_by

    def log(self, message: str, level: LogLevel, details: Mapping[str, Any]) -> None:
        self.state.log(message, level, **details)

    async def document(self, kind: str, document_id: str) -> Document | None:
        return await self.reading.document(kind, document_id)

    async def outside(self, ask: Callable[..., T], *arguments: Any, **named: Any) -> T:
        await self.journal.save()
        await self.journal.pulse()
        return await self.journal.io(ask, *arguments, **named)

    def now(self) -> datetime:
        return self.context.clock.now()

    def new_id(self, prefix: str) -> str:
        return self.context.ids.new(prefix)
