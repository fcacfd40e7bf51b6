"""What of a course its readers see who have no token."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import BaseModel

from generation.engine.model.checkpoint import Document
from generation.http import courses as models
from generation.http import lessons
from generation.http.documents import CourseOption
from generation.http.shared import SharedCourse
from generation.pipelines.shared.courses import PUBLIC, Members, public, public_version

CANARY = "canary"
TASK = {
    "task_id": "t1", "title": "Do it", "instructions": "Do.", "expected_result": "Done.", "hints": ["Look."],
    "minutes": 10, "difficulty": 1,
}  # fmt: skip
LESSON = {
    "lesson_id": "project-01-lesson-1", "title": "One", "objectives": ["Know"], "body": "Text.",
    "example": "Case.", "summary": "Keep it.",
}  # fmt: skip
PROJECT = {"project_id": "project-01", "title": "First", "description": "", "objectives": ["Build"]}


def marked(value: Any) -> Any:
    """With a member in each object that no release knows yet."""
    if isinstance(value, list):
        return [marked(one) for one in value]
    if isinstance(value, dict):
        return {**{name: marked(one) for name, one in value.items()}, "of_a_later_release": CANARY}
    return value


def project_course() -> Document:
    return Document(
        kind="course",
        owner=f"{CANARY}-ada",
        document_id=f"{CANARY}-course",
        status="published",
        created_at=datetime(2026, 11, 27, tzinfo=UTC),
        summary={
            "kind": "project", "title": "Bees", "description": "All of them.", "language": "en",
            "audience": None, "job_id": f"{CANARY}-job", "made_by": "offline",
            "published_at": "2026-11-27T00:00:00Z", "blocked": False, "slug": "x" * 26, "link": "anyone",
            "projects_total": 1, "lessons_total": 1, "tasks_total": 1, "later": CANARY,
        },
        parts={
            "outline": {"projects": [marked(PROJECT)], "facts": [CANARY]},
            "project-01": {"lessons": [marked({**LESSON, "checked_by": CANARY})]},
            "project-01-lesson-1": {"tasks": [marked(TASK)]},
            "whole_course": {
                "introduction": "Welcome.",
                "glossary": [marked({"term": "Hive", "meaning": "A home.", "lesson_ids": []})],
                "summary": "All.",
            },
            "quality": {"rules_version": 1, "checked_at": CANARY, "blocked": False, "findings": [CANARY]},
        },
    )  # fmt: skip


def test_a_project_course_is_shown_without_what_nobody_named() -> None:
    shown = public(project_course())
    SharedCourse.model_validate(shown)
    assert CANARY not in str(shown)
    (project,) = shown["projects"]
    assert {name: project[name] for name in PROJECT} == PROJECT
    (lesson,) = project["lessons"]
    assert lesson == {**LESSON, "status": "completed", "tasks": [TASK]}
    assert shown["glossary"] == [{"term": "Hive", "meaning": "A home.", "lesson_ids": []}]


TOPICS: Members = PUBLIC["topics"]
LESSONS: Members = TOPICS["lessons"]


@pytest.mark.parametrize(
    ("model", "shown", "authors"),
    [
        (models.TopicView, TOPICS, set()),
        (models.ProjectView, PUBLIC["projects"], set()),
        (lessons.LessonView, LESSONS, {"checked_by"}),
        (lessons.ProjectLessonView, LESSONS, set()),
        (lessons.TaskView, LESSONS["tasks"], set()),
        (lessons.WorkedQuestion, LESSONS["worked_questions"], {"marking_doubt", "disputed"}),
        (lessons.WrongOption, LESSONS["worked_questions"]["why_wrong"], set()),
        (lessons.QuizQuestion, LESSONS["quiz"], {"disputed"}),
        (CourseOption, LESSONS["quiz"]["options"], set()),
        (models.FinalQuestion, PUBLIC["final_exam"], {"disputed"}),
        (models.Term, PUBLIC["glossary"], set()),
    ],
)
def test_each_member_of_a_course_is_its_readers_or_its_authors(
    model: type[BaseModel], shown: Members, authors: set[str]
) -> None:
    """A new one is decided upon here."""
    assert set(model.model_fields) - set(shown) == authors


def test_the_version_follows_the_head_alone() -> None:
    stored = project_course()
    head = replace(stored, parts=None)
    assert public_version(head) == public_version(stored)
    versions = {
        public_version(head),
        public_version(replace(head, status="draft")),
        public_version(replace(head, summary={**head.summary, "title": "Wasps"})),
        public_version(replace(head, summary={**head.summary, "lesson_changes": 1})),
        public_version(replace(head, document_id="course_2")),
    }
    assert len(versions) == 5
