"""Answers read into contracts, and faults that can be mended."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.engine.errors import InvalidOutput
from generation.pipelines.shared.answering import (
    MAX_ANSWER,
    Contract,
    Stripped,
    essence,
    quoted,
    read,
    read_so_far,
    refuse,
    repeated,
)
from generation.validation import Written


class Poem(Contract):
    title: Annotated[Stripped, Written(most=10)]
    lines: list[str]


def _errors(act: Callable[[], Any]) -> list[str]:
    with pytest.raises(InvalidOutput) as refused:
        act()
    return refused.value.errors


def test_an_answer_becomes_its_contract() -> None:
    assert read(Poem, '{"title": " Rain ", "lines": []}') == Poem(title="Rain", lines=[])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "Invalid JSON"),
        ("Here is the poem:", "Invalid JSON"),
        ('{"title": "Rain", "li', "Invalid JSON"),
        ("[]", "The answer: must be an object"),
        ('{"title": "Rain"}', "/lines: is required"),
        ('{"title": " ", "lines": []}', "/title: must not be blank"),
        ('{"title": "Rainy Tuesday", "lines": []}', "/title: has 13 characters, at most 10"),
        ('{"title": "Rain", "lines": [1]}', "/lines/0: must be a text"),
        ('{"title": "Rain", "lines": [], "rhyme": 1}', "/rhyme: is not a known field"),
        ('{"title": "\\u0000", "lines": []}', "NUL"),
        ("9" * (MAX_ANSWER + 1), "longer than 300,000 characters"),
    ],
)
def test_what_is_no_such_answer_goes_back(text: str, wanted: str) -> None:
    assert any(wanted in error for error in _errors(lambda: read(Poem, text)))


def test_errors_are_bounded() -> None:
    text = json.dumps({"title": "Rain", "lines": [1] * 90})
    errors = _errors(lambda: read(Poem, text))
    assert len(errors) == 20
    assert errors[-1] == "... and 71 more errors like these."
    assert len(_errors(lambda: refuse([str(number) for number in range(50)]))) == 20
    refuse([])


def test_case_and_the_last_stop_do_not_count_and_other_signs_do() -> None:
    texts = ["Bake bread", "bake  BREAD!", "Bake a bread", "“Bake bread.”", "C", "C++", "a > b", "a >> b"]
    assert repeated(texts, "titles[*]") == [
        'titles[1]: "bake  BREAD!" stands at titles[0] already.',
        'titles[3]: "“Bake bread.”" stands at titles[0] already.',
    ]


@given(st.text())
def test_an_essence_is_a_fixed_point(text: str) -> None:
    assert essence(essence(text)) == essence(text) or not any(c.isalnum() for c in text)
    assert len(quoted(text)) <= 102


@given(st.text())
def test_what_cannot_be_read_so_far_is_empty(text: str) -> None:
    assert isinstance(read_so_far(text), dict)
    assert read_so_far('{"a": "half') == {"a": "half"}
    assert read_so_far("[1") == {}
