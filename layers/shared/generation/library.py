"""Library: what an owner has, and may read and store: exams, courses, a profile, programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from generation.engine.errors import (
    AlreadyThere,
    Conflict,
    KeyUsed,
    Unavailable,
    no_such_document,
)
from generation.engine.limits import Limits
from generation.engine.model.checkpoint import Document
from generation.engine.ports import EVERYTHING, Clock, DocumentFilter, Documents, Ids, JobStore, Page
from generation.engine.service.idempotency import IdempotencyKey, answer_of_twin, first_answer, kept_answer
from generation.engine.service.requests import Caller
from generation.pipelines.exam_course import course, exam_document
from generation.pipelines.exam_course.exam import Exam
from generation.pipelines.shared import courses
from generation.pipelines.training_program import program_document
from generation.pipelines.training_program.person import stored as profile_document
from generation.pipelines.training_program.person.profile import Profile

TRIES = 3
"""Of an upload whose id another one took in the same moment, and of a copy whose course was changed then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Creation:
    """What is shown of an exam or a copy that was stored; `replayed`: the answer was given before."""

    shown: Mapping[str, Any]
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    documents: Documents
    jobs: JobStore
    clock: Clock
    ids: Ids
    limits: Limits

    def add_exam(self, caller: Caller, exam: Exam, key: IdempotencyKey | None = None) -> Creation:
        """Store an exam under its own id, or under a new one where another exam has it; the very same
        exam is stored once, and restored where it was deleted. Raises IdempotencyKeyReused, QuotaExceeded."""
        if (again := self._again(caller, key)) is not None:
            return again
        for _ in range(TRIES):
            exam_id, is_stored = exam_document.place(self.documents, self.ids, caller.owner, exam)
            if is_stored:
                stored = self._get(exam_document.KIND, caller, exam_id, parts=False)
                return Creation(shown=exam_document.summary(stored))
            if (restored := self._restored(caller, exam)) is not None:
                return Creation(shown=exam_document.summary(restored))
            document = exam_document.document(caller.owner, exam_id, exam, self.clock.now())
            try:
                return self._create(caller, document, exam_document.summary(document), key)
            except AlreadyThere:
                continue  # An upload at the same time has taken the id: it may be this very exam.
        raise Unavailable("the id of the exam was taken too often")

    def _restored(self, caller: Caller, exam: Exam) -> Document | None:
        exam_id = exam_document.deleted_place(self.documents, caller.owner, exam)
        if exam_id is None:
            return None
        quota = self.limits.quota(caller.plan)
        return self.documents.restore(exam_document.KIND, caller.owner, exam_id, quota)

    def exam(self, caller: Caller, exam_id: str) -> dict[str, Any]:
        """Raises NotFound, also for somebody else's."""
        stored = self._get(exam_document.KIND, caller, exam_id)
        if exam_document.PART not in (stored.parts or {}):
            raise no_such_document(exam_document.KIND)  # deleted between head and parts
        return exam_document.view(stored)

    def exams(self, caller: Caller, *, limit: int, cursor: str | None) -> Page[Document]:
        return self.documents.list(exam_document.KIND, caller.owner, limit=limit, cursor=cursor)

    def course(self, caller: Caller, course_id: str) -> dict[str, Any]:
        """Raises NotFound, also for somebody else's."""
        return courses.view(self._get(course.KIND, caller, course_id))

    def courses(
        self, caller: Caller, *, limit: int, cursor: str | None, which: DocumentFilter = EVERYTHING
    ) -> Page[Document]:
        return self.documents.list(course.KIND, caller.owner, limit=limit, cursor=cursor, which=which)

    def copy_course(self, caller: Caller, course_id: str, key: IdempotencyKey | None = None) -> Creation:
        """A draft of the course as it is now. Raises NotFound, Conflict (`course-unfinished`),
        IdempotencyKeyReused, QuotaExceeded."""
        if (again := self._again(caller, key)) is not None:
            return again
        stored = self._undivided(caller, course_id)
        if stored.status == course.CourseStatus.GENERATING:
            raise Conflict("The course is still being generated.", code="course-unfinished")
        copy = courses.copied(stored, self.ids.new("course"), self.clock.now())
        return self._create(caller, copy, course.summary(copy), key)

    def _undivided(self, caller: Caller, course_id: str) -> Document:
        """Head and parts of one moment: they are two reads, and one transaction changes both."""
        for _ in range(TRIES):
            stored = self._get(course.KIND, caller, course_id)
            if self._get(course.KIND, caller, course_id, parts=False) == replace(stored, parts=None):
                return stored
        raise Unavailable("the course is changed all the time")

    def put_profile(self, caller: Caller, profile: Profile) -> dict[str, Any]:
        """Store the profile, in place of the one before."""
        stored = profile_document.document(caller.owner, profile, self.clock.now())
        self.documents.put(stored)
        return profile_document.content(stored)

    def profile(self, caller: Caller) -> dict[str, Any]:
        """Raises NotFound while there is none."""
        return profile_document.content(self._get(profile_document.KIND, caller, profile_document.ID))

    def program(self, caller: Caller, program_id: str) -> dict[str, Any]:
        """Raises NotFound, also for somebody else's."""
        return program_document.view(self._get(program_document.KIND, caller, program_id))

    def programs(self, caller: Caller, *, limit: int, cursor: str | None) -> Page[Document]:
        return self.documents.list(program_document.KIND, caller.owner, limit=limit, cursor=cursor)

    def _get(self, kind: str, caller: Caller, document_id: str, *, parts: bool = True) -> Document:
        document = self.documents.get(kind, caller.owner, document_id, parts=parts)
        if document is None:
            raise no_such_document(kind)
        return document

    def _create(
        self, caller: Caller, document: Document, shown: Mapping[str, Any], key: IdempotencyKey | None
    ) -> Creation:
        """Raises AlreadyThere, QuotaExceeded."""
        until = self.clock.now() + self.limits.policy.service.answers_kept
        record = first_answer(caller.owner, key, document, document.document_id, until)
        try:
            self.documents.create(document, record, self.limits.quota(caller.plan))
        except KeyUsed:
            # Two requests with the same key ran at the same time; the other one was first.
            twin = answer_of_twin(self.jobs, caller.owner, key, self.clock.now())
            return Creation(shown=twin["body"], replayed=True)
        return Creation(shown=shown)

    def _again(self, caller: Caller, key: IdempotencyKey | None) -> Creation | None:
        """What was answered under this key before."""
        kept = kept_answer(self.jobs, caller.owner, key, self.clock.now())
        # Also where it has been deleted since: that is what was answered.
        return Creation(shown=kept["body"], replayed=True) if kept else None
