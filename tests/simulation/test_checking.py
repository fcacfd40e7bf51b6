"""The checking call: once a lesson, at every crash point, and never the maker of a course."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from generation.catalogue import PIPELINES
from generation.engine.limits import CHECK
from generation.engine.model.job import Job, JobStatus, Options
from generation.engine.ports import ModelReply, ModelRequest
from local.claude import answers
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.model import SimulatedModel
from tests.simulation.world import LIMITS, World
from tests.unit.pipelines.exams import exam

CHECKED = replace(LIMITS, models={"": "author", CHECK: "reader"})
REQUEST = {"exam": exam(8)}


def offline(request: ModelRequest, *, error_rate: float) -> str:
    text = request.turns[0].text
    asked = "\n".join((*request.shared, text))
    schema = dict(request.schema or {})
    return answers.answer(answers.kind_of(text), asked, schema, check_error_rate=error_rate).text


def run(
    *,
    error_rate: float = 0.5,
    options: Options | None = None,
    dies_at: dict[int, tuple[int, bool]] | None = None,
) -> tuple[World, Job]:
    async def main() -> tuple[World, Job]:
        world = World(
            pipelines={"exam_course": PIPELINES["exam_course"]},
            answer=partial(offline, error_rate=error_rate),
            limits=CHECKED,
            dies_at=dies_at or {},
        )
        job = await world.serve(world.start(REQUEST, options=options or Options()))
        check(world, job, kills=len(dies_at or {}))
        return world, job

    return simulate(main())


def kinds(world: World) -> Counter[str]:
    """Calls that were answered, by their kind."""
    found = (answers.kind_of(json.loads(call.key)) for call in world.model.made if call.outcome == "answered")
    return Counter(kind or "" for kind in found)


def test_each_lesson_is_checked_once_and_reviewed_where_they_differ() -> None:
    for rate, reviews in ((0.0, False), (0.5, True)):
        world, job = run(error_rate=rate)
        assert job.status is JobStatus.COMPLETED, job.error
        found = kinds(world)
        assert found["lesson"] == found["check_lesson"] > 1
        assert (found["review_questions"] > 0) is reviews
        assert found["review_questions"] <= found["check_lesson"]
        assert job.usage.model_calls == sum(found.values())


def test_it_can_be_switched_off() -> None:
    world, unchecked = run(options=Options(check="off"))
    assert kinds(world)["check_lesson"] == 0
    _, checked = run()
    assert unchecked.estimated_duration_ms < checked.estimated_duration_ms


def test_the_second_reader_has_not_made_the_course(monkeypatch: pytest.MonkeyPatch) -> None:
    simulated = SimulatedModel.call
    asked: set[str] = set()

    async def call(self: SimulatedModel, request: ModelRequest, on_text: Callable[[str], None]) -> ModelReply:
        asked.add(request.model)
        return replace(await simulated(self, request, on_text), model=request.model)

    monkeypatch.setattr(SimulatedModel, "call", call)
    for rate in (0.0, 0.5):
        _, job = run(error_rate=rate)
        assert job.made_by == "author"
    assert asked == {"author", "reader"}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_every_crash_point(after: bool) -> None:
    undisturbed, _ = run()
    lessons = _lessons(undisturbed)
    # What the answer names, also where another worker goes on from it.
    checked_by = [one["checked_by"] for part in lessons.values() for one in part["lessons"]]
    assert set(checked_by) == {"simulated"}
    for point in range(1, undisturbed.workers[0].calls + 1):
        world, job = run(dies_at={1: (point, after)})
        assert job.status is JobStatus.COMPLETED, job.error
        # The same course, whoever died: what was disputed and settled follows from kept answers.
        assert _lessons(world) == lessons
        assert max(world.model.answered().values()) <= 2


def _lessons(world: World) -> Any:
    [stored] = [
        world.documents.get("course", "ada", head.document_id, parts=True)
        for head in world.documents.list("course", "ada", limit=5, cursor=None).items
    ]
    assert stored is not None
    return {part: value for part, value in (stored.parts or {}).items() if part.startswith("topic-")}
