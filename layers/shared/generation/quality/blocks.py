"""Blocks: every text of an artifact with its place and form, so that a rule of wording is written once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generation.quality.artifact import (
    Artifact,
    ExamCourse,
    Lesson,
    Outlines,
    Program,
    Project,
    ProjectCourse,
    ProjectLesson,
    Question,
    Task,
    WholeCourse,
)

SIGN = "sign"
"""Field of an option that is only a sign: `+`, `=>`, `...` among others like it."""

_FILLER = re.compile(r"[\s.…?_–—-]+")


@dataclass(frozen=True, slots=True)
class Block:
    """field: the name of the member that it stands in, which says what was asked of it.
    about: what it stands under, a title or a question: tells what a short text is about."""

    pointer: str
    text: str
    field: str
    is_markdown: bool = False
    about: str = ""


def of(artifact: Artifact) -> Iterator[Block]:
    match artifact:
        case ExamCourse():
            yield from _exam_course(artifact)
            yield from of_whole_course(artifact)
        case ProjectCourse():
            yield Block("/title", artifact.title, "title")
            yield from _optional("/description", artifact.description)
            yield from _projects("/projects", artifact.projects)
            yield from of_whole_course(artifact)
        case Outlines():
            for index, outline in enumerate(artifact.outlines):
                at = f"/outlines/{index}"
                yield Block(f"{at}/title", outline.title, "title")
                yield from _optional(f"{at}/angle", outline.angle)
                yield from _optional(f"{at}/description", outline.description or "")
                yield from _projects(f"{at}/projects", outline.projects)
        case Program():
            yield from _program(artifact)


def of_lesson(at: str, lesson: Lesson) -> Iterator[Block]:
    about = "\n".join((lesson.title, *lesson.objectives))
    return (replace(one, about=f"{about}\n{one.about}") for one in _of_lesson(at, lesson))


def _of_lesson(at: str, lesson: Lesson) -> Iterator[Block]:
    yield Block(f"{at}/title", lesson.title, "title")
    yield from _list(f"{at}/objectives", lesson.objectives, "objective")
    yield Block(f"{at}/body", lesson.body, "body", is_markdown=True)
    yield from _list(f"{at}/key_points", lesson.key_points, "key_point")
    for index, worked in enumerate(lesson.worked_questions):
        here = f"{at}/worked_questions/{index}"
        yield Block(f"{here}/why_right", worked.why_right, "why_right")
        for number, wrong in enumerate(worked.why_wrong):
            yield Block(f"{here}/why_wrong/{number}/reason", wrong.reason, "reason")
        if worked.marking_doubt is not None:
            yield Block(f"{here}/marking_doubt/reason", worked.marking_doubt.reason, "doubt")
    for index, question in enumerate(lesson.quiz):
        yield from _question(f"{at}/quiz/{index}", question)


def of_whole_course(whole: WholeCourse) -> Iterator[Block]:
    if whole.introduction:
        yield Block("/introduction", whole.introduction, "introduction", is_markdown=True)
    for index, term in enumerate(whole.glossary):
        yield Block(f"/glossary/{index}/term", term.term, "term")
        yield Block(f"/glossary/{index}/meaning", term.meaning, "meaning")
    if whole.summary:
        yield Block("/summary", whole.summary, "summary_sheet", is_markdown=True)
    for index, question in enumerate(whole.final_exam):
        yield from _question(f"/final_exam/{index}", question)


def of_project_lesson(at: str, lesson: ProjectLesson) -> Iterator[Block]:
    yield Block(f"{at}/title", lesson.title, "title")
    yield from _list(f"{at}/objectives", lesson.objectives, "objective")
    yield Block(f"{at}/body", lesson.body, "project_body", is_markdown=True)
    yield Block(f"{at}/example", lesson.example, "example", is_markdown=True)
    yield Block(f"{at}/summary", lesson.summary, "summary")
    for index, task in enumerate(lesson.tasks):
        yield from of_task(f"{at}/tasks/{index}", task)


def of_task(at: str, task: Task) -> Iterator[Block]:
    yield Block(f"{at}/title", task.title, "title")
    yield Block(f"{at}/instructions", task.instructions, "instructions")
    yield Block(f"{at}/expected_result", task.expected_result, "expected_result")
    yield from _list(f"{at}/hints", task.hints, "hint")


def _exam_course(course: ExamCourse) -> Iterator[Block]:
    yield Block("/title", course.title, "exam_title")
    # Made by code of the titles of its topics: one topic with a title of one word is no fault.
    yield from _optional("/description", course.description, "topic_titles")
    for index, topic in enumerate(course.topics):
        at = f"/topics/{index}"
        yield Block(f"{at}/title", topic.title, "title")
        yield Block(f"{at}/description", topic.description, "description")
        for number, lesson in enumerate(topic.lessons):
            yield from of_lesson(f"{at}/lessons/{number}", lesson)


def _projects(at: str, projects: list[Project]) -> Iterator[Block]:
    for index, project in enumerate(projects):
        here = f"{at}/{index}"
        yield Block(f"{here}/title", project.title, "title")
        yield from _optional(f"{here}/description", project.description)
        yield from _list(f"{here}/objectives", project.objectives, "objective")
        for number, lesson in enumerate(project.lessons):
            yield from of_project_lesson(f"{here}/lessons/{number}", lesson)


def _program(program: Program) -> Iterator[Block]:
    yield Block("/title", program.title, "title")
    yield from _optional("/description", program.description)
    for index, week in enumerate(program.weeks):
        at = f"/weeks/{index}"
        yield Block(f"{at}/focus", week.focus, "focus")
        for number, session in enumerate(week.sessions):
            here = f"{at}/sessions/{number}"
            yield Block(f"{here}/title", session.title, "title")
            yield from _optional(f"{here}/notes", session.notes, "note")
            for place, exercise in enumerate(session.exercises):
                yield Block(f"{here}/exercises/{place}/name", exercise.name, "name")
                yield from _optional(f"{here}/exercises/{place}/notes", exercise.notes, "note")


def _question(at: str, question: Question) -> Iterator[Block]:
    yield Block(f"{at}/question", question.question, "question")
    texts = [option.text for option in question.options]
    about = "\n".join((question.question, *texts))
    for index, text in enumerate(texts):
        field = SIGN if _is_sign(text, texts) else "option"
        yield Block(f"{at}/options/{index}/text", text, field, about=about)
    yield Block(f"{at}/explanation", question.explanation, "explanation", about=about)


def _is_sign(text: str, options: list[str]) -> bool:
    """Dots and dashes alone are a sign among signs, and else nothing; any other sign may be an answer."""
    if not text.strip() or any(map(str.isalnum, text)):
        return False
    return not _FILLER.fullmatch(text) or sum(not any(map(str.isalnum, one)) for one in options) > 1


def _list(at: str, texts: list[str], field: str) -> Iterator[Block]:
    for index, text in enumerate(texts):
        yield Block(f"{at}/{index}", text, field)


def _optional(pointer: str, text: str, field: str = "description") -> Iterator[Block]:
    """Texts that may be left out altogether."""
    if text:
        yield Block(pointer, text, field)
