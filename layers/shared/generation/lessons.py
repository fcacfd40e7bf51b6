"""Lessons: one lesson of a course as its author reads it, changes it, and takes a change back.

A change writes the lesson, the course's findings and the version that was there before in one write, on the
condition that the course is as it was read and that no job writes it. So of two authors one is told that the
lesson changed, and of an author and a job one is refused; nothing is half changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generation.engine.errors import (
    Conflict,
    DocumentChanged,
    DocumentInUse,
    InvalidInput,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Unavailable,
    no_such_document,
)
from generation.engine.model.checkpoint import Document, DocumentChange
from generation.engine.ports import Clock, Documents
from generation.engine.service.requests import Caller
from generation.pipelines.exam_course import course, exam_document
from generation.pipelines.exam_course.exam import Question, questions_of
from generation.pipelines.shared import history
from generation.pipelines.shared.courses import writers
from generation.pipelines.shared.edited import edited
from generation.pipelines.shared.history import Version
from generation.pipelines.shared.lesson_quality import found_in, told_of, with_lesson
from generation.pipelines.shared.lessons import (
    Lesson,
    LessonPlace,
    find,
    is_exam_course,
    parts_with,
    version_of,
)
from generation.pipelines.shared.quality import PART

TRIES = 5
"""Of a change whose course another one has changed since it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A lesson as readers see it, and the version that it is.

    findings  what the quality rules find in it, the worst first, with pointers into the lesson; None where
              nobody asked, where its course was not checked, or where it cannot be made live any more
    """

    lesson: Mapping[str, Any]
    version: str
    findings: Sequence[Mapping[str, str]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVersion:
    version: Version
    is_live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    documents: Documents
    clock: Clock

    def lesson(self, caller: Caller, course_id: str, lesson_id: str, version: str | None = None) -> Shown:
        """The live one, or that version of it, with what the quality rules find in it. Raises NotFound, also
        for somebody else's and for what is not written yet."""
        stored = self._course(caller, course_id)
        place = self._place(stored, lesson_id)
        if version is None:
            return _shown(place, place.lesson)
        lesson = place.lesson
        if version != place.version:
            found = _versions(stored, place, self._history(stored, lesson_id))
            lesson = _named(found, version).lesson
        return replace(_shown(place, lesson), findings=self._findings(stored, place, lesson))

    def put(
        self, caller: Caller, course_id: str, lesson_id: str, wanted: Mapping[str, Any], expected: str | None
    ) -> Shown:
        """The lesson as it is wanted, made live. `expected`: versions that it may be now, as `If-Match` has
        them. Raises PreconditionRequired, PreconditionFailed, InvalidInput, NotFound, Conflict
        (`course-being-written`)."""

        def made(place: LessonPlace, _: Mapping[str, Version]) -> Version:
            if expected is None:
                raise PreconditionRequired(
                    "If-Match has to name the ETag that was read, so that nobody's change is lost."
                )
            is_expected = _matches(expected, place.version)
            try:
                lesson = edited(place, wanted)
            except InvalidInput:
                if not is_expected:
                    raise _changed(place) from None
                raise
            # Sent again since its answer got lost: it is there, and nothing is left to do.
            if not is_expected and version_of(lesson) != place.version:
                raise _changed(place)
            return history.version(lesson, self.clock.now(), history.AUTHOR, _note(place, lesson))

        return self._change(caller, course_id, lesson_id, made)

    def restore(self, caller: Caller, course_id: str, lesson_id: str, version: str) -> Shown:
        """That version, made live. Raises NotFound, Conflict (`course-being-written`, `version-outdated`)."""

        def made(place: LessonPlace, found: Mapping[str, Version]) -> Version:
            wanted = _named(found, version)
            _refuse_outdated(place, wanted.lesson)
            return wanted

        return self._change(caller, course_id, lesson_id, made)

    def versions(self, caller: Caller, course_id: str, lesson_id: str) -> list[ListedVersion]:
        """Newest first, the live one among them. Raises NotFound."""
        stored = self._course(caller, course_id)
        place = self._place(stored, lesson_id)
        found = _versions(stored, place, self._history(stored, lesson_id))
        newest = sorted(found.values(), key=lambda one: (one.created_at, one.version), reverse=True)
        return [ListedVersion(version=one, is_live=one.version == place.version) for one in newest]

    def _change(
        self,
        caller: Caller,
        course_id: str,
        lesson_id: str,
        made: Callable[[LessonPlace, Mapping[str, Version]], Version],
    ) -> Shown:
        for _ in range(TRIES):
            stored = self._course(caller, course_id)
            place = self._place(stored, lesson_id)
            kept = self._history(stored, lesson_id)
            wanted = made(place, _versions(stored, place, kept))
            if wanted.version == place.version:
                return _shown(place, place.lesson)
            change = self._changed(stored, place, wanted, kept)
            try:
                self.documents.change(change)
            except DocumentChanged:
                continue  # by another change, perhaps of this very lesson: what was made of it is made anew
            except DocumentInUse as error:
                raise Conflict(
                    "A job is writing this course: wait for its end, or cancel it.",
                    code="course-being-written",
                    extra=error.extra,
                ) from error
            return _shown(place, wanted.lesson)
        raise Unavailable("the course is changed all the time")

    def _changed(
        self, stored: Document, place: LessonPlace, wanted: Version, kept: Document | None
    ) -> DocumentChange:
        lesson = wanted.lesson
        summary = {**stored.summary, "lesson_changes": stored.summary.get("lesson_changes", 0) + 1}
        parts = parts_with(stored, place, lesson)
        # While its job waits for a person nothing of the course is checked: its job does that at the end.
        if (quality := (stored.parts or {}).get(PART)) is not None:
            found = found_in(stored, lesson, self._questions(stored))
            quality = with_lesson(quality, place, lesson, found, self.clock.now())
            parts[PART] = quality
            summary["blocked"] = quality["blocked"]
        versions = {place.version: _versions(stored, place, kept)[place.version], **history.kept_of(kept)}
        live = {wanted.version: wanted, **versions}[wanted.version]
        versions[wanted.version] = live
        stays = (place.version, wanted.version)
        expect = replace(stored, parts=None)
        return DocumentChange(
            expect=expect,
            head=replace(expect, summary=summary),
            parts=parts,
            beside=(history.kept(stored, lesson["lesson_id"], [versions[name] for name in stays]),),
            dropped=history.too_many(stored, lesson["lesson_id"], versions, stays),
            maker=stored.summary["job_id"],
            subjects=writers(stored),
        )

    def _findings(
        self, stored: Document, place: LessonPlace, lesson: Lesson
    ) -> Sequence[Mapping[str, str]] | None:
        if PART not in (stored.parts or {}) or _is_outdated(place, lesson):
            return None
        return told_of(found_in(stored, lesson, self._questions(stored)))

    def _questions(self, stored: Document) -> Sequence[Question]:
        """Of the exam all, since no quiz may ask one of them; none where the exam is gone."""
        if not is_exam_course(stored):
            return ()
        exam = self.documents.get(exam_document.KIND, stored.owner, stored.summary["exam_id"])
        content = (exam.parts or {}).get(exam_document.PART) if exam else None
        if content is None:
            return ()
        return questions_of(content, [question["question_id"] for question in content["questions"]])

    def _history(self, stored: Document, lesson_id: str) -> Document | None:
        place = history.document_id(stored.document_id, lesson_id)
        return self.documents.get(history.KIND, stored.owner, place)

    def _course(self, caller: Caller, course_id: str) -> Document:
        stored = self.documents.get(course.KIND, caller.owner, course_id)
        if stored is None:
            raise no_such_document(course.KIND)
        return stored

    def _place(self, stored: Document, lesson_id: str) -> LessonPlace:
        place = find(stored, lesson_id)
        if place is None:
            raise NotFound("The course has no such lesson, or not yet.", code="lesson-not-found")
        return place


