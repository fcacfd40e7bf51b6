"""What a scenario asks of a system."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from benchmarks.process import Process, start_all
from benchmarks.work import Work

OWNERS = 10
"""People whose jobs they are, in systems that know of owners. As deployed one of them may have ten unfinished
jobs, so fifty at once are several people's; all starts of one person meet at one item."""


@dataclass(frozen=True)
class Place:
    """Where things are in this run; every system uses what it needs."""

    folder: Path
    model_url: str
    postgres_url: str
    redis_url: str
    first_free_port: int


@dataclass(frozen=True)
class Look:
    """A status read: how many items' calls are seen to have ended, and whether the job has."""

    done: int
    is_finished: bool
    has_failed: bool = False


class System(Protocol):
    """One peer. `cannot` says why a scenario is left out, by the scenario's name."""

    name: str
    label: str
    cannot: Mapping[str, str]

    async def start(self) -> None:
        """Workers are ready when this returns."""

    async def stop(self) -> None: ...

    async def submit(self, work: Work) -> str:
        """The job's id; it may begin at once."""

    async def look(self, job_id: str) -> Look: ...

    async def kill(self) -> None:
        """SIGKILL to all workers."""

    async def restart(self) -> float:
        """Starts workers again; seconds until they were ready."""

    async def retry(self, job_id: str) -> str:
        """Lets a failed job go on; its id from then on."""


@dataclass
class Workers:
    """Worker processes of a system: module `benchmarks.systems.<module>`, which says when it is ready."""

    module: str
    count: int
    place: Place
    environment: Mapping[str, str] = field(default_factory=dict)
    running: list[Process] = field(default_factory=list)

    def start(self) -> float:
        log = self.place.folder / f"{self.module.rsplit('.', 1)[-1]}.log"
        settings = {"BENCH": json.dumps({"model_url": self.place.model_url}), **self.environment}
        self.running = [
            Process(self.module, str(number), log=log, environment=settings) for number in range(self.count)
        ]
        return start_all(self.running)

    def kill(self) -> None:
        for process in self.running:
            process.kill()
        self.running = []

    def stop(self) -> None:
        for process in self.running:
            process.stop()
        self.running = []
