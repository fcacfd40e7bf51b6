"""Revision: which lessons of a course are written anew where its exam was revised, and which stay.

All of it follows from the course and the two exams, so whoever asks is told the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.pipelines.exam_course import course, exam_document
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.outline import Topic

QUESTIONS_PER_LESSON = 10
"""As in `lessons`; new questions fill up lessons that have fewer."""

CHARS_PER_LESSON = 60_000
"""As in `lessons`: of the questions of one, here as JSON."""

SIGNS = 3
"""Characters of the pieces that texts are compared by: words would need to be found, in any script."""

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPlan:
    """is_written: anew, since one of its questions is another one, new or gone."""

    lesson_id: str
    question_ids: tuple[str, ...]
    is_written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPlan:
    """topic: with its questions of the revised exam."""

    topic: Topic
    lessons: tuple[LessonPlan, ...]

    @property
    def written(self) -> list[LessonPlan]:
        return [lesson for lesson in self.lessons if lesson.is_written]


def plan(stored: Document, before: Sequence[Raw], after: Sequence[Raw]) -> list[TopicPlan]:
    """Topics that have questions, in their order. A question stays in its topic and lesson, one that is gone
    leaves them, and a new one comes to the topic that it is most like. `before` and `after`: questions of the
    exam that the course is made from, and of the revised one."""
    old = {one["question_id"]: one for one in before}
    new = {one["question_id"]: one for one in after}
    changed = {name for name, one in new.items() if name in old and _content(one) != _content(old[name])}
    topics = course.topics_of(stored)
    placed = {name for topic in topics for name in topic.question_ids}
    coming = _assigned([one for one in after if one["question_id"] not in placed], topics, old)
    found = []
    for topic in topics:
        lessons = _kept((stored.parts or {})[topic.topic_id]["lessons"], new, changed)
        lessons = _filled(topic, lessons, coming.get(topic.topic_id, []), new, stored)
        ids = tuple(name for lesson in lessons for name in lesson.question_ids)
        order = [name for name in topic.question_ids if name in new]
        question_ids = (*order, *(name for name in ids if name not in placed))
        if ids:
            found.append(TopicPlan(topic=replace(topic, question_ids=question_ids), lessons=tuple(lessons)))
    return found


def plain(exam: Document) -> list[dict[str, Any]]:
    """Questions of a stored exam as they are read today, so that two exams are compared alike."""
    content = (exam.parts or {})[exam_document.PART]
    return [
        Question.model_validate(one).model_dump(mode="json", exclude_none=True)
        for one in content["questions"]
    ]


def _kept(lessons: Iterable[Raw], new: Mapping[str, Raw], changed: set[str]) -> list[LessonPlan]:
    found = []
    for lesson in lessons:
        ids = tuple(name for name in lesson["question_ids"] if name in new)
        is_written = len(ids) < len(lesson["question_ids"]) or not changed.isdisjoint(ids)
        found.append(LessonPlan(lesson_id=lesson["lesson_id"], question_ids=ids, is_written=is_written))
    return found


def _filled(
    topic: Topic, lessons: list[LessonPlan], coming: Sequence[str], new: Mapping[str, Raw], stored: Document
) -> list[LessonPlan]:
    """With the topic's new questions: in lessons that are written anyway, then in others that have room, then
    in further ones. Lessons without a question fall away."""
    made = list(lessons)
    there = (stored.parts or {})[topic.topic_id]["lessons"]
    taken = max((_number(one["lesson_id"]) for one in there), default=0)
    for name in coming:
        open_ones = [one for one in made if _has_room(one, name, new)]
        if open_ones:
            best = min(open_ones, key=lambda one: (not one.is_written, len(one.question_ids), one.lesson_id))
            ids = (*best.question_ids, name)
            made[made.index(best)] = replace(best, question_ids=ids, is_written=True)
        else:
            taken += 1
            lesson_id = f"{topic.topic_id}-lesson-{taken}"
            made.append(LessonPlan(lesson_id=lesson_id, question_ids=(name,), is_written=True))
    return [one for one in made if one.question_ids]


def _has_room(lesson: LessonPlan, name: str, new: Mapping[str, Raw]) -> bool:
    chars = sum(len(json.dumps(new[one], ensure_ascii=False)) for one in (*lesson.question_ids, name))
    return len(lesson.question_ids) < QUESTIONS_PER_LESSON and chars <= CHARS_PER_LESSON


def _number(lesson_id: str) -> int:
    return int(lesson_id.rpartition("-")[2])


def _content(question: Raw) -> dict[str, Any]:
    """What a lesson is made of: not its author's sorting, nor the order of options."""
    said = {name: value for name, value in question.items() if value is not None and name != "topic"}
    options = sorted(said["options"], key=lambda option: str(option["option_id"]))
    return {**said, "options": options, "correct": sorted(said["correct"])}


def _assigned(
    questions: Sequence[Raw], topics: Sequence[Topic], old: Mapping[str, Raw]
) -> dict[str, list[str]]:
    """Ids of new questions by topic."""
    if not questions:
        return {}
    pieces = {
        topic.topic_id: _pieces(
            [topic.title, topic.brief, *(_text(old[name]) for name in topic.question_ids if name in old)]
        )
        for topic in topics
    }
    spread = Counter(piece for counts in pieces.values() for piece in counts)
    weights = {piece: log(1 + len(topics) / count) for piece, count in spread.items()}
    found: dict[str, list[str]] = {}
    for question in questions:
        mine = _pieces([_text(question)])
        best = max(pieces, key=lambda topic_id: _likeness(mine, pieces[topic_id], weights))
        found.setdefault(best, []).append(question["question_id"])
    return found


def _text(question: Raw) -> str:
    options = " ".join(option["text"] for option in question["options"])
    return f"{question['text']} {options} {question.get('explanation') or ''} {question.get('topic') or ''}"


def _pieces(texts: Sequence[str]) -> Counter[str]:
    text = " ".join(" ".join(texts).casefold().split())
    return Counter(text[start : start + SIGNS] for start in range(max(1, len(text) - SIGNS + 1)))


def _likeness(mine: Counter[str], theirs: Counter[str], weights: Mapping[str, float]) -> float:
    """Cosine of the two, rare pieces counting more."""
    shared = sum(count * theirs[piece] * weights.get(piece, 0.0) ** 2 for piece, count in mine.items())
    length = sqrt(sum((count * weights[piece]) ** 2 for piece, count in theirs.items()))
    return shared / length if length else 0.0
