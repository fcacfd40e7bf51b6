"""Webhooks of an owner: wherever a request dies, sent again it makes one webhook."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from generation.engine.errors import Conflict, IdempotencyKeyReused, InvalidInput, NotFound
from generation.engine.model.webhook import MOST_WEBHOOKS, Webhook
from generation.engine.service.idempotency import IdempotencyKey
from generation.engine.service.requests import Caller
from generation.engine.service.webhooks import Wanted, WebhookService
from generation.engine.telling.store import Teller
from testing.lives import Beside, Died, Life
from testing.memory.jobs import MemoryJobStore
from testing.memory.outbox import MemoryOutbox
from testing.memory.queue import MemoryDeliveryQueue
from tests.unit.engine.telling.examples import NOW, Town

ADA, BOB = Caller(owner="ada"), Caller(owner="bob")
WANTED = Wanted(url="https://hooks.example.org/crm", occasions=("job.completed",))
KEY = IdempotencyKey(text="k1", fingerprint="f1", body=dict)


class Table:
    def __init__(self) -> None:
        self.jobs = MemoryJobStore(now=lambda: NOW)
        self.outbox = MemoryOutbox(self.jobs.world, now=lambda: NOW)
        self.queue = MemoryDeliveryQueue(lambda: NOW)
        self._numbers = count(1)

    def service(self, life: Life | None = None) -> WebhookService:
        through = (life or Life()).through
        outbox = through(self.outbox)
        return WebhookService(
            outbox=outbox,
            teller=Teller(outbox=outbox, queue=through(self.queue)),
            jobs=through(self.jobs),
            clock=Town(),
            ids=self,
            new_secret=lambda: f"whsec_{next(self._numbers)}",
            fault=lambda url: None if url.startswith("https://hooks.") else "is not reachable from here",
            answers_kept=timedelta(hours=24),
        )

    def new(self, prefix: str) -> str:
        return f"{prefix}_{next(self._numbers)}"

    def jitter(self) -> float:
        return 0.0


def _body(webhook: Webhook) -> dict[str, Any]:
    return {"webhook_id": webhook.webhook_id, "secret": webhook.secret}


def test_wherever_a_creation_dies_its_repeat_makes_one_webhook_and_tells_its_secret() -> None:
    life = Life()
    Table().service(life).create(ADA, WANTED, KEY, _body)
    assert life.calls >= 3
    for point in range(1, life.calls + 1):
        for after in (False, True):
            table = Table()
            with pytest.raises(Died):
                table.service(Life(point, after)).create(ADA, WANTED, KEY, _body)
            made = table.service().create(ADA, WANTED, KEY, _body)
            (webhook,) = table.service().all(ADA).webhooks
            assert made.body == _body(webhook)
            assert table.service().create(ADA, WANTED, KEY, _body).body == made.body


def test_another_request_under_the_same_key_is_refused() -> None:
    table = Table()
    table.service().create(ADA, WANTED, KEY, _body)
    other = IdempotencyKey(text="k1", fingerprint="f2", body=dict)
    with pytest.raises(IdempotencyKeyReused):
        table.service().create(ADA, WANTED, other, _body)


def test_without_a_key_each_creation_is_one_of_its_own_up_to_ten() -> None:
    service = Table().service()
    made = [service.create(ADA, WANTED, None, _body).body["webhook_id"] for _ in range(MOST_WEBHOOKS)]
    assert len(set(made)) == MOST_WEBHOOKS
    with pytest.raises(Conflict):
        service.create(ADA, WANTED, None, _body)
    service.delete(ADA, made[0])
    service.create(ADA, WANTED, None, _body)
    service.create(BOB, WANTED, None, _body)


def test_an_id_may_be_chosen_but_none_of_our_making() -> None:
    service = Table().service()
    first, is_new = service.put(ADA, "crm", WANTED)
    assert is_new
    other = Wanted(url="https://hooks.example.org/2", occasions=("job.failed",), is_enabled=False)
    second, is_new = service.put(ADA, "crm", other)
    assert not is_new
    assert (second.url, second.occasions, second.is_enabled) == (other.url, other.occasions, False)
    assert (second.secret, second.created_at) == (first.secret, first.created_at)
    with pytest.raises(NotFound):
        service.put(ADA, "webhook_1", WANTED)


@pytest.mark.parametrize("name", ["get", "delete", "rotate", "test", "deliveries"])
def test_somebody_elses_is_as_none(name: str) -> None:
    service = Table().service()
    service.put(ADA, "crm", WANTED)
    asks: dict[str, Any] = {
        "get": lambda: service.get(BOB, "crm"),
        "delete": lambda: service.delete(BOB, "crm"),
        "rotate": lambda: service.rotate(BOB, "crm", None, _body),
        "test": lambda: service.test(BOB, "crm", None, lambda delivery: {}),
        "deliveries": lambda: service.deliveries(BOB, "crm", limit=1, cursor=None),
    }
    with pytest.raises(NotFound):
        asks[name]()
    assert service.get(ADA, "crm")


def test_a_bad_address_is_named() -> None:
    with pytest.raises(InvalidInput) as refusal:
        Table().service().put(ADA, "crm", Wanted(url="https://10.0.0.1/", occasions=("job.failed",)))
    (fault,) = refusal.value.errors
    assert (fault.pointer, fault.message) == ("/url", "is not reachable from here")


def test_a_rotation_asked_for_twice_under_a_key_is_one() -> None:
    table = Table()
    table.service().put(ADA, "crm", WANTED)
    first = table.service().rotate(ADA, "crm", KEY, _body)
    assert table.service().rotate(ADA, "crm", KEY, _body).body == first.body
    webhook = table.service().get(ADA, "crm")
    assert webhook.secrets_at(NOW) == (first.body["secret"], "whsec_1")


def test_of_two_rotations_under_one_key_at_the_same_time_both_tell_the_secret_that_signs() -> None:
    life = Life()
    table = Table()
    table.service().put(ADA, "crm", WANTED)
    table.service(life).rotate(ADA, "crm", KEY, _body)
    for point in range(1, life.calls + 1):
        table, answers = Table(), list[Any]()
        table.service().put(ADA, "crm", WANTED)

        def rotate(life: Life | None = None, table: Table = table, answers: list[Any] = answers) -> None:
            answers.append(table.service(life).rotate(ADA, "crm", KEY, _body).body["secret"])

        rotate(Beside(point, rotate))
        webhook = table.service().get(ADA, "crm")
        signs = webhook.secret
        assert answers == [signs, signs], point
        assert "whsec_1" in webhook.secrets_at(NOW), "which the receiver still has"
        rotate()
        assert answers[-1] == signs


def test_a_test_is_queued_and_told_under_an_id_of_its_own() -> None:
    table = Table()
    table.service().put(ADA, "crm", WANTED)
    for _ in range(2):
        table.service().test(ADA, "crm", None, lambda delivery: {"id": delivery.news_id})
    page = table.service().deliveries(ADA, "crm", limit=10, cursor=None)
    assert len({delivery.news_id for delivery in page.items}) == 2
    assert len(table.queue.messages) == 2
