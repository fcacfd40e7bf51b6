"""The pipelines' own prompts, answered offline, pass the pipelines' own checks: both ends of the seam."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.engine.run import Prompt
from generation.pipelines.course_outline.answers import parse_outlines
from generation.pipelines.course_outline.outline import Outline
from generation.pipelines.course_outline.prompts import outlines_prompt
from generation.pipelines.course_outline.request import CourseOutlineRequest
from generation.pipelines.project_course.answers import parse_lessons, parse_tasks
from generation.pipelines.project_course.prompts import lessons_prompt, tasks_prompt
from generation.pipelines.project_course.request import ProjectCourseRequest
from local.claude import tokens
from local.claude.answers import answer, kind_of
from tests.unit.local.claude.course.exams import shown
from tests.unit.pipelines.exams import HOSTILE_TEXTS
from tests.unit.pipelines.project_course.examples import hostile_outline


def ask(prompt: Prompt) -> str:
    text = answer(kind_of(prompt.text), prompt.text, dict(prompt.schema or {})).text
    assert tokens.estimate(text) <= prompt.max_output_tokens
    return text


def assert_becomes_a_course(outline: Outline) -> None:
    request = ProjectCourseRequest(outline=outline.content, language="de", audience=outline.audience)
    for index, project in enumerate(outline.projects):
        lessons = parse_lessons(ask(lessons_prompt(request, index)), project=project.title)
        for number in range(len(lessons)):
            parse_tasks(ask(tasks_prompt(request, index, lessons, number)))


@pytest.mark.parametrize(
    "topic", ["Sourdough", "How do I knit a sock?", "x" * 300, "漢" * 300, *HOSTILE_TEXTS]
)
@pytest.mark.parametrize(("alternatives", "projects"), [(1, 3), (3, 5), (4, 8)])
def test_a_topic_becomes_outlines(topic: str, alternatives: int, projects: int) -> None:
    prompt = outlines_prompt(
        CourseOutlineRequest.model_construct(
            outline_id="o1",
            topic=topic,
            language="en",
            audience=topic * 2,
            alternatives=alternatives,
            projects=projects,
        )
    )
    outlines = parse_outlines(ask(prompt), alternatives=alternatives, projects=projects)
    for outline in outlines:
        Outline.model_validate(outline)


@pytest.mark.parametrize("choice", [0, 1, 2, 3])
def test_every_outline_becomes_a_course(choice: int) -> None:
    request = CourseOutlineRequest(
        outline_id="o1", topic="Sourdough", audience=None, language="en", alternatives=4, projects=8
    )
    outlines = parse_outlines(ask(outlines_prompt(request)), alternatives=4, projects=8)
    assert_becomes_a_course(Outline.model_validate(outlines[choice]))


@pytest.mark.parametrize("letter", ["x", "漢", "&", "🦊", "|"])
def test_the_longest_outline_in_any_script_becomes_a_course(letter: str) -> None:
    def words(count: int) -> str:
        return (f"{letter * 7} " * count)[:count].strip()

    project = {"title": words(200), "description": words(2_000), "objectives": [words(300)] * 8}
    raw = {"title": words(200), "description": words(2_000), "projects": [project] * 2}
    assert_becomes_a_course(Outline.model_validate(raw))


def test_hostile_outlines_become_courses() -> None:
    assert_becomes_a_course(Outline.model_validate(hostile_outline()))


_one_line = shown.map(lambda text: " ".join(text.split())).filter(str.strip)
_projects = st.lists(
    st.fixed_dictionaries(
        {"title": _one_line}, optional={"description": shown, "objectives": st.lists(shown, max_size=8)}
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(_projects)
def test_whatever_the_api_takes_as_an_outline_becomes_a_course(projects: list[dict[str, Any]]) -> None:
    try:
        outline = Outline.model_validate({"title": "Any", "projects": projects})
    except ValueError:
        return
    assert_becomes_a_course(outline)
