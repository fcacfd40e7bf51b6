"""Text stays text, and a lesson's body stays inside its lesson, whatever renderer reads it."""

from __future__ import annotations

import re
import timeit
from collections.abc import Callable
from functools import partial
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generation.exports import markdown

RENDERER = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


def tags(source: str) -> set[str]:
    """Everything that a renderer makes of it: elements, raw HTML, code, line breaks."""
    found = set()
    for token in RENDERER.parse(source):
        found.add(token.tag or token.type)
        for child in token.children or []:
            found.add(child.tag or child.type)
    return found


def shown(source: str) -> str:
    (inline,) = [token for token in RENDERER.parse(source) if token.type == "inline"]
    return "".join(child.content for child in inline.children or [])


@pytest.mark.parametrize(
    "value",
    [
        "# not a heading",
        "1. not a list",
        "- not a list",
        "*not* _emphasis_ **at** ~~all~~",
        "<script>alert(1)</script> & &lt; entities",
        "[not](a-link) ![nor](an-image)",
        "`not code` ``` nor a fence",
        "a | b | c",
        "C:\\path\\*",
        "=== --- ===",
    ],
)
def test_text_is_shown_as_it_is(value: str) -> None:
    assert tags(markdown.text(value)) == {"p", "inline", "text"}
    assert shown(markdown.text(value)) == value


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs"))))
def test_no_text_becomes_markup(value: str) -> None:
    source = markdown.text(value)
    if value:
        assert tags(source) <= {"p", "inline", "text"}
        assert shown(source) == value


def test_text_of_several_lines_keeps_lines_and_indents() -> None:
    html = RENDERER.render(markdown.lines("SELECT *\n    FROM t\n\n  WHERE a < 1"))
    assert html == "<p>SELECT *<br />\n\xa0\xa0\xa0\xa0FROM t<br />\n\xa0\xa0WHERE a &lt; 1</p>\n"


def test_a_body_keeps_its_markup_under_its_heading() -> None:
    body = markdown.body("# One\n\nA **bold** word.\n\n## Two\n\n- item\n\n`a < b`", level=3)
    html = RENDERER.render(body)
    assert "<h4>One</h4>" in html
    assert "<h5>Two</h5>" in html
    assert "<strong>bold</strong>" in html
    assert "<li>item</li>" in html
    assert "<code>a &lt; b</code>" in html


def test_the_highest_heading_of_a_body_stands_right_below_its_level() -> None:
    assert markdown.body("### Deep\n\n#### Deeper", level=3) == "#### Deep\n\n##### Deeper"
    assert markdown.body("# Top\n\n###### Deepest", level=3) == "#### Top\n\n###### Deepest"


@pytest.mark.parametrize("rule", ["---", "===", "  ---  "])
def test_a_line_of_dashes_does_not_make_a_heading_of_the_line_above(rule: str) -> None:
    assert not tags(markdown.body(f"text\n{rule}\nmore", level=3)) & {"h1", "h2"}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("> # Quoted", {"h4"}),
        ("- # Item", {"h4"}),
        ("1. # Item", {"h4"}),
        ("> > ## Twice", {"h4"}),
        (">- # Item of a quotation", {"h4"}),
        ("## Two\n\n> # One", {"h4", "h5"}),
        ("> text\n> ===", set()),
        ("> text\n> ---", set()),
        ("> ```\n> # code\n> ```\n\n# After", {"h4"}),
        ("- ```\n  # code\n  ```\n\n# After", {"h4"}),
        ("> ```\n> # code\n\n# After", {"h4"}),
        ("- - -\n\n* * *", set()),
    ],
)
def test_no_heading_in_a_quotation_or_list_stands_beside_those_of_the_file(
    value: str, found: set[str]
) -> None:
    body = markdown.body(value, level=3)
    assert {tag for tag in tags(body) if re.fullmatch(r"h\d", tag)} == found
    html = RENDERER.render(body)
    assert ("# code\n" in html and "## code" not in html) == ("# code" in value)


def test_html_after_code_in_a_list_shows_as_text() -> None:
    html = RENDERER.render(markdown.body("- ```\n  a\n\n<b>x</b>\n\n> ```\n<i>y</i>", level=3))
    assert not {"<b>", "<i>"} & set(re.findall("<.>", html))


def test_html_in_a_body_shows_as_text() -> None:
    html = RENDERER.render(markdown.body('<img src=x onerror="a()">\n\n</div> a <b>c</b>', level=3))
    assert "<img" not in html
    assert "<b>" not in html
    assert "&lt;img" in html


@pytest.mark.parametrize("fence", ["```", "~~~~"])
def test_an_open_code_block_ends_with_its_body(fence: str) -> None:
    body = markdown.body(f"{fence}python\n# not a heading\n<b>", level=3)
    html = RENDERER.render(f"{body}\n\n## Next")
    assert "# not a heading\n&lt;b&gt;" in html
    assert "<h2>Next</h2>" in html


def test_a_shorter_fence_does_not_end_a_code_block() -> None:
    body = markdown.body("````\n```\n# code\n````\n# Heading", level=3)
    assert RENDERER.render(body).endswith("<h4>Heading</h4>\n")


RUNS = " ".join("`" * length for length in range(1, 450))


@pytest.mark.parametrize(
    "part",
    [
        RUNS,
        "`",
        "`a",
        "``a` ",
        "`` ` ",
        "*",
        "<",
        "~~~\n",
        "# ",
        "#\n",
        " ",
        "\t",
        "=",
        "-\n",
        "> ",
        "1. ",
        "\\",
    ],
)
@pytest.mark.parametrize("write", [markdown.text, markdown.lines, partial(markdown.body, level=2)])
def test_time_grows_with_the_length_of_a_text(write: Callable[[str], str], part: str) -> None:
    """Eight times the text takes some eight times as long; 64 times where it is by the square."""
    short, long = (
        min(timeit.repeat(partial(write, text(n, part)), process_time, number=1, repeat=3))
        for n in (10_000, 80_000)
    )
    # By the square it would be seconds; what takes half a second, the machine itself may double.
    assert long < max(32 * short, 0.5)


def text(length: int, part: str) -> str:
    return (part * (length // len(part) + 1))[:length] + "x"
