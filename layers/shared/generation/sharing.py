"""Sharing: a course is published, given to whoever has its link, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from generation.engine.errors import Conflict, Unavailable, no_such_document
from generation.engine.model.checkpoint import Document, Edit, Link
from generation.engine.model.delivery import Delivery
from generation.engine.ports import Clock, Documents, Ids
from generation.engine.service.requests import Caller
from generation.engine.telling.news import published_news
from generation.engine.telling.store import Teller
from generation.pipelines.exam_course.course import ANYONE, KIND, LINK, SLUG, CourseStatus, is_shared
from generation.pipelines.shared import courses
from generation.pipelines.shared.timestamps import iso

TRIES = 5
"""Of a publication whose course another request published or took back in the same moment."""

NOBODY = "none"

LinkFor = Literal["none", "anyone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFor:
    """What whoever has a link is answered.

    version  of the course as readers see it
    course   None where the reader has this version
    """

    version: str
    course: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    documents: Documents
    clock: Clock
    ids: Ids
    teller: Teller

    def publish(
        self,
        caller: Caller,
        course_id: str,
        *,
        accept_findings: bool = False,
        link: LinkFor | None = None,
    ) -> dict[str, Any]:
        """The course, published now or before. `link`: who may read it by its link; None: as it is, nobody at
        first. Raises NotFound, Conflict (`course-unfinished`, `quality-blocked`)."""
        for _ in range(TRIES):
            head = self._finished(caller, course_id)
            is_draft = head.status == CourseStatus.DRAFT
            if is_draft and head.summary.get("blocked") and not accept_findings:
                raise Conflict(
                    "The quality rules found what blocks it; accept_findings publishes it as it is.",
                    code="quality-blocked",
                )
            if link == ANYONE and not self._is_linked(head):
                continue
            edits = {"published_at": iso(self.clock.now())} if is_draft else {}
            if link is not None:
                edits[LINK] = link
            # Only a draft changes, so the first of two publications at the same time gives the moment.
            if not edits or self._published(head, edits):
                return courses.view(self._get(caller.owner, course_id))
        raise Unavailable("the course is changed all the time")

    def unpublish(self, caller: Caller, course_id: str) -> dict[str, Any]:
        """The course, a draft now or before, which nobody reads by its link any more. Raises NotFound,
        Conflict (`course-unfinished`)."""
        for _ in range(TRIES):
            head = self._finished(caller, course_id)
            edits = {"published_at": None, LINK: NOBODY}
            if head.status == CourseStatus.DRAFT or self._changed(head, CourseStatus.DRAFT, edits):
                return courses.view(self._get(caller.owner, course_id))
        raise Unavailable("the course is changed all the time")

    def shared(self, slug: str, has: Callable[[str], bool]) -> SharedFor:
        """The course as whoever has its link may read it: without what is its author's. `has`: whether the
        reader has that version; then no part of the course is read. Raises NotFound."""
        link = self.documents.linked(slug)
        head = self.documents.get(KIND, link.owner, link.document_id, parts=False) if link else None
        if link is None or head is None or not is_shared(head) or head.summary.get(SLUG) != slug:
            raise no_such_document(KIND)
        version = courses.public_version(head)
        if has(version):
            return SharedFor(version=version, course=None)
        # The head is read before the parts: where a change falls between the two, the version is the older
        # one and the reader asks again.
        return SharedFor(version=version, course=courses.public(self.documents.with_parts(head)))

    def _is_linked(self, head: Document) -> bool:
        """Whether a slug leads to the course; False where the course has changed meanwhile.

        The course names it first, so of two publications at the same time both use the one that the first
        has chosen, and a purge finds it whoever died on the way. Nobody sees it before it leads somewhere:
        the course is not shared yet."""
        slug = head.summary.get(SLUG)
        if slug is None:
            chosen = self.ids.new("share").partition("_")[2]
            named = self._changed(head, CourseStatus(head.status), first={SLUG: chosen})
            if named is None:
                return False
            slug = named.summary[SLUG]
        self.documents.put_link(Link(slug=slug, owner=head.owner, document_id=head.document_id))
        return True

    def _published(self, head: Document, edits: Mapping[str, Any]) -> bool:
        """Whether this request has published the draft, or changed who may read what was published before."""
        told: tuple[Delivery, ...] = ()
        if "published_at" in edits:
            told = self.teller.deliveries([published_news(replace(head, summary={**head.summary, **edits}))])
        if self._changed(head, CourseStatus.PUBLISHED, edits, told=told) is None:
            return False
        self.teller.send(told)
        return True

    def _changed(
        self,
        head: Document,
        status: CourseStatus,
        edits: Mapping[str, Any] | None = None,
        first: Mapping[str, Any] | None = None,
        told: tuple[Delivery, ...] = (),
    ) -> Document | None:
        edit = Edit(
            kind=KIND,
            owner=head.owner,
            document_id=head.document_id,
            edits=edits or {},
            first=first or {},
            expect=head.status,
            status=status.value,
            deliveries=told,
        )
        return self.documents.edit(edit)

    def _finished(self, caller: Caller, course_id: str) -> Document:
        head = self._get(caller.owner, course_id, parts=False)
        if head.status == CourseStatus.GENERATING:
            raise Conflict("The course is not finished.", code="course-unfinished")
        return head

    def _get(self, owner: str, course_id: str, *, parts: bool = True) -> Document:
        stored = self.documents.get(KIND, owner, course_id, parts=parts)
        if stored is None:
            raise no_such_document(KIND)
        return stored
