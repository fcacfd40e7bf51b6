"""Prompts: the one call of the pipeline, worded. Its guide is the same for every job, and cached."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from generation.engine.run import Prompt
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.prompts import for_teaching
from generation.pipelines.lesson_revision.answers import asked_fields, contract_of
from generation.pipelines.lesson_revision.request import LessonRevisionRequest
from generation.pipelines.shared.answering import read_so_far
from generation.pipelines.shared.prompting import blocks, data, render
from generation.pipelines.shared.schema import answer_schema

_FILES = Path(__file__).parent / "prompts"

MAX_OUTPUT_TOKENS = 32_000
"""As for a lesson that is written for the first time."""


def revision_prompt(request: LessonRevisionRequest) -> Prompt:
    asked = asked_fields(request)
    call = {
        "kind": "revise_lesson",
        "of": request.kind,
        "language": request.language,
        "audience": request.audience,
        "fields": list(asked),
    }
    course = {"title": request.title, "other_lessons": request.others}
    shown = {name: value for name, value in request.lesson.items() if name in (*asked, *request.keep)}
    questions = [for_teaching(Question.model_validate(one)) for one in request.questions]
    return Prompt(
        shared=(render(_FILES / "guide.md"),),
        text=blocks(
            render(_FILES / "revise.md", fields=_listed(asked), kept=_kept(request)),
            data("call", call),
            data("course", course),
            data("lesson", shown),
            *([data("questions", questions)] if questions else []),
            data("wish", request.instructions),
        ),
        schema=_schema(request.kind, asked),
        max_output_tokens=MAX_OUTPUT_TOKENS,
        expected_chars=sum(len(json.dumps(request.lesson[name], ensure_ascii=False)) for name in asked),
        effort="high",
        preview=preview,
    )


def preview(text: str) -> str:
    """Title and body of an answer that is still being written. Never raises."""
    answer = read_so_far(text)
    parts = [answer.get("title"), answer.get("body")]
    return "\n\n".join(part for part in parts if isinstance(part, str) and part.strip())


def _kept(request: LessonRevisionRequest) -> str:
    if not request.keep:
        return "No field is kept: what the wish does not speak of stays as it is where it can."
    return (
        f"These fields stay as they are, and the new ones have to fit them: {_listed(tuple(request.keep))}."
    )


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


@cache
def _schema(kind: str, asked: tuple[str, ...]) -> Mapping[str, Any]:
    return answer_schema(contract_of(kind, asked))
