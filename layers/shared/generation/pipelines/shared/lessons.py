"""Lessons: one lesson of a course, found in its parts and put back there, whichever pipeline made it.

A version of a lesson is named by its content: the same content is the same version, whoever wrote it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.pipelines.exam_course import course as exam_course
from generation.pipelines.project_course import course as project_course

Lesson = Mapping[str, Any]

VERSION_CHARS = 32
"""Hex digits of a version: 128 bits, so that no two contents meet."""

LAST_TASK = "last_task"
"""Beside a lesson's tasks: an id is never given to a second task, for learners' progress is kept by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPlace:
    """A lesson in its course.

    lesson     as it is shown, but for its status: that of a project course with its tasks
    pointer    of it in the course: `/topics/0/lessons/1`
    part       of the document, that it stands in
    is_whole   whether all of it is written: a lesson of a project has no tasks at first
    last_task  highest number that a task of it has ever had
    """

    lesson: Lesson
    pointer: str
    part: str
    is_whole: bool = True
    last_task: int = 0

    @property
    def version(self) -> str:
        return version_of(self.lesson)


def version_of(lesson: Lesson) -> str:
    text = json.dumps(lesson, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:VERSION_CHARS]


def is_exam_course(stored: Document) -> bool:
    return bool(stored.summary["kind"] == "exam")


def find(stored: Document, lesson_id: str) -> LessonPlace | None:
    """None where the course has no such lesson, or none yet. Needs the parts."""
    return all_of(stored).get(lesson_id)


def all_of(stored: Document) -> dict[str, LessonPlace]:
    """By id, in the order of the course."""
    return _in_topics(stored) if is_exam_course(stored) else _in_projects(stored)


def parts_with(stored: Document, place: LessonPlace, lesson: Lesson) -> dict[str, Any]:
    """The parts of the course that change when this lesson stands there."""
    parts = stored.parts or {}
    tasks: dict[str, Any] = {}
    kept: dict[str, Any] = dict(lesson)
    if not is_exam_course(stored):
        made = kept.pop("tasks")
        last = max(place.last_task, last_number(task["task_id"] for task in made))
        tasks = {kept["lesson_id"]: {"tasks": made, LAST_TASK: last}} if place.is_whole else {}
    others = parts[place.part]["lessons"]
    lessons = [kept if one["lesson_id"] == kept["lesson_id"] else one for one in others]
    return {place.part: {**parts[place.part], "lessons": lessons}, **tasks}


def last_number(ids: Iterable[str]) -> int:
    """Of ids that end in one: `topic-1-lesson-3`. 0 where there are none."""
    return max((int(one.rpartition("-")[2]) for one in ids), default=0)


def _in_topics(stored: Document) -> dict[str, LessonPlace]:
    parts = stored.parts or {}
    return {
        lesson["lesson_id"]: LessonPlace(
            lesson=lesson, pointer=f"/topics/{index}/lessons/{number}", part=topic.topic_id
        )
        for index, topic in enumerate(exam_course.topics_of(stored))
        for number, lesson in enumerate((parts.get(topic.topic_id) or {"lessons": []})["lessons"])
    }


def _in_projects(stored: Document) -> dict[str, LessonPlace]:
    found = {}
    for index, project in enumerate(project_course.projects_of(stored)):
        for number, shown in enumerate(project["lessons"]):
            written = (stored.parts or {}).get(shown["lesson_id"]) or {}
            of_tasks = last_number(task["task_id"] for task in shown["tasks"])
            found[shown["lesson_id"]] = LessonPlace(
                lesson={name: value for name, value in shown.items() if name != "status"},
                pointer=f"/projects/{index}/lessons/{number}",
                part=project["project_id"],
                is_whole=shown["status"] == "completed",
                last_task=max(of_tasks, written.get(LAST_TASK, 0)),
            )
    return found
