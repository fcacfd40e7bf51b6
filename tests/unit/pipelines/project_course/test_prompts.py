"""The prompts as they go out: under snapshot, shared to the byte, closed to what people write."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.engine.run import Prompt
from generation.pipelines.course_outline.outline import Outline
from generation.pipelines.project_course.preview import (
    lessons_preview,
    tasks_preview,
    whole_course_preview,
)
from generation.pipelines.project_course.prompts import lessons_prompt, tasks_prompt, whole_course_prompt
from generation.pipelines.project_course.request import ProjectCourseRequest
from tests.unit.pipelines.exams import HOSTILE_TEXTS
from tests.unit.pipelines.project_course.examples import (
    hostile_outline,
    lesson,
    outline,
    project,
    task,
    whole,
)
from tests.unit.pipelines.scripted import tags
from tests.unit.pipelines.snapshots import assert_is_snapshot

LESSONS = [lesson(number) for number in range(1, 4)]


def _request(raw: dict[str, Any] | None = None, **changed: Any) -> ProjectCourseRequest:
    content = Outline.model_validate(raw or outline(angle="One loaf a week.")).content
    wanted: dict[str, Any] = {"language": "de", "audience": "Home bakers", **changed}
    return ProjectCourseRequest(outline=content, **wanted)


def _whole(prompt: Prompt) -> str:
    """Everything that the model is sent, as one readable text."""
    parts = [f"--- shared {number} ---\n{text}" for number, text in enumerate(prompt.shared, 1)]
    return "\n".join(
        [*parts, f"--- user ---\n{prompt.text}", f"--- schema ---\n{json.dumps(prompt.schema, indent=2)}\n"]
    )


def test_lessons_prompt() -> None:
    assert_is_snapshot("project_lessons.md", _whole(lessons_prompt(_request(), 1)))


def test_tasks_prompt() -> None:
    assert_is_snapshot("lesson_tasks.md", _whole(tasks_prompt(_request(), 1, LESSONS, 0)))


def _projects(count: int = 3, lessons: list[dict[str, Any]] = LESSONS) -> list[dict[str, Any]]:
    """Of a course, as it is shown."""
    return [
        {
            **project(number),
            "lessons": [
                {"lesson_id": f"project-{number:02}-lesson-{place}", **one, "tasks": [task(1)]}
                for place, one in enumerate(lessons, 1)
            ],
        }
        for number in range(1, count + 1)
    ]


def test_whole_course_prompt() -> None:
    assert_is_snapshot("whole_project_course.md", _whole(whole_course_prompt(_request(), _projects())))


def test_the_call_over_the_course_has_what_the_lessons_teach_and_no_more() -> None:
    bold = lesson(1, body="A **window** is a film. The **window** again, and **crumb**.")
    told = tags(whole_course_prompt(_request(), _projects(lessons=[bold])).text)
    assert told["course_projects"][0] == {
        "title": "First loaf",
        "lessons": [
            {
                "lesson_id": "project-01-lesson-1",
                "title": "First step",
                "objectives": ["Take step 1"],
                "summary": bold["summary"],
                "terms": ["window", "crumb"],
            }
        ],
    }
    assert told["course"]["language"] == told["call"]["language"] == "de"


def test_the_calls_name_what_is_wanted() -> None:
    common = {"language": "de", "audience": "Home bakers", "project": 2, "projects": 3}
    data = tags(lessons_prompt(_request(), 1).text)
    assert data == {"call": {"kind": "project_lessons", **common}, "project": project(2)}
    data = tags(tasks_prompt(_request(), 1, LESSONS, 2).text)
    assert data == {
        "call": {"kind": "lesson_tasks", **common, "lesson": 3, "lessons": 3},
        "project": project(2),
        "other_lessons": [
            {"lesson": 1, "title": "First step", "objectives": ["Take step 1"]},
            {"lesson": 2, "title": "Second step", "objectives": ["Take step 2"]},
        ],
        "lesson": lesson(3),
    }


def test_what_is_stored_beside_a_lesson_is_not_sent() -> None:
    stored = [{"lesson_id": "project-01-lesson-1", **LESSONS[0]}, *LESSONS[1:]]
    assert tags(tasks_prompt(_request(), 0, stored, 0).text)["lesson"] == LESSONS[0]


def test_calls_of_a_step_begin_with_the_same_bytes() -> None:
    writing = {lessons_prompt(_request(), index).shared for index in range(3)}
    setting = {tasks_prompt(_request(), p, LESSONS, n).shared for p in range(3) for n in range(3)}
    assert len(writing) == len(setting) == 1
    assert writing.pop()[1] == setting.pop()[1], "the outline is told in the same words"


def test_the_guide_is_the_same_for_every_job() -> None:
    other = _request(outline(projects=1, title="Knots"), language="fr", audience=None)
    assert lessons_prompt(other, 0).shared[0] == lessons_prompt(_request(), 0).shared[0]
    assert tasks_prompt(other, 0, LESSONS, 0).shared[0] == tasks_prompt(_request(), 0, LESSONS, 0).shared[0]


def test_the_whole_outline_is_data_of_every_call() -> None:
    shown = tags(lessons_prompt(_request(), 0).shared[1])["course"]
    assert shown == {
        "title": "Sourdough, loaf by loaf",
        "angle": "One loaf a week.",
        "description": "You bake a loaf that can be given away.",
        "language": "de",
        "audience": "Home bakers",
        "projects": [{"project": number, **project(number)} for number in (1, 2, 3)],
        "facts": [],
    }


def test_agreed_facts_reach_every_author_in_the_shared_block() -> None:
    facts = ["The starter is called the mother.", "A loaf weighs 800 g."]
    request = _request(outline(facts=facts))
    for prompt in (lessons_prompt(request, 2), tasks_prompt(request, 0, LESSONS, 1)):
        assert tags(prompt.shared[1])["course"]["facts"] == facts
        assert "`facts`" in prompt.shared[0]


def test_a_job_of_an_earlier_release_goes_on_without_facts() -> None:
    request = _request()
    del request.outline["facts"]
    assert tags(lessons_prompt(request, 0).shared[1])["course"]["facts"] == []


@pytest.mark.parametrize(
    ("projects", "index", "wanted"),
    [
        (1, 0, "the only project of the course"),
        (3, 0, "Nothing comes before it"),
        (3, 1, "those after it are still to come"),
        (3, 2, "the proof of the whole course"),
    ],
)
def test_lessons_know_their_place(projects: int, index: int, wanted: str) -> None:
    assert wanted in lessons_prompt(_request(outline(projects)), index).text


def test_the_last_lesson_brings_the_product_to_its_end() -> None:
    texts = [tasks_prompt(_request(), 0, LESSONS, index).text for index in range(3)]
    assert ["It is the last one" in text for text in texts] == [False, False, True]


def _hostile_prompts() -> list[Prompt]:
    raw = hostile_outline()
    request = _request(raw, audience=raw["audience"])
    lessons = [
        {name: [text] if name == "objectives" else text for name in lesson()} for text in HOSTILE_TEXTS[:3]
    ]
    return [
        lessons_prompt(request, 3),
        tasks_prompt(request, 3, lessons, 1),
        whole_course_prompt(request, _projects(lessons=lessons)),
    ]


@pytest.mark.parametrize("prompt", _hostile_prompts(), ids=["lessons", "tasks", "course"])
def test_hostile_data_closes_no_tag_and_opens_none(prompt: Prompt) -> None:
    names = {"call", "course", "project", "other_lessons", "lesson", "course_projects"}
    for text in (prompt.text, *prompt.shared):
        for name in names:
            assert text.count(f"<{name}>") == text.count(f"</{name}>") <= 1
        assert names >= tags(text).keys()
    told = tags("\n".join((*prompt.shared, prompt.text)))
    assert told["course"]["projects"][3]["description"] == HOSTILE_TEXTS[3]


def test_the_largest_prompt_fits_a_context() -> None:
    """In scripts with a token a character, and beside the answer, into 200,000 tokens."""
    largest = project(title="漢" * 200, description="漢" * 2_000, objectives=["漢" * 300] * 8)
    raw = outline(title="漢" * 200, description="漢" * 2_000, facts=["漢" * 300] * 20)
    raw |= {"projects": [largest] * 8}
    lessons = [lesson(title="漢" * 200, objectives=["漢" * 500] * 5, body="漢" * 40_000,
                      example="漢" * 20_000, summary="漢" * 4_000)] * 6  # fmt: skip
    prompt = tasks_prompt(_request(raw), 0, lessons, 0)
    assert len("".join((*prompt.shared, prompt.text))) + prompt.max_output_tokens < 200_000
    over_all = whole_course_prompt(_request(raw), _projects(8, lessons))
    assert len("".join((*over_all.shared, over_all.text))) + over_all.max_output_tokens < 200_000


ANSWERS = {
    lessons_preview: json.dumps({"lessons": LESSONS}),
    tasks_preview: json.dumps({"tasks": [task(1), task(2)]}),
    whole_course_preview: json.dumps(whole(_projects())),
}


@pytest.mark.parametrize("preview", ANSWERS)
@settings(deadline=None)
@given(data=st.data())
def test_previews_grow(preview: Any, data: st.DataObject) -> None:
    whole = ANSWERS[preview]
    cut = data.draw(st.integers(0, len(whole)))
    assert preview(whole).startswith(preview(whole[:cut]))


def test_previews_show_what_people_read() -> None:
    assert lessons_preview('{"lessons": [{"title": "A", "objectives": ["x"], "body": "## B\\n\\nso f') == (
        "A\n\n## B\n\nso f"
    )
    assert tasks_preview(
        '{"tasks": [{"title": "A", "difficulty": 1, "instructions": "Press"}, {"title": "B'
    ) == ("A\n\nPress\n\nB")


@settings(deadline=None)
@given(
    st.one_of(
        st.text(), st.sampled_from(["{", '{"lessons": [1, {"title": []', '{"tasks": {"a', "[1", "null"])
    )
)
def test_previews_never_raise(text: str) -> None:
    lessons_preview(text)
    tasks_preview(text)
    whole_course_preview(text)
