"""A project course as one Markdown file."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from generation.exports.project_course import project_course_markdown
from tests.unit.exports.samples import PROJECT_COURSE

HTML = MarkdownIt("commonmark", {"html": True}).render(project_course_markdown(PROJECT_COURSE))


@pytest.mark.parametrize(
    "part",
    [
        "<h1>Bees &amp; *hives*</h1>",
        "<p>From nothing to honey.</p>",
        "<h2>1. A hive</h2>",
        "<li>Saw straight</li>",
        "<h3>1.1 Wood</h3>",
        "<h4>Which</h4>",
        "<h4>Example</h4>\n<p>A &lt;b&gt;board&lt;/b&gt;.</p>",
        "<h4>Summary</h4>",
        "<strong>1. Buy a board</strong> (30 min, difficulty 2 of 5)",
        "<li>Go</li>",
        "<strong>Expected result:</strong> You own a board.",
        "<li>Measure first</li>",
        "<em>This project is not generated: pending.</em>",
        "<li>2 projects, 1 lesson, 1 task</li>",
        "no language model was asked",
        "<p>You build <em>one</em> hive.</p>",
        '<strong>Pine &lt;wood&gt;</strong>: Soft, and easy to saw. (<a href="#lesson-1-1">1.1</a>)',
        "<p>If it splits, drill first.</p>",
        '<li><a href="#glossary">Glossary</a></li>',
    ],
)
def test_it_holds(part: str) -> None:
    assert part in HTML


def test_every_link_leads_somewhere() -> None:
    places = set(re.findall(r'id="([^"]+)"', HTML))
    links = set(re.findall(r'href="#([^"]+)"', HTML))
    assert links
    assert links <= places
