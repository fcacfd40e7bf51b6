"""Course: how a course is stored while it is written and afterwards, and what a reader gets to see.

Head: what a list shows. Parts: `outline` {"topics": [{topic_id, title, brief, description, question_ids}]}
once the topics are known, and for each finished topic one under its topic_id, {"lessons": [...]}. So a topic
is written by its own checkpoint, and a course can be read while others of its topics are being made. With the
head of the complete course `quality`, what the rules found in it, and `whole_course`, what it has around its
lessons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.pipelines.exam_course.outline import Topic
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.pipelines.shared.around import WHOLE
from generation.pipelines.shared.prompting import clipped
from generation.pipelines.shared.quality import PART
from generation.pipelines.shared.timestamps import iso

KIND = "course"
OUTLINE = "outline"
AROUND = ("introduction", "glossary", "summary", "final_exam")
MAX_DESCRIPTION = 500
SLUG, LINK, ANYONE = "slug", "link", "anyone"
"""Members of the summary: what the course's link ends in, and who may follow it."""
_NOTHING_AROUND: dict[str, Any] = {"introduction": None, "glossary": [], "summary": None, "final_exam": []}


class CourseStatus(StrEnum):
    GENERATING = "generating"
    DRAFT = "draft"
    PUBLISHED = "published"


def begun(
    *, owner: str, course_id: str, job_id: str, request: ExamCourseRequest, created_at: datetime
) -> Document:
    """The head of a course that has nothing in it yet; `request` is what `accept` made of the input."""
    return Document(
        kind=KIND,
        owner=owner,
        document_id=course_id,
        status=CourseStatus.GENERATING.value,
        created_at=created_at,
        summary={
            "kind": "exam",
            "title": request.title,
            "description": "",
            "language": request.language,
            "audience": request.audience,
            "exam_id": request.exam_id,
            "job_id": job_id,
            "made_by": None,
            "published_at": None,
            "blocked": False,
            "questions_total": request.questions,
            "questions_covered": 0,
            "topics_total": 0,
            "lessons_total": 0,
        },
    )


def planned(head: Document, topics: Sequence[Topic]) -> Document:
    """The head once the topics are known. The description is made of their titles, which are in the
    language of the course, and not of a sentence, which would be in one of ours."""
    description = clipped(" · ".join(topic.title for topic in topics), MAX_DESCRIPTION)
    return _headed(head, head.status, description=description, topics_total=len(topics))


def saved(
    stored: Document,
    *,
    made_by: str | None,
    published_at: datetime | None,
    blocked: bool = False,
    title: str | None = None,
) -> Document:
    """The head of the complete course: a draft, or published at once. `title`: instead of the exam's."""
    return _headed(
        stored,
        (CourseStatus.DRAFT if published_at is None else CourseStatus.PUBLISHED).value,
        title=title or stored.summary["title"],
        made_by=made_by,
        published_at=None if published_at is None else iso(published_at),
        blocked=blocked,
        questions_covered=coverage(stored)["questions_covered"],
        lessons_total=sum(len(topic["lessons"]) for topic in _topics(stored)),
    )


def revised(stored: Document, *, blocked: bool) -> Document:
    """The head of a course whose exam was revised: a draft or published, as it was before."""
    topics = topics_of(stored)
    return _headed(
        stored,
        stored.status,
        blocked=blocked,
        revisions=stored.summary.get("revisions", 0) + 1,
        questions_covered=coverage(stored)["questions_covered"],
        topics_total=len(topics),
        lessons_total=sum(len(topic["lessons"]) for topic in _topics(stored)),
    )


def topics_of(stored: Document) -> list[Topic]:
    """The outline; empty while the topics are not known."""
    outline = (stored.parts or {}).get(OUTLINE) or {"topics": []}
    return [Topic.of_json(raw) for raw in outline["topics"]]


def coverage(stored: Document) -> dict[str, Any]:
    """`{questions_total, questions_covered, missing}`, counted from the questions that the stored
    lessons work through, not from what the outline promised."""
    worked = {
        entry["question_id"]
        for topic in _topics(stored)
        for lesson in topic["lessons"]
        for entry in lesson["worked_questions"]
    }
    wanted = [question_id for topic in topics_of(stored) for question_id in topic.question_ids]
    missing = [question_id for question_id in wanted if question_id not in worked]
    return {
        "questions_total": stored.summary["questions_total"],
        "questions_covered": len(wanted) - len(missing),
        "missing": missing,
    }


def summary(stored: Document) -> dict[str, Any]:
    """For lists: the members of a Course that say what it is, and its counts."""
    members = {name: value for name, value in stored.summary.items() if name not in (SLUG, LINK)}
    return {
        "course_id": stored.document_id,
        "status": stored.status,
        "created_at": iso(stored.created_at),
        "share": _share(stored),
        **members,
    }


def is_shared(stored: Document) -> bool:
    """Whether anybody may read it who has its link."""
    return stored.status == CourseStatus.PUBLISHED and stored.summary.get(LINK) == ANYONE


def _share(stored: Document) -> dict[str, Any] | None:
    """`url` is an address of the page, relative to it."""
    slug = stored.summary.get(SLUG)
    return {"url": f"/c/{slug}", "slug": slug} if slug and is_shared(stored) else None


def view(stored: Document) -> dict[str, Any]:
    """The Course of the HTTP contract, also while it is being written. Needs the parts."""
    if stored.parts is None:
        raise ValueError("the document was read without its parts")
    head = summary(stored)
    for counted in ("questions_total", "questions_covered", "topics_total", "lessons_total"):
        head.pop(counted)
    topics = _topics(stored)
    whole = stored.parts.get(WHOLE) or _NOTHING_AROUND
    return {
        **head,
        **{name: whole[name] for name in AROUND},
        "quality": stored.parts.get(PART),
        "coverage": coverage(stored),
        "doubtful_keys": _doubtful_keys(topics),
        "topics": topics,
    }


def _doubtful_keys(topics: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For the exam's author: `{question_id, reason, likely, lesson_id}` of each question whose marking the
    course doubts."""
    return [
        {"question_id": worked["question_id"], **worked["marking_doubt"], "lesson_id": lesson["lesson_id"]}
        for topic in topics
        for lesson in topic["lessons"]
        for worked in lesson["worked_questions"]
        # Courses of earlier releases have no such member.
        if worked.get("marking_doubt")
    ]


def _topics(stored: Document) -> list[dict[str, Any]]:
    parts = stored.parts or {}
    return [
        {
            **{name: value for name, value in topic.to_json().items() if name != "brief"},
            "status": "completed" if topic.topic_id in parts else "pending",
            "lessons": parts[topic.topic_id]["lessons"] if topic.topic_id in parts else [],
        }
        for topic in topics_of(stored)
    ]


def _headed(head: Document, status: str, **changed: Any) -> Document:
    return replace(head, status=status, summary={**head.summary, **changed}, parts=None)
