"""Kind `lesson_tasks`: what there is to do with a lesson, whatever it teaches."""

from __future__ import annotations

from typing import Any

import pytest

from local.claude.course.questions import BadData
from local.claude.project.tasks import lesson_tasks


def _tags(lesson: int = 2, lessons: int = 3, **changed: Any) -> dict[str, Any]:
    return {
        "call": {"kind": "lesson_tasks", "language": "en", "lesson": lesson, "lessons": lessons},
        "project": {"title": "A first {aim} roll"},
        "lesson": {"title": "Kneading", "objectives": ["Knead {project} until it stretches"], **changed},
    }


@pytest.mark.parametrize(("lesson", "count"), [(1, 2), (2, 3), (3, 4)])
def test_the_later_the_lesson_the_more_there_is_to_do(lesson: int, count: int) -> None:
    tasks = lesson_tasks(_tags(lesson))["tasks"]
    assert len(tasks) == count
    assert [task["difficulty"] for task in tasks] == list(range(1, count + 1))
    assert len({task["title"] for task in tasks}) == count
    assert all(2 <= len(task["hints"]) <= 4 for task in tasks)


def test_the_aim_is_that_of_the_lesson_and_the_end_that_of_the_project() -> None:
    tasks = lesson_tasks(_tags(3))["tasks"]
    assert all("Knead {project} until it stretches." in task["instructions"] for task in tasks[:3])
    assert "“A first {aim} roll”" in tasks[3]["instructions"]
    assert all("Made offline from the outline" in task["instructions"] for task in tasks)


def test_without_objectives_the_title_is_the_aim() -> None:
    assert "Kneading." in lesson_tasks(_tags(objectives=[]))["tasks"][0]["instructions"]


@pytest.mark.parametrize(
    "tags",
    [
        {},
        _tags(lesson=0),
        _tags(lessons=7),
        _tags(title="", objectives=[]),
        {**_tags(), "project": {}},
        {**_tags(), "lesson": None},
    ],
)
def test_what_cannot_be_answered_is_refused(tags: dict[str, Any]) -> None:
    with pytest.raises(BadData):
        lesson_tasks(tags)
