"""Lessons: the step that writes those of one topic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from generation.engine.model.checkpoint import DocumentWrite
from generation.engine.pipeline import Item, Outcome
from generation.engine.run import Run
from generation.pipelines.exam_course import course
from generation.pipelines.exam_course.answers import parse_lesson
from generation.pipelines.exam_course.checking import checked
from generation.pipelines.exam_course.checks import lesson_check
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.outline import Topic
from generation.pipelines.exam_course.prompts import Course, chars, for_teaching, lesson_prompt
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.pipelines.exam_course.shared_exam import is_still_shared, shared_until
from generation.pipelines.exam_course.splitting import split
from generation.pipelines.exam_course.stored import course_of, exam_of, setting
from generation.pipelines.shared import sent_back

QUESTIONS_PER_LESSON = 10
"""More, and a lesson is longer than a sitting, and its answer takes longer than its siblings'."""

CHARS_PER_LESSON = 60_000
"""Ten questions of usual length have 10,000 to 15,000."""

CALLS_AT_ONCE = 10
"""Default of `ItemsAtOnce`: an estimate need not know what a deployment chose."""


async def generate_lessons(run: Run[ExamCourseRequest], item: Item) -> Outcome:
    """All lessons of a topic, at the same time; one that has ended is kept when another fails."""
    stored = await course_of(run)
    topics = course.topics_of(stored)
    topic = next(topic for topic in topics if topic.topic_id == item.item_id)
    parts = lesson_parts(await exam_of(run, topic.question_ids))
    exam = await exam_of(run) if run.results["detect_topics"].get("shared_until") else []
    commons = [_common(run, exam, topics, index) for index in range(len(parts))]
    read_at = [run.asked_at(_key(index)) for index, common in enumerate(commons) if common.questions]
    lessons = await run.ask_all(
        [
            lesson_written(run, common, topic, parts, index, f"{topic.topic_id}-lesson-{index + 1}")
            for index, common in enumerate(commons)
        ]
    )
    return Outcome(
        result={
            "lessons": len(lessons),
            "questions": len(topic.question_ids),
            "shared_until": shared_until(max(read_at)) if read_at else None,
        },
        documents=(
            DocumentWrite(
                kind=course.KIND,
                owner=run.owner,
                document_id=stored.document_id,
                parts={topic.topic_id: {"lessons": lessons}},
            ),
        ),
        message=f"Generated {len(lessons)} lesson{'s' * (len(lessons) != 1)} for: {item.label}",
        generated=len(lessons),
    )


def lesson_parts(questions: Sequence[Question]) -> list[Sequence[Question]]:
    """The questions of a topic, cut into those of its lessons."""
    return split(
        questions,
        most=QUESTIONS_PER_LESSON,
        most_chars=CHARS_PER_LESSON,
        chars=lambda question: chars(for_teaching(question)),
    )


def expected_s(lessons: int, questions: int, *, is_checked: bool) -> float:
    """What writing so many lessons over so many questions is expected to take, in seconds: 25 and 4 a
    question each, ten at the same time; checking a lesson: 5 and 1 a question."""
    each = 25 + 4 * questions / lessons + (5 + questions / lessons if is_checked else 0)
    return math.ceil(lessons / CALLS_AT_ONCE) * each


def _key(index: int) -> str:
    return f"lesson-{index + 1}"


def _common(
    run: Run[ExamCourseRequest], exam: Sequence[Question], topics: Sequence[Topic], index: int
) -> Course:
    """With the exam where the lesson finds it in the cache. By the time at which it was first asked for: a
    call that comes again asks the same, whatever the time is then."""
    is_shared = is_still_shared(run.results["detect_topics"], run.asked_at(_key(index)))
    return setting(run, questions=exam if is_shared else (), topics=topics)


async def lesson_written(
    run: Run[ExamCourseRequest],
    common: Course,
    topic: Topic,
    parts: Sequence[Sequence[Question]],
    index: int,
    lesson_id: str,
) -> dict[str, Any]:
    """The lesson over the questions at that index, checked by the second reader."""
    questions = parts[index]
    prompt = lesson_prompt(common, topic, parts, index)
    lesson = await sent_back.ask(
        run,
        _key(index),
        prompt,
        lambda text: parse_lesson(text, questions),
        lesson_check(run.request.language, questions),
    )
    # Here, since the phrases of the rules take 60 ms of an import, and handlers name pipelines too.
    from generation.quality.shuffling import shuffled

    written = {
        "lesson_id": lesson_id,
        **lesson,
        "quiz": shuffled(lesson["quiz"]),
    }
    # With the options as readers see them.
    return await checked(run, _key(index), written, questions, prompt.effort)