def _versions(stored: Document, place: LessonPlace, kept: Document | None) -> dict[str, Version]:
    """All of them, by version, the live one too where nothing was kept yet."""
    first = history.generated(stored, place.lesson)
    return {first.version: first, **history.versions_of(kept, place.version)}


def _named(found: Mapping[str, Version], version: str | None) -> Version:
    if version is None or version not in found:
        raise NotFound("The lesson has no such version.", code="version-not-found")
    return found[version]


def _shown(place: LessonPlace, lesson: Mapping[str, Any]) -> Shown:
    is_of_project = "tasks" in lesson
    status = {"status": "completed" if place.is_whole else "pending"} if is_of_project else {}
    return Shown(lesson={**lesson, **status}, version=version_of(lesson))


def _matches(expected: str, version: str) -> bool:
    """RFC 9110, 13.1.1: a list of tags, compared strongly, or `*`."""
    tags = [tag.strip() for tag in expected.split(",")]
    return "*" in tags or f'"{version}"' in tags


def _changed(place: LessonPlace) -> PreconditionFailed:
    return PreconditionFailed("The lesson has changed since it was read.", extra={"version": place.version})


def _note(place: LessonPlace, lesson: Mapping[str, Any]) -> str:
    names = [name for name, value in lesson.items() if place.lesson.get(name) != value]
    return f"Changed: {', '.join(names)}"


def _is_outdated(place: LessonPlace, lesson: Mapping[str, Any]) -> bool:
    """A version from before the exam was revised works other questions, or other options of them; one from
    before its tasks were written has none."""
    had_tasks, has_tasks = bool(lesson.get("tasks")), bool(place.lesson.get("tasks"))
    return had_tasks != has_tasks or _asked(lesson) != _asked(place.lesson)


def _refuse_outdated(place: LessonPlace, lesson: Mapping[str, Any]) -> None:
    if _is_outdated(place, lesson):
        raise Conflict(
            "The course is another one since: this version has other questions of the exam, or no tasks.",
            code="version-outdated",
        )


def _asked(lesson: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        worked["question_id"]: sorted(one["option_id"] for one in worked["why_wrong"])
        for worked in lesson.get("worked_questions", ())
    }
