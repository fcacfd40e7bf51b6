"""Markup of exams: layout goes, subjects stay, nothing acts."""

from __future__ import annotations

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from local.claude.course.markup import markdown, plain
from tests.unit.local.claude.course.exams import shown


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("the process. <br/>Which service?", "the process. Which service?"),
        ("one<br>two<BR />three", "one two three"),
        ("the <b>MOST</b> useful", "the MOST useful"),
        ("H<sub>2</sub>O", "H2O"),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("a &amp; b&nbsp;c", "a & b c"),
        ("tab\there\r\nand\u2028there", "tab here and there"),
        ("right\u202eleft", "rightleft"),
        ("What does <br> do?", "What does <br> do?"),
        ("Which tag is bold, <b> or <i>?", "Which tag is bold, <b> or <i>?"),
        ("the <script> tag", "the <script> tag"),
        ("<b></b>", "<b></b>"),
        ("<br/>", "<br/>"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_layout_goes_and_subjects_stay(raw: str, expected: str) -> None:
    assert plain(raw) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "1. no list",
        "12) no list",
        "- no list",
        "+ no list",
        "=== no heading",
        "*no emphasis* and _none_ and ~~none~~",
        "`no code`",
        "[no](link) ![no](image)",
        "<script>alert(1)</script>",
        "https://example.com www.example.com mail@example.com",
        "a | b",
        "&copy; & &lt;",
        "\\*",
    ],
)
def test_markdown_shows_exactly_the_text(text: str) -> None:
    assert _shown(markdown(text)) == text


@given(shown)
def test_any_text_is_shown_and_nothing_else(text: str) -> None:
    line = plain(text)

    assert _shown(markdown(line)).split() == line.split()


def _shown(source: str) -> str:
    """The text of a single paragraph; anything that acts is an error."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(source)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)
