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
from generation.pipelines.shared.lessons import Lesson, Place, is_exam_course
from generation.pipelines.shared.timestamps import iso

if TYPE_CHECKING:
    from generation.quality.findings import Finding

BETWEEN_LESSONS = frozenset({"lesson-title", "near-lesson", "near-task", "near-question", "excuse"})
"""Rules whose findings in one lesson are about another one too."""


def found_in(course: Document, lesson: Lesson, questions: Sequence[Question]) -> list[Finding]:
    """Pointers are into the lesson. questions: of the exam, as far as they are known."""
    language = course.summary["language"]
    if is_exam_course(course):
        return exam_checks.lesson_check(language, questions)(lesson)
    at = "/lessons/0"
    found = project_checks.lessons_check(language, [lesson])
    return [replace(one, pointer=one.pointer.removeprefix(at)) for one in found]


def with_lesson(
    quality: Mapping[str, Any], place: Place, lesson: Lesson, found: Sequence[Finding], at: datetime
) -> dict[str, Any]:
    """The course's findings where `lesson` stands at that place and `found` is what is in it."""
    from generation.quality.findings import Finding, Severity, report

    stay = [
        Finding(one["rule"], Severity(one["level"]), one["pointer"], one["message"])
        for one in quality["findings"]
        if not _is_replaced(one, place, lesson)
    ]
    new = [Finding(one.rule, one.level, f"{place.pointer}{one.pointer}", one.message) for one in found]
    return report([*stay, *new], iso(at))


def _is_replaced(finding: Mapping[str, Any], place: Place, lesson: Lesson) -> bool:
    pointer = finding["pointer"]
    if pointer != place.pointer and not pointer.startswith(f"{place.pointer}/"):
        return False
    inside = pointer.removeprefix(place.pointer)
    return finding["rule"] not in BETWEEN_LESSONS or _at(lesson, inside) != _at(place.lesson, inside)


def _at(value: Any, pointer: str) -> Any:
    """What stands at a JSON pointer; None where nothing does."""
    for part in pointer.split("/")[1:]:
        if isinstance(value, Sequence) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            value = value.get(part) if isinstance(value, Mapping) else None
    return value
