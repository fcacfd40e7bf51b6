"""/v1/courses/{course_id}/export and /v1/programs/{program_id}/export"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from markdown_it import MarkdownIt

from generation import catalogue, wiring
from generation.engine.model.checkpoint import Document
from generation.engine.pipeline import Exports
from generation.exports.exam_course import exam_course_markdown
from generation.exports.file import Format
from generation.exports.project_course import project_course_markdown
from generation.exports.service import ExportService
from generation.exports.training_program import training_program_markdown
from generation.http import resolver
from generation.pipelines.project_course import course as project_course
from generation.pipelines.project_course.request import ProjectCourseRequest
from tests.data import computed
from tests.unit.functions.http import Client, HttpAnswer
from tests.unit.functions.test_library import store_course_being_written, store_draft
from tests.unit.functions.test_programs import begun_program, store_program
from tests.unit.functions.world import START, World, small_exam
from tests.unit.pipelines.scripted import answer_of, play

COURSE = "/v1/courses/course_1/export"
PROGRAM = "/v1/programs/program_1/export"
MAX_S = 5
"""Ten times what the largest course takes here: a mistake, not a slow machine."""


def export(client: Client, path: str = COURSE, **how: Any) -> HttpAnswer:
    return client.get(path, query="format=md", **how)


def headings(text: str) -> list[str]:
    """Of the file, as a Markdown reader finds them, with their level."""
    tokens = MarkdownIt("commonmark").parse(text)
    return [
        f"{token.markup} {''.join(child.content for child in inline.children or ())}"
        for token, inline in pairwise(tokens)
        if token.type == "heading_open"
    ]


def store_project_course(world: World) -> None:
    outline = {
        "title": "Bees & *hives*",
        "description": None,
        "projects": [{"title": "A hive", "description": None, "objectives": ["Saw"]}],
    }
    request = ProjectCourseRequest(outline=outline, language="en", audience=None)
    made = project_course.begun(
        owner="ada", course_id="course_1", job_id="job_1", request=request, created_at=START
    )
    lesson = {
        "lesson_id": "l1",
        "title": "Wood",
        "objectives": ["Choose"],
        "body": "# Which\n\nPine.",
        "example": "",
        "summary": "",
    }
    world.documents.create(replace(made, parts={**(made.parts or {}), "project-01": {"lessons": [lesson]}}))


# ---- What is in the file


def test_a_course_is_one_file_with_the_questions_of_its_exam(world: World, ada: Client) -> None:
    exam = ada.post("/v1/exams", small_exam(exam_id="e")).json
    store_draft(world)
    answer = export(ada)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/markdown; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    questions = ada.get(f"/v1/exams/{exam['exam_id']}").json["questions"]
    assert answer.text == exam_course_markdown(ada.get("/v1/courses/course_1").json, questions)
    assert "**q1** Is q1 so?" in answer.text
    assert headings(answer.text) == [
        "# First aid",
        "## Contents",
        "## 1. First",
        "### 1.1 First",
        "#### It",
        "#### Key points",
        "#### Worked questions",
        "#### Quiz",
        "## 2. Second",
        "### 2.1 Second",
        "#### It",
        "#### Key points",
        "#### Worked questions",
        "#### Quiz",
        "## Solutions",
        "## About this course",
    ]


def test_a_course_outlives_its_exam(world: World, ada: Client) -> None:
    store_draft(world)
    answer = export(ada)
    assert answer.status == 200
    assert "**q1**\n" in answer.text


def test_a_course_that_is_being_written_is_a_file_of_what_is_there(world: World, ada: Client) -> None:
    store_course_being_written(world)
    answer = export(ada)
    assert answer.status == 200
    assert "### 1.1 First" in answer.text
    assert "*This topic is not generated: pending.*" in answer.text
    assert "- Status: generating" in answer.text


def test_a_course_of_projects_is_a_file(world: World, ada: Client) -> None:
    store_project_course(world)
    answer = export(ada)
    assert answer.text == project_course_markdown(ada.get("/v1/courses/course_1").json)
    assert headings(answer.text)[0] == "# Bees & *hives*"
    assert "### 1.1 Wood" in headings(answer.text)


def test_a_program_is_a_file(world: World, ada: Client) -> None:
    store_program(world)
    answer = export(ada, PROGRAM)
    assert answer.text == training_program_markdown(ada.get("/v1/programs/program_1").json)
    assert headings(answer.text) == [
        "# Stronger",
        "## Week 1",
        "### Monday: Legs",
        *headings(answer.text)[3:],
    ]


def test_a_program_that_is_being_made_says_so(world: World, ada: Client) -> None:
    world.documents.create(replace(begun_program(), parts={}))
    answer = export(ada, PROGRAM)
    assert answer.status == 200
    for said in ("*The weeks are not there: generating.*", "- Level: none yet", "- Checked: not yet"):
        assert said in answer.text


# ---- Its name


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("First aid", "attachment; filename=\"first-aid.md\"; filename*=UTF-8''first-aid.md"),
        ("Größe", "attachment; filename=\"gre.md\"; filename*=UTF-8''gr%C3%B6%C3%9Fe.md"),
        ("漢字", "attachment; filename=\"export.md\"; filename*=UTF-8''%E6%BC%A2%E5%AD%97.md"),
        ('"; x="\r\nA: b', "attachment; filename=\"x-a-b.md\"; filename*=UTF-8''x-a-b.md"),
    ],
)  # fmt: skip
def test_it_is_named_after_the_title(world: World, ada: Client, title: str, said: str) -> None:
    store_program(world)
    stored = world.documents.get("program", "ada", "program_1")
    assert stored is not None
    world.documents.put(replace(stored, summary={**stored.summary, "title": title}))
    assert export(ada, PROGRAM).headers["content-disposition"] == said


# ---- What is refused


@pytest.mark.parametrize("path", [COURSE, PROGRAM])
def test_somebody_else_s_is_as_one_that_is_not_there(
    world: World, ada: Client, bob: Client, path: str
) -> None:
    store_draft(world)
    store_program(world)
    theirs, missing = export(bob, path), export(ada, path.replace("_1", "_2"))
    assert (theirs.status, missing.status) == (404, 404)
    assert theirs.code == missing.code == f"{path.split('/')[2].removesuffix('s')}-not-found"
    assert {**theirs.json, "instance": ""} == {**missing.json, "instance": ""}


@pytest.mark.parametrize("query", ["format=pdf", "format=", "", "format=MD", "format=md%00", "Format=md"])
@pytest.mark.parametrize("path", [COURSE, PROGRAM])
def test_a_format_that_is_none_is_named(world: World, ada: Client, path: str, query: str) -> None:
    store_draft(world)
    store_program(world)
    answer = ada.get(path, query=query)
    assert (answer.status, answer.code, answer.pointers) == (422, "invalid-input", ["/query/format"])


def test_an_exam_has_no_file(world: World, ada: Client) -> None:
    ada.post("/v1/exams", small_exam(exam_id="e"))
    assert ada.get("/v1/courses/e/export", query="format=md").status == 404


# ---- Another pipeline


def service(world: World, exports: Exports | None) -> ExportService:
    fifth = replace(next(iter(catalogue.PIPELINES.values())), name="fifth", exports=exports)
    return ExportService(documents=world.documents, pipelines={**catalogue.PIPELINES, "fifth": fifth})


@pytest.fixture
def film(world: World) -> Document:
    """A course of a kind that only a fifth pipeline makes."""
    made = Document(
        kind="course",
        owner="ada",
        document_id="course_1",
        status="draft",
        created_at=START,
        summary={"kind": "film", "title": "Bees"},
        parts={},
    )
    world.documents.create(made)
    return made


def test_a_pipeline_brings_its_own_writer(
    world: World, ada: Client, film: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = Exports(kind="film", writers={Format.MARKDOWN: lambda stored, _: f"# {stored.document_id}\n"})
    monkeypatch.setattr(wiring, "exports", lambda: service(world, exports))
    assert export(ada).text == "# course_1\n"


@pytest.mark.parametrize("exports", [None, Exports(kind="film", writers={})])
def test_without_a_writer_the_format_is_refused(
    world: World, ada: Client, film: Document, monkeypatch: pytest.MonkeyPatch, exports: Exports | None
) -> None:
    monkeypatch.setattr(wiring, "exports", lambda: service(world, exports))
    assert export(ada).pointers == ["/query/format"]


# ---- Size


def wordy(prompt: Any) -> dict[str, Any]:
    """Lessons of 10,000 characters, reasons of 400."""
    answer = answer_of(prompt)
    if lesson := answer["lesson"]:
        paragraph = "## Why\n\nA *reason*, and `code`:\n\n```python\nprint(1)\n```\n\n- one\n- two\n\n"
        lesson["body"] = paragraph * (10_000 // len(paragraph))
        for worked in lesson["worked_questions"]:
            worked["why_right"] *= 8
            for wrong in worked["why_wrong"]:
                wrong["reason"] *= 12
    return answer


def store_played(world: World, questions: int) -> None:
    played = play(computed.exam(questions), answer=wordy)
    for document in (played.course, *played.worker.documents.values()):
        if document.kind in ("course", "exam"):
            world.documents.put(replace(document, owner="ada"))


def test_a_course_of_599_questions_is_whole_in_one_answer(world: World, ada: Client) -> None:
    store_played(world, 599)
    begun = time.process_time()
    answer = export(ada, headers={"Accept-Encoding": "gzip"})
    assert time.process_time() - begun < MAX_S
    assert answer.status == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.size < 1_000_000
    assert len(answer.text.encode()) < resolver.MAX_ANSWER_BYTES
    course = ada.get("/v1/courses/course_1").json
    lessons = [
        f"### {number}.{part} {lesson['title']}"
        for number, topic in enumerate(course["topics"], 1)
        for part, lesson in enumerate(topic["lessons"], 1)
    ]
    found = headings(answer.text)
    of_summary = found.index("## Summary") + 1
    assert found[of_summary] == "### Form", "the highest of the summary's own, below its heading"
    del found[of_summary]
    assert [heading for heading in found if heading.startswith("### ")] == lessons
    assert len(lessons) >= 60
    assert sum(re.match(r"## \d", heading) is not None for heading in found) == len(course["topics"])
    assert len(set(re.findall(r"^\*\*(n\d+)\*\*", answer.text, re.MULTILINE))) == 599


def test_what_passes_one_answer_is_a_problem_unless_it_is_compressed(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_played(world, 30)
    plain = export(ada)
    assert plain.status == 200
    monkeypatch.setattr(resolver, "MAX_ANSWER_BYTES", plain.size)  # its headers do not fit any more
    refused = export(ada)
    assert (refused.status, refused.code) == (413, "answer-too-large")
    assert "gzip" in refused.json["detail"]
    assert export(ada, headers={"Accept-Encoding": "gzip"}).text == plain.text
    monkeypatch.setattr(resolver, "MAX_ANSWER_BYTES", 1_000)
    refused = export(ada, headers={"Accept-Encoding": "gzip"})
    assert (refused.status, "gzip" in refused.json["detail"]) == (413, False)
