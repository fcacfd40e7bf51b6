"""Lessons through an edit: to the byte what a person wrote, and nothing else is other."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generation.pipelines.shared.edited import EXAM_FIELDS, PROJECT_FIELDS, edited
from generation.pipelines.shared.lessons import LessonPlace, all_of, version_of
from tests.simulation.written_courses import written

FIELDS = {"exam_course": EXAM_FIELDS, "project_course": PROJECT_FIELDS}


@pytest.fixture(scope="module", params=FIELDS)
def places(request: pytest.FixtureRequest) -> list[LessonPlace]:
    course = written(request.param)[0]
    return list(all_of(course).values())


def test_a_lesson_that_comes_back_as_it_was_is_the_same_version(places: list[LessonPlace]) -> None:
    for place in places:
        sent = json.loads(json.dumps(place.lesson))
        assert json.dumps(edited(place, sent)) == json.dumps(place.lesson)


STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=400)


@settings(max_examples=250, deadline=None)
@given(text=STORABLE, number=st.integers(0, 1_000))
@example(text="\r\n\t* list\n\n```md\n# \u2028\n```\n   ", number=0)
@example(text="<script>&amp;</script> \u202e\ud7ff\U0010ffff", number=1)
def test_every_text_comes_back_to_the_byte(places: list[LessonPlace], text: str, number: int) -> None:
    """Both kinds of lessons, each with 250 bodies."""
    place = places[number % len(places)]
    body = f"A {text}"
    made = edited(place, {**place.lesson, "body": body})
    assert made["body"].encode() == body.encode()
    others = {name: value for name, value in made.items() if name not in ("body", "checked_by")}
    assert others == {name: place.lesson[name] for name in others}
    assert (version_of(made) == version_of(place.lesson)) is (made == place.lesson)
