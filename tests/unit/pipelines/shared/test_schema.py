"""Contracts as structured output accepts them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, Field

from generation.pipelines.exam_course.contracts import CourseAnswer, Lesson
from generation.pipelines.shared.schema import answer_schema
from tests.unit.pipelines.exams import exam
from tests.unit.pipelines.scripted import lesson_of

CONTRACTS = [CourseAnswer, Lesson]


def _shape(node: Any) -> Any:
    """A schema without its words: what decides which answers are possible."""
    if isinstance(node, dict):
        words = ("description", "title")
        names = node.keys() - words if node.keys() & {"type", "$ref", "anyOf"} else node.keys()
        return {name: sorted(node[name]) if name == "required" else _shape(node[name]) for name in names}
    return [_shape(entry) for entry in node] if isinstance(node, list) else node


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.__name__)
def test_the_sdk_has_nothing_to_add(contract: type[BaseModel]) -> None:
    from anthropic import transform_schema

    own = answer_schema(contract)
    assert transform_schema(own) == own
    assert _shape(own) == _shape(transform_schema(contract))


def test_bounds_are_told_in_words() -> None:
    properties = answer_schema(Lesson)["properties"]
    assert "{maxItems: 5, minItems: 2}" in properties["quiz"]["description"]
    assert properties["objectives"]["minItems"] == 1


def test_fields_are_written_in_the_order_in_which_they_build_on_each_other() -> None:
    names = ["title", "objectives", "body", "key_points", "worked_questions", "quiz"]
    assert list(answer_schema(Lesson)["properties"]) == names
    assert list(lesson_of(exam()["questions"])) == names


class Tree(BaseModel):
    children: list[Tree]


class Optional(BaseModel):
    given: str = "default"


class Free(BaseModel):
    entries: dict[str, str]


class Limited(BaseModel):
    parts: list[str] = Field(min_length=2, description="Parts")


@pytest.mark.parametrize("contract", [Tree, Optional, Free])
def test_what_would_reach_the_model_as_something_else_is_refused(contract: type[BaseModel]) -> None:
    with pytest.raises(ValueError, match=r"contains itself|required"):
        answer_schema(contract)


def test_a_bound_stands_behind_the_description() -> None:
    assert answer_schema(Limited)["properties"]["parts"]["description"] == "Parts {minItems: 2}"
