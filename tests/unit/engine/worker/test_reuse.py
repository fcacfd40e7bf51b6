"""What makes two calls the same: everything that is asked, and nothing that is a job's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generation.engine.ports import ModelRequest, Turn
from generation.engine.worker.reuse import reuse_key

OWN = {"job_id": "job_01abc", "course_id": "course_01def"}
REQUEST = ModelRequest(
    model="claude-sonnet-5-5",
    shared=("The guide.", "The exam course_01def"),
    turns=(Turn(role="user", text="Write lesson 3 of course_01def"),),
    schema={"type": "object", "properties": {"title": {"type": "string"}}},
    max_output_tokens=16_000,
    effort="medium",
)


def with_text(text: str) -> ModelRequest:
    return replace(REQUEST, turns=(Turn(role="user", text=text),))


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, model="claude-sonnet-5-6"),
        replace(REQUEST, effort="mediun"),
        replace(REQUEST, max_output_tokens=16_001),
        replace(REQUEST, shared=("The guide,", "The exam course_01def")),
        replace(REQUEST, shared=("The guide.", "The exam course_01dee")),
        replace(REQUEST, shared=("The guide.The exam course_01def",)),
        replace(REQUEST, shared=("The exam course_01def", "The guide.")),
        with_text("Write lesson 4 of course_01def"),
        with_text("Write lesson 3 of course_01def "),
        with_text("Write lesson 3 of job_01abc"),
        with_text("Write lesson 3 of course_01deg"),
        replace(REQUEST, turns=(Turn(role="usee", text=REQUEST.turns[0].text),)),
        replace(REQUEST, turns=(*REQUEST.turns, Turn(role="user", text=""))),
        replace(REQUEST, schema=None),
        replace(REQUEST, schema={"type": "object", "properties": {"titel": {"type": "string"}}}),
        replace(REQUEST, schema={"type": "object", "properties": {"title": {"type": "strinh"}}}),
    ],
)
def test_one_character_makes_another_call(other: ModelRequest) -> None:
    assert reuse_key(other, OWN) != reuse_key(REQUEST, OWN)


def test_the_same_asked_by_another_job_is_the_same_call() -> None:
    def asked(own: dict[str, str]) -> str:
        course = own["course_id"]
        request = replace(REQUEST, shared=("The guide.", f"The exam {course}"))
        return reuse_key(replace(request, turns=(Turn(role="user", text=f"{own['job_id']} {course}"),)), own)

    assert asked(OWN) == asked({"job_id": "job_02xyz", "course_id": "course_02uvw"})


def test_every_field_of_a_request_counts() -> None:
    """A field that comes with a later release has to be put into the key."""
    fields: Any = ModelRequest.__dataclass_fields__
    assert set(fields) == {"model", "shared", "turns", "schema", "max_output_tokens", "effort"}


def test_half_a_surrogate_pair_is_a_text_too() -> None:
    assert reuse_key(with_text("\ud800"), {}) != reuse_key(with_text("\ud801"), {})
