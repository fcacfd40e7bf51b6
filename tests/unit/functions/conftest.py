from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from generation import wiring, wiring_telling, wiring_worker
from generation.engine.model.checkpoint import Document
from tests.unit.functions.http import Client
from tests.unit.functions.lessons import store
from tests.unit.functions.world import World

# As the template sets them; Powertools reads them when a handler is imported.
os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "coursemill")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The functions over stores in memory, with a clock that stands still."""
    made = World()
    for name, value in {"TABLE_NAME": "t", "QUEUE_URL": "q", "MAX_ACTIVE_JOBS": "3"}.items():
        monkeypatch.setenv(name, value)
    _forget()
    for builder, thing in made.parts().items():
        monkeypatch.setattr(wiring, builder, _giving(thing))
    yield made
    monkeypatch.undo()
    _forget()


@pytest.fixture
def ada(world: World) -> Client:
    return Client()


@pytest.fixture
def bob(world: World) -> Client:
    return Client({"sub": "bob"})


@pytest.fixture(params=["exam_course", "project_course"])
def course(request: pytest.FixtureRequest, world: World) -> Document:
    return store(world, request.param)


@pytest.fixture
def event_loop_of_the_worker(world: World) -> Iterator[None]:
    wiring_worker.loop.cache_clear()
    yield
    wiring_worker.loop().close()
    wiring_worker.loop.cache_clear()


def _giving(thing: Any) -> Any:
    return lambda: thing


def _forget() -> None:
    services = (
        wiring.job_service,
        wiring.library,
        wiring.authoring,
        wiring.sharing,
        wiring.lessons,
        wiring.exports,
        wiring.operations,
        wiring.quotes,
        wiring.batches,
        wiring.rights,
        wiring.archives,
        wiring.archivist,
        wiring.erasure,
        wiring.sweep,
        wiring.purge,
        wiring.analytics,
        wiring.fold,
        wiring.told_store,
        wiring.teller,
        wiring_telling.webhooks,
        wiring_telling.deliverer,
        wiring_telling.resend,
    )
    for builder in (wiring.settings, wiring.limits, *services):
        builder.cache_clear()
