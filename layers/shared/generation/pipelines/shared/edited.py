"""Edited: a lesson as a person wants it, held to the contract that the model's answers keep to.

What was written stays as it is to the byte, spaces around it included. Ids are kept, and so is what a second
reader said, but for questions that are other ones now.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from generation.engine.errors import FieldError, InvalidInput
from generation.pipelines.exam_course import contracts as exam_contracts
from generation.pipelines.exam_course.answers import quiz_faults
from generation.pipelines.project_course import contracts as project_contracts
from generation.pipelines.shared.lessons import Lesson, LessonPlace, last_number
from generation.validation import field_errors, pointer

MAX_BLANK = 10_000
"""Characters of spaces around all texts of a lesson together: they count for no text's length."""

EXAM_FIELDS = tuple(exam_contracts.Lesson.model_fields)
PROJECT_FIELDS = (*project_contracts.Lesson.model_fields, "tasks")
_OF_CODE = frozenset({"lesson_id", "version", "status", "question_ids", "checked_by", "findings"})
"""Shown with a lesson, and not a person's to change: what a client sends back of it is no fault."""


def edited(place: LessonPlace, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The lesson that stands there, as it is wanted. Raises InvalidInput with the pointers of all faults."""
    is_exam = "question_ids" in place.lesson
    given = {name: value for name, value in wanted.items() if name not in _OF_CODE}
    faults = [
        FieldError(f"/{name}", "cannot be changed")
        for name in ("lesson_id", "question_ids")
        if name in wanted and name in place.lesson and wanted[name] != place.lesson[name]
    ]
    made, found = _of_exam(place.lesson, given) if is_exam else _of_project(place, given)
    if faults := [*faults, *found]:
        raise InvalidInput("The lesson does not keep to its contract.", errors=tuple(faults))
    return {**place.lesson, **made}


def _of_exam(live: Lesson, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[FieldError]]:
    told = {one["question_id"]: one for one in live["worked_questions"]}
    plain = {**given, "worked_questions": _without_disputes(given.get("worked_questions"), doubt=True)}
    plain["quiz"] = _without_disputes(given.get("quiz"))
    faults = _faults(exam_contracts.Lesson, {name: plain[name] for name in plain if name in given})
    if faults:
        return {}, faults
    faults = [*_other_questions(plain["worked_questions"], told), *_quiz(plain["quiz"])]
    made = {name: plain[name] for name in EXAM_FIELDS}
    made["worked_questions"] = [_as_it_was(one, told.values()) for one in plain["worked_questions"]]
    made["quiz"] = [_as_it_was(one, live["quiz"]) for one in plain["quiz"]]
    asked = ("body", "worked_questions", "quiz")
    if live.get("checked_by") is not None and any(made[name] != live[name] for name in asked):
        made["checked_by"] = None  # nobody has answered these questions by this text
    return made, faults


def _without_disputes(entries: Any, *, doubt: bool = False) -> Any:
    """Questions as the contract knows them; `doubt`: earlier releases wrote no `marking_doubt`."""
    if not isinstance(entries, list):
        return entries
    return [
        {**({"marking_doubt": None} if doubt else {}), **{k: v for k, v in one.items() if k != "disputed"}}
        if isinstance(one, Mapping)
        else one
        for one in entries
    ]


def _as_it_was(entry: Mapping[str, Any], before: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """With what a second reader said of it, if it is the very question that he read."""
    missing = {"marking_doubt": None} if "question_id" in entry else {}
    for one in before:
        if {**missing, **{name: value for name, value in one.items() if name != "disputed"}} == entry:
            return one
    return entry


def _other_questions(
    worked: Sequence[Mapping[str, Any]], told: Mapping[str, Mapping[str, Any]]
) -> list[FieldError]:
    """A lesson is about its questions of the exam: each once, with a reason for each of its wrong options."""
    faults = []
    ids = [one["question_id"] for one in worked]
    for index, one in enumerate(worked):
        at = f"/worked_questions/{index}"
        if one["question_id"] not in told:
            faults.append(FieldError(f"{at}/question_id", "is no question of this lesson"))
        elif one["question_id"] in ids[:index]:
            faults.append(FieldError(f"{at}/question_id", "occurs twice"))
        elif _options(one) != _options(told[one["question_id"]]):
            faults.append(
                FieldError(
                    f"{at}/why_wrong", "must have each wrong option of the question once, and no other"
                )
            )
    missing = [question_id for question_id in told if question_id not in ids]
    if missing:
        named = ", ".join(missing)[:200]
        faults.append(FieldError("/worked_questions", f"must have these questions too: {named}"))
    return faults


def _options(worked: Mapping[str, Any]) -> list[str]:
    return sorted(one["option_id"] for one in worked["why_wrong"])


def _quiz(quiz: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    faults = []
    for index, one in enumerate(quiz):
        for fault in quiz_faults("", exam_contracts.QuizQuestion.model_validate(one)):
            member, _, message = fault.partition(": ")
            faults.append(FieldError(pointer(("quiz", index, member.strip("."))), message))
    return faults


def _of_project(place: LessonPlace, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[FieldError]]:
    lesson = {name: value for name, value in given.items() if name != "tasks"}
    faults = _faults(project_contracts.Lesson, lesson)
    tasks = given.get("tasks", [])
    if not place.is_whole:
        if tasks:
            faults.append(FieldError("/tasks", "are not written yet: they will be written from this lesson"))
        return {**lesson, "tasks": []}, faults
    bare = [
        {name: value for name, value in one.items() if name != "task_id"} if isinstance(one, Mapping) else one
        for one in (tasks if isinstance(tasks, list) else [])
    ]
    faults += _faults(project_contracts.TasksAnswer, {"tasks": bare if isinstance(tasks, list) else tasks})
    if faults:
        return {}, faults
    numbered, found = _with_ids(tasks, place)
    return {**lesson, "tasks": numbered}, found


def _with_ids(tasks: Sequence[Mapping[str, Any]], place: LessonPlace) -> tuple[list[Any], list[FieldError]]:
    """A task keeps its id, by which learners' progress is kept; a new one gets the next number."""
    known = {task["task_id"] for task in place.lesson["tasks"]}
    taken = max(place.last_task, last_number(known))
    made: list[Any] = []
    faults = []
    for index, task in enumerate(tasks):
        task_id = task.get("task_id")
        if task_id is None:
            taken += 1
            task_id = f"{place.lesson['lesson_id']}-task-{taken}"
        elif not isinstance(task_id, str) or task_id not in known:
            faults.append(FieldError(f"/tasks/{index}/task_id", "is no task of this lesson, or stands twice"))
            continue
        known.discard(task_id)
        made.append({"task_id": task_id, **{k: v for k, v in task.items() if k != "task_id"}})
    return made, faults


def _faults(contract: type[BaseModel], given: Mapping[str, Any]) -> list[FieldError]:
    try:
        read = contract.model_validate(given)
    except ValidationError as error:
        return list(field_errors(error, data=given))
    if len(json.dumps(given)) - len(json.dumps(read.model_dump(mode="json"))) > MAX_BLANK:
        return [FieldError("", f"has more than {MAX_BLANK:,} characters of spaces around its texts")]
    return []
