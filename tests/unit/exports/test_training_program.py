"""A training program as one Markdown file."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from generation.exports.training_program import training_program_markdown
from tests.unit.exports.samples import PROGRAM

HTML = MarkdownIt("commonmark").enable("table").render(training_program_markdown(PROGRAM))


@pytest.mark.parametrize(
    "part",
    [
        "<h1>Stronger | faster</h1>",
        "<p>Two weeks.</p>",
        "<h2>Week 1</h2>",
        "<h2>Week 2 (deload)</h2>",
        "<h3>Monday: Legs</h3>",
        "<td>Back squat</td>\n<td>3</td>\n<td>5</td>\n<td>57.5 kg</td>\n<td>75 % 1RM</td>\n<td>180 s</td>\n"
        "<td>Deep | slow</td>",
        "<td>Plank</td>\n<td>3</td>\n<td>45 s</td>\n<td></td>\n<td></td>",
        "<li>Back squat: goblet squat</li>",
        "<li>Level: enhanced (The first answer keeps to all rules.)</li>",
        "<li>Checked: 2 rules, 0 violations</li>",
        "Not medical advice",
        "no language model was asked",
    ],
)
def test_it_holds(part: str) -> None:
    assert part in HTML
