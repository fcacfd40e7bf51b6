"""Answers: by kind, within the schema, spoiled on demand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.claude.answers import Answer, answer, kind_of
from local.claude.errors import InvalidRequest
from local.claude.faults import FaultName
from tests.unit.local.claude.course.exams import question

SCHEMA = {
    "type": "object",
    "properties": {
        "topics": {"type": "array"},
        "merged_topics": {"type": "null"},
        "lesson": {"type": "null"},
        "whole_course": {"type": "null"},
    },
    "required": ["topics"],
    "additionalProperties": False,
}


def prompt(kind: str = "topics") -> str:
    call = {"kind": kind, "target_topics": 1, "max_topics": 2}
    questions = [question(1, "What does <b> do?", "Bold", "Italic")]
    escaped = json.dumps(questions).replace("<", "\\u003c").replace(">", "\\u003e")
    data = f"<call>{json.dumps(call)}</call>\n\n<questions>{escaped}</questions>"
    return f"Sort <these> into <b>topics</b>.\n\n{data}"


def test_kind_is_found_in_the_call_tag() -> None:
    assert kind_of(prompt("lesson")) == "lesson"


@pytest.mark.parametrize("text", ["Hello", "<call>x</call>", "<call>[]</call>", '<call>{"kind": 1}</call>'])
def test_no_kind(text: str) -> None:
    assert kind_of(text) is None


def test_known_kind_is_answered_within_the_schema() -> None:
    found = json.loads(answer("topics", prompt(), SCHEMA).text)

    assert found["topics"][0]["question_ids"] == ["q1"]


def test_unknown_kind_says_what_answers() -> None:
    assert "not a language model" in answer(None, "Hello", None).text


def test_unknown_kind_with_a_schema_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="kind 'poem' is unknown"):
        answer("poem", prompt("poem"), SCHEMA)


def test_schema_of_another_shape_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="'lessons' is missing"):
        answer("topics", prompt(), {"type": "object", "required": ["lessons"]})


def test_missing_data_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="<questions>"):
        answer("topics", '<call>{"kind":"topics","target_topics":1,"max_topics":1}</call>', None)


def test_half_a_surrogate_pair_is_refused() -> None:
    broken = prompt().replace("Bold", "\\ud800")

    with pytest.raises(InvalidRequest, match="<questions>"):
        answer("topics", broken, None)


def test_answer_over_max_tokens_is_cut() -> None:
    assert Answer("x" * 41).limited(10) == Answer("x" * 40, "max_tokens")
    assert Answer("é" * 20).limited(5).text == "é" * 10
    assert Answer("x" * 40).limited(10) == Answer("x" * 40)


def spoiled(fault: FaultName) -> Answer:
    return Answer(json.dumps({"topics": [], "n": 1})).spoiled(fault, SCHEMA)


def test_truncated_answer() -> None:
    assert spoiled(FaultName.TRUNCATE).stop_reason == "max_tokens"


def test_refused_answer() -> None:
    refused = spoiled(FaultName.REFUSE)

    assert (refused.text, refused.stop_reason) == ("", "refusal")
    assert refused.stop_details is not None


def test_answer_that_is_not_json() -> None:
    broken = spoiled(FaultName.INVALID_JSON)

    assert broken.stop_reason == "end_turn"
    with pytest.raises(json.JSONDecodeError):
        json.loads(broken.text)


def test_answer_that_breaks_the_schema() -> None:
    broken: dict[str, Any] = json.loads(spoiled(FaultName.BREAKS_SCHEMA).text)

    assert "topics" not in broken
