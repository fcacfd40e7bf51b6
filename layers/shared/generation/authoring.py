"""Authoring: what an owner does with what he has: he names it anew, deletes it, restores it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.engine.errors import no_such_document
from generation.engine.limits import Limits
from generation.engine.model.checkpoint import Document, Edit
from generation.engine.model.job import job_subject
from generation.engine.ports import Clock, Documents
from generation.engine.service.requests import Caller
from generation.pipelines.exam_course import course, exam_document
from generation.pipelines.shared import courses


@dataclass(frozen=True, slots=True, kw_only=True)
class Authoring:
    documents: Documents
    clock: Clock
    limits: Limits

    def edit(self, caller: Caller, kind: str, document_id: str, edits: Mapping[str, Any]) -> Document:
        """The head with these members, also where a job writes it at the same time. Raises NotFound."""
        edit = Edit(kind=kind, owner=caller.owner, document_id=document_id, edits=edits)
        head = self.documents.edit(edit)
        if head is None:
            raise no_such_document(kind)
        return head

    def delete(self, caller: Caller, kind: str, document_id: str) -> None:
        """From now on it is as if it had never been, until it is restored. Courses made of an exam stay.
        Raises NotFound, Conflict (`exam-in-use`, `course-in-use`, `program-in-use`)."""
        head = self.documents.get(kind, caller.owner, document_id, parts=False)
        if head is None:
            raise no_such_document(kind)
        is_deleted = self.documents.delete(
            kind,
            caller.owner,
            document_id,
            until=self.clock.now() + self.limits.policy.service.restorable,
            quota=self.limits.quota(caller.plan),
            subjects=_workers(head),
            job_id=head.summary.get("job_id"),
        )
        if not is_deleted:
            raise no_such_document(kind)

    def restore(self, caller: Caller, kind: str, document_id: str) -> Document:
        """The head, there again or still. Raises NotFound, QuotaExceeded."""
        quota = self.limits.quota(caller.plan)
        head = self.documents.restore(kind, caller.owner, document_id, quota)
        # Also where it was restored before: the answer may have got lost.
        head = head or self.documents.get(kind, caller.owner, document_id, parts=False)
        if head is None:
            raise no_such_document(kind)
        return head


def _workers(head: Document) -> tuple[str, ...]:
    """Subjects of the jobs that need a document which is there, or write it."""
    if head.kind == exam_document.KIND:
        return (job_subject(exam_document.PIPELINE, head.document_id),)
    return courses.writers(head) if head.kind == course.KIND else ()
