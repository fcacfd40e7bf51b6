"""Forecast: topics, lessons with their checks, and the whole course, for topics of equal size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from generation.engine.errors import NotFound
from generation.engine.forecast import ExpectedCall, Forecast, Round
from generation.engine.limits import CHECK
from generation.engine.pipeline import Accepted, Requester
from generation.pipelines.exam_course import exam_document
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.lessons import lesson_parts
from generation.pipelines.exam_course.outline import Draft, Topic, max_topics, target_topics
from generation.pipelines.exam_course.prompts import (
    EFFORT,
    Course,
    course_prompt,
    lesson_prompt,
    merge_prompt,
    topics_prompt,
)
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.pipelines.exam_course.revised_input import course_and_exam
from generation.pipelines.exam_course.revision import plain, plan
from generation.pipelines.exam_course.second_reader import Asked, check_prompt, explanations_prompt
from generation.pipelines.exam_course.shared_exam import is_shared
from generation.pipelines.exam_course.splitting import parts_of
from generation.pipelines.exam_course.topics import slices
from generation.pipelines.exam_course.whole_course import whole_prompt
from generation.pipelines.shared.again import again_prompt
from generation.quality.asked import QUIZ_OPTIONS, final_questions, lesson_words, quiz_questions

TITLE, BRIEF, SENTENCE, OPTION, WORD = "x" * 40, "x" * 200, "x" * 120, "x" * 60, "x" * 6
"""As long as such texts usually are."""

DISPUTED, SENT_BACK = 5, 10
"""Of so many lessons, at the most, one has questions that the author is asked about again, and one goes back
for a quality rule."""

CHECKS = 2
"""Calls that check a lesson: its questions, and their explanations."""

SUMMARY_WORDS = 400

FEWER_TOPICS = 0.7
"""Of the topics that are asked for, what a job may be left with."""


def forecast(requester: Requester, accepted: Accepted[ExamCourseRequest]) -> Forecast:
    """Raises NotFound where the exam was deleted in this moment."""
    request = accepted.request
    if request.course_id is not None:
        return _revising(requester, accepted, request.course_id)
    exam = _questions(requester, accepted)
    is_checked = requester.options.is_checked and CHECK in requester.models
    fewest = max(1, round(FEWER_TOPICS * target_topics(len(exam))))
    many = min(len(exam), max_topics(len(exam)))
    few = _rounds(requester, request, exam, fewest, is_checked)
    return Forecast(
        # Lessons that leave nothing to ask get no final exam.
        few=few[:-1] if is_checked else few,
        many=_repeating(_rounds(requester, request, exam, many, is_checked), is_checked),
    )


def _revising(requester: Requester, accepted: Accepted[ExamCourseRequest], course_id: str) -> Forecast:
    """Of a course whose exam was revised: the lessons that are written anew, and their checks."""
    request, exam = accepted.request, {one.question_id: one for one in _questions(requester, accepted)}
    stored, before = course_and_exam(requester, course_id)
    after = [one.model_dump(mode="json", exclude_none=True) for one in exam.values()]
    plans = plan(stored, plain(before), after)
    common = Course(
        exam_title=request.title,
        language=request.language,
        audience=request.audience,
        topics=tuple(one.topic for one in plans),
    )
    lessons, checks = [], []
    for one in plans:
        parts = [[exam[name] for name in lesson.question_ids] for lesson in one.lessons]
        for index, lesson in enumerate(one.lessons):
            if lesson.is_written:
                prompt = lesson_prompt(common, one.topic, parts, index)
                lessons.append(ExpectedCall(step="generate_lessons", prompt=prompt))
                checks += _lesson_checks(parts[index], request.language)
    is_checked = requester.options.is_checked and CHECK in requester.models
    rounds = [lessons, *([checks] if is_checked else [])] if lessons else []
    return Forecast(few=rounds, many=[*rounds, lessons[::SENT_BACK]] if lessons else [])


def _questions(requester: Requester, accepted: Accepted[ExamCourseRequest]) -> list[Question]:
    new = accepted.documents[0] if accepted.documents else None
    exam_id = accepted.request.exam_id
    stored = new or requester.documents.get(exam_document.KIND, requester.owner, exam_id)
    if stored is None or stored.parts is None:
        raise NotFound("There is no such exam.", code="exam-not-found")
    return [Question.model_validate(one) for one in stored.parts[exam_document.PART]["questions"]]


def _rounds(
    requester: Requester, request: ExamCourseRequest, exam: Sequence[Question], count: int, is_checked: bool
) -> list[Round]:
    """With so many topics."""
    sorted_in = slices(exam)
    shared = tuple(exam) if is_shared(requester.models, sorted_in) else ()
    sorting = Course(
        exam_title=request.title, language=request.language, audience=request.audience, questions=shared
    )
    topics = [_topic(number, group) for number, group in enumerate(parts_of(exam, count))]
    writing = replace(sorting, topics=tuple(topics))
    lessons, checks, shown = [], [], []
    for topic, group in zip(topics, parts_of(exam, count), strict=True):
        parts = lesson_parts(group)
        for index, part in enumerate(parts):
            prompt = lesson_prompt(writing, topic, parts, index)
            lessons.append(ExpectedCall(step="generate_lessons", prompt=prompt))
            checks += _lesson_checks(part, request.language)
        shown.append(_shown(topic, parts))
    whole = whole_prompt(course_prompt(writing), shown, () if shared else exam)
    return [
        [ExpectedCall(step="detect_topics", prompt=topics_prompt(sorting, part)) for part in sorted_in],
        *([_merging(sorting, exam, sorted_in)] if len(sorted_in) > 1 else []),
        lessons,
        *([checks] if is_checked else []),
        [ExpectedCall(step="save_course", prompt=whole)],
        *([_final_checks(topics, request.language)] if is_checked else []),
    ]


def _repeating(rounds: Sequence[Round], is_checked: bool) -> list[Round]:
    """The same with what is asked a second time, which reads what the first time has left in the cache."""
    *before, lessons, checks, whole, final = rounds if is_checked else (*rounds[:-1], [], rounds[-1], [])
    again = [
        replace(call, prompt=again_prompt(call.prompt, "x" * call.prompt.expected_chars, [SENTENCE] * 3))
        for call in lessons[::SENT_BACK]
    ]
    # As long as the question that it is about, with both answers.
    reviews = [
        replace(call, step="generate_lessons", prompt=replace(call.prompt, expected_chars=800, effort=EFFORT))
        for call in checks[:: CHECKS * DISPUTED]
    ]
    return [*before, lessons, again, checks, reviews, whole, final]


def _merging(course: Course, exam: Sequence[Question], sorted_in: Sequence[Sequence[Question]]) -> Round:
    drafts = [
        Draft(f"draft-{number}", TITLE, BRIEF, BRIEF, tuple(one.question_id for one in group))
        for part in sorted_in
        for number, group in enumerate(parts_of(part, target_topics(len(part))))
    ]
    texts = {one.question_id: one.text for one in exam}
    return [ExpectedCall(step="detect_topics", prompt=merge_prompt(course, drafts, texts))]


def _topic(number: int, group: Sequence[Question]) -> Topic:
    ids = tuple(question.question_id for question in group)
    return Topic(f"topic-{number + 1}", TITLE, BRIEF, BRIEF, ids)


def _lesson_checks(questions: Sequence[Question], language: str) -> list[ExpectedCall]:
    number = len(questions)
    return _checks(questions, lesson_words(number), quiz_questions(number), language)


def _final_checks(topics: Sequence[Topic], language: str) -> list[ExpectedCall]:
    number = sum(final_questions([len(topic.question_ids) for topic in topics]))
    return _checks((), SUMMARY_WORDS, number, language, is_final=True)


def _checks(
    questions: Sequence[Question], words: int, quiz: int, language: str, *, is_final: bool = False
) -> list[ExpectedCall]:
    """Both calls of a check, about these questions of the exam and so many of a quiz."""
    options = [
        [{"option_id": option.option_id, "text": option.text} for option in question.options]
        for question in questions
    ]
    options += [[{"option_id": name, "text": OPTION} for name in QUIZ_OPTIONS]] * quiz
    texts = [question.text for question in questions] + [SENTENCE] * quiz
    asked = [
        Asked(
            name=f"quiz {place}", source="quiz", place=place, text=text, options=tuple(given), key=frozenset()
        )
        for place, (text, given) in enumerate(zip(texts, options, strict=True))
    ]
    explained = [{"explanation": SENTENCE * 2}] * len(asked)
    own = asked[len(questions) :]
    lesson = {"title": TITLE, "body": WORD * words, "quiz": explained}
    return [
        ExpectedCall(step=CHECK, prompt=check_prompt(lesson, asked, language, is_final=is_final)),
        ExpectedCall(step=CHECK, prompt=explanations_prompt(lesson, own, language)),
    ]


def _shown(topic: Topic, parts: Sequence[Sequence[Question]]) -> dict[str, Any]:
    """The topic as the call over the whole course sees it."""
    lessons = [
        {
            "lesson_id": f"{topic.topic_id}-lesson-{number + 1}",
            "title": TITLE,
            "objectives": [SENTENCE] * 3,
            "key_points": [SENTENCE] * 5,
            "body": "",
            "quiz": [{"question": SENTENCE}] * quiz_questions(len(part)),
        }
        for number, part in enumerate(parts)
    ]
    return {
        "topic_id": topic.topic_id,
        "title": TITLE,
        "question_ids": list(topic.question_ids),
        "lessons": lessons,
    }
