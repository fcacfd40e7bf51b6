"""The schema in the prompt, and the JSON in what comes back."""

from __future__ import annotations

import json

import pytest

from generation.engine.ports import ModelRequest, Turn
from generation.models.claude.worded import unwrapped, worded
from tests.unit.models.claude.wire import Wire, ask, started, stopped, streaming, text

SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "string", "description": "<b> & more"}},
    "required": ["a"],
}
REQUEST = ModelRequest(
    model="claude-sonnet-5-5",
    shared=("the exam",),
    turns=(
        Turn(role="user", text="write"),
        Turn(role="assistant", text="[]"),
        Turn(role="user", text="again"),
    ),
    schema=SCHEMA,
    max_output_tokens=500,
)


def test_the_schema_stands_behind_the_last_message_and_nowhere_else() -> None:
    made = worded(REQUEST)
    assert (made.shared, made.turns[:2], made.schema) == (REQUEST.shared, REQUEST.turns[:2], None)
    assert made.turns[2].text.startswith("again\n\n")
    told = made.turns[2].text.partition("<answer_schema>")[2].removesuffix("</answer_schema>")
    assert not set("<>&") & set(told)
    assert json.loads(told) == SCHEMA


ANSWERS = [
    ('{"a": "b"}', '{"a": "b"}'),
    ('```json\n{"a": "```"}\n```', '{"a": "```"}'),
    ('Here it is:\n\n```\n{"a": 1}\n```\nGood luck.', '{"a": 1}'),
    ('<think>first {"x"} then</think>\n{"a": 1}', '{"a": 1}'),
    ('Sure. {"a": {"b": 1}} Done.', '{"a": {"b": 1}}'),
    ("I cannot do that.", "I cannot do that."),
    ("} no {", "} no {"),
    ("", ""),
]


@pytest.mark.parametrize(("answer", "found"), ANSWERS)
def test_json_is_found_in_what_a_model_says_around_it(answer: str, found: str) -> None:
    assert unwrapped(answer) == found


def test_a_server_without_structured_output_gets_none_and_its_fence_is_taken_off() -> None:
    wire = Wire(lambda: streaming(started(), text('```json\n{"a": "b"}\n```'), stopped("end_turn")))
    reply = ask(wire, REQUEST, schema_in_prompt=True)
    assert reply.text == '{"a": "b"}'
    assert "output_config" not in wire.body
    assert "answer_schema" in wire.body["messages"][-1]["content"]


def test_elsewhere_an_answer_is_left_as_it_is() -> None:
    wire = Wire(lambda: streaming(started(), text('```json\n{"a": "b"}\n```'), stopped("end_turn")))
    assert ask(wire, REQUEST).text.startswith("```")
    assert wire.body["output_config"]["format"]["schema"] == SCHEMA
