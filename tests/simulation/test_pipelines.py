"""Every crash point of every pipeline of the catalogue, with the offline model's answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generation.catalogue import PIPELINES
from generation.engine.model.job import Job, JobStatus
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.offline import answer
from tests.simulation.world import ADA, World
from tests.simulation.written_courses import written
from tests.unit.pipelines.exams import exam
from tests.unit.pipelines.project_course.examples import outline

Requests = Mapping[str, Mapping[str, Any]]
REQUESTS: Requests = {
    "exam_course": {"exam": exam(12)},
    "course_outline": {"topic": "Bread", "projects": 3, "alternatives": 2},
    "project_course": {"outline": outline(2)},
    "training_program": {
        "profile": {
            "age": 34,
            "sex": "female",
            "height_cm": 170,
            "mass_kg": 65,
            "experience": "intermediate",
            "lifts": [{"exercise": "back_squat", "load_kg": 70, "repetitions": 5}],
        },
        "goal": "strength",
        "weeks": 3,
        "days_per_week": 3,
        "equipment": ["barbell", "rack", "bench", "dumbbell"],
        "injuries": ["wrist"],
    },
    "lesson_revision": {
        "lesson_id": "topic-01-lesson-1",
        "instructions": "Shorter, please.",
        "keep": ["quiz"],
    },
}


def request_of(name: str, requests: Requests = REQUESTS) -> dict[str, Any]:
    """With the course that a lesson_revision is about: written by a whole simulated job at the first call,
    which therefore comes before a simulation begins."""
    course = {"course_id": written("exam_course")[0].document_id} if name == "lesson_revision" else {}
    return {**course, **requests[name]}


def world_of(name: str, **how: Any) -> World:
    """With what the pipeline's request refers to."""
    world = World(pipelines={name: PIPELINES[name]}, **{"answer": answer, **how})
    for document in written("exam_course") if name == "lesson_revision" else ():
        world.documents.create(document)
    return world


def _documents(world: World) -> dict[str, list[str]]:
    """Ids of what each kind has, by kind."""
    kinds = ("course", "outline", "program")
    return {
        kind: [d.document_id for d in world.documents.list(kind, ADA.owner, limit=100, cursor=None).items]
        for kind in kinds
    }


def test_every_pipeline_is_crashed() -> None:
    assert REQUESTS.keys() >= PIPELINES.keys()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("name", PIPELINES)
def test_every_crash_point(name: str, after: bool) -> None:
    request = request_of(name)

    async def main(point: int | None) -> tuple[World, Job]:
        world = world_of(name, dies_at={} if point is None else {1: (point, after)})
        job = await world.serve(world.start(request))
        assert job.status is JobStatus.COMPLETED, job.error
        check(world, job, kills=0 if point is None else 1)
        return world, job

    undisturbed, _ = simulate(main(None))
    points = undisturbed.workers[0].calls
    artifacts = {kind: len(ids) for kind, ids in _documents(undisturbed).items()}
    assert points >= 5
    assert sum(artifacts.values()) == 1
    for point in range(1, points + 1):
        world, _ = simulate(main(point))
        # What a dead worker had begun is carried on, not begun a second time beside it.
        assert {kind: len(ids) for kind, ids in _documents(world).items()} == artifacts
