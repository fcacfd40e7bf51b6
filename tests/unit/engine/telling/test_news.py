"""News: what of a checkpoint is told, under ids that are the same whoever writes it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.model import transitions
from generation.engine.model.checkpoint import Checkpoint, Document, DocumentWrite
from generation.engine.model.job import Job, JobError, JobStatus
from generation.engine.model.webhook import Occasion
from generation.engine.telling.news import delivery_of, may_be_told, news_of, published_news
from tests.unit.engine.examples import job as new_job
from tests.unit.engine.telling.examples import NOW, webhook

ERROR = JobError(code="refused", message="The model refused.", step="first", retryable=False)


def _ends() -> dict[str, Job]:
    job = replace(new_job(), result={"course_id": "course_1", "outlines": [1], "long": "x" * 101}, attempt=2)
    return {
        "job.completed": transitions.complete(job, NOW)[0],
        "job.failed": transitions.fail(job, ERROR, NOW)[0],
        "job.cancelled": transitions.cancel(job, "enough", NOW)[0],
        "job.waiting": transitions.wait(job, job.steps[0].name, "Look at it", NOW),
    }


@pytest.mark.parametrize("occasion", sorted(_ends()))
def test_each_end_and_each_wait_is_told(occasion: str) -> None:
    job = _ends()[occasion]
    checkpoint = Checkpoint(job=job)
    assert may_be_told(checkpoint)
    (news,) = news_of(checkpoint)
    assert (news.occasion, news.owner, news.at) == (occasion, job.owner, NOW)
    assert news_of(checkpoint) == (news,), "written again it is the same"
    assert news.data["status"] == occasion.removeprefix("job.")
    assert news.data["attempt"] == 2
    assert news.data["result"] == {"course_id": "course_1"}, "ids alone"
    assert (news.data["error"] is not None) == (occasion == "job.failed")


def test_each_end_has_an_id_of_its_own() -> None:
    job = new_job()
    first = transitions.cancel(job, None, NOW)[0]
    again = transitions.reopen(first, NOW, timedelta(hours=1))
    second = transitions.cancel(again, None, NOW)[0]
    waits = [
        transitions.wait(replace(job, passed=passed), job.steps[0].name, "", NOW) for passed in ((), ("a",))
    ]
    ids = [news.news_id for one in (first, second, *waits) for news in news_of(Checkpoint(job=one))]
    assert ids == [
        f"{job.job_id}-1-cancelled",
        f"{job.job_id}-2-cancelled",
        f"{job.job_id}-1-1-waiting",
        f"{job.job_id}-1-2-waiting",
    ]


def test_of_what_goes_on_there_is_nothing_to_tell() -> None:
    for status in (JobStatus.PENDING, JobStatus.RUNNING):
        checkpoint = Checkpoint(job=replace(new_job(), status=status), documents=(_write("draft"),))
        assert not may_be_told(checkpoint)
        assert news_of(checkpoint) == ()


def test_a_course_that_a_job_publishes_is_told_once_however_often_it_is_written() -> None:
    running = replace(new_job(), status=JobStatus.RUNNING)
    first = news_of(Checkpoint(job=running, documents=(_write("published"),)))
    (news,) = first
    assert (news.occasion, news.news_id) == (Occasion.COURSE_PUBLISHED, "course_1-published-1795849200125")
    assert news.data == {
        "course_id": "course_1",
        "title": "Bread",
        "kind": "exam",
        "published_at": "2026-11-28T07:00:00.125Z",
    }
    assert news_of(Checkpoint(job=running, documents=(_write("published"),))) == first
    kept = replace(_write("published"), keeps_status=True)
    assert not may_be_told(Checkpoint(job=running, documents=(kept,))), "its status stays what it is"


def test_the_end_of_a_job_and_its_course_are_told_together() -> None:
    completed = transitions.complete(new_job(), NOW)[0]
    found = news_of(Checkpoint(job=completed, documents=(_write("published"),)))
    assert [news.occasion for news in found] == ["course.published", "job.completed"]


def test_a_delivery_is_due_at_once_and_the_sweep_waits_for_its_message() -> None:
    (news,) = news_of(Checkpoint(job=_ends()["job.failed"]))
    delivery = delivery_of(news, webhook(), timedelta(minutes=1))
    assert (delivery.due_at, delivery.sweep_at) == (NOW, NOW + timedelta(minutes=1))
    assert (delivery.news_id, delivery.webhook_id, delivery.data) == (news.news_id, "crm", news.data)


def test_published_again_later_it_is_told_again() -> None:
    head = _write("published").head
    assert head is not None
    later = replace(head, summary={**head.summary, "published_at": "2026-11-29T07:00:00.000Z"})
    assert published_news(head).news_id != published_news(later).news_id


def _write(status: str, **summary: Any) -> DocumentWrite:
    published_at = "2026-11-28T07:00:00.125Z" if status == "published" else None
    head = Document(
        kind="course",
        owner="ada",
        document_id="course_1",
        status=status,
        created_at=NOW,
        summary={"title": "Bread", "kind": "exam", "published_at": published_at, **summary},
    )
    return DocumentWrite(kind="course", owner="ada", document_id="course_1", head=head)
