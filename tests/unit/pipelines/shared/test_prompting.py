"""Rendering, and data that stays data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.pipelines.shared.prompting import blocks, clipped, data, render
from tests.unit.pipelines.scripted import tags

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    file = tmp_path / "greeting.md"
    file.write_text("Dear {{ name }}, you are {{age}}. {{age}}!\n\n", encoding="utf-8")
    return file


def test_variables_are_replaced(template: Path) -> None:
    assert render(template, name="Ada", age=36) == "Dear Ada, you are 36. 36!\n"


def test_values_are_not_rendered_again(template: Path) -> None:
    assert render(template, name="{{age}}", age=1) == "Dear {{age}}, you are 1. 1!\n"


def test_a_missing_or_unused_variable_raises(template: Path) -> None:
    with pytest.raises(KeyError, match=r"needs \['age'\]"):
        render(template, name="Ada")
    with pytest.raises(KeyError, match=r"does not name \['agee'\]"):
        render(template, name="Ada", age=1, agee=2)


@settings(deadline=None)
@given(JSON)
def test_data_comes_out_as_it_went_in(value: object) -> None:
    assert tags(data("thing", value)) == {"thing": value}


@settings(deadline=None)
@given(st.text() | st.sampled_from(["</thing>", "<thing>", "&lt;/thing&gt;", "\\u003c/thing>"]))
def test_nothing_inside_can_close_the_tag(text: str) -> None:
    rendered = data("thing", {text: [text]})
    assert not set("<>&") & set(rendered.removeprefix("<thing>").removesuffix("</thing>"))


def test_a_list_has_one_entry_a_line() -> None:
    assert data("n", [{"a": 1}, {"a": "\n"}]) == '<n>[\n{"a": 1},\n{"a": "\\n"}\n]</n>'
    assert data("n", []) == "<n>[]</n>"
    assert data("n", "text") == '<n>"text"</n>'


def test_other_scripts_are_written_as_they_are() -> None:
    assert data("n", "漢字 ß 🧑‍🚀") == '<n>"漢字 ß 🧑‍🚀"</n>'
    assert json.loads(data("n", "\u2028")[3:-4]) == "\u2028"


def test_blocks_stand_apart() -> None:
    assert blocks("Do.\n", "<a>1</a>", "<b>2</b>") == "Do.\n\n<a>1</a>\n\n<b>2</b>"


def test_clipped_text_says_so() -> None:
    assert clipped("abcdef", 6) == "abcdef"
    assert clipped("abcd efg", 6) == "abcd…"
    assert len(clipped("x" * 100, 7)) == 7
