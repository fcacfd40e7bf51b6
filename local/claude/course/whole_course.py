"""Kind `whole_course`: what a course has around its lessons, from what stands in them.

The final exam asks in which chapter something stands: it is new, and nothing is claimed that the course does
not say. A glossary would have to explain terms, so there is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generation.quality.asked import QUIZ_OPTIONS
from generation.quality.likeness import ALIKE, similarity
from generation.quality.words import essence, tokens
from local.claude.course.markup import markdown, plain
from local.claude.course.questions import BadData
from local.claude.course.said import said
from local.claude.course.second_reader import remember
from local.claude.course.text import is_stop, shorten, stem, words
from local.claude.course.words import words_of

FILLERS = tuple(words_of({}, ())(f"filler_{number}") for number in range(1, 5))
"""English: a course in another language has no final exam."""

_POINT_LENGTH = 300
_FEWEST_WORDS = 5
"""That a point has left when the words of its chapter's title are taken out."""

_INTRODUCTION = """This course was made without a language model, from nothing but the questions of {title} \
and what the exam itself explains. It has {chapters}. Each lesson repeats what the exam says about its \
questions, and leaves out what it does not say.

Decide each question before you look at what is marked as right. Where the exam gives no reason, look for \
one in your notes and write it down in half a sentence. Come back after two days to what went wrong, and \
take the final exam when you no longer have to think of where a thing belongs."""


@dataclass(frozen=True)
class _Chapter:
    topic_id: str
    title: str
    wanted: int
    points: tuple[str, ...]


def whole_course(tags: Mapping[str, Any]) -> dict[str, Any]:
    """`whole_course` for `<course>` and `<course_lessons>`. Raises BadData."""
    chapters = [_chapter(raw) for raw in _list(tags.get("course_lessons"), "course_lessons")]
    course = tags.get("course")
    exam_title = course.get("exam_title") if isinstance(course, dict) else None
    if not isinstance(exam_title, str) or not exam_title.strip() or not chapters:
        raise BadData("<course> must have an exam_title, and <course_lessons> a topic")
    count = "one chapter" if len(chapters) == 1 else f"{len(chapters)} chapters"
    # The words around what the exam says are English, and a course in another language has none of them.
    is_english = str(course.get("language") or "en").lower().startswith("en") if course else True
    introduction = _INTRODUCTION.format(title=markdown(shorten(plain(exam_title), 190)), chapters=count)
    final_exam = _final_exam(chapters) if is_english else []
    found = {
        "title": shorten(plain(exam_title), 190) or "Course",
        "introduction": introduction if is_english else None,
        "glossary": [],
        "summary": _summary(chapters),
        "final_exam": final_exam,
    }
    remember((), final_exam)
    return {"topics": None, "merged_topics": None, "lesson": None, "whole_course": found}


def _summary(chapters: Sequence[_Chapter]) -> str | None:
    """A few points of each chapter, so that all fit on a sheet; none where some are quotations, as those of
    an exam in another language are."""
    if any(point.startswith("“") for chapter in chapters for point in chapter.points):
        return None
    each = max(1, min(5, 30 // len(chapters)))
    parts = []
    for chapter in chapters:
        told = [markdown(shorten(point, _POINT_LENGTH)) for point in chapter.points[:each]]
        parts.append(f"## {markdown(shorten(chapter.title, 120))}")
        parts.append("\n".join(f"- {one}" for one in told))
    return "\n\n".join(parts) if all(chapter.points for chapter in chapters) else None


def _final_exam(chapters: Sequence[_Chapter]) -> list[dict[str, Any]]:
    titles = [chapter.title for chapter in chapters]
    made: list[dict[str, Any]] = []
    for chapter in chapters:
        own: list[dict[str, Any]] = []
        for point in chapter.points:
            if len(own) == chapter.wanted:
                break
            entry = _entry(chapter, point, titles, len(made) + len(own))
            if entry is not None and not any(_is_alike(entry, other) for other in (*made, *own)):
                own.append(entry)
        made += own
    # Half an exam says less than none.
    return made if 2 * len(made) >= sum(chapter.wanted for chapter in chapters) else []


def _entry(chapter: _Chapter, point: str, titles: Sequence[str], place: int) -> dict[str, Any] | None:
    """A point of the chapter, the words of its title taken out."""
    own = {stem(word) for word in words(chapter.title) if not is_stop(word)}
    text = point if said(chapter.title) == chapter.title else ""
    gap = re.sub(
        r"[^\W_]+(?:[-'\u2019./][^\W_]+)*", lambda word: "…" if stem(word[0]) in own else word[0], text
    )
    if "?" in gap or len([word for word in words(gap) if not is_stop(word)]) < _FEWEST_WORDS:
        return None
    asked = f"“{shorten(gap, _POINT_LENGTH)}” Which chapter of this course says so?"
    told = f"The chapter “{shorten(chapter.title, 120)}” says: “{shorten(text, _POINT_LENGTH)}”"
    return _asking(chapter, asked, told, titles, place)


def _asking(chapter: _Chapter, asked: str, told: str, titles: Sequence[str], place: int) -> dict[str, Any]:
    key = shorten(chapter.title, 120)
    others = {essence(title): shorten(title, 120) for title in (*titles, *FILLERS)}
    others.pop(essence(chapter.title), None)
    offered = list(others.values())
    start = place % max(1, len(offered) - len(FILLERS))
    rotated = [*offered[start : len(offered) - len(FILLERS)], *offered[:start], *offered[-len(FILLERS) :]]
    chosen = rotated[: len(QUIZ_OPTIONS) - 1]
    longer = [one for one in rotated if len(one) > len(key)]
    if place % 3 and longer and not any(len(one) > len(key) for one in chosen):
        chosen[-1] = longer[0]
    at = place % len(QUIZ_OPTIONS)
    options = [*chosen[:at], key, *chosen[at:]]
    return {
        "question": asked,
        "options": [
            {"option_id": letter, "text": text} for letter, text in zip(QUIZ_OPTIONS, options, strict=True)
        ],
        "correct": [QUIZ_OPTIONS[at]],
        "explanation": told,
        "topic_id": chapter.topic_id,
    }


def _is_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return similarity(tokens(one["question"]), tokens(other["question"])) >= ALIKE


def _chapter(raw: object) -> _Chapter:
    if not isinstance(raw, dict) or not isinstance(raw.get("topic_id"), str):
        raise BadData("<course_lessons> must hold objects with a topic_id")
    lessons = _list(raw.get("lessons"), "lessons")
    points = [
        point
        for lesson in lessons
        for name in ("key_points", "objectives")
        for point in _list(lesson.get(name) if isinstance(lesson, dict) else None, name)
    ]
    told = dict.fromkeys(said(plain(point)) for point in points if isinstance(point, str))
    wanted = raw.get("final_exam_questions")
    return _Chapter(
        topic_id=raw["topic_id"],
        title=plain(str(raw.get("title") or "")) or "Questions",
        wanted=wanted if isinstance(wanted, int) else 0,
        points=tuple(filter(None, told)),
    )


def _list(raw: object, at: str) -> list[Any]:
    if not isinstance(raw, list):
        raise BadData(f"{at} must be a list")
    return raw
