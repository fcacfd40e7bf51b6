"""Revising: the steps of a job whose exam was revised: it writes some lessons of a course that is there.

Until the last of them the course is not touched: what is written anew stands beside it, and one checkpoint
puts all of it in place. So a job that fails or is cancelled leaves the course as it was, and no reader sees a
part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generation.engine.errors import PermanentError
from generation.engine.model.checkpoint import Document, DocumentWrite
from generation.engine.model.event import LogLevel
from generation.engine.pipeline import Item, Outcome
from generation.engine.run import Run
from generation.pipelines.exam_course import course, exam_document
from generation.pipelines.exam_course.complete import prove, quality_of
from generation.pipelines.exam_course.lessons import lesson_written
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.pipelines.exam_course.revision import LAST_LESSON, TopicPlan, last_lesson, plain, plan
from generation.pipelines.exam_course.stored import course_of, exam_of, setting
from generation.pipelines.shared import history
from generation.pipelines.shared.around import WHOLE
from generation.pipelines.shared.lessons import all_of
from generation.pipelines.shared.quality import PART

KIND = "course_revision"
"""What is written anew of a course, under the course's id: parts as the course has them, by topic, with the
job that wrote them. Those of an earlier job may stand there still, until a later one writes the same topic; a
job reads what it has written itself."""

NOTE = "Written anew, since the exam was revised"

MOST_KEPT_AT_ONCE = 25
"""Lessons of one topic whose versions are kept with it: three items each, of a hundred that a write takes.
Those of further ones are not kept, which the log says."""


async def begin(run: Run[ExamCourseRequest], course_id: str) -> Outcome:
    """Name the course: nothing is written before there is a lesson."""
    stored = await run.document(course.KIND, course_id)
    if stored is None:
        raise PermanentError("The course is not there any more.", code="course-missing", retryable=False)
    return Outcome(
        result={"course_id": course_id},
        message=f"Course to be revised: {stored.summary['title']}",
        artifact={"course_id": course_id},
    )


async def find_changes(run: Run[ExamCourseRequest], label: Callable[[str], str]) -> Outcome:
    """No model call: topics stay what they are."""
    plans = await _plan(run)
    written = [one for one in plans if one.written]
    lessons = sum(len(one.written) for one in written)
    total = sum(len(one.lessons) for one in plans)
    run.log(
        f"Lessons to be written anew: {lessons} of {total}",
        lessons=[lesson.lesson_id for one in written for lesson in one.written][:100],
    )
    return Outcome(
        result={
            "topics": [{"topic_id": one.topic.topic_id, "label": label(one.topic.title)} for one in written],
        },
        message=f"Lessons to be written anew: {lessons} of {total}; the others stay as they are",
    )


async def write_lessons(run: Run[ExamCourseRequest], item: Item) -> Outcome:
    """Those of one topic that are written anew, at the same time; kept beside the course, with the versions
    that they will take the place of."""
    stored = await course_of(run)
    plans = await _plan(run)
    await _staged_parts(run)
    mine = next(one for one in plans if one.topic.topic_id == item.item_id)
    exam = {question.question_id: question for question in await exam_of(run)}
    parts = [[exam[name] for name in lesson.question_ids] for lesson in mine.lessons]
    common = setting(run, topics=[one.topic for one in plans])
    lessons = await run.ask_all(
        [
            lesson_written(run, common, mine.topic, parts, index, lesson.lesson_id)
            for index, lesson in enumerate(mine.lessons)
            if lesson.is_written
        ]
    )
    kept = await _kept(run, stored, lessons[:MOST_KEPT_AT_ONCE])
    if left := lessons[MOST_KEPT_AT_ONCE:]:
        run.log(
            f"What stood in {len(left)} lessons of this topic before is not kept",
            LogLevel.WARNING,
            lessons=[lesson["lesson_id"] for lesson in left],
        )
    return Outcome(
        result={
            "lessons": len(lessons),
            "questions": sum(len(one.question_ids) for one in mine.written),
        },
        documents=(_staged(stored, {mine.topic.topic_id: {"job_id": run.job_id, "lessons": lessons}}), *kept),
        message=f"Generated {len(lessons)} lesson{'s' * (len(lessons) != 1)} for: {item.label}",
        generated=len(lessons),
    )


async def save(run: Run[ExamCourseRequest]) -> Outcome:
    """Put what was written in place, all at once, after the same proof and check as for a new course."""
    stored = await course_of(run)
    plans = await _plan(run)
    questions = await exam_of(run)
    parts = _parts(stored, plans, await _staged_parts(run))
    summary = {**stored.summary, "questions_total": len(questions), "exam_id": run.request.exam_id}
    new = replace(stored, summary=summary, parts={**(stored.parts or {}), **parts})
    prove(new)
    quality = await quality_of(run, course.view(new), questions, is_whole=WHOLE in (new.parts or {}))
    head = course.revised(new, blocked=quality["blocked"])
    counts = {name: head.summary[name] for name in ("topics_total", "lessons_total", "questions_total")}
    write = DocumentWrite(
        kind=head.kind,
        owner=run.owner,
        document_id=head.document_id,
        head=head,
        parts={**parts, PART: quality},
        keeps_status=True,
    )
    return Outcome(
        result={**counts, "status": head.status}, documents=(write,), message="The revised course is saved"
    )


def _parts(stored: Document, plans: Sequence[TopicPlan], staged: Mapping[str, Any]) -> dict[str, Any]:
    """Those parts of the course that change."""
    parts: dict[str, Any] = {course.OUTLINE: {"topics": [one.topic.to_json() for one in plans]}}
    for one in plans:
        topic_id = one.topic.topic_id
        part = (stored.parts or {})[topic_id]
        there = {lesson["lesson_id"]: lesson for lesson in part["lessons"]}
        anew = (staged.get(topic_id) or {"lessons": []})["lessons"]
        written = {lesson["lesson_id"]: lesson for lesson in anew}
        lessons = [(written if lesson.is_written else there)[lesson.lesson_id] for lesson in one.lessons]
        if lessons != part["lessons"]:
            made = {**part, "lessons": lessons}
            parts[topic_id] = {**made, LAST_LESSON: max(last_lesson(part), last_lesson(made))}
    whole = (stored.parts or {}).get(WHOLE)
    if whole is not None and (around := _around(whole, plans)) != whole:
        parts[WHOLE] = around
    return parts


def _around(whole: Mapping[str, Any], plans: Sequence[TopicPlan]) -> dict[str, Any]:
    """What the course has around its lessons, without what speaks of lessons and topics that are gone."""
    lessons = {lesson.lesson_id for one in plans for lesson in one.lessons}
    topics = {one.topic.topic_id for one in plans}
    terms = [
        {**term, "lesson_ids": [name for name in term["lesson_ids"] if name in lessons]}
        for term in whole["glossary"]
    ]
    return {
        **whole,
        "glossary": [term for term in terms if term["lesson_ids"]],
        "final_exam": [question for question in whole["final_exam"] if question["topic_id"] in topics],
    }


async def _kept(
    run: Run[ExamCourseRequest], stored: Document, lessons: Sequence[Mapping[str, Any]]
) -> tuple[DocumentWrite, ...]:
    """The new versions, and those that they will take the place of."""
    places, writes = all_of(stored), []
    for lesson in lessons:
        place = places.get(lesson["lesson_id"])
        kept = await run.document(history.KIND, history.document_id(stored.document_id, lesson["lesson_id"]))
        before = None
        if place is not None:
            known = history.versions_of(kept, place.version)
            before = known.get(place.version) or history.generated(stored, place.lesson)
        after = history.version(lesson, run.now(), run.made_by, NOTE)
        writes.append(history.rewritten(stored, kept, before, after))
    return tuple(writes)


async def _staged_parts(run: Run[ExamCourseRequest]) -> Mapping[str, Any]:
    """By topic. Raises PermanentError (`course-changed`) where another job has written since, between two
    attempts of this one, what this one had written: of no topic are lessons of two jobs mixed."""
    staged = await run.document(KIND, run.results["initialize"]["course_id"])
    parts = (staged.parts or {}) if staged else {}
    for topic in run.results["detect_topics"]["topics"]:
        part = parts.get(topic["topic_id"])
        is_mine = part is None or part.get("job_id", run.job_id) == run.job_id
        if not is_mine and f"generate_lessons/{topic['topic_id']}" in run.results.by_task:
            since = "Another revision of the course has been written since."
            raise PermanentError(since, code="course-changed", retryable=False)
    return parts


async def _plan(run: Run[ExamCourseRequest]) -> list[TopicPlan]:
    stored = await course_of(run)
    exams = [
        await run.document(exam_document.KIND, exam_id or "")
        for exam_id in (run.request.revises_exam_id, run.request.exam_id)
    ]
    if any(exam is None or exam_document.PART not in (exam.parts or {}) for exam in exams):
        gone = "An exam of the course is not there any more."
        raise PermanentError(gone, code="exam-missing", retryable=False)
    if stored.summary["exam_id"] != run.request.revises_exam_id:
        # An earlier job that is retried after a later one has put another exam in place.
        since = "The course is made from another exam since."
        raise PermanentError(since, code="course-changed", retryable=False)
    before, after = (plain(exam) for exam in exams if exam is not None)
    return plan(stored, before, after)


def _staged(stored: Document, parts: Mapping[str, Any]) -> DocumentWrite:
    """With a head that is the same each time, since a document is found by its head."""
    head = Document(
        kind=KIND,
        owner=stored.owner,
        document_id=stored.document_id,
        status="staged",
        created_at=stored.created_at,
        summary={"course_id": stored.document_id},
    )
    return DocumentWrite(
        kind=KIND, owner=stored.owner, document_id=stored.document_id, head=head, parts=parts
    )
