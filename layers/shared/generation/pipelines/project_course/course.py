"""Course: how a course by projects is stored while it is written and afterwards, and what a reader sees.

Head: what a list shows. Parts: `outline` {"projects": [{project_id, title, description, objectives}],
"facts": [...]} from the beginning; under a project's id {"lessons": [...]} once its lessons are there; under
a lesson's id {"tasks": [...]}; with the head of the complete course `quality`, what the rules found in it,
and `whole_course`, what it has around its lessons. So every item of a fan-out writes a part of its own with
its own checkpoint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from generation.engine.model.checkpoint import Document, DocumentWrite
from generation.pipelines.exam_course.course import KIND, CourseStatus, summary
from generation.pipelines.project_course.request import ProjectCourseRequest
from generation.pipelines.shared.around import WHOLE
from generation.pipelines.shared.quality import PART
from generation.pipelines.shared.timestamps import iso

OUTLINE = "outline"
AROUND = ("introduction", "glossary", "summary")
_NOTHING_AROUND: dict[str, Any] = {"introduction": None, "glossary": [], "summary": None}
COUNTED = ("projects_total", "lessons_total", "tasks_total")


@dataclass(frozen=True, slots=True)
class Counts:
    """What is stored of a course; `is_complete` says whether nothing of it is missing."""

    projects: int
    lessons: int
    tasks: int
    is_complete: bool

    def __str__(self) -> str:
        numbers = (("project", self.projects), ("lesson", self.lessons), ("task", self.tasks))
        return ", ".join(f"{number} {noun}{'s' * (number != 1)}" for noun, number in numbers)


def begun(
    *, owner: str, course_id: str, job_id: str, request: ProjectCourseRequest, created_at: datetime
) -> Document:
    """A course whose projects are known and have nothing in them yet; `request` is what `accept` made."""
    outline = request.outline
    projects = [
        {
            "project_id": project_id(number),
            "title": project["title"],
            "description": project["description"] or "",
            "objectives": project["objectives"],
        }
        for number, project in enumerate(outline["projects"], 1)
    ]
    return Document(
        kind=KIND,
        owner=owner,
        document_id=course_id,
        status=CourseStatus.GENERATING.value,
        created_at=created_at,
        summary={
            "kind": "project",
            "title": outline["title"],
            "description": outline["description"] or "",
            "language": request.language,
            "audience": request.audience,
            "job_id": job_id,
            "made_by": None,
            "published_at": None,
            "blocked": False,
            "projects_total": len(projects),
            "lessons_total": 0,
            "tasks_total": 0,
        },
        parts={OUTLINE: {"projects": projects, "facts": outline.get("facts", [])}},
    )


def saved(
    stored: Document, *, made_by: str | None, published_at: datetime | None, blocked: bool = False
) -> Document:
    """The head of the complete course: a draft, or published at once."""
    made = counts(stored)
    status = CourseStatus.DRAFT if published_at is None else CourseStatus.PUBLISHED
    changed = {
        "made_by": made_by,
        "published_at": None if published_at is None else iso(published_at),
        "blocked": blocked,
        "lessons_total": made.lessons,
        "tasks_total": made.tasks,
    }
    return replace(stored, status=status.value, summary={**stored.summary, **changed}, parts=None)


def part(stored: Document, key: str, value: Mapping[str, Any]) -> DocumentWrite:
    """The write of one part: the lessons of a project, or the tasks of a lesson."""
    return DocumentWrite(
        kind=stored.kind, owner=stored.owner, document_id=stored.document_id, parts={key: value}
    )


def project_id(number: int) -> str:
    return f"project-{number:02}"


def lessons_of(stored: Document, of_project: str) -> list[dict[str, Any]]:
    """The lessons of a project without their tasks; empty while there are none."""
    found: list[dict[str, Any]] = ((stored.parts or {}).get(of_project) or {}).get("lessons", [])
    return found


def counts(stored: Document) -> Counts:
    """Counted from what is stored, not from what the steps said that they made."""
    projects = projects_of(stored)
    lessons = [lesson for project in projects for lesson in project["lessons"]]
    tasks = sum(len(lesson["tasks"]) for lesson in lessons)
    is_complete = all(project["status"] == "completed" for project in projects)
    return Counts(len(projects), len(lessons), tasks, is_complete)


def view(stored: Document) -> dict[str, Any]:
    """The Course of the HTTP contract, also while it is being written. Needs the parts."""
    if stored.parts is None:
        raise ValueError("the document was read without its parts")
    head = {name: value for name, value in summary(stored).items() if name not in COUNTED}
    whole = stored.parts.get(WHOLE) or _NOTHING_AROUND
    return {
        **head,
        **{name: whole[name] for name in AROUND},
        "quality": stored.parts.get(PART),
        "facts": facts_of(stored),
        "projects": projects_of(stored),
    }


def facts_of(stored: Document) -> list[str]:
    """That its outline agreed on. Courses of earlier releases have none."""
    facts: list[str] = (stored.parts or {})[OUTLINE].get("facts", [])
    return facts


def projects_of(stored: Document) -> list[dict[str, Any]]:
    """A lesson is completed with its tasks, a project with all of its lessons; until then both are pending,
    and what is there of them can be read."""
    return [_project(stored, project) for project in (stored.parts or {})[OUTLINE]["projects"]]


def _project(stored: Document, project: Mapping[str, Any]) -> dict[str, Any]:
    lessons = [_lesson(stored, lesson) for lesson in lessons_of(stored, project["project_id"])]
    done = bool(lessons) and all(lesson["status"] == "completed" for lesson in lessons)
    return {**project, "status": "completed" if done else "pending", "lessons": lessons}


def _lesson(stored: Document, lesson: Mapping[str, Any]) -> dict[str, Any]:
    written = (stored.parts or {}).get(lesson["lesson_id"])
    status = "pending" if written is None else "completed"
    return {**lesson, "status": status, "tasks": [] if written is None else written["tasks"]}
