"""Room: what an owner may have stored, exactly; and deletion, which no job that needs it misses."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.errors import (
    AlreadyThere,
    DocumentGone,
    DocumentInUse,
    DuplicateJob,
    KeyUsed,
    QuotaExceeded,
)
from generation.engine.model.checkpoint import Document, Quota
from generation.engine.model.job import JobStatus
from tests.contract.examples import Stack, written

TWO = Quota(documents=2, size=1_000)


def _exam(stack: Stack, number: int, size: int = 100, **changes: Any) -> Document:
    return replace(stack.document(f"exam_{number}"), size=size, **changes)


def _delete(stack: Stack, document_id: str, subject: str = "exam_course:x", owner: str = "ada") -> bool:
    until = stack.now + timedelta(days=7)
    return stack.documents.delete("exam", owner, document_id, until=until, subjects=[subject])


def _empty_the_trash(stack: Stack) -> None:
    stack.now += timedelta(days=7)
    for deleted in stack.trash.due(stack.now, 9):
        assert stack.trash.purge(deleted, stack.now)


def test_no_more_are_stored_than_the_quota_allows(stack: Stack) -> None:
    for number in (1, 2):
        stack.documents.create(_exam(stack, number), quota=TWO)
    with pytest.raises(QuotaExceeded) as refusal:
        stack.documents.create(_exam(stack, 3), quota=TWO)
    assert refusal.value.code == "exam-quota-exceeded"
    assert refusal.value.extra == {"stored": 2, "max_stored": 2}
    assert stack.documents.get("exam", "ada", "exam_3") is None


def test_nor_more_bytes(stack: Stack) -> None:
    stack.documents.create(_exam(stack, 1, 600), quota=TWO)
    with pytest.raises(QuotaExceeded) as refusal:
        stack.documents.create(_exam(stack, 2, 401), quota=TWO)
    assert refusal.value.extra == {"stored_bytes": 600, "new_bytes": 401, "max_bytes": 1_000}
    stack.documents.create(_exam(stack, 2, 400), quota=TWO)


@pytest.mark.parametrize("quota", [Quota(documents=0, size=1_000), Quota(documents=2, size=99)])
def test_a_quota_that_the_first_one_passes_lets_none_in(stack: Stack, quota: Quota) -> None:
    with pytest.raises(QuotaExceeded):
        stack.documents.create(_exam(stack, 1), quota=quota)


def test_others_and_other_kinds_have_rooms_of_their_own(stack: Stack) -> None:
    one = Quota(documents=1, size=100)
    stack.documents.create(_exam(stack, 1), quota=one)
    stack.documents.create(_exam(stack, 1, owner="grace"), quota=one)
    stack.documents.create(_exam(stack, 1, kind="outline"), quota=one)


def test_documents_without_a_size_do_not_count(stack: Stack) -> None:
    for number in range(4):
        stack.documents.create(stack.document(f"exam_{number}"), quota=TWO)
        assert _delete(stack, f"exam_{number}")
    stack.documents.create(_exam(stack, 8), quota=TWO)
    stack.documents.create(_exam(stack, 9), quota=TWO)


def test_a_job_that_brings_an_exam_needs_room_for_it(stack: Stack) -> None:
    for number in (1, 2):
        stack.create(stack.job(f"job_{number}"), documents=(written(_exam(stack, number)),), quota=TWO)
    with pytest.raises(QuotaExceeded):
        stack.create(stack.job("job_3"), documents=(written(_exam(stack, 3)),), quota=TWO)
    assert stack.jobs.read("job_3") is None
    stack.create(stack.job("job_3"), quota=TWO)


def test_the_quota_is_told_after_all_that_makes_it_needless(stack: Stack) -> None:
    """The twin of a request, and the very same exam, need no room."""
    stack.documents.create(_exam(stack, 1), stack.idempotency(), quota=TWO)
    stack.documents.create(_exam(stack, 2), quota=TWO)
    with pytest.raises(KeyUsed):
        stack.documents.create(_exam(stack, 3), stack.idempotency(), quota=TWO)
    with pytest.raises(AlreadyThere):
        stack.documents.create(_exam(stack, 2), quota=TWO)
    stack.create(stack.job("job_1", subject="exam:x"))
    with pytest.raises(DuplicateJob):
        stack.create(stack.job("job_2", subject="exam:x"), documents=(written(_exam(stack, 3)),), quota=TWO)


def test_a_deleted_document_is_gone_and_its_room_free(stack: Stack) -> None:
    for number in (1, 2):
        stack.documents.create(_exam(stack, number, 500), quota=TWO)
    assert _delete(stack, "exam_1")
    assert stack.documents.get("exam", "ada", "exam_1") is None
    listed = stack.documents.list("exam", "ada", limit=9, cursor=None).items
    assert [head.document_id for head in listed] == ["exam_2"]
    assert not _delete(stack, "exam_1")
    with pytest.raises(AlreadyThere):
        stack.documents.create(_exam(stack, 1, 500), quota=TWO)
    _empty_the_trash(stack)
    again = replace(_exam(stack, 1, 500), parts={"other": 1})
    stack.documents.create(again, quota=TWO)
    assert stack.documents.get("exam", "ada", "exam_1") == again, "nothing of the first one is left"
    with pytest.raises(QuotaExceeded):
        stack.documents.create(_exam(stack, 3, 1), quota=TWO)


def test_nobody_deletes_what_is_not_theirs(stack: Stack) -> None:
    stack.documents.create(_exam(stack, 1))
    assert not _delete(stack, "exam_1", owner="grace")
    assert not stack.documents.delete("course", "ada", "exam_1", until=stack.now, subjects=["x"])
    assert stack.documents.get("exam", "ada", "exam_1") == _exam(stack, 1)


def test_a_large_document_leaves_none_of_its_pieces(stack: Stack) -> None:
    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789 ", k=1_500_000))
    stack.documents.create(replace(_exam(stack, 1), parts={"exam": noise}))
    assert _delete(stack, "exam_1")
    _empty_the_trash(stack)
    stack.documents.create(replace(_exam(stack, 1), parts={}))
    found = stack.documents.get("exam", "ada", "exam_1")
    assert found is not None
    assert found.parts == {}


def test_what_an_active_job_needs_is_not_deleted(stack: Stack) -> None:
    stack.documents.create(_exam(stack, 1))
    stack.create(stack.job("job_1", subject="exam_course:exam_1"), needs=(("exam", "exam_1"),))
    with pytest.raises(DocumentInUse) as refusal:
        _delete(stack, "exam_1", "exam_course:exam_1")
    assert (refusal.value.code, refusal.value.extra) == ("exam-in-use", {"job_id": "job_1"})
    stack.end(stack.taken("job_1"), JobStatus.FAILED)
    assert _delete(stack, "exam_1", "exam_course:exam_1")


def test_no_job_begins_that_needs_what_is_gone(stack: Stack) -> None:
    with pytest.raises(DocumentGone) as refusal:
        stack.create(stack.job(), needs=(("exam", "exam_1"),))
    assert refusal.value.code == "exam-not-found"
    assert stack.jobs.read("job_1") is None
    stack.create(stack.job())  # its slot was not taken
