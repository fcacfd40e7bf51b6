"""What the server answers, by the kind of the call.

A call names its kind in the first user message, `<call>{"kind": "topics", ...}</call>`, and carries
its data as JSON in further tags, there or in the system prompt; no angle bracket occurs inside
them. `KINDS` maps each kind to the function that answers it: to add a kind, write a module with such a
function and name it there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from local.claude import schema as json_schema
from local.claude import tokens
from local.claude.course.lesson import lesson
from local.claude.course.merge import merge_topics
from local.claude.course.questions import BadData
from local.claude.course.second_reader import check_explanations, check_lesson, review_questions
from local.claude.course.topics import topics
from local.claude.course.whole_course import whole_course
from local.claude.errors import InvalidRequest
from local.claude.faults import FaultName
from local.claude.project.lessons import project_lessons
from local.claude.project.outlines import outlines
from local.claude.project.tasks import lesson_tasks
from local.claude.project.whole_course import whole_project_course
from local.claude.recordings import key_of, recordings
from local.claude.revision import revise_lesson
from local.claude.training.program import program_basic, program_enhanced

MODEL = "offline"


KINDS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "topics": topics,
    "merge_topics": merge_topics,
    "lesson": lesson,
    "whole_course": whole_course,
    "check_lesson": check_lesson,
    "check_final_exam": check_lesson,
    "check_explanations": check_explanations,
    "review_questions": review_questions,
    "revise_lesson": revise_lesson,
    "outlines": outlines,
    "project_lessons": project_lessons,
    "lesson_tasks": lesson_tasks,
    "whole_project_course": whole_project_course,
    "program_enhanced": program_enhanced,
    "program_basic": program_basic,
}

_WHAT_THIS_IS = (
    "This is the offline, Claude-compatible server of Coursemill, not a language model. It answers "
    f"calls of the kinds {', '.join(KINDS)}, named in a <call> tag, by extracting from the data they "
    "carry. It cannot answer anything else; docs/local-claude.md describes it."
)
_TAG = re.compile(r"<([a-z_]+)>([^<>]*)</\1>")
_REMEMBERED_ANSWERS = 64
_CHECKS = frozenset({"check_lesson", "check_final_exam", "check_explanations"})
_OF_MEMORY = _CHECKS | {"review_questions"}
"""Kinds whose answers follow from earlier calls too."""


@dataclass(frozen=True)
class Answer:
    """What a finished message says."""

    text: str
    stop_reason: str | None = "end_turn"
    stop_details: dict[str, Any] | None = None
    model: str = MODEL

    def limited(self, max_tokens: int) -> Answer:
        """The answer as far as `max_tokens` allow."""
        text = tokens.cut(self.text, max_tokens)
        return self if text == self.text else replace(self, text=text, stop_reason="max_tokens")

    def spoiled(self, fault: FaultName | None, schema: dict[str, Any] | None) -> Answer:
        """The answer as a fault of its content leaves it; other faults change nothing here."""
        match fault:
            case FaultName.TRUNCATE:
                return replace(self, text=self.text[: len(self.text) // 2], stop_reason="max_tokens")
            case FaultName.REFUSE:
                details = {"type": "refusal", "category": None, "explanation": "Refused on demand (x-fault)."}
                return Answer("", "refusal", details)
            case FaultName.INVALID_JSON:
                return replace(self, text=self.text[: len(self.text) // 2] + " ...and so on")
            case FaultName.BREAKS_SCHEMA:
                return replace(self, text=_other_shape(self.text, schema))
            case FaultName.EARLY_END:
                return replace(self, stop_reason=None)
            case _:
                return self


def kind_of(prompt: str) -> str | None:
    """The kind that the call tag of a first user message names; None if there is no such tag."""
    call = _tags(prompt).get("call")
    try:
        value = json.loads(call) if call is not None else None
    except ValueError:
        return None
    kind = value.get("kind") if isinstance(value, dict) else None
    return kind if isinstance(kind, str) else None


def answer(
    kind: str | None, prompt: str, schema: dict[str, Any] | None, *, check_error_rate: float = 0.0
) -> Answer:
    """Answer a system prompt and first user message. Takes CPU time: call it outside the event loop.

    check_error_rate: of the second reader. Raises InvalidRequest where data are missing or malformed, or the
    schema wants another shape.
    """
    if kind is None or kind not in KINDS:
        if schema is not None:
            raise InvalidRequest(f"output_config.format.schema: kind {kind!r} is unknown. {_WHAT_THIS_IS}")
        return Answer(_WHAT_THIS_IS)
    recorded = recordings().by_key.get(key_of(prompt, schema))
    if recorded is not None:
        return Answer(recorded.text, model=recordings().made_by)
    is_new = kind in _OF_MEMORY
    text = _written(kind, prompt, check_error_rate) if is_new else _answer_text(kind, prompt)
    if schema is not None and (broken := json_schema.violation(json.loads(text), schema)) is not None:
        raise InvalidRequest(f"output_config.format.schema: the offline answer breaks it at {broken}")
    return Answer(text)


@lru_cache(maxsize=_REMEMBERED_ANSWERS)
def _answer_text(kind: str, prompt: str) -> str:
    """The answer as JSON. Remembered: many jobs over one exam ask the same, and it is no work to measure."""
    return _written(kind, prompt)


def _written(kind: str, prompt: str, error_rate: float = 0.0) -> str:
    write = partial(KINDS[kind], error_rate=error_rate) if kind in _CHECKS else KINDS[kind]
    try:
        value = write(data_of(prompt))
    except BadData as error:
        raise InvalidRequest(f"messages.0: kind {kind!r}: {error}") from error
    return json.dumps(value, ensure_ascii=False)


def data_of(prompt: str) -> dict[str, Any]:
    """The tags that hold JSON; the instructions around them may use angle brackets for anything else."""
    found = {}
    for name, text in _tags(prompt).items():
        with suppress(ValueError, RecursionError):
            value = json.loads(text)
            json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair could not be sent back
            found[name] = value
    return found


def _tags(prompt: str) -> dict[str, str]:
    return {match[1]: match[2] for match in _TAG.finditer(prompt)}


def _other_shape(text: str, schema: dict[str, Any] | None) -> str:
    """Valid JSON that misses the first field which the schema requires."""
    try:
        value = json.loads(text)
    except ValueError:
        return json.dumps({"unexpected": text})
    required = (schema or {}).get("required") or list(value)[:1]
    return json.dumps({**{k: v for k, v in value.items() if k not in required[:1]}, "unexpected": True})
