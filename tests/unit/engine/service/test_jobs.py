"""A start: what is refused before anything is stored, and what is stored whatever follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generation.engine.errors import InvalidInput, TooManyJobs, Unavailable
from generation.engine.model.control import Pause, Scope
from generation.engine.model.job import JobStatus, Options
from generation.engine.service.jobs import JobService
from tests.simulation.loop import simulate
from tests.simulation.pipelines import SIMULATED
from tests.simulation.world import ADA, World, with_limits


def test_an_unknown_pipeline_is_refused_with_those_that_there_are() -> None:
    async def main() -> None:
        world = World()
        service: JobService = world.service
        with pytest.raises(InvalidInput) as refusal:
            service.start(ADA, "films", {}, Options())
        [error] = refusal.value.errors
        assert (error.pointer, error.message) == (
            "/pipeline",
            f"must be one of {', '.join(sorted(service.pipelines))}",
        )
        assert list(world.store.active_jobs()) == []

    simulate(main())


def test_a_job_whose_message_cannot_be_sent_is_stored_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweep stands behind it."""

    def broken(*_: Any, **__: Any) -> None:
        raise Unavailable("the queue cannot be reached")

    async def main() -> None:
        world = World()
        monkeypatch.setattr(world.queue, "send", broken)
        stored = world.store.read(world.start())
        assert stored is not None
        assert stored.status is JobStatus.PENDING

    simulate(main())


def test_what_is_somebody_s_right_has_two_places_more_and_starts_while_paused() -> None:
    """right_slots: one export and one erasure."""

    async def main() -> None:
        rights = {f"right_{n}": replace(SIMULATED, name=f"right_{n}", is_right=True) for n in range(3)}
        world = World(pipelines={"simulated": SIMULATED, **rights}, limits=with_limits(max_active=1))
        world.start()
        world.control.pause(Pause(scope=Scope.ALL, value="", reason="x", paused_at=world.clock.now()))
        for name in ("right_0", "right_1"):
            world.service.start(ADA, name, {"topics": 1}, Options())
        with pytest.raises(TooManyJobs):
            world.service.start(ADA, "right_2", {"topics": 1}, Options())

    simulate(main())
