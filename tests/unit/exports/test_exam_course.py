"""A course as one Markdown file."""

from __future__ import annotations

import copy
import re

import pytest
from markdown_it import MarkdownIt

from generation.exports.exam_course import exam_course_markdown
from tests.unit.exports.samples import COURSE, EXAM

HTML = MarkdownIt("commonmark", {"html": True}).render(exam_course_markdown(COURSE, EXAM["questions"]))


@pytest.mark.parametrize(
    "part",
    [
        "<h1>Git *basics*</h1>",
        "<p>All of it.</p>",
        "2 of 2 questions covered",
        "<h2>1. Working &lt;locally&gt;</h2>",
        "<h3>1.1 Commits # 1</h3>",
        "<li>Record changes</li>",
        "<h4>What it is</h4>",
        "<strong>commit</strong>",
        "<h4>Key points</h4>\n<ul>\n<li>Small commits</li>",
        "Which command records staged changes?",
        "Which commands talk to a remote?<br />\n\xa0\xa0\xa0\xa0Choose two.",
        "<strong>Why right:</strong> It records.",
        "<li>b: No.</li>",
        "<em>See git-commit(1)</em>",
        "<h2>Solutions</h2>",
        "<strong>b</strong>: Because.",
        "<li>Made by: offline</li>",
        "<li>Not covered: none</li>",
        "no language model was asked",
    ],
)
def test_it_holds(part: str) -> None:
    assert part in HTML


def test_right_options_carry_a_tick_and_wrong_ones_do_not() -> None:
    assert "<li><strong>a</strong> git commit ✓</li>" in HTML
    assert "<li><strong>b</strong> git &lt;b&gt;push&lt;/b&gt;</li>" in HTML


def test_the_solutions_of_a_quiz_stand_after_all_lessons() -> None:
    assert HTML.index("Which one?") < HTML.index("<h2>Solutions</h2>") < HTML.index("Because.")


def test_every_link_leads_somewhere() -> None:
    places = set(re.findall(r'id="([^"]+)"', HTML))
    links = set(re.findall(r'href="#([^"]+)"', HTML))
    assert links
    assert links <= places


def test_an_open_code_block_of_a_body_does_not_swallow_the_rest() -> None:
    assert '<code class="language-sh">git commit\n</code>' in HTML


def test_a_topic_without_lessons_says_so() -> None:
    course = copy.deepcopy(COURSE)
    course["topics"][0] |= {"status": "pending", "lessons": []}
    course["coverage"] = {"questions_total": 2, "questions_covered": 0, "missing": ["q1", "q2"]}
    course["made_by"] = None
    text = exam_course_markdown(course, EXAM["questions"])
    assert "*This topic is not generated: pending.*" in text
    assert "- Not covered: q1, q2" in text


def test_a_question_that_the_file_does_not_have_is_named_by_its_id() -> None:
    text = exam_course_markdown(COURSE, [])
    assert "**q1**\n" in text
    assert "**Why right:** It records." in text


def test_what_stands_around_the_lessons_is_in_the_file() -> None:
    around = {
        "introduction": "It **begins** here.\n\n# Loud",
        "glossary": [{"term": "A *term*", "meaning": "What it is.", "lesson_ids": ["l1", "gone"]}],
        "summary": "## One\n\nIf so, then so.",
        "final_exam": [
            {
                "question": "And now?",
                "options": [{"option_id": "A", "text": "This"}, {"option_id": "B", "text": "That"}],
                "correct": ["B"],
                "explanation": "Because of <it>.",
                "topic_id": "t1",
            }
        ],
    }
    made = exam_course_markdown({**COURSE, **around}, EXAM["questions"])
    assert made.index("## Introduction") < made.index("### 1.1") < made.index("## Summary")
    assert made.index("## Glossary") < made.index("## Final exam") < made.index("## Solutions")
    assert "- **A \\*term\\***: What it is. ([1.1](#lesson-1-1))" in made
    assert "### Loud" in made
    assert "- [1.](#quiz-final-1) **B**: Because of" in made
    assert "#introduction)" in made
    assert "## Glossary" not in exam_course_markdown(COURSE, EXAM["questions"])


def test_recorded_answers_are_told() -> None:
    made = exam_course_markdown({**COURSE, "made_by": "recorded answers, 2026-11-27"}, EXAM["questions"])
    assert "Recorded: a language model wrote this on that day" in made
    assert "Recorded:" not in exam_course_markdown(COURSE, EXAM["questions"])


def test_a_question_on_which_two_models_disagree_says_so() -> None:
    dispute = {"answer": ["b"], "reason": "It *pushes*.", "claim": ""}
    [lesson] = COURSE["topics"][0]["lessons"]
    first, *others = lesson["worked_questions"]
    disputed = {
        **lesson,
        "worked_questions": [{**first, "disputed": dispute}, *others],
        "quiz": [
            {**lesson["quiz"][0], "disputed": {**dispute, "answer": ["a"]}},
            {**lesson["quiz"][0], "disputed": {**dispute, "about": "explanation"}},
        ],
    }
    topic = {**COURSE["topics"][0], "lessons": [disputed]}
    text = exam_course_markdown({**COURSE, "topics": [topic]}, EXAM["questions"])
    told = "**Two models disagree on this question; the second one says {}:** It \\*pushes\\*."
    assert f"\n\n{told.format('b')}\n\n" in text
    assert f"**b**: Because. {told.format('a')}\n" in text
    argued = "**The explanation argues for b, and not for the key; this question is not graded:**"
    assert f"**b**: Because. {argued} It \\*pushes\\*.\n" in text


def test_a_doubtful_key_is_told_with_its_question() -> None:
    doubt = {"reason": "Changed in *2024*.", "likely": ["c"]}
    lesson = COURSE["topics"][0]["lessons"][0]
    first, *others = lesson["worked_questions"]
    doubted = {**lesson, "worked_questions": [{**first, "marking_doubt": doubt}, *others]}
    topic = {**COURSE["topics"][0], "lessons": [doubted]}
    text = exam_course_markdown({**COURSE, "topics": [topic]}, [])
    assert "**The exam's key is doubtful:** Changed in \\*2024\\*." in text
    assert "**Likelier to be right:** c" in text
