"""Answers: what the model wrote, checked against the exam. A fault goes back to it as an error it can mend.

Each function is the `parse` of one kind of call: text in, value out, InvalidOutput for anything else.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from generation.pipelines.exam_course.contracts import (
    CourseAnswer,
    Lesson,
    MergedTopic,
    QuizQuestion,
    TopicDraft,
    WorkedQuestion,
)
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.shared.answering import read, refuse
from generation.pipelines.shared.prompting import clipped

MAX_NAMED = 120
"""Ids in one error: a slice's worth, since the model can only mend what it is told of."""


def parse_topics(text: str, question_ids: Sequence[str], most: int) -> list[TopicDraft]:
    """Every question id in exactly one topic, at most `most` topics."""
    topics: list[TopicDraft] = asked_for("topics", text)
    used = [question_id for topic in topics for question_id in topic.question_ids]
    faults = _exactly("question", used, question_ids) + _number_of_topics(len(topics), most)
    refuse([f"topics: {fault}" for fault in faults])
    return topics


def parse_merge(text: str, draft_ids: Sequence[str], most: int) -> list[MergedTopic]:
    """Every draft id in exactly one topic, at most `most` topics."""
    topics: list[MergedTopic] = asked_for("merged_topics", text)
    used = [draft_id for topic in topics for draft_id in topic.draft_ids]
    faults = _exactly("draft", used, draft_ids) + _number_of_topics(len(topics), most)
    refuse([f"merged_topics: {fault}" for fault in faults])
    return topics


def parse_lesson(text: str, questions: Sequence[Question]) -> dict[str, Any]:
    """The lesson as JSON, its worked questions and their options in the order of the exam.

    Exactly the given questions, each worked once, with a reason for exactly the options that are not
    marked as right; quiz questions whose right options are options of theirs.
    """
    answer: Lesson = asked_for("lesson", text)
    ids = [question.question_id for question in questions]
    worked = {entry.question_id: entry for entry in answer.worked_questions}
    worked_ids = [entry.question_id for entry in answer.worked_questions]
    faults = [f"worked_questions: {fault}" for fault in _exactly("question", worked_ids, ids)]
    for question in questions:
        if question.question_id in worked:
            faults += _worked(question, worked[question.question_id])
    for index, quiz_question in enumerate(answer.quiz):
        faults += quiz_faults(f"quiz[{index}]", quiz_question)
    refuse(faults)
    return {
        **answer.model_dump(mode="json"),
        "question_ids": ids,
        "worked_questions": [_in_order(question, worked[question.question_id]) for question in questions],
    }


def asked_for(field: str, text: str) -> Any:
    """The one field of the answer that the call asks for. One schema serves all calls, so it allows the
    others as well."""
    answer = read(CourseAnswer, text)
    faults = []
    for name in CourseAnswer.model_fields:
        is_filled = getattr(answer, name) is not None
        if name == field and not is_filled:
            faults.append(f"{name}: this is what the request asks for, it must not be null.")
        elif name != field and is_filled:
            faults.append(f"{name}: the request asks for {field} alone, this must be null.")
    refuse(faults)
    return getattr(answer, field)


def _exactly(noun: str, used: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """In what `used` is not `wanted`, each once, in any order."""
    counts = Counter(used)
    known = set(wanted)
    faults = []
    if missing := [one for one in wanted if one not in counts]:
        faults.append(f"{len(missing)} of {len(wanted)} {noun} ids are missing: {_named(missing)}.")
    if repeated := [one for one, count in counts.items() if count > 1 and one in known]:
        faults.append(f"These {noun} ids occur more than once: {_named(repeated)}.")
    if unknown := [one for one in counts if one not in known]:
        faults.append(f"These {noun} ids are not in the data: {_named(unknown)}.")
    return faults


def _number_of_topics(count: int, most: int) -> list[str]:
    return [f"there are {count}, at most {most} are allowed: join related ones."] * (count > most)


def _worked(question: Question, entry: WorkedQuestion) -> list[str]:
    where = f"worked_questions, question {_named([question.question_id])}, why_wrong"
    used = [wrong.option_id for wrong in entry.why_wrong]
    marked = [option_id for option_id in used if option_id in question.correct]
    faults = [f"{where}: {fault}" for fault in _exactly("option", used, [*question.wrong, *marked])]
    if marked:
        faults.append(
            f"{where}: the exam marks {_named(dict.fromkeys(marked))} as correct: leave it out here, and "
            "if you have solid grounds against the marking say so in marking_doubt."
        )
    return faults


def quiz_faults(where: str, question: QuizQuestion) -> list[str]:
    options = [option.option_id for option in question.options]
    faults = []
    if len(set(options)) < len(options):
        faults.append(f"{where}.options: option ids occur more than once.")
    if len(set(question.correct)) < len(question.correct):
        faults.append(f"{where}.correct: an option id occurs more than once.")
    if unknown := [option_id for option_id in question.correct if option_id not in options]:
        faults.append(f"{where}.correct: {_named(unknown)} is not an option_id of this quiz question.")
    return faults


def _in_order(question: Question, entry: WorkedQuestion) -> dict[str, Any]:
    reasons = {wrong.option_id: wrong.reason for wrong in entry.why_wrong}
    return {
        "question_id": question.question_id,
        "why_right": entry.why_right,
        "why_wrong": [{"option_id": wrong, "reason": reasons[wrong]} for wrong in question.wrong],
        "marking_doubt": None if entry.marking_doubt is None else entry.marking_doubt.model_dump(),
    }


def _named(ids: Iterable[str]) -> str:
    """Quoted, since an id may hold spaces and commas; a model's own inventions may be of any length."""
    every = list(ids)
    named = ", ".join(json.dumps(clipped(one, 100), ensure_ascii=False) for one in every[:MAX_NAMED])
    return named if len(every) <= MAX_NAMED else f"{named} and {len(every) - MAX_NAMED} more"
