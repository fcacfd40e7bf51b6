"""The steps, one after another, over outlines of every size."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from generation.catalogue import PIPELINES
from generation.engine.errors import InvalidOutput, PermanentError
from generation.engine.model.job import Options
from generation.engine.run import Prompt
from generation.pipelines.exam_course.course import summary
from generation.pipelines.project_course import course
from generation.pipelines.project_course.pipeline import PIPELINE as PROJECT_COURSE
from generation.pipelines.project_course.whole_course import parse_whole_course
from generation.pipelines.shared import courses
from tests.unit.pipelines.project_course.examples import (
    answer_of,
    expected_counts,
    hostile_outline,
    outline,
    project,
    whole,
)
from tests.unit.pipelines.project_course.playing import Played, play
from tests.unit.pipelines.scripted import tags

STEPS = ["initialize", "generate_lessons", "generate_tasks", "save_course", "finalize"]
OUTLINES: list[Any] = [
    *(pytest.param(outline(count), id=f"{count} projects") for count in (1, 3, 5, 8)),
    pytest.param(hostile_outline(), id="hostile"),
    pytest.param({"title": "Bread", "projects": [{"title": "A roll"}]}, id="least"),
]


def _play(raw: dict[str, Any] | None = None, until: str | None = None, **options: Any) -> Played:
    return play(PROJECT_COURSE, {"outline": raw or outline()}, options=Options(**options), until=until)


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode())


def test_the_catalogue_has_it_with_its_five_steps() -> None:
    assert PIPELINES["project_course"] is PROJECT_COURSE
    assert [step.name for step in PROJECT_COURSE.steps] == STEPS
    assert sum(step.weight for step in PROJECT_COURSE.steps) == 100
    assert all(step.label for step in PROJECT_COURSE.steps)


@pytest.mark.parametrize("raw", OUTLINES)
def test_an_outline_becomes_a_course(raw: dict[str, Any]) -> None:
    played = _play(raw)
    view = courses.view(played.document("course"))
    assert (view["kind"], view["status"], view["title"]) == ("project", "draft", raw["title"])
    assert [shown["title"] for shown in view["projects"]] == [given["title"] for given in raw["projects"]]
    lessons = [lesson for shown in view["projects"] for lesson in shown["lessons"]]
    tasks = [task for lesson in lessons for task in lesson["tasks"]]
    assert {part["status"] for part in (*view["projects"], *lessons)} == {"completed"}
    for ids in (
        [shown["project_id"] for shown in view["projects"]],
        [lesson["lesson_id"] for lesson in lessons],
        [task["task_id"] for task in tasks],
    ):
        assert len(set(ids)) == len(ids)
    assert (len(lessons), len(tasks)) == expected_counts(len(raw["projects"]))
    assert played.outcomes["finalize"].job_result == {"course_id": "course_1"}


@pytest.mark.parametrize("count", [1, 2, 8])
def test_the_summary_counts_what_is_stored(count: int) -> None:
    lessons, tasks = expected_counts(count)
    played = _play(outline(count))
    wanted = f"{count} project{'s' * (count > 1)}, {lessons} lessons, {tasks} tasks"
    assert played.outcomes["finalize"].message == wanted
    shown = summary(played.document("course"))
    assert [shown[name] for name in course.COUNTED] == [count, lessons, tasks]


def test_members_are_those_of_the_contract() -> None:
    view = courses.view(_play().document("course"))
    assert list(view["projects"][0]) == [
        "project_id", "title", "description", "objectives", "status", "lessons",
    ]  # fmt: skip
    assert list(view["projects"][0]["lessons"][0]) == [
        "lesson_id", "title", "objectives", "body", "example", "summary", "status", "tasks",
    ]  # fmt: skip
    assert list(view["projects"][0]["lessons"][0]["tasks"][0]) == [
        "task_id", "title", "instructions", "expected_result", "hints", "minutes", "difficulty",
    ]  # fmt: skip


def test_the_course_says_what_it_is() -> None:
    raw = outline(language="de", audience="Bakers")
    view = courses.view(_play(raw).document("course"))
    assert {
        name: value for name, value in view.items() if name not in ("projects", "quality", *course.AROUND)
    } == {
        "course_id": "course_1",
        "kind": "project",
        "title": "Sourdough, loaf by loaf",
        "description": "You bake a loaf that can be given away.",
        "language": "de",
        "audience": "Bakers",
        "status": "draft",
        "made_by": "scripted",
        "job_id": "job_1",
        "created_at": "2026-03-01T12:00:00.000Z",
        "published_at": None,
        "share": None,
        "blocked": True,
        "facts": [],
    }


def test_language_and_audience_go_into_every_call() -> None:
    played = _play(outline(language="de", audience="Bakers"))
    first = [key for key in played.worker.prompts if not key.endswith("-again")]
    assert len(first) == 3 + expected_counts(3)[0] + 1
    assert len(played.worker.prompts) == 2 * len(first), "English answers go back once"
    for prompt in played.worker.prompts.values():
        told = tags("\n".join((*prompt.shared, prompt.text)))
        for data in (told["call"], told["course"]):
            assert (data["language"], data["audience"]) == ("de", "Bakers")


def test_a_course_has_something_around_its_lessons() -> None:
    facts = ["The starter is called the mother."]
    played = _play(outline(facts=facts))
    view = courses.view(played.document("course"))
    assert view["facts"] == facts
    assert view["introduction"].startswith("You press a dough")
    assert [term["term"] for term in view["glossary"]] == ["Crumb", "Window"], "by the alphabet"
    assert view["glossary"][1]["lesson_ids"] == ["project-01-lesson-1"]
    assert view["summary"].count("## ") == 3
    assert view["title"] == "Sourdough, loaf by loaf", "which a person has chosen"
    [prompt] = [one for key, one in played.worker.prompts.items() if key.endswith("course")]
    told = tags(prompt.text)
    assert told["course"]["facts"] == facts
    lessons = [one["lesson_id"] for shown in told["course_projects"] for one in shown["lessons"]]
    assert lessons == [one["lesson_id"] for shown in view["projects"] for one in shown["lessons"]]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"lesson_ids": ["project-09-lesson-1"]}, "not in the data: project-09-lesson-1"),
        ({"term": "Crumb!"}, "stands at glossary[0].term already"),
    ],
)
def test_a_term_stands_once_and_its_lessons_are_there(change: dict[str, Any], wanted: str) -> None:
    projects = courses.view(_play().document("course"))["projects"]
    answer = whole(projects)
    answer["glossary"] = [answer["glossary"][1], answer["glossary"][0] | change]
    with pytest.raises(InvalidOutput) as refused:
        parse_whole_course(json.dumps(answer), projects)
    assert wanted in refused.value.errors[0]


def test_a_course_is_saved_without_what_could_not_be_written() -> None:
    def refusing(prompt: Prompt) -> dict[str, Any]:
        if tags(prompt.text)["call"]["kind"] == "whole_project_course":
            raise PermanentError("The model refused.", code="model-refused")
        return answer_of(prompt)

    played = play(PROJECT_COURSE, {"outline": outline()}, answer=refusing)
    view = courses.view(played.document("course"))
    assert (view["introduction"], view["glossary"], view["summary"]) == (None, [], None)
    assert view["quality"]["findings"][-1] == {
        "rule": "whole-course",
        "level": "note",
        "pointer": "",
        "message": "Introduction, glossary and summary could not be written.",
    }
    assert any("saved without introduction" in line for line in played.worker.logs)


def test_a_course_of_an_earlier_release_has_nothing_around_its_lessons() -> None:
    stored = _play().document("course")
    parts = dict(stored.parts or {})
    del parts["whole_course"]
    parts["outline"] = {"projects": parts["outline"]["projects"]}
    view = courses.view(replace(stored, parts=parts))
    assert (view["introduction"], view["glossary"], view["facts"]) == (None, [], [])


def test_a_course_can_be_read_while_it_is_written() -> None:
    begun, written, whole = (
        courses.view(_play(until=step).document("course"))
        for step in ("generate_lessons", "generate_tasks", None)
    )
    assert begun.keys() == written.keys() == whole.keys()
    assert begun["status"] == written["status"] == "generating"
    assert [shown["title"] for shown in begun["projects"]] == ["First loaf", "Second loaf", "Third loaf"]
    assert all((shown["status"], shown["lessons"]) == ("pending", []) for shown in begun["projects"])
    lessons = [lesson for shown in written["projects"] for lesson in shown["lessons"]]
    assert len(lessons) == expected_counts(3)[0]
    assert all((lesson["status"], lesson["tasks"]) == ("pending", []) for lesson in lessons)
    assert all(lesson["body"] for lesson in lessons)


def test_a_project_is_completed_with_the_last_of_its_lessons() -> None:
    stored = _play(until="save_course").document("course")
    parts = dict(stored.parts or {})
    del parts["project-02-lesson-1"]
    object.__setattr__(stored, "parts", parts)
    shown = course.projects_of(stored)
    assert [one["status"] for one in shown] == ["completed", "pending", "completed"]
    assert [one["status"] for one in shown[1]["lessons"]][:2] == ["pending", "completed"]
    assert not course.counts(stored).is_complete


def test_what_the_rules_block_stays_a_draft_with_its_findings() -> None:
    played = _play(auto_publish=True)
    view = courses.view(played.document("course"))
    assert (view["status"], view["published_at"], view["blocked"]) == ("draft", None, True)
    quality = view["quality"]
    assert (quality["checked_at"], quality["blocked"]) == ("2026-03-01T12:00:00.000Z", True)
    assert {one["level"] for one in quality["findings"]} >= {"block"}
    assert played.outcomes["save_course"].message.startswith("Saved as a draft: ")
    assert any("of them block" in line for line in played.worker.logs)


def test_auto_publish_publishes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generation.quality.checking.passes", lambda *_: [])
    played = _play(auto_publish=True)
    view = courses.view(played.document("course"))
    assert (view["status"], view["published_at"]) == ("published", "2026-03-01T12:00:00.000Z")
    assert played.outcomes["save_course"].message == "Published"
    assert _play().outcomes["save_course"].message == "Saved as a draft"


def test_the_log_tells_of_the_course_and_its_projects() -> None:
    played = _play()
    assert played.worker.logs[:2] == ["Course: Sourdough, loaf by loaf", "Projects: 3"]
    assert played.outcomes["generate_lessons/project-01"].message == "Generated 4 lessons for: First loaf"
    assert played.outcomes["generate_lessons/project-01"].generated == 4
    tasks = played.outcomes["generate_tasks/project-01-lesson-2"]
    assert (tasks.message, tasks.generated) == ("Generated 4 tasks for: Second step", 4)


def test_manual_mode_waits_before_the_tasks_are_paid_for() -> None:
    gates = {step.name: step.gate(Options(mode="manual")) for step in PROJECT_COURSE.steps}
    assert [name for name, gate in gates.items() if gate] == ["generate_tasks"]
    assert "read the lessons" in str(gates["generate_tasks"])
    assert not any(step.gate(Options()) for step in PROJECT_COURSE.steps)


@pytest.mark.parametrize("raw", OUTLINES)
def test_what_is_stored_stays_small(raw: dict[str, Any]) -> None:
    _assert_small(_play(raw))


def test_long_titles_in_any_script_stay_small() -> None:
    def answer(prompt: Prompt) -> dict[str, Any]:
        answer = answer_of(prompt)
        for number, lesson in enumerate(answer.get("lessons", [])):
            lesson["title"] = f"{number}" + "漢🧑" * 99
        return answer

    projects = [project(number, title=f"{number}" + "🧑" * 199) for number in range(1, 9)]
    played = play(PROJECT_COURSE, {"outline": outline() | {"projects": projects}}, answer=answer)
    _assert_small(played)
    view = courses.view(played.document("course"))
    assert all(len(shown["title"]) == 200 for shown in view["projects"])


def _assert_small(played: Played) -> None:
    for task_id, outcome in played.outcomes.items():
        assert _size(dict(outcome.result)) < 8_000, task_id
        assert len(outcome.message) < 300
    for name in ("generate_lessons", "generate_tasks"):
        for item in played.items(PROJECT_COURSE.step(name)):  # type: ignore[arg-type]
            assert _size(item.data) < 2_000
            assert len(item.label.encode()) <= 160
    assert _size(summary(played.document("course"))) < 16_000


def test_an_answer_that_breaks_its_contract_goes_back() -> None:
    def falling(prompt: Prompt) -> dict[str, Any]:
        answer = answer_of(prompt)
        answer.get("tasks", []).reverse()
        return answer

    with pytest.raises(InvalidOutput) as refused:
        play(PROJECT_COURSE, {"outline": outline()}, answer=falling)
    assert "falls from" in refused.value.errors[0]


@pytest.mark.parametrize(
    ("part", "wanted"), [("project-02", "3 projects, 7 lessons"), ("project-03-lesson-1", "12 lessons")]
)
def test_what_is_missing_is_an_error(part: str, wanted: str) -> None:
    played = _play(until="save_course")
    del played.document("course").parts[part]  # type: ignore[union-attr]
    with pytest.raises(PermanentError) as failed:
        played.play("save_course")
    assert failed.value.code == "course-incomplete"
    assert wanted in str(failed.value)


@pytest.mark.parametrize("step", ["generate_lessons", "generate_tasks", "save_course"])
def test_a_course_that_is_gone_ends_the_job_for_good(step: str) -> None:
    played = _play(until=step)
    played.worker.documents.clear()
    with pytest.raises(PermanentError) as failed:
        played.play(step)
    assert (failed.value.code, failed.value.retryable) == ("course-missing", False)
