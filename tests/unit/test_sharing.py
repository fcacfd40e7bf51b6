"""A course that is shared while requests die or meet: one slug, which leads to it, and no link beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from generation.engine.model.checkpoint import Document
from generation.engine.ports import Deleted
from generation.engine.service.requests import Caller
from generation.engine.telling.store import Teller
from generation.pipelines.exam_course.course import KIND, CourseStatus
from generation.sharing import Sharing
from generation.system import RandomIds, SystemClock
from testing.lives import Beside, Died, Life, points_of
from testing.memory.outbox import MemoryOutbox
from testing.memory.queue import MemoryDeliveryQueue
from testing.memory.stores import MemoryDocuments, MemoryTrash, MemoryWorld
from tests.unit.engine.examples import NOW

ADA = Caller(owner="ada")
PARTS: dict[str, Any] = {"outline": {"topics": []}}
SUMMARY: dict[str, Any] = {
    "kind": "exam",
    "title": "Bread",
    "questions_total": 0,
    "questions_covered": 0,
    "topics_total": 0,
    "lessons_total": 0,
}


class Table:
    """A course, as finished as the status says."""

    def __init__(self, status: CourseStatus = CourseStatus.DRAFT) -> None:
        self.world = MemoryWorld()
        self.documents = MemoryDocuments(self.world, now=lambda: NOW)
        self.documents.create(
            Document(
                kind=KIND,
                owner="ada",
                document_id="c1",
                status=status,
                created_at=NOW,
                summary=SUMMARY,
                parts=PARTS,
            )
        )

    def sharing(self, life: Life) -> Sharing:
        teller = Teller(outbox=life.through(MemoryOutbox(self.world)), queue=MemoryDeliveryQueue())
        documents = life.through(self.documents)
        return Sharing(documents=documents, clock=SystemClock(), ids=RandomIds(), teller=teller)

    def share(self, life: Life) -> str:
        shared = self.sharing(life).publish(ADA, "c1", link="anyone")
        slug: str = shared["share"]["slug"]
        return slug

    def title_behind(self, slug: str) -> str:
        found = self.sharing(Life()).shared(slug, lambda version: False)
        assert found.course is not None
        title: str = found.course["title"]
        return title

    def purge(self) -> None:
        until = NOW + timedelta(days=7)
        assert self.documents.delete(KIND, "ada", "c1", until=until)
        assert MemoryTrash(self.world).purge(Deleted(kind=KIND, owner="ada", id="c1", until=until), until)


STATUSES = pytest.mark.parametrize("status", [CourseStatus.DRAFT, CourseStatus.PUBLISHED])


@STATUSES
def test_wherever_a_publication_dies_no_link_is_left_that_the_course_does_not_name(
    status: CourseStatus,
) -> None:
    points = points_of(lambda life: Table(status).share(life))
    assert len(points) >= 10
    for dies_at, after in points:
        for is_repeated in (True, False):
            table = Table(status)
            with pytest.raises(Died):
                table.share(Life(dies_at, after))
            if is_repeated:
                slug = table.share(Life())
                assert set(table.world.links) == {slug}
                assert table.title_behind(slug) == "Bread"
            table.purge()
            assert table.world.links == {}, (dies_at, after)


@STATUSES
def test_two_publications_at_the_same_time_give_one_slug_which_leads_to_the_course(
    status: CourseStatus,
) -> None:
    for at, _ in points_of(lambda life: Table(status).share(life)):
        table = Table(status)
        others: list[str] = []

        def share(table: Table = table, others: list[str] = others) -> None:
            others.append(table.share(Life()))

        slug = table.share(Beside(at, share))
        assert (others, set(table.world.links)) == ([slug], {slug}), at
        assert table.title_behind(slug) == "Bread"
