"""Changes of documents by people: against each other, and against the jobs that write the same document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generation.engine.errors import DocumentChanged, DocumentInUse
from generation.engine.model.checkpoint import Document, DocumentChange, DocumentWrite, Edit, new_document
from generation.engine.model.job import JobStatus
from tests.contract.examples import Stack
from tests.contract.racing import at_once, outcomes


def edited(document: Document, count: int = 1, **changes: Any) -> DocumentChange:
    expect = replace(document, parts=None)
    head = replace(expect, summary={**document.summary, "changes": count})
    return replace(DocumentChange(expect=expect, head=head, parts={"a": [count]}), **changes)


def course(stack: Stack) -> Document:
    document = stack.document("course_1", kind="course", parts={"a": [0], "b": [0]})
    stack.documents.create(document)
    return document


def test_head_and_named_parts_are_replaced_and_others_stay(stack: Stack) -> None:
    change = edited(course(stack))
    stack.documents.change(change)
    found = stack.documents.get("course", "ada", "course_1")
    assert found == replace(change.head, parts={"a": [1], "b": [0]})


def test_what_was_read_before_another_change_changes_nothing(stack: Stack) -> None:
    first = course(stack)
    stack.documents.change(edited(first))
    for late in (edited(first, 2), edited(replace(first, status="published"), 2)):
        with pytest.raises(DocumentChanged):
            stack.documents.change(late)
    found = stack.documents.get("course", "ada", "course_1")
    assert found is not None
    assert found.parts == {"a": [1], "b": [0]}


def test_what_is_not_there_is_not_made(stack: Stack) -> None:
    with pytest.raises(DocumentChanged):
        stack.documents.change(edited(stack.document("course_1", kind="course")))
    assert stack.documents.get("course", "ada", "course_1") is None


def test_other_documents_are_written_with_it_and_their_parts_dropped(stack: Stack) -> None:
    first = course(stack)
    beside = stack.document("h", kind="history", parts={"v1": "x" * 10, "v2": 2, "v10": 3})
    stack.documents.create(beside)
    write = DocumentWrite(kind="history", owner="ada", document_id="h", parts={"v3": 3})
    new = new_document(stack.document("n", kind="history", parts={"v1": 1}))
    stack.documents.change(edited(first, beside=(write, new), dropped=(("history", "h", "v1"),)))
    found = stack.documents.get("history", "ada", "h")
    assert found is not None
    assert found.parts == {"v2": 2, "v3": 3, "v10": 3}
    assert stack.documents.get("history", "ada", "n") is not None


@pytest.mark.parametrize("status", [JobStatus.PENDING, JobStatus.RUNNING])
def test_while_its_job_writes_nothing_is_changed(stack: Stack, status: JobStatus) -> None:
    first = course(stack)
    job = stack.started()
    stack.commit(replace(job, status=status, version=job.version + 1))
    with pytest.raises(DocumentInUse) as refused:
        stack.documents.change(edited(first, maker="job_1"))
    assert refused.value.extra == {"job_id": "job_1"}
    assert stack.documents.get("course", "ada", "course_1") == first


@pytest.mark.parametrize("status", [JobStatus.WAITING, JobStatus.FAILED, JobStatus.CANCELLED, None])
def test_once_its_job_rests_or_is_gone_it_can_be_changed(stack: Stack, status: JobStatus | None) -> None:
    first = course(stack)
    if status is not None:
        job = stack.started()
        stack.commit(replace(job, status=status, version=job.version + 1))
    stack.documents.change(edited(first, maker="job_1"))
    assert stack.documents.get("course", "ada", "course_1") != first


def test_while_a_job_of_a_named_subject_is_active_nothing_is_changed(stack: Stack) -> None:
    first = course(stack)
    stack.create(stack.job("job_1", subject="revise:course_1"))
    job = stack.taken()
    change = edited(first, subjects=("other", "revise:course_1"))
    with pytest.raises(DocumentInUse) as refused:
        stack.documents.change(change)
    assert refused.value.extra == {"job_id": "job_1"}
    stack.documents.change(edited(first, subjects=("other",)))
    stack.end(job)
    again = replace(edited(first).head, parts=None)
    stack.documents.change(edited(again, 2, subjects=("other", "revise:course_1")))


@pytest.mark.on("memory", "dynamodb", "lagging")
def test_of_changes_of_one_reading_exactly_one_is_written(stack: Stack) -> None:
    first = course(stack)
    results = at_once(8, lambda n: stack.documents.change(edited(first, n)))
    assert outcomes(results) == {"done": 1, "DocumentChanged": 7}
    found = stack.documents.get("course", "ada", "course_1")
    assert found is not None
    assert found.parts == {"a": [results.index(None)], "b": [0]}


@pytest.mark.on("memory", "dynamodb", "lagging")
def test_a_change_and_a_start_of_its_subject_are_one_after_the_other(stack: Stack) -> None:
    """Whichever is first; the change is either refused or written before the job was there."""
    first = course(stack)

    def act(number: int) -> None:
        if number:
            stack.create(stack.job("job_1", subject="revise:course_1"))
        else:
            stack.documents.change(edited(first, subjects=("revise:course_1",)))

    changed, started = at_once(2, act)
    assert started is None
    found = stack.documents.get("course", "ada", "course_1")
    assert (found == first) is isinstance(changed, DocumentInUse)


def test_what_the_owner_has_edited_of_the_head_stays(stack: Stack) -> None:
    first = course(stack)
    renamed = stack.documents.edit(
        Edit(kind="course", owner="ada", document_id="course_1", edits={"title": "Mine"})
    )
    assert renamed is not None
    with pytest.raises(DocumentChanged):
        stack.documents.change(edited(first))
    stack.documents.change(edited(renamed))
    found = stack.documents.get("course", "ada", "course_1", parts=False)
    assert found is not None
    assert found.summary == {**renamed.summary, "changes": 1}
    again = stack.documents.edit(
        Edit(kind="course", owner="ada", document_id="course_1", edits={"title": "Yours"}, status="published")
    )
    assert again is not None
    assert again.summary == {**found.summary, "title": "Yours"}
    with pytest.raises(DocumentChanged):
        stack.documents.change(edited(found, 2))


def test_a_head_that_keeps_its_status_takes_all_else(stack: Stack) -> None:
    """A job's write, while its document is published."""
    first = course(stack)
    job = stack.started()
    published = stack.documents.edit(
        Edit(kind="course", owner="ada", document_id="course_1", edits={}, status="published")
    )
    assert published is not None
    head = replace(first, summary={"title": "Revised"}, parts=None)
    write = DocumentWrite(kind="course", owner="ada", document_id="course_1", head=head, keeps_status=True)
    stack.commit(job, documents=(write,))
    found = stack.documents.get("course", "ada", "course_1", parts=False)
    assert found is not None
    assert (found.status, found.summary) == ("published", {"title": "Revised"})
    stack.commit(job, documents=(replace(write, keeps_status=False),))
    found = stack.documents.get("course", "ada", "course_1", parts=False)
    assert found is not None
    assert found.status == first.status
