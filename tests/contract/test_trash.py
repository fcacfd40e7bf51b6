"""What was deleted: gone at once, restored for some days, gone for good then, whoever dies on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.errors import AlreadyThere, DocumentGone, DocumentInUse, QuotaExceeded
from generation.engine.model.checkpoint import Document, DocumentWrite, Edit, Link, Quota
from generation.engine.model.job import JobStatus
from generation.engine.ports import JobFilter
from generation.stores.dynamodb import keys
from generation.stores.dynamodb.table import Table
from tests.conftest import Aws
from tests.contract.examples import Stack, task

WEEK = timedelta(days=7)
TWO = Quota(documents=2, size=1_000)
MANY = {f"lesson-{number:03}": {"body": "text"} for number in range(140)}
"""More parts than a transaction takes."""


def _course(stack: Stack, **changes: Any) -> Document:
    return replace(stack.document("c1", kind="course", parts=None), **changes)


def _store(stack: Stack, document: Document, parts: dict[str, Any]) -> Document:
    """Part by part, as jobs write them."""
    stack.documents.create(document)
    job = stack.started()
    names = list(parts)
    for start in range(0, len(names), 40):
        some = {name: parts[name] for name in names[start : start + 40]}
        write = DocumentWrite(kind=document.kind, owner=document.owner, document_id=document.document_id)
        stack.commit(job, documents=(replace(write, parts=some),))
    return replace(document, parts=parts)


def _delete(stack: Stack, kind: str = "course", document_id: str = "c1", **how: Any) -> bool:
    how = {"until": stack.now + WEEK, **how}
    return stack.documents.delete(kind, "ada", document_id, **how)


def _purge(stack: Stack) -> int:
    return sum(stack.trash.purge(one, stack.now) for one in stack.trash.due(stack.now, 99))


def test_what_is_deleted_is_found_by_nobody(stack: Stack) -> None:
    _store(stack, _course(stack), MANY)
    assert _delete(stack)
    assert not _delete(stack)
    assert stack.documents.get("course", "ada", "c1") is None
    assert stack.documents.get("course", "ada", "c1", parts=False) is None
    assert stack.documents.list("course", "ada", limit=9, cursor=None).items == []
    edit = Edit(kind="course", owner="ada", document_id="c1", edits={"title": "T"})
    assert stack.documents.edit(edit) is None
    with pytest.raises(DocumentGone):
        stack.create(stack.job("job_2"), needs=(("course", "c1"),))
    with pytest.raises(AlreadyThere):
        stack.documents.create(_course(stack))
    deleted = stack.documents.deleted("course", "ada", "c1")
    assert deleted == _course(stack)


def test_it_comes_back_as_it_was(stack: Stack) -> None:
    whole = _store(stack, _course(stack), MANY)
    stack.documents.edit(Edit(kind="course", owner="ada", document_id="c1", edits={"title": "Mine"}))
    whole = replace(whole, summary={**whole.summary, "title": "Mine"})
    assert _delete(stack)
    stack.now += WEEK - timedelta(seconds=1)
    assert stack.trash.due(stack.now, 9) == []
    assert stack.documents.restore("course", "ada", "c1") == replace(whole, parts=None)
    assert stack.documents.get("course", "ada", "c1") == whole
    assert stack.documents.deleted("course", "ada", "c1") is None
    assert stack.documents.restore("course", "ada", "c1") is None, "it is there"
    stack.now += 2 * WEEK
    assert _purge(stack) == 0
    assert stack.documents.get("course", "ada", "c1") == whole


def test_after_its_time_it_goes_with_all_its_parts(stack: Stack) -> None:
    _store(stack, _course(stack), MANY)
    _delete(stack)
    stack.now += WEEK
    assert stack.documents.restore("course", "ada", "c1") is None
    (due,) = stack.trash.due(stack.now, 9)
    assert stack.trash.purge(due, stack.now)
    assert stack.trash.due(stack.now, 9) == []
    assert not stack.trash.purge(due, stack.now)
    assert stack.documents.deleted("course", "ada", "c1") is None
    stack.documents.create(_course(stack))
    assert stack.documents.get("course", "ada", "c1") == _course(stack, parts={})


def test_histories_of_its_lessons_and_its_revision_go_with_a_course(stack: Stack) -> None:
    stack.documents.create(_course(stack))
    histories = [f"c1/l{number}" for number in range(3)]
    for name in [*histories, "c10/l1"]:
        stack.documents.create(stack.document(name, kind="lesson_history"))
    for name in ("c1", "c10"):
        stack.documents.create(stack.document(name, kind="course_revision"))
    _delete(stack, until=stack.now)
    assert _purge(stack) == 1
    left = stack.documents.list("lesson_history", "ada", limit=9, cursor=None).items
    assert [head.document_id for head in left] == ["c10/l1"]
    left = stack.documents.list("course_revision", "ada", limit=9, cursor=None).items
    assert [head.document_id for head in left] == ["c10"]
    for name in histories:
        stack.documents.create(stack.document(name, kind="lesson_history", parts={}))
        assert stack.documents.get("lesson_history", "ada", name) == stack.document(
            name, kind="lesson_history", parts={}
        )


def test_its_link_goes_with_a_document(stack: Stack) -> None:
    stack.documents.create(_course(stack))
    link = Link(slug="s1", owner="ada", document_id="c1")
    for _ in range(2):
        stack.documents.put_link(link)
        stack.documents.edit(Edit(kind="course", owner="ada", document_id="c1", edits={"slug": "s1"}))
    assert stack.documents.linked("s1") == link
    assert stack.documents.linked("s2") is None
    _delete(stack, until=stack.now + timedelta(seconds=1))
    assert stack.documents.linked("s1") == link
    stack.now += timedelta(seconds=1)
    assert _purge(stack) == 1
    assert stack.documents.linked("s1") is None


def test_one_that_was_deleted_twice_has_the_time_of_the_second(stack: Stack) -> None:
    stack.documents.create(_course(stack))
    _delete(stack)
    stack.now += timedelta(days=1)
    stack.documents.restore("course", "ada", "c1")
    _delete(stack)
    stack.now += WEEK - timedelta(hours=1)
    assert _purge(stack) == 0
    assert stack.documents.restore("course", "ada", "c1") is not None


def test_nobody_restores_what_is_not_theirs(stack: Stack) -> None:
    stack.documents.create(_course(stack))
    _delete(stack)
    assert stack.documents.restore("course", "grace", "c1") is None
    assert stack.documents.restore("exam", "ada", "c1") is None
    assert stack.documents.deleted("course", "grace", "c1") is None


@pytest.mark.parametrize("owner", ["a#b", "x" * 250, "\U0001f9ea" * 120, "half \ud83e"])
def test_owners_of_any_name_have_their_trash(stack: Stack, owner: str) -> None:
    whole = _course(stack, owner=owner, parts={"a": 1})
    stack.documents.create(whole)
    for _ in range(2):
        assert stack.documents.delete("course", owner, "c1", until=stack.now + WEEK)
        assert stack.documents.restore("course", owner, "c1") == replace(whole, parts=None)
    assert stack.documents.delete("course", owner, "c1", until=stack.now)
    (due,) = stack.trash.due(stack.now, 9)
    assert (due.owner, due.id) == (owner, "c1")
    assert stack.trash.purge(due, stack.now)
    stack.documents.create(whole)


def test_what_an_active_job_writes_is_not_deleted(stack: Stack) -> None:
    stack.documents.create(_course(stack))
    job = stack.started()
    with pytest.raises(DocumentInUse) as refusal:
        _delete(stack, job_id="job_1")
    assert (refusal.value.code, refusal.value.extra) == ("course-in-use", {"job_id": "job_1"})
    stack.end(job, JobStatus.FAILED)
    assert _delete(stack, job_id="job_1")
    assert _delete(stack) is False
    stack.documents.create(stack.document("c2", kind="course"))
    assert _delete(stack, document_id="c2", job_id="job_of_a_year_ago")


def test_no_job_goes_on_without_what_it_needs(stack: Stack) -> None:
    stack.documents.create(_course(stack))
    stack.end(stack.started(), JobStatus.FAILED)
    _delete(stack, job_id="job_1")
    taken = stack.taken(expect=frozenset({JobStatus.FAILED}))
    with pytest.raises(DocumentGone) as refusal:
        stack.commit(replace(taken, status=JobStatus.PENDING), needs=(("course", "c1"),))
    assert refusal.value.code == "course-not-found"
    assert stack.read().status is JobStatus.FAILED


def test_room_is_free_at_once_and_needed_for_a_restoration(stack: Stack) -> None:
    def exam(number: int) -> Document:
        return replace(stack.document(f"exam_{number}"), size=100)

    for number in (1, 2):
        stack.documents.create(exam(number), quota=TWO)
    _delete(stack, "exam", "exam_1", quota=TWO)
    stack.documents.create(exam(3), quota=TWO)
    with pytest.raises(QuotaExceeded):
        stack.documents.restore("exam", "ada", "exam_1", TWO)
    assert stack.documents.deleted("exam", "ada", "exam_1") is not None
    _delete(stack, "exam", "exam_3", quota=TWO)
    assert stack.documents.restore("exam", "ada", "exam_1", TWO) is not None
    with pytest.raises(QuotaExceeded):
        stack.documents.create(exam(4), quota=TWO)


@pytest.mark.parametrize("quota", [TWO, Quota(documents=9, size=250)])
def test_no_more_can_be_restored_than_may_be_stored(stack: Stack, quota: Quota) -> None:
    for number in range(4):
        stack.documents.create(replace(stack.document(f"exam_{number}"), size=100), quota=quota)
        assert _delete(stack, "exam", f"exam_{number}", quota=quota)
    restored = [stack.documents.restore("exam", "ada", f"exam_{n}", quota) is not None for n in range(4)]
    assert restored == [True, True, False, False]
    assert _purge(stack) == 2, "the others go with the next sweep"
    for number in range(2):
        assert _delete(stack, "exam", f"exam_{number}", quota=quota)
    stack.now += WEEK
    assert _purge(stack) == 2
    # All of the room is free again, that of what could be restored too.
    for number in range(2):
        stack.documents.create(replace(stack.document(f"exam_{number}"), size=100), quota=quota)
        assert _delete(stack, "exam", f"exam_{number}", quota=quota)
        assert stack.documents.restore("exam", "ada", f"exam_{number}", quota) is not None


def test_a_deleted_job_is_found_by_nobody_and_comes_back(stack: Stack) -> None:
    job = stack.started()
    stack.commit(replace(job, last_event_id=1), events=(stack.event(1),), tasks=(task(1),))
    ended = stack.end(replace(job, last_event_id=1))
    assert stack.jobs.delete(ended, stack.now + WEEK)
    assert not stack.jobs.delete(ended, stack.now + WEEK)
    assert stack.jobs.read("job_1") is None
    for which in (JobFilter(owner="ada"), JobFilter(owner="ada", org_id="analytical")):
        assert stack.jobs.jobs(which, limit=9, cursor=None).items == []
    assert stack.take(expect=frozenset(JobStatus), steal=True) is None
    assert stack.jobs.restore("job_1", "grace") is None

    back = stack.jobs.restore("job_1", "ada")
    assert back is not None
    assert stack.read() == back
    assert replace(back, token=ended.token) == ended
    assert [event.event_id for event in stack.jobs.events("job_1", 0, 9)] == [1]
    assert stack.jobs.restore("job_1", "ada") is None, "it is there"
    assert [found.job_id for found in stack.jobs.jobs(JobFilter(owner="ada"), limit=9, cursor=None).items]


def test_only_what_has_ended_is_deleted(stack: Stack) -> None:
    job = stack.started()
    assert not stack.jobs.delete(job, stack.now + WEEK)
    stale = stack.end(job)
    taken = stack.taken(expect=frozenset({JobStatus.COMPLETED}))
    assert not stack.jobs.delete(stale, stack.now + WEEK), "somebody has it"
    assert stack.jobs.delete(taken, stack.now + WEEK)


def test_a_deleted_job_goes_with_all_that_belongs_to_it(stack: Stack) -> None:
    job = stack.started()
    stack.commit(replace(job, last_event_id=1), events=(stack.event(1),), tasks=(task(1),))
    ended = stack.end(job)
    stack.documents.create(_course(stack))
    stack.jobs.delete(ended, stack.now + WEEK)
    stack.now += WEEK
    assert stack.jobs.restore("job_1", "ada") is None
    assert _purge(stack) == 1
    stack.create(stack.job())
    assert stack.jobs.tasks("job_1") == ()
    assert stack.jobs.events("job_1", 0, 9) == []
    assert stack.documents.get("course", "ada", "c1") is not None, "what it made stays"


@pytest.mark.on("dynamodb", "moto")
def test_the_rest_of_a_deleted_job_that_expired_goes(stack: Stack, aws: Aws, table: str) -> None:
    job = stack.started()
    stack.commit(job, tasks=(task(),), events=(stack.event(1),))
    assert stack.jobs.delete(stack.end(job), stack.now + WEEK)
    stack.now += WEEK
    Table(aws.dynamodb, table).delete(keys.job_key("job_1"))
    _purge(stack)
    assert stack.trash.due(stack.now, 9) == []
    stack.create(stack.job())
    assert stack.jobs.tasks("job_1") == ()
    assert stack.jobs.events("job_1", 0, 9) == []
