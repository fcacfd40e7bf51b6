"""Jobs of all pipelines, each with a mark in all of its prompts by which the model server knows its calls."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.e2e.exams import topics
from tests.e2e.service import Document, OfflineModel, Person

PIPELINES = ("exam_course", "project_course", "course_outline", "training_program")


@dataclass(frozen=True)
class Marked:
    """A started job. `mark` stands in each of its model calls."""

    person: Person
    job_id: str
    pipeline: str
    mark: str

    def calls(self, model: OfflineModel) -> list[Document]:
        return [request for request in model.stats()["requests"] if request["mark"] == self.mark]


def begin(person: Person, pipeline: str) -> Marked:
    """Starts a job that is like no other."""
    mark = f"mark-{uuid.uuid4().hex[:8]}"
    return Marked(person, person.start(pipeline, _INPUTS[pipeline](mark))["job_id"], pipeline, mark)


def _exam_course(mark: str) -> Document:
    """Five calls: topics, then four lessons at the same time."""
    exam = topics(4, each=2)
    for question in exam["questions"]:
        question["text"] += f" ({mark})"
    return {"exam": exam}


def _course_outline(mark: str) -> Document:
    """One call."""
    return {"topic": f"Beekeeping {mark}", "projects": 3, "alternatives": 2}


def _project_course(mark: str) -> Document:
    """Two calls for lessons, then some for tasks as soon as their lesson is there."""
    projects: list[dict[str, Any]] = [
        {
            "title": f"Build hive {n} {mark}",
            "description": "A hive that can be opened, inspected and closed again.",
            "objectives": [f"Choose the wood of hive {n}", f"Join the frames of hive {n}"],
        }
        for n in (1, 2)
    ]
    outline = {"title": f"Beekeeping {mark}", "description": "Hives, built by hand.", "projects": projects}
    return {"outline": outline}


def _training_program(mark: str) -> Document:
    """One call, more where the offline answer breaks a rule."""
    profile = {"age": 34, "sex": "female", "height_cm": 168, "mass_kg": 62, "experience": "intermediate"}
    return {
        "profile": {**profile, "notes": mark},
        "goal": "strength",
        "weeks": 2,
        "days_per_week": 3,
        "equipment": ["barbell", "rack", "bench"],
    }


_INPUTS: dict[str, Callable[[str], Document]] = {
    "exam_course": _exam_course,
    "project_course": _project_course,
    "course_outline": _course_outline,
    "training_program": _training_program,
}
