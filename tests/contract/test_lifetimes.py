"""Time to live: readers see nothing past it, whether it is deleted yet or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from generation.aws import dynamodb_client
from generation.engine.errors import DocumentChanged
from generation.engine.model.checkpoint import ActiveSlot, DocumentChange, Edit
from generation.engine.model.job import JobStatus
from generation.engine.ports import JobFilter
from tests.conftest import ACCESS, Aws
from tests.contract.examples import DAY, DEADLINE, RETENTION, Stack


def test_events_and_logs_are_kept_for_the_retention_after_the_latest_end(stack: Stack) -> None:
    job = stack.started()
    stack.commit(job, events=(stack.event(1),), logs=(stack.entry(1),))
    stack.now += DEADLINE + RETENTION - timedelta(seconds=1)
    stack.commit(job, events=(stack.event(2),), logs=(stack.entry(2),))
    assert [e.event_id for e in stack.jobs.events("job_1", 0, 9)] == [1, 2]
    assert [e.log_id for e in stack.jobs.logs("job_1", 0, 9)] == [1, 2]

    stack.now += timedelta(seconds=2)

    assert [e.event_id for e in stack.jobs.events("job_1", 0, 9)][-1:] == [2]
    assert [e.log_id for e in stack.jobs.logs("job_1", 0, 9)][-1:] == [2]
    assert 1 not in [e.event_id for e in stack.jobs.events("job_1", 0, 9)]


def test_a_finished_job_goes_after_thirty_days(stack: Stack) -> None:
    stack.end(stack.started())
    stack.now += 30 * DAY - timedelta(seconds=1)
    assert stack.read().is_finished

    stack.now += timedelta(seconds=1)
    assert stack.jobs.read("job_1") is None
    assert stack.take(expect=frozenset({JobStatus.COMPLETED}), steal=True) is None
    assert stack.jobs.jobs(JobFilter(owner="ada"), limit=9, cursor=None).items == []


def test_an_unfinished_job_never_goes(stack: Stack) -> None:
    """It holds a slot among its owner's jobs, which only its end gives back."""
    stack.commit(replace(stack.started(), status=JobStatus.WAITING, lease_until=None))
    stack.now += 400 * DAY

    assert stack.read().status is JobStatus.WAITING
    stack.end(stack.taken())
    stack.create(stack.job("job_2"), max_active=1)


def test_a_reopened_job_lives_on(stack: Stack) -> None:
    stack.end(stack.started(), JobStatus.FAILED)
    stack.now += 29 * DAY
    taken = stack.taken(expect=frozenset({JobStatus.FAILED}))
    stack.commit(
        replace(taken, status=JobStatus.PENDING, expires_at=None, completed_at=None, lease_until=None),
        slot=ActiveSlot.CLAIM,
        max_active=1,
    )
    stack.now += 2 * DAY

    assert stack.taken().status is JobStatus.PENDING
    assert stack.jobs.load("job_1").input == {"exam_id": "exam_1"}


def test_documents_stay(stack: Stack) -> None:
    stack.documents.create(stack.document())
    created = stack.document()
    stack.now += 4000 * DAY
    assert stack.documents.get("exam", "ada", "exam_1") == created


def test_a_document_that_goes_by_itself_is_found_until_then(stack: Stack) -> None:
    created = stack.document(expires_at=stack.now + 61 * DAY)
    stack.documents.create(created)
    stack.now += 61 * DAY - timedelta(seconds=1)
    edit = Edit(kind="exam", owner="ada", document_id="exam_1", edits={})
    assert stack.documents.get("exam", "ada", "exam_1") == created
    assert stack.documents.edit(edit) == replace(created, parts=None)
    assert stack.documents.list("exam", "ada", limit=9, cursor=None).items == [replace(created, parts=None)]

    stack.now += timedelta(seconds=1)
    head = replace(created, parts=None)
    assert stack.documents.get("exam", "ada", "exam_1") is None
    assert stack.documents.edit(edit) is None
    assert stack.documents.list("exam", "ada", limit=9, cursor=None).items == []
    assert not stack.documents.delete("exam", "ada", "exam_1", until=stack.now + DAY)
    with pytest.raises(DocumentChanged):
        stack.documents.change(DocumentChange(expect=head, head=replace(head, status="other")))


@pytest.mark.on("dynamodb", "moto")
def test_the_table_lets_head_and_parts_of_it_go(stack: Stack, aws: Aws, table: str) -> None:
    expires_at = stack.now + 61 * DAY
    edit = Edit(kind="exam", owner="ada", document_id="exam_1", edits={"title": "T"})
    stack.documents.create(stack.document(expires_at=expires_at))
    assert stack.documents.edit(edit)
    client = dynamodb_client(endpoint_url=aws.endpoint, **ACCESS)
    stored = client.scan(TableName=table)["Items"]
    client.close()
    assert len(stored) == 2
    assert [item["ttl"] for item in stored] == [{"N": str(int(expires_at.timestamp()))}] * 2
