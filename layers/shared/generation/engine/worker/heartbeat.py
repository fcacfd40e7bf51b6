"""Heartbeat: renewal of the lease, look for a cancel and previews, beside a job's running calls."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from generation.engine.model import transitions
from generation.engine.model.task import Task
from generation.engine.worker import plan
from generation.engine.worker.asks import Ask, Asks, fraction
from generation.engine.worker.context import WorkerContext
from generation.engine.worker.estimate import eta_at
from generation.engine.worker.journal import Journal
from generation.engine.worker.state import WorkerState


@dataclass(slots=True)
class Heartbeat:
    context: WorkerContext
    state: WorkerState
    journal: Journal
    asks: Asks
    _previewed: dict[str, datetime] = field(default_factory=dict)

    async def run(self) -> None:
        """For as long as the job is ours; what goes wrong is found in `journal.error`."""
        lease_s, policy = self.context.limits.lease.total_seconds(), self.context.limits.policy.heartbeat
        while self.journal.error is None:
            await self.context.clock.sleep(min(policy.pulse_s, lease_s / policy.looks_a_lease))
            now = self.context.clock.now()
            if (now - self.journal.checked_at).total_seconds() >= policy.pulse_s:
                await self.journal.pulse()
            if (self.journal.lease_until - now).total_seconds() < lease_s * policy.renew_below:
                await self.journal.renew()
            if self.journal.is_watched():
                self._preview(now)

    def _preview(self, now: datetime) -> None:
        pace_s = self.context.limits.policy.heartbeat.preview_s
        for task_id, asks in self.asks.by_task().items():
            growing = [ask for ask in asks if ask.text and not ask.is_done]
            last = self._previewed.get(task_id)
            if not growing or (last is not None and (now - last).total_seconds() < pace_s):
                continue
            self._previewed[task_id] = now
            task = self.state.tasks[task_id]
            task = replace(task, progress=max(task.progress, int(100 * fraction(asks))))
            self._record(task, growing[-1], now)

    def _record(self, task: Task, ask: Ask, now: datetime) -> None:
        percent = plan.progress(self.context.pipeline, {**self.state.tasks, task.task_id: task})
        job = self.state.job
        job = replace(job, eta_at=eta_at(job, percent, now))
        if task.item_id is None:
            change = transitions.advance(job, task.step, percent, job.message, now)
        else:
            text = ask.prompt.preview(ask.text)[-self.context.limits.policy.heartbeat.preview_chars :]
            job = replace(job, progress=max(job.progress, min(percent, 99)))
            change = transitions.preview_item(job, task, task.progress, text, now)
        self.state.apply(*change, tasks=(task,))
