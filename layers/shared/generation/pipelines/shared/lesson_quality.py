"""Lesson quality: what the quality rules find in one lesson, and the course's findings with it.

A whole course takes up to two seconds of a core, one lesson some hundredths. What can only be found between
lessons (two of them alike) is found when its job saves the course, and stays for texts that are the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from generation.engine.model.checkpoint import Document
from generation.pipelines.exam_course import checks as exam_checks
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.project_course import checks as project_checks
from generation.pipelines.project_course import course as project_course
from generation.pipelines.shared.lessons import Lesson, LessonPlace, is_exam_course
from generation.pipelines.shared.timestamps import iso

if TYPE_CHECKING:
    from generation.quality.findings import Finding

WITHIN_TOO = frozenset({"same-question", "near-question"})
"""Rules that compare a lesson's questions with those of all lessons, its own among them."""

BETWEEN_LESSONS = WITHIN_TOO | {"lesson-title", "near-lesson", "near-task", "quiz-from-exam", "excuse"}
"""Rules whose findings in one lesson are about another one too, or about the exam."""


def found_in(course: Document, lesson: Lesson, questions: Sequence[Question]) -> list[Finding]:
    """Pointers are into the lesson. course: with its parts. questions: of the exam, as far as they are
    known."""
    language = course.summary["language"]
    if is_exam_course(course):
        return exam_checks.lesson_check(language, questions)(lesson)
    at = "/lessons/0"
    found = [
        *project_checks.lessons_check(language, [lesson]),
        *project_checks.facts_check(at, lesson, project_course.facts_of(course)),
    ]
    return [replace(one, pointer=one.pointer.removeprefix(at)) for one in found]


def told_of(found: Sequence[Finding]) -> list[Mapping[str, str]]:
    """The worst first, as many as a report has."""
    from generation.quality.findings import MAX_FINDINGS, in_order

    return [one.to_json() for one in in_order(found)[:MAX_FINDINGS]]


def with_lesson(
    quality: Mapping[str, Any], place: LessonPlace, lesson: Lesson, found: Sequence[Finding], at: datetime
) -> dict[str, Any]:
    """The course's findings where `lesson` stands at that place and `found` is what is in it."""
    from generation.quality.findings import Finding, Severity, report

    stay = [
        Finding(one["rule"], Severity(one["level"]), one["pointer"], one["message"])
        for one in quality["findings"]
        if not _is_replaced(one, place, lesson)
    ]
    there = {(one.rule, one.pointer) for one in stay if one.rule in BETWEEN_LESSONS}
    new = [Finding(one.rule, one.level, f"{place.pointer}{one.pointer}", one.message) for one in found]
    return report([*stay, *(one for one in new if (one.rule, one.pointer) not in there)], iso(at))


def _is_replaced(finding: Mapping[str, Any], place: LessonPlace, lesson: Lesson) -> bool:
    pointer = finding["pointer"]
    if pointer != place.pointer and not pointer.startswith(f"{place.pointer}/"):
        return False
    if finding["rule"] not in BETWEEN_LESSONS or _is_within(finding, place):
        return True
    inside = pointer.removeprefix(place.pointer)
    return bool(_at(lesson, inside) != _at(place.lesson, inside))


def _is_within(finding: Mapping[str, Any], place: LessonPlace) -> bool:
    """Whether it compares two questions of this lesson: by the place that its message names before what it
    quotes, in the course or in the lesson."""
    named = finding["message"].partition("“")[0]
    return finding["rule"] in WITHIN_TOO and (f" {place.pointer}/" in named or " /quiz/" in named)


def _at(value: Any, pointer: str) -> Any:
    """What stands at a JSON pointer; None where nothing does."""
    for part in pointer.split("/")[1:]:
        if isinstance(value, Sequence) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            value = value.get(part) if isinstance(value, Mapping) else None
    return value
