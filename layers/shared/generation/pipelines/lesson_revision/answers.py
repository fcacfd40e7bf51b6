"""Answers: what the model wrote anew, put into the lesson by code. No answer has a say in what is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import create_model

from generation.engine.errors import InvalidInput, InvalidOutput
from generation.pipelines.exam_course import contracts as exam_contracts
from generation.pipelines.lesson_revision.request import LessonRevisionRequest
from generation.pipelines.project_course import contracts as project_contracts
from generation.pipelines.shared.answering import Contract, read
from generation.pipelines.shared.edited import EXAM_FIELDS, PROJECT_FIELDS, edited
from generation.pipelines.shared.lessons import LessonPlace


def asked_fields(request: LessonRevisionRequest) -> tuple[str, ...]:
    """In the order in which the model writes them."""
    fields = EXAM_FIELDS if request.kind == "exam" else PROJECT_FIELDS
    return tuple(name for name in fields if name not in request.keep)


@cache
def contract_of(kind: str, fields: Sequence[str]) -> type[Contract]:
    """Shape of an answer that has these fields of a lesson and no other."""
    lesson: type[Contract] = exam_contracts.Lesson if kind == "exam" else project_contracts.Lesson
    known = {**lesson.model_fields, **project_contracts.TasksAnswer.model_fields}
    chosen: dict[str, Any] = {name: (known[name].annotation, known[name]) for name in fields}
    made: type[Contract] = create_model("RevisedLesson", __base__=Contract, **chosen)
    return made


def parse_revision(request: LessonRevisionRequest, text: str) -> dict[str, Any]:
    """The whole lesson: fields that were asked for from the answer, all others from the lesson as it was."""
    answer = read(contract_of(request.kind, asked_fields(request)), _without(request.keep, text))
    new = answer.model_dump(mode="json")
    if "quiz" in new:
        new["quiz"] = _shuffled(new["quiz"], request.lesson["quiz"])
    if "tasks" in new:
        new["tasks"] = _numbered(new["tasks"], request.lesson["tasks"])
    place = LessonPlace(lesson=request.lesson, pointer="", part="", last_task=request.last_task)
    try:
        made = edited(place, {**request.lesson, **new})
    except InvalidInput as error:
        raise InvalidOutput([f"{one.pointer}: {one.message}" for one in error.errors]) from error
    return {**made, **{name: request.lesson[name] for name in request.keep}}


def _without(keep: Sequence[str], text: str) -> str:
    """The answer without fields that nobody asked for."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if not isinstance(answer, Mapping):
        return text
    return json.dumps({name: value for name, value in answer.items() if name not in keep})


def _shuffled(
    quiz: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """But for questions that are as they were: what a second reader said is about their options."""
    # Here, since the phrases of the rules take 60 ms of an import, and handlers name pipelines too.
    from generation.quality.shuffling import shuffled

    same = [{name: value for name, value in one.items() if name != "disputed"} for one in before]
    return [one if one in same else other for one, other in zip(quiz, shuffled(quiz), strict=True)]


def _numbered(
    tasks: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """A task takes the id of the one at its place; further ones get theirs with the whole lesson."""
    ids = [{"task_id": task["task_id"]} for task in before[: len(tasks)]]
    ids += [{}] * (len(tasks) - len(ids))
    return [{**task_id, **task} for task_id, task in zip(ids, tasks, strict=True)]
