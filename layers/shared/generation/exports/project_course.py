"""Project course as Markdown: one file with its projects, their lessons and the tasks of
each, and what it has around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generation.exports import around, markdown

Document = Mapping[str, Any]


def project_course_markdown(course: Document) -> str:
    """The file; `course` is as `GET /v1/courses/{course_id}` answers."""
    parts = [f"# {markdown.text(course['title'])}", markdown.lines(course.get("description") or "")]
    parts += [*_contents(course), *around.introduction(course)]
    for number, project in enumerate(course["projects"], 1):
        parts += _project(project, number)
    parts += [*around.summary(course), *around.glossary(course, "projects"), *_colophon(course)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _contents(course: Document) -> Iterator[str]:
    yield "## Contents"
    entries = []
    for number, project in enumerate(course["projects"], 1):
        entries.append(f"- [{number}. {markdown.text(project['title'])}](#project-{number})")
        entries += [
            f"  - [{number}.{part} {markdown.text(lesson['title'])}](#lesson-{number}-{part})"
            for part, lesson in enumerate(project["lessons"], 1)
        ]
    before, behind = around.listed(course)
    yield "\n".join([*before, *entries, *behind, "- [About this course](#about)"])


def _project(project: Document, number: int) -> Iterator[str]:
    yield f"{markdown.anchor(f'project-{number}')}\n\n## {number}. {markdown.text(project['title'])}"
    yield markdown.lines(project.get("description") or "")
    if project.get("objectives"):
        yield "**You will be able to**"
        yield _bullets(project["objectives"])
    if not project["lessons"]:
        yield f"*This project is not generated: {markdown.text(project['status'])}.*"
    for part, lesson in enumerate(project["lessons"], 1):
        yield from _lesson(lesson, number, part)


def _lesson(lesson: Document, number: int, part: int) -> Iterator[str]:
    place = f"{number}-{part}"
    yield f"{markdown.anchor(f'lesson-{place}')}\n\n### {number}.{part} {markdown.text(lesson['title'])}"
    if lesson["objectives"]:
        yield _bullets(lesson["objectives"])
    yield markdown.body(lesson["body"], level=3)
    for heading, name in (("Example", "example"), ("Summary", "summary")):
        if lesson.get(name):
            yield f"#### {heading}"
            yield markdown.body(lesson[name], level=4)
    if lesson["tasks"]:
        yield "#### Tasks"
    for index, task in enumerate(lesson["tasks"], 1):
        yield from _task(task, index)


def _task(task: Document, index: int) -> Iterator[str]:
    effort = f"{task['minutes']} min, difficulty {task['difficulty']} of 5"
    yield f"**{index}. {markdown.text(task['title'])}** ({effort})"
    yield markdown.body(task["instructions"], level=4)
    yield f"**Expected result:** {markdown.lines(task['expected_result'])}"
    if task["hints"]:
        yield "**Hints**"
        yield _bullets(task["hints"])


def _colophon(course: Document) -> Iterator[str]:
    lessons = [lesson for project in course["projects"] for lesson in project["lessons"]]
    tasks = sum(len(lesson["tasks"]) for lesson in lessons)
    yield f"{markdown.anchor('about')}\n\n## About this course"
    facts = [
        f"Made by: {markdown.text(course['made_by'] or 'nobody yet')}",
        ", ".join(
            f"{count} {noun}{'s' * (count != 1)}"
            for count, noun in (
                (len(course["projects"]), "project"),
                (len(lessons), "lesson"),
                (tasks, "task"),
            )
        ),
        f"Language: {markdown.text(course.get('language') or 'en')}",
        f"Audience: {markdown.text(course.get('audience') or 'everybody')}",
        f"Status: {markdown.text(course['status'])}",
        f"Created: {markdown.text(course['created_at'])}",
        f"Course: {markdown.text(course['course_id'])}",
    ]
    if course["made_by"] == "offline":
        facts.append("Offline: no language model was asked, the texts are templates over the topic.")
    yield _bullets(facts, escaped=True)


def _bullets(items: list[str], *, escaped: bool = False) -> str:
    return "\n".join(f"- {item if escaped else markdown.text(item)}" for item in items)
