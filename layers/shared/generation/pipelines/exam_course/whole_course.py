"""Whole course: what a course has around its lessons, by one call over all of them before it is saved.

A course is complete without it: where the call fails for good, the course is saved as it is and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generation.engine.errors import CallError
from generation.engine.model.checkpoint import Document
from generation.engine.model.event import LogLevel
from generation.engine.run import Prompt, Run
from generation.pipelines.exam_course import course
from generation.pipelines.exam_course.answers import asked_for, quiz_faults
from generation.pipelines.exam_course.checking import checked
from generation.pipelines.exam_course.checks import whole_course_check
from generation.pipelines.exam_course.contracts import WholeCourse
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.prompts import course_prompt
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.pipelines.exam_course.shared_exam import is_still_shared
from generation.pipelines.exam_course.stored import setting
from generation.pipelines.shared import sent_back
from generation.pipelines.shared.answering import refuse
from generation.pipelines.shared.around import KEY, defined_in, glossary_faults, in_order, terms_wanted
from generation.pipelines.shared.prompting import blocks, clipped, data, render
from generation.quality.asked import final_questions

MISSING = "Introduction, glossary, summary and final exam"
"""Where no answer could be had."""

BEGINNING = 120
"""Characters of a question by which it is known again."""

TERMS_OF_QUESTION = 1.5

_FILE = Path(__file__).parent / "prompts" / "whole_course.md"


async def whole_course(
    run: Run[ExamCourseRequest], stored: Document, questions: Sequence[Question]
) -> dict[str, Any] | None:
    """`{title, introduction, glossary, summary, final_exam}`; None where no answer could be had."""
    topics = course.view(stored)["topics"]
    run.log("Writing title, introduction, glossary, summary and final exam")
    is_shared = _is_shared(run, [topic["topic_id"] for topic in topics])
    common = setting(run, questions=questions if is_shared else (), topics=course.topics_of(stored))
    prompt = whole_prompt(course_prompt(common), topics, () if is_shared else questions)
    try:
        made = await sent_back.ask(
            run,
            KEY,
            prompt,
            lambda text: parse_whole_course(text, topics),
            whole_course_check(run.request.language, questions),
        )
    except CallError as error:
        run.log(
            f"The course is saved without introduction, glossary, summary and final exam: {error}",
            LogLevel.WARNING,
            **error.details,
        )
        return None
    # Here, since the phrases of the rules take 60 ms of an import, and handlers name pipelines too.
    from generation.quality.shuffling import shuffled

    final_exam = shuffled(made["final_exam"])
    return {**made, "final_exam": await _checked(run, made, final_exam, prompt.effort)}


async def _checked(
    run: Run[ExamCourseRequest],
    made: Mapping[str, Any],
    final_exam: list[dict[str, Any]],
    effort: str,
) -> list[dict[str, Any]]:
    """The final exam after the second reader, who has the summary sheet before him."""
    if not final_exam:
        return final_exam
    as_lesson = {
        "title": made["title"],
        "objectives": [],
        "body": made["summary"] or "",
        "key_points": [],
        "question_ids": [],
        "worked_questions": [],
        "quiz": final_exam,
    }
    found = await checked(run, KEY, as_lesson, (), effort, is_final=True)
    questions: list[dict[str, Any]] = found["quiz"]
    return questions


def _is_shared(run: Run[ExamCourseRequest], topic_ids: Sequence[str]) -> bool:
    """Whether lessons have kept the exam in the cache until now. Else nobody would read what the call writes
    there, and it has the lessons and the beginnings of the exam's questions."""
    asked_at = run.asked_at(KEY)
    return any(is_still_shared(run.results.of("generate_lessons", one), asked_at) for one in topic_ids)


def whole_prompt(
    common: Prompt, topics: Sequence[Mapping[str, Any]], questions: Sequence[Question]
) -> Prompt:
    """common     the call without its text
    topics     of the course, as it is shown
    questions  of the exam, where the call does not begin with them
    """
    wanted = _wanted(topics)
    total = sum(len(topic["question_ids"]) for topic in topics)
    terms, most = terms_wanted(total * TERMS_OF_QUESTION)
    beginnings = [data("exam_questions", [clipped(one.text, BEGINNING) for one in questions])]
    text = blocks(
        render(_FILE, terms=terms, most_terms=most, final=sum(wanted.values())),
        data("call", {"kind": "whole_course"}),
        data("course_lessons", [_topic(topic, wanted) for topic in topics]),
        *(beginnings if questions else []),
    )
    return replace(common, text=text, expected_chars=5_000 + 150 * terms + 900 * sum(wanted.values()))


def parse_whole_course(text: str, topics: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Terms that lessons of the course explain; a final exam with no more questions on a topic than are
    wanted and half of all at least, or none."""
    answer: WholeCourse = asked_for("whole_course", text)
    lessons = {lesson["lesson_id"] for topic in topics for lesson in topic["lessons"]}
    faults = glossary_faults(answer.glossary, lessons)
    counts = Counter(question.topic_id for question in answer.final_exam)
    wanted = _wanted(topics)
    faults += [
        f"final_exam: {counts[topic_id]} questions have topic_id {topic_id}, {number} are wanted."
        for topic_id, number in wanted.items()
        if counts[topic_id] > number
    ]
    if 0 < 2 * len(answer.final_exam) < sum(wanted.values()):
        number = sum(wanted.values())
        faults.append(f"final_exam: {len(answer.final_exam)} questions, {number} are wanted.")
    faults += [
        f"final_exam: {clipped(one, 100)} is no topic_id of the data." for one in counts.keys() - wanted
    ]
    for index, question in enumerate(answer.final_exam):
        faults += quiz_faults(f"final_exam[{index}]", question)
    refuse(faults)
    made = answer.model_dump(mode="json")
    return {**made, "glossary": in_order(made["glossary"])}


def _wanted(topics: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    counts = final_questions([len(topic["question_ids"]) for topic in topics])
    return {topic["topic_id"]: count for topic, count in zip(topics, counts, strict=True)}


def _topic(topic: Mapping[str, Any], wanted: Mapping[str, int]) -> dict[str, Any]:
    return {
        "topic_id": topic["topic_id"],
        "title": topic["title"],
        "final_exam_questions": wanted[topic["topic_id"]],
        "lessons": [
            {
                "lesson_id": lesson["lesson_id"],
                "title": lesson["title"],
                "objectives": lesson["objectives"],
                "key_points": lesson["key_points"],
                "terms": defined_in(lesson["body"]),
                "quiz": [clipped(question["question"], BEGINNING) for question in lesson["quiz"]],
            }
            for lesson in topic["lessons"]
        ],
    }
