"""Watch: heartbeat, cancel watch and previews, beside a job's running calls."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from generation.engine.model import transitions
from generation.engine.model.task import Task
from generation.engine.worker import plan
from generation.engine.worker.calls import Ask, Calls, fraction
from generation.engine.worker.context import WorkerContext
from generation.engine.worker.estimate import eta_at
from generation.engine.worker.journal import Journal
from generation.engine.worker.state import WorkerState

PULSE_S = 0.5
"""Between two looks at token, lease and watchers. A cancel is to be seen within two seconds."""

PREVIEW_S = 2.0
"""Between two previews of one item, and only while somebody watches. Ten items each second would cost
more than all the rest of their job on AWS; every two seconds is a fifth of it."""

PREVIEW_CHARS = 600


@dataclass(slots=True)
class Watch:
    context: WorkerContext
    state: WorkerState
    journal: Journal
    calls: Calls
    _previewed: dict[str, datetime] = field(default_factory=dict)

    async def run(self) -> None:
        """For as long as the job is ours; what goes wrong is found in `journal.error`."""
        lease_s = self.context.limits.lease.total_seconds()
        while self.journal.error is None:
            await self.context.clock.sleep(min(PULSE_S, lease_s / 4))
            now = self.context.clock.now()
            if (now - self.journal.checked_at).total_seconds() >= PULSE_S:
                await self.journal.pulse()
            if (self.journal.lease_until - now).total_seconds() < lease_s * 2 / 3:
                await self.journal.renew()
            if self.journal.is_watched():
                self._preview(now)

    def _preview(self, now: datetime) -> None:
        for task_id, asks in self.calls.asks.items():
            growing = [ask for ask in asks.values() if ask.text and not ask.is_done]
            last = self._previewed.get(task_id)
            if not growing or (last is not None and (now - last).total_seconds() < PREVIEW_S):
                continue
            self._previewed[task_id] = now
            task = self.state.tasks[task_id]
            task = replace(task, progress=max(task.progress, int(100 * fraction(asks.values()))))
            self._record(task, growing[-1], now)

    def _record(self, task: Task, ask: Ask, now: datetime) -> None:
        percent = plan.progress(self.context.pipeline, {**self.state.tasks, task.task_id: task})
        job = self.state.job
        job = replace(job, eta_at=eta_at(job, percent, now))
        if task.item_id is None:
            change = transitions.advance(job, task.step, percent, job.message, now)
        else:
            text = ask.prompt.preview(ask.text)[-PREVIEW_CHARS:]
            job = replace(job, progress=max(job.progress, min(percent, 99)))
            change = transitions.preview_item(job, task, task.progress, text, now)
        self.state.apply(*change, tasks=(task,))
