"""Revision: which lessons of a course are written anew where its exam was revised, and which stay.

All of it follows from the course and the two exams, so whoever asks is told the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.pipelines.exam_course import course, exam_document
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.lessons import CHARS_PER_LESSON, QUESTIONS_PER_LESSON
from generation.pipelines.exam_course.outline import Topic
from generation.pipelines.exam_course.prompts import chars, for_teaching
from generation.pipelines.shared.lessons import last_number

SIGNS = 3
"""Characters of the pieces that texts are compared by: words would need to be found, in any script."""

COMPARED = 1_000
"""Characters of a question that its topic is found by: an exam may have megabytes, and `accept` seconds."""

LAST_LESSON = "last_lesson"
"""Beside a topic's lessons: an id is never given to a second lesson, since versions are kept under it."""

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
    sizes = _Sizes(new)
    found = []
    for topic in topics:
        lessons = _kept((stored.parts or {})[topic.topic_id]["lessons"], new, changed)
        lessons = _filled(topic, lessons, coming.get(topic.topic_id, []), sizes, stored)
        ids = tuple(name for lesson in lessons for name in lesson.question_ids)
        order = [name for name in topic.question_ids if name in new]
        question_ids = (*order, *(name for name in ids if name not in placed))
        if ids:
            found.append(TopicPlan(topic=replace(topic, question_ids=question_ids), lessons=tuple(lessons)))
    return found


def last_lesson(part: Raw) -> int:
    """Highest number that a lesson of a topic has had, by what the course has of that topic."""
    known: int = part.get(LAST_LESSON, 0)
    return max(known, last_number(one["lesson_id"] for one in part["lessons"]))


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
    topic: Topic, lessons: list[LessonPlan], coming: Sequence[str], sizes: _Sizes, stored: Document
) -> list[LessonPlan]:
    """With the topic's new questions: in lessons that are written anyway, then in others that have room, then
    in further ones. Lessons without a question fall away."""
    made = list(lessons)
    taken = last_lesson((stored.parts or {})[topic.topic_id])
    for name in coming:
        open_ones = [one for one in made if _has_room(one, name, sizes)]
        if open_ones:
            best = min(open_ones, key=lambda one: (not one.is_written, len(one.question_ids), one.lesson_id))
            ids = (*best.question_ids, name)
            made[made.index(best)] = replace(best, question_ids=ids, is_written=True)
        else:
            taken += 1
            lesson_id = f"{topic.topic_id}-lesson-{taken}"
            made.append(LessonPlan(lesson_id=lesson_id, question_ids=(name,), is_written=True))
    return [one for one in made if one.question_ids]


class _Sizes(dict[str, int]):
    """Characters that a question takes in a prompt, by its id."""

    def __init__(self, questions: Mapping[str, Raw]) -> None:
        self._questions = questions

    def __missing__(self, name: str) -> int:
        self[name] = chars(for_teaching(Question.model_validate(self._questions[name])))
        return self[name]


def _has_room(lesson: LessonPlan, name: str, sizes: Mapping[str, int]) -> bool:
    """As `lesson_parts` cuts them."""
    if len(lesson.question_ids) >= QUESTIONS_PER_LESSON:
        return False
    return sum(sizes[one] for one in (*lesson.question_ids, name)) <= CHARS_PER_LESSON


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
    index = _index(
        {
            topic.topic_id: _pieces(
                [topic.title, topic.brief, *(_text(old[name]) for name in topic.question_ids if name in old)]
            )
            for topic in topics
        }
    )
    found: dict[str, list[str]] = {}
    for question in questions:
        likeness = dict.fromkeys((topic.topic_id for topic in topics), 0.0)
        for piece, count in _pieces([_text(question)]).items():
            for topic_id, weight in index.get(piece, ()):
                likeness[topic_id] += count * weight
        best = max(likeness, key=lambda topic_id: likeness[topic_id])
        found.setdefault(best, []).append(question["question_id"])
    return found


def _index(pieces: Mapping[str, Counter[str]]) -> Mapping[str, Sequence[tuple[str, float]]]:
    """Topics that a piece stands in, with what it adds to the likeness of a text to each: the cosine of both,
    rare pieces counting more, but for the length of the text, which is the same for all topics. Pieces that
    stand in most topics are left out: they tell none apart, and cost the most to look at."""
    spread = Counter(piece for counts in pieces.values() for piece in counts)
    rare = {
        piece: log(1 + len(pieces) / topics) ** 2
        for piece, topics in spread.items()
        if topics <= len(pieces) / 2
    }
    found: dict[str, list[tuple[str, float]]] = {piece: [] for piece in rare}
    for topic_id, counts in pieces.items():
        telling = [(piece, count) for piece, count in counts.items() if piece in rare]
        length = sqrt(sum(count * count * rare[piece] for piece, count in telling))
        for piece, count in telling:
            found[piece].append((topic_id, count * rare[piece] / length))
    return found


def _text(question: Raw) -> str:
    options = " ".join(option["text"] for option in question["options"])
    told = f"{question['text']} {question.get('topic') or ''} {options} {question.get('explanation') or ''}"
    return told[:COMPARED]


def _pieces(texts: Sequence[str]) -> Counter[str]:
    text = " ".join(" ".join(texts).casefold().split())
    return Counter(text[start : start + SIGNS] for start in range(max(1, len(text) - SIGNS + 1)))
