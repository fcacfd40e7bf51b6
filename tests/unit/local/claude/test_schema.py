"""Answers against the schema of the request."""

from __future__ import annotations

from typing import Any

import anthropic
import pytest
from pydantic import BaseModel

from local.claude.schema import violation


class Topic(BaseModel):
    title: str
    question_ids: list[str]


class Topics(BaseModel):
    topics: list[Topic]
    note: str | None


SCHEMA = anthropic.transform_schema(Topics)


def test_answer_of_the_right_shape_passes() -> None:
    topics = [{"title": "Disks", "question_ids": ["q1"]}]

    assert violation({"topics": topics, "note": None}, SCHEMA) is None


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ([], "$: not of type object"),
        ({"note": None}, "$: 'topics' is missing"),
        ({"topics": "none", "note": None}, "$.topics: not of type array"),
        ({"topics": [{"title": "x"}], "note": None}, "$.topics[0]: 'question_ids' is missing"),
        (
            {"topics": [{"title": 1, "question_ids": []}], "note": None},
            "$.topics[0].title: not of type string",
        ),
        ({"topics": [], "note": 3}, "$.note: not of type string"),
        ({"topics": [], "note": None, "more": 1}, "$: 'more' is not allowed"),
    ],
)
def test_first_violation_is_named(value: Any, where: str) -> None:
    assert violation(value, SCHEMA) == where


@pytest.mark.parametrize(
    ("value", "schema", "passes"),
    [
        (True, {"type": "integer"}, False),
        (1, {"type": "number"}, True),
        ("a", {"enum": ["a", "b"]}, True),
        ("c", {"enum": ["a", "b"]}, False),
        ("c", {"const": "d"}, False),
        (None, {"type": ["string", "null"]}, True),
        ([], {"type": "array", "minItems": 1}, False),
        (1, {"allOf": [{"type": "integer"}, {"const": 2}]}, False),
        (1, {"$ref": "#/$defs/Missing"}, False),
        (1, {}, True),
    ],
)
def test_keywords(value: Any, schema: dict[str, Any], passes: bool) -> None:
    assert (violation(value, schema) is None) is passes
