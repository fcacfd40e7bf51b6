"""Courses whose exams are revised, in the simulation."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from generation.catalogue import PIPELINES
from generation.engine.model.checkpoint import Document
from generation.engine.model.job import Job, JobStatus
from generation.pipelines.exam_course import course
from generation.pipelines.shared.lessons import all_of
from tests.simulation.offline import answer
from tests.simulation.world import ADA, World
from tests.simulation.written_courses import written
from tests.unit.pipelines.exams import exam, question

QUESTIONS = 50


@pytest.fixture(autouse=True, scope="module")
def courses() -> None:
    """Made once, and not inside of another simulation."""
    for questions in (12, 24, QUESTIONS):
        written("exam_course", "auto", questions)


def world_with(questions: int, **how: Any) -> World:
    world = World(pipelines={"exam_course": PIPELINES["exam_course"]}, **{"answer": answer, **how})
    for document in written("exam_course", "auto", questions):
        world.documents.create(document)
    return world


def stored(world: World) -> Document:
    (head,) = world.documents.list(course.KIND, ADA.owner, limit=9, cursor=None).items
    found = world.documents.get(course.KIND, ADA.owner, head.document_id)
    assert found is not None
    return found


def revised(questions: int, change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    made = copy.deepcopy(exam(questions))
    change(made)
    return made


def reworded(number: int) -> Callable[[dict[str, Any]], Any]:
    def change(made: dict[str, Any]) -> None:
        made["questions"][number - 1]["text"] = f"And what follows from premise {number}, if it is false?"

    return change


def request(world: World, made: Mapping[str, Any]) -> dict[str, Any]:
    return {"course_id": stored(world).document_id, "exam": made}


def lessons_of(document: Document) -> dict[str, Mapping[str, Any]]:
    return {name: place.lesson for name, place in all_of(document).items()}


async def done(world: World, made: Mapping[str, Any]) -> Job:
    job = await world.serve(world.start(request(world, made)))
    assert job.status is JobStatus.COMPLETED, job.error
    return job


def removed(*numbers: int) -> Callable[[dict[str, Any]], Any]:
    def change(made: dict[str, Any]) -> None:
        made["questions"] = [one for n, one in enumerate(made["questions"], 1) if n not in numbers]

    return change


def added(*numbers: int) -> Callable[[dict[str, Any]], Any]:
    def change(made: dict[str, Any]) -> None:
        made["questions"] += [question(number) for number in numbers]

    return change
