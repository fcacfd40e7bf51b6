"""Answers that get lost: DynamoDB has written, and the client, knowing nothing of it, asks again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ReadTimeoutError
from botocore.httpsession import URLLib3Session

from generation.aws import dynamodb_client
from generation.engine.errors import DuplicateJob, QuotaExceeded
from generation.engine.figures.figures import Population
from generation.engine.figures.fold import Fold
from generation.engine.figures.policy import FiguresPolicy
from generation.engine.model.checkpoint import ActiveSlot, Edit, Quota
from generation.engine.model.job import JobStatus
from generation.engine.policy import ModelLimitPolicy
from generation.stores.dynamodb import (
    DynamoAudit,
    DynamoControl,
    DynamoDocuments,
    DynamoJobStore,
    DynamoTrash,
)
from generation.stores.dynamodb.budget import DynamoModelBudget
from generation.stores.dynamodb.figures import DynamoFigures
from generation.stores.dynamodb.holdings import DynamoHoldings
from generation.stores.dynamodb.outbox import DynamoOutbox
from tests.conftest import ACCESS, Aws
from tests.contract.examples import Stack

POLICY = ModelLimitPolicy()


class LostAnswers:
    """While `losing`, every request is carried out twice, as if the first answer had not come."""

    def __init__(self) -> None:
        self.losing = False
        self.lost = 0
        self._session = URLLib3Session()

    def __call__(self, request: AWSPreparedRequest, **_: Any) -> None:
        if self.losing and "attempt=1" in str(request.headers["amz-sdk-request"]):
            self._session.send(request)
            self.lost += 1
            raise ReadTimeoutError(endpoint_url=request.url)

    def close(self) -> None:
        self._session.close()


@pytest.fixture
def answers() -> Iterator[LostAnswers]:
    answers = LostAnswers()
    yield answers
    assert answers.lost, "nothing was lost: the test has shown nothing"
    answers.close()


@pytest.fixture
def lossy(stack: Stack, aws: Aws, table: str, answers: LostAnswers) -> Iterator[Stack]:
    client = dynamodb_client(endpoint_url=aws.endpoint, **ACCESS)
    client.meta.events.register("before-send.dynamodb", answers)
    jobs = DynamoJobStore(client, table, now=stack.clock)
    documents = DynamoDocuments(client, table, now=stack.clock)
    others: dict[str, Any] = {
        "control": DynamoControl(client, table),
        "trash": DynamoTrash(client, table),
        "audit": DynamoAudit(client, table),
        "holdings": DynamoHoldings(client, table),
        "figures": DynamoFigures(client, table),
        "outbox": DynamoOutbox(client, table),
    }
    yield replace(stack, jobs=jobs, documents=documents, **others)
    client.close()


pytestmark = pytest.mark.on("dynamodb", "moto")


def test_a_start_is_carried_out_once(lossy: Stack, answers: LostAnswers) -> None:
    answers.losing = True
    lossy.create(lossy.job(subject="exam:x"), max_active=2, idempotency=lossy.idempotency())
    answers.losing = False

    lossy.create(lossy.job("job_2"), max_active=2)
    with pytest.raises(DuplicateJob):
        lossy.create(lossy.job("job_3", subject="exam:x"), max_active=2)


def test_a_checkpoint_is_written_once_and_the_writer_stays(lossy: Stack, answers: LostAnswers) -> None:
    job = lossy.started()
    answers.losing = True
    lossy.commit(replace(job, message="one"), events=(lossy.event(1),))
    lossy.commit(replace(job, message="two"))
    lossy.jobs.renew(job.job_id, job.token, lossy.now)
    answers.losing = False

    assert lossy.read().message == "two"
    assert len(lossy.jobs.events("job_1", 0, 10)) == 1


def test_an_end_gives_one_slot_back(lossy: Stack, answers: LostAnswers) -> None:
    lossy.create(lossy.job("job_2"), max_active=2)
    job = lossy.started()
    answers.losing = True
    lossy.end(job)
    answers.losing = False

    lossy.create(lossy.job("job_3"), max_active=2)
    with pytest.raises(Exception, match="2 jobs"):
        lossy.create(lossy.job("job_4"), max_active=2)


def test_a_retry_claims_one_slot(lossy: Stack, answers: LostAnswers) -> None:
    lossy.end(lossy.started(), JobStatus.FAILED)
    taken = lossy.taken(expect=frozenset({JobStatus.FAILED}))
    answers.losing = True
    lossy.commit(replace(taken, status=JobStatus.PENDING), slot=ActiveSlot.CLAIM, max_active=2)
    answers.losing = False

    lossy.create(lossy.job("job_2"), max_active=2)


def test_a_document_is_created_and_not_taken_for_another_one(lossy: Stack, answers: LostAnswers) -> None:
    answers.losing = True
    lossy.documents.create(lossy.document(), lossy.idempotency())
    answers.losing = False

    assert lossy.documents.get("exam", "ada", "exam_1") == lossy.document()


def test_an_answer_that_is_kept_by_itself_is_not_taken_for_another_request(
    lossy: Stack, answers: LostAnswers
) -> None:
    answers.losing = True
    lossy.jobs.keep_answer(lossy.idempotency())
    answers.losing = False

    assert lossy.jobs.answer("ada", "k1", lossy.now) == lossy.idempotency()


def test_a_publication_is_ours_though_nobody_said_so(lossy: Stack, answers: LostAnswers) -> None:
    lossy.documents.create(lossy.document())
    answers.losing = True
    publish = Edit(
        kind="exam",
        owner="ada",
        document_id="exam_1",
        edits={"at": 1},
        expect="stored",
        status="published",
    )
    assert lossy.documents.edit(publish)
    assert not lossy.documents.edit(replace(publish, edits={"at": 2}))
    answers.losing = False


def test_a_deletion_and_a_restoration_count_once(lossy: Stack, answers: LostAnswers) -> None:
    """Also where each answer of all requests got lost, those of the sweep too."""
    two = Quota(documents=2, size=1_000)
    for number in (1, 2):
        lossy.documents.create(replace(lossy.document(f"exam_{number}"), size=100), quota=two)

    def delete() -> bool:
        return lossy.documents.delete("exam", "ada", "exam_1", until=lossy.now, quota=two)

    answers.losing = True
    until = lossy.now + timedelta(days=7)
    assert lossy.documents.delete("exam", "ada", "exam_1", until=until, quota=two)
    assert lossy.documents.restore("exam", "ada", "exam_1", quota=two)
    assert delete()
    (due,) = lossy.trash.due(lossy.now, 9)
    assert lossy.trash.purge(due, lossy.now)
    answers.losing = False

    lossy.documents.create(replace(lossy.document("exam_1"), size=100), quota=two)
    with pytest.raises(QuotaExceeded):
        lossy.documents.create(replace(lossy.document("exam_3"), size=1), quota=two)
    assert delete()
    with pytest.raises(QuotaExceeded):
        lossy.documents.create(replace(lossy.document("exam_3"), size=901), quota=two)
    lossy.documents.create(replace(lossy.document("exam_3"), size=900), quota=two)


def test_a_job_whose_deletion_nobody_confirmed_is_deleted(lossy: Stack, answers: LostAnswers) -> None:
    ended = lossy.end(lossy.started())
    answers.losing = True
    assert lossy.jobs.delete(ended, lossy.now + timedelta(days=7))
    answers.losing = False
    assert lossy.jobs.read("job_1") is None
    assert lossy.jobs.restore("job_1", "ada") is not None


def test_a_job_whose_taking_got_lost_rests_for_one_lease(lossy: Stack, answers: LostAnswers) -> None:
    """The second try finds a living lease: its own. Nobody works then, and nobody works twice."""
    lossy.create(lossy.job())
    answers.losing = True
    assert lossy.take() is None
    assert lossy.taken(steal=True).token == 3
    answers.losing = False


@pytest.fixture
def lossy_budget(aws: Aws, table: str, answers: LostAnswers) -> Iterator[DynamoModelBudget]:
    client = dynamodb_client(endpoint_url=aws.endpoint, **ACCESS)
    client.meta.events.register("before-send.dynamodb", answers)
    yield DynamoModelBudget(client, table, class_of=str)
    client.close()


def test_a_reservation_whose_answer_got_lost_lets_less_through(
    stack: Stack, lossy_budget: DynamoModelBudget, answers: LostAnswers
) -> None:
    cost, none = timedelta(seconds=5), timedelta(0)

    def reserve() -> datetime:
        opening = lossy_budget.reserve("m", cost, now=stack.now, owed=none, ahead=POLICY.ahead)
        assert opening.is_reserved
        return opening.begins_at

    answers.losing = True
    begins = [reserve() for _ in range(3)]
    answers.losing = False
    moments = pairwise([stack.now, *begins[1:]])
    assert all(later - earlier >= cost - POLICY.burst for earlier, later in moments)
    # Each took the time of two calls, the first one of three: it found the time free, and then its own.
    assert reserve() == stack.now + 7 * cost - POLICY.burst


def test_a_refusal_whose_answer_got_lost_moves_the_time_on_once(
    stack: Stack, lossy_budget: DynamoModelBudget, answers: LostAnswers
) -> None:
    wait = timedelta(seconds=30)
    answers.losing = True
    lossy_budget.refused("m", begun_at=stack.now, now=stack.now, wait=wait)
    answers.losing = False
    assert lossy_budget.state("m").free_at == stack.now + wait + POLICY.burst


def test_an_attempt_is_counted_once(stack: Stack, lossy: Stack, answers: LostAnswers) -> None:
    """A fold whose beginning was stored unheard is the next sweep's."""
    for number in range(5):
        stack.end(stack.started(f"job_{number}"))
    clock: Any = _Clock(stack)
    policy = FiguresPolicy(fold_at=1, folded_at_once=2)
    answers.losing = True
    for _ in range(6):
        Fold(figures=lossy.figures, clock=clock, policy=policy).run()
    answers.losing = False
    day = stack.figures.day(Population(owner="ada"), stack.now.date())
    assert (day.total.started, day.total.completed) == (5, 5)
    assert list(stack.figures.ends()) == []


class _Clock:
    def __init__(self, stack: Stack) -> None:
        self.now = stack.clock
