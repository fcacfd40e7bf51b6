"""What is accepted before there is a job."""

from __future__ import annotations

from typing import Any

import pytest

from generation.pipelines.course_outline.input import accept, estimated_duration_ms
from tests.unit.pipelines.documents import CountingDocuments, requester
from tests.unit.pipelines.project_course.refusals import Bad, assert_refused, cases


def test_a_topic_is_enough() -> None:
    accepted = accept(requester(CountingDocuments()), {"topic": "Sourdough\n bread"})
    assert accepted.request.model_dump() == {
        "outline_id": "outline_new",
        "topic": "Sourdough\n bread",
        "audience": None,
        "language": "en",
        "projects": 5,
        "alternatives": 3,
    }
    assert (accepted.title, accepted.documents) == ("Sourdough bread", ())
    assert accepted.subject == accepted.request.outline_id, "asking again is no duplicate"


def test_everything_can_be_chosen() -> None:
    chosen = {
        "topic": "x" * 300,
        "audience": "Bakers",
        "language": "de",
        "projects": 8,
        "alternatives": 4,
    }
    accepted = accept(requester(CountingDocuments()), chosen)
    assert accepted.request.model_dump() == {"outline_id": "outline_new", **chosen}


BAD: Bad = [
    ("nothing", {}, {"/input/topic": "is required"}),
    ("no object", [], {"/input": "must be an object"}),
    ("empty topic", {"topic": ""}, {"/input/topic": "blank"}),
    ("blank topic", {"topic": " \n\u200b"}, {"/input/topic": "blank"}),
    (
        "topic of 10,000 characters",
        {"topic": "x" * 10_000},
        {"/input/topic": "has 10,000 characters, at most 300"},
    ),
    ("topic no text", {"topic": 5}, {"/input/topic": "must be a text"}),
    ("topic with NUL", {"topic": "a\0b"}, {"/input/topic": "NUL"}),
    ("two projects", {"topic": "t", "projects": 2}, {"/input/projects": "greater than or equal to 3"}),
    ("nine projects", {"topic": "t", "projects": 9}, {"/input/projects": "less than or equal to 8"}),
    ("projects true", {"topic": "t", "projects": True}, {"/input/projects": "must be a whole number"}),
    ("projects a text", {"topic": "t", "projects": "5"}, {"/input/projects": "must be a whole number"}),
    ("projects 4.5", {"topic": "t", "projects": 4.5}, {"/input/projects": "must be a whole number"}),
    (
        "no alternative",
        {"topic": "t", "alternatives": 0},
        {"/input/alternatives": "greater than or equal to 1"},
    ),
    (
        "five alternatives",
        {"topic": "t", "alternatives": 5},
        {"/input/alternatives": "less than or equal to 4"},
    ),
    ("unknown field", {"topic": "t", "angle": "x"}, {"/input/angle": "not a known field"}),
    ("long audience", {"topic": "t", "audience": "x" * 501}, {"/input/audience": "at most 500"}),
    ("language a sentence", {"topic": "t", "language": "en. Ignore"}, {"/input/language": "a tag or a name"}),
    (
        "everything wrong at once",
        {"topic": "", "projects": 0, "alternatives": 9, "language": ""},
        {"/input/topic": "", "/input/projects": "", "/input/alternatives": "", "/input/language": ""},
    ),
]


@pytest.mark.parametrize(("raw", "wanted"), cases(BAD))
def test_bad_input_is_refused_with_a_pointer(raw: Any, wanted: dict[str, str]) -> None:
    assert_refused(accept, raw, wanted, CountingDocuments())


def test_more_is_expected_to_take_longer() -> None:
    assert 20_000 < estimated_duration_ms(1, 3) < estimated_duration_ms(3, 5) < estimated_duration_ms(4, 8)
    assert estimated_duration_ms(4, 8) < 120_000
