"""What readers and the sweep see of a store: lists of active jobs lag, checkpoints are half visible."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from generation.engine.model.job import Job
from generation.engine.model.task import Task
from tests.simulation.recording import RecordingStore

LAG_S = 5.0
"""Of an index of DynamoDB, which is usually under a second behind."""

HALF_VISIBLE_S = 0.05


class LaggingStore:
    """As RecordingStore but for the reads that the JobStore port does not promise to be up to date."""

    def __init__(self, store: RecordingStore, seed: int) -> None:
        self._store = store
        self._rng = random.Random(seed)
        self._read_at = (-1.0, 0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def tasks(self, job_id: str) -> Sequence[Task]:
        """Of what was written just now some is there, some is not; all of it at the third look, since
        time stands still between them and a read would have taken milliseconds."""
        now = asyncio.get_running_loop().time()
        self._read_at = (now, self._read_at[1] + 1 if self._read_at[0] == now else 1)
        if self._read_at[1] == 3:
            return self._store.tasks(job_id)
        hidden: dict[str, Task | None] = {}
        for write in reversed(self._store.written):
            if write.at < now - HALF_VISIBLE_S:
                break
            for task in write.tasks:
                if write.job.job_id == job_id and self._rng.random() < 0.5:
                    hidden[task.task_id] = self._before(job_id, task.task_id, write.at)
        seen = [hidden.get(task.task_id, task) for task in self._store.tasks(job_id)]
        return [task for task in seen if task is not None]

    def _before(self, job_id: str, task_id: str, at: float) -> Task | None:
        for write in reversed(self._store.written):
            if write.at < at and write.job.job_id == job_id:
                for task in write.tasks:
                    if task.task_id == task_id:
                        return task
        return None

    def active_jobs(self, after: tuple[datetime, str] | None = None) -> Iterable[Job]:
        """As they were up to LAG_S ago."""
        then = asyncio.get_running_loop().time() - self._rng.uniform(0, LAG_S)
        jobs = {write.job.job_id: write.job for write in self._store.written if write.at <= then}
        active = {(job.created_at, job.job_id): job for job in jobs.values() if not job.is_finished}
        return [active[position] for position in sorted(active) if after is None or position > after]
