"""Races of documents, run with threads against the stores, and of documents with the jobs that need them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from generation.engine.errors import (
    AlreadyThere,
    LeaseLost,
    QuotaExceeded,
)
from generation.engine.model.checkpoint import ActiveSlot, Document, Edit, Quota
from generation.engine.model.job import JobStatus
from tests.contract.examples import Stack, written
from tests.contract.racing import STORES, at_once, outcomes

pytestmark = pytest.mark.on(*STORES)


def test_of_uploads_of_one_id_exactly_one_is_stored(stack: Stack) -> None:
    def create(number: int) -> None:
        stack.documents.create(stack.document(parts={"n": number}, summary={"n": number}))

    results = at_once(10, create)

    assert outcomes(results) == {"done": 1, AlreadyThere.__name__: 9}
    found = stack.documents.get("exam", "ada", "exam_1")
    assert found is not None
    assert found.parts == found.summary == {"n": results.index(None)}


def test_of_publications_exactly_one_is_the_first(stack: Stack) -> None:
    stack.documents.create(stack.document())

    def publish(number: int) -> bool:
        edit = Edit(
            kind="exam",
            owner="ada",
            document_id="exam_1",
            edits={"by": number},
            expect="stored",
            status="published",
        )
        return stack.documents.edit(edit) is not None

    results = at_once(10, publish)

    assert results.count(True) == 1
    found = stack.documents.get("exam", "ada", "exam_1")
    assert found is not None
    assert found.summary["by"] == results.index(True)


def test_edits_at_once_lose_nothing_of_each_other_or_of_a_job(stack: Stack) -> None:
    job = stack.started()
    stack.documents.create(stack.document())

    def act(number: int) -> None:
        if number == 0:
            for status in ("planned", "draft"):
                head = stack.document(status=status, summary={"title": "The job's", "status_is": status})
                stack.commit(job, documents=(replace(written(head), parts={}),))
            return
        edits = {f"n{number}": number, "title": "The owner's"}
        assert stack.documents.edit(Edit(kind="exam", owner="ada", document_id="exam_1", edits=edits))

    assert outcomes(at_once(4, act)) == {"done": 4}
    found = stack.documents.get("exam", "ada", "exam_1")
    assert found is not None
    assert (found.status, found.summary) == (
        "draft",
        {"title": "The owner's", "status_is": "draft", "n1": 1, "n2": 2, "n3": 3},
    )


TWO = Quota(documents=2, size=1_000)


def _exam(stack: Stack, number: int) -> Document:
    return replace(stack.document(f"exam_{number}"), size=100)


def _delete(stack: Stack, document_id: str, subject: str = "exam_course:x") -> bool:
    until = stack.now + timedelta(days=7)
    return stack.documents.delete("exam", "ada", document_id, until=until, subjects=[subject])


def test_of_uploads_at_once_exactly_the_quota_gets_in(stack: Stack) -> None:
    quota = Quota(documents=4, size=10_000)
    results = at_once(16, lambda n: stack.documents.create(_exam(stack, n), quota=quota))
    assert outcomes(results) == {"done": 4, "QuotaExceeded": 12}
    assert len(stack.documents.list("exam", "ada", limit=99, cursor=None).items) == 4


def test_of_deletions_at_once_exactly_one_gives_the_room_back(stack: Stack) -> None:
    for number in (1, 2):
        stack.documents.create(_exam(stack, number), quota=TWO)
    results = at_once(8, lambda n: _delete(stack, "exam_1"))
    assert sorted(map(str, results)) == ["False"] * 7 + ["True"]
    stack.documents.create(_exam(stack, 3), quota=TWO)
    with pytest.raises(QuotaExceeded):
        stack.documents.create(_exam(stack, 4), quota=TWO)


@pytest.mark.parametrize("round_", range(3))
def test_a_retry_and_the_deletion_of_its_course_never_both_get_through(stack: Stack, round_: int) -> None:
    stack.documents.create(stack.document("c1", kind="course"))
    stack.end(stack.started(), JobStatus.FAILED)

    def act(number: int) -> object:
        if number % 2:
            until = stack.now + timedelta(days=7)
            return stack.documents.delete("course", "ada", "c1", until=until, job_id="job_1")
        taken = stack.take(expect=frozenset({JobStatus.FAILED}), steal=True)
        if taken is None:
            raise LeaseLost
        reopened = replace(taken, status=JobStatus.PENDING, lease_until=None)
        needs = (("course", "c1"),)
        stack.commit(reopened, slot=ActiveSlot.CLAIM, max_active=10, needs=needs)
        return "reopened"

    results = at_once(6, act)
    reopened, deleted = results.count("reopened"), sum(result is True for result in results)
    assert reopened + deleted == 1, outcomes(results)
    assert (stack.documents.get("course", "ada", "c1") is None) is bool(deleted)
    assert stack.read().is_finished is bool(deleted)


def test_restorations_and_deletions_at_once_leave_the_room_right(stack: Stack) -> None:
    for number in (1, 2):
        stack.documents.create(_exam(stack, number), quota=TWO)

    def act(number: int) -> object:
        if number % 2:
            return _delete(stack, "exam_1")
        return stack.documents.restore("exam", "ada", "exam_1", TWO) is not None

    results = at_once(12, act)
    assert outcomes(results) == {"done": 12}
    deleted, restored = results[1::2].count(True), results[::2].count(True)
    assert deleted - restored == (stack.documents.get("exam", "ada", "exam_1") is None)
    stack.documents.restore("exam", "ada", "exam_1", TWO)
    with pytest.raises(QuotaExceeded):
        stack.documents.create(_exam(stack, 3), quota=TWO)
    assert _delete(stack, "exam_1")
    stack.documents.create(_exam(stack, 3), quota=TWO)


@pytest.mark.parametrize("round_", range(5))
def test_a_start_and_a_deletion_never_both_get_through(stack: Stack, round_: int) -> None:
    stack.documents.create(_exam(stack, 1))
    subject = "exam_course:exam_1"

    def act(number: int) -> object:
        if number % 2:
            return _delete(stack, "exam_1", subject)
        stack.create(stack.job(f"job_{number}", subject=subject), needs=(("exam", "exam_1"),))
        return "begun"

    results = at_once(6, act)
    begun = [result for result in results if result == "begun"]
    deleted = [result for result in results if result is True]
    assert len(begun) + len(deleted) == 1, outcomes(results)
    assert (stack.documents.get("exam", "ada", "exam_1") is None) is bool(deleted)
