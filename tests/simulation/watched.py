"""A world that remembers who took what, and what was paused when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from generation.engine.model.control import Pause, Pauses, Scope
from generation.engine.model.job import Job, Options
from generation.engine.service.requests import Caller
from tests.simulation.world import SimulatedWorker, World

T = TypeVar("T")
TAKES = ("take", "begin", "begin_instead")


def now_s() -> float:
    """Simulated seconds."""
    return asyncio.get_running_loop().time()


@dataclass(frozen=True, slots=True)
class Taken:
    """A worker has become a job's writer."""

    worker: WatchedWorker
    at: float
    job: Job

    @property
    def since(self) -> float:
        """When the worker began."""
        return self.worker.began_at


class WatchedWorker(SimulatedWorker):
    """Remembers when it began and ended, and what it took."""

    began_at: float = 0.0
    ended_at: float = 0.0

    async def run(self, job_id: str, seconds: float) -> None:
        await super().run(job_id, seconds)
        self.ended_at = now_s()

    async def offload(self, ask: Callable[..., T], *arguments: Any, **named: Any) -> T:
        return await super().offload(self._recorded(ask), *arguments, **named)

    def _recorded(self, ask: Callable[..., T]) -> Callable[..., T]:
        if getattr(ask, "__name__", "") not in TAKES:
            return ask

        def recorded(*arguments: Any, **named: Any) -> T:
            answer = ask(*arguments, **named)
            if isinstance(answer, Job) and isinstance(self.world, WatchedWorld):
                self.world.taken.append(Taken(self, now_s(), answer))
            return answer

        return recorded


@dataclass
class WatchedWorld(World):
    """A world that remembers who took what, and what was paused when."""

    taken: list[Taken] = field(default_factory=list)
    paused: list[tuple[float, Pauses]] = field(default_factory=list)
    sweeps: int = 0

    def new_worker(self, *how: Any) -> SimulatedWorker:
        worker = WatchedWorker(self, *how)
        worker.began_at = now_s()
        return worker

    def start_for(self, caller: Caller, options: Options, pipeline: str, **request: Any) -> str:
        return self.service.start(caller, pipeline, {"topics": 1, **request}, options).job.job_id

    def pause(self, scope: Scope, value: str) -> None:
        now = self.clock.now()
        pauses = self.control.pause(Pause(scope=scope, value=value, reason="The bill", paused_at=now))
        self.paused.append((now_s(), pauses))

    def resume(self, scope: Scope, value: str) -> None:
        self.paused.append((now_s(), self.control.resume(scope, value, self.clock.now())))

    def resume_all(self) -> None:
        for pause in self.control.pauses().pauses:
            self.resume(pause.scope, pause.value)

    def was_paused(self, owner: str, pipeline: str, since: float, at: float, ever: bool = False) -> bool:
        """All the time from `since` to `at`; with `ever`: some of it."""
        states = [pauses for told_at, pauses in self.paused if since <= told_at < at]
        before = [pauses for told_at, pauses in self.paused if told_at < since]
        found = [bool(pauses.of(owner, pipeline)) for pauses in (before[-1:] or [Pauses()]) + states]
        return any(found) if ever else all(found)
