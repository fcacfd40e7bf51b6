"""Checking: a second model answers the questions of a lesson before anybody learns from them.

It answers them without seeing keys and explanations, and says which options the explanations of quiz
questions argue for without seeing keys. Where either differs from the key, the question goes back to the
author once, with that reading: he may write an explanation that argues for the key. Where both then hold
another answer for right, it becomes the key of a quiz question and the `marking_doubt` of one of the exam;
but not what an explanation argues for where the second reader has answered the key himself. Where they still
differ, or a quality rule blocks what the author then writes, the question is kept and carries `disputed`; a
reader is not graded on it. Nothing of this fails a job: a lesson whose check fails is one that was not
checked, and one whose explanations could not be checked has the answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from generation.engine.errors import CallError
from generation.engine.limits import CHECK
from generation.engine.model.event import LogLevel
from generation.engine.run import Prompt, Run
from generation.pipelines.exam_course.checks import lesson_check
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.pipelines.exam_course.second_reader import (
    EXPLANATIONS,
    MAX_CLAIM,
    MAX_REASON,
    Asked,
    ReviewedQuestion,
    SecondReading,
    asked_of,
    check_prompt,
    explanations_prompt,
    parse_check,
    parse_explanations,
    parse_review,
    review_prompt,
)
from generation.pipelines.shared import sent_back
from generation.pipelines.shared.prompting import clipped

Lesson = Mapping[str, Any]


async def checked(
    run: Run[ExamCourseRequest],
    key: str,
    lesson: Lesson,
    exam: Sequence[Question],
    effort: str,
    *,
    is_final: bool = False,
) -> dict[str, Any]:
    """The lesson with what the check has changed in it, and `checked_by`: the model that the second reader's
    answer names, null where the lesson was not checked or the second reader could decide nothing.

    key       of the call that wrote it; those of the check begin with it
    effort    of that call, for the author's second look
    is_final  it is a course's final exam, as the quiz of a lesson whose body is the summary
    """
    model = run.models.get(CHECK)
    if not run.options.is_checked or model is None:
        return {**lesson, "checked_by": None}
    asked = asked_of(lesson, exam)
    run.log(f"Checking: {clipped(lesson['title'], 100)}", call=key, model=model, questions=len(asked))
    try:
        readings, is_answered = await _readings(run, key, lesson, asked, model, is_final)
        disputed = [(one, readings[one.name]) for one in asked if one.name in readings]
        reviews = await _reviewed(run, key, lesson, disputed, effort)
    except CallError as error:
        run.log(f"A lesson is not checked: {error}", LogLevel.WARNING, call=key, **error.details)
        return {**lesson, "checked_by": None}
    if disputed:
        run.log(
            f"The second reader reads {len(disputed)} of {len(asked)} questions otherwise",
            call=key,
            questions=[one.name for one, _ in disputed],
        )
    checked_by = (run.answered_by(f"{key}-check") or model) if is_answered else None
    return {**_settled(run, key, lesson, exam, disputed, reviews), "checked_by": checked_by}


async def _readings(
    run: Run[ExamCourseRequest], key: str, lesson: Lesson, asked: Sequence[Asked], model: str, is_final: bool
) -> tuple[dict[str, SecondReading], bool]:
    """By name, those that differ from the key, that of the question before that of its explanation; and
    whether the second reader could answer any question. Both calls are made at the same time."""
    language = run.request.language
    # Whose key the author chose. That of a question of the exam he was given, and explains.
    own = [one for one in asked if one.source == "quiz"]
    answers, argued = await run.ask_all(
        [
            _answers(run, key, check_prompt(lesson, asked, language, is_final=is_final), asked, model),
            _argued(run, key, explanations_prompt(lesson, own, language), own, model),
        ]
    )
    argued = {name: replace(one, blind=answers[name].correct) for name, one in argued.items()}
    found = {
        one.name: given[one.name]
        for given in (argued, answers)
        for one in asked
        if one.name in given and _differs(one.key, given[one.name].correct)
    }
    return found, any(one.correct for one in answers.values())


async def _answers(
    run: Run[ExamCourseRequest], key: str, prompt: Prompt, asked: Sequence[Asked], model: str
) -> Mapping[str, SecondReading]:
    """By name, of all questions."""
    given = await run.ask(f"{key}-check", prompt, lambda text: parse_check(text, asked), model=model)
    return {name: SecondReading.of(one) for name, one in given.items()}


async def _argued(
    run: Run[ExamCourseRequest], key: str, prompt: Prompt, asked: Sequence[Asked], model: str
) -> Mapping[str, SecondReading]:
    """By name, of all explanations; none where that call fails: the answers stand without it."""
    try:
        given = await run.ask(
            f"{key}-explanations", prompt, lambda text: parse_explanations(text, asked), model=model
        )
    except CallError as error:
        run.log(f"Explanations are not checked: {error}", LogLevel.WARNING, call=key, **error.details)
        return {}
    return {name: SecondReading.of(one) for name, one in given.items()}


async def _reviewed(
    run: Run[ExamCourseRequest],
    key: str,
    lesson: Lesson,
    disputed: Sequence[tuple[Asked, SecondReading]],
    effort: str,
) -> Mapping[str, ReviewedQuestion]:
    """What the author says to the other answers; nothing where that call fails: the dispute stands."""
    if not disputed:
        return {}
    asked = [one for one, _ in disputed]
    try:
        return await run.ask(
            f"{key}-review",
            review_prompt(lesson, disputed, run.request.language, effort),
            lambda text: parse_review(text, asked),
        )
    except CallError as error:
        run.log(f"The author was not asked again: {error}", LogLevel.WARNING, call=key, **error.details)
        return {}


def _settled(
    run: Run[ExamCourseRequest],
    key: str,
    lesson: Lesson,
    exam: Sequence[Question],
    disputed: Sequence[tuple[Asked, SecondReading]],
    reviews: Mapping[str, ReviewedQuestion],
) -> dict[str, Any]:
    check = lesson_check(run.request.language, exam)
    made = dict(lesson)
    for asked, other in disputed:
        review = reviews.get(asked.name)
        if review is not None and (change := _change(made, asked, other, review)) is not None:
            agreed = _with(made, asked, change)
            found = set(sent_back.blocking(check(agreed))) - set(sent_back.blocking(check(made)))
            if not found:
                made = agreed
                continue
            findings = [one.to_json() for one in found]
            run.log(
                "The author's second explanation of a question is not used: "
                f"{sent_back.counted(len(found))} of quality that block",
                LogLevel.WARNING,
                call=key,
                question=asked.name,
                findings=sorted(findings, key=lambda one: one["pointer"])[: sent_back.MAX_LOGGED],
            )
        dispute = {
            "answer": sorted(other.correct),
            "reason": clipped(other.reason, MAX_REASON),
            "claim": clipped(other.claim, MAX_CLAIM) if other.claim in lesson["body"] else "",
            **({"about": "explanation"} if other.about == "explanation" else {}),
        }
        made = _with(made, asked, {"disputed": dispute})
    return made


def _change(
    lesson: Lesson, asked: Asked, other: SecondReading, review: ReviewedQuestion
) -> dict[str, Any] | None:
    """What the author's second look changes; None where the two still differ. What only an explanation argues
    for is no answer: the second reader's own goes before it."""
    correct = frozenset(review.correct)
    if not _differs(correct, other.correct) and not _differs(correct, other.blind):
        return _agreed(lesson, asked, review)
    if other.about == "explanation" and correct == asked.key:
        return {EXPLANATIONS[asked.source]: review.explanation}
    return None


def _agreed(lesson: Lesson, asked: Asked, review: ReviewedQuestion) -> dict[str, Any]:
    """What changes in a question of which both hold the same for right. The exam's key stands, also where
    both hold it for wrong."""
    if asked.source == "quiz":
        return {"correct": sorted(review.correct), EXPLANATIONS["quiz"]: review.explanation}
    doubt = {"reason": review.explanation, "likely": sorted(frozenset(review.correct) - asked.key)}
    return {"marking_doubt": lesson[asked.part][asked.place]["marking_doubt"] or doubt}


def _with(lesson: Lesson, asked: Asked, changed: Mapping[str, Any]) -> dict[str, Any]:
    """The lesson with this changed in that question."""
    entries = list(lesson[asked.part])
    entries[asked.place] = {**entries[asked.place], **changed}
    return {**lesson, asked.part: entries}


def _differs(key: frozenset[str], correct: Sequence[str]) -> bool:
    """Whoever cannot decide does not contradict."""
    return bool(correct) and frozenset(correct) != key
