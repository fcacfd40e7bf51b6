"""Outbox: webhooks that nobody's change is lost of, and deliveries that one function at a time tries."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from generation.engine.errors import Conflict, LeaseLost, MalformedRequest
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint, Document, Edit
from generation.engine.model.delivery import Delivery, DeliveryStatus, Try
from generation.engine.model.job import JobStatus
from generation.engine.model.webhook import MOST_WEBHOOKS, Webhook, Webhooks
from tests.contract.examples import Stack
from tests.contract.racing import STORES, at_once
from tests.unit.engine.telling import examples

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def _webhook(stack: Stack, number: int = 1) -> Webhook:
    webhook = examples.webhook(webhook_id=f"w{number}", created_at=stack.now, failing_since=stack.now)
    return webhook.rotated(f"whsec_{number}", stack.now)


def _delivery(stack: Stack, number: int = 1, **changes: Any) -> Delivery:
    delivery = examples.delivery(number, at=stack.now, data={"title": "Brot \ud800", "job_id": "job_1"})
    return replace(delivery, **changes)


def _stored(stack: Stack, delivery: Delivery) -> Delivery:
    page = stack.outbox.deliveries("ada", delivery.webhook_id, limit=100, cursor=None)
    (found,) = [one for one in page.items if one.delivery_id == delivery.delivery_id]
    return found


def _taken(stack: Stack, delivery: Delivery) -> Delivery:
    taken = stack.outbox.take(delivery.key, now=stack.now, until=stack.now + MINUTE)
    assert taken is not None
    return taken


def test_webhooks_are_read_back_as_they_were(stack: Stack) -> None:
    assert stack.outbox.webhooks("ada") == Webhooks() == stack.outbox.listeners("ada")
    one, two = _webhook(stack, 1), _webhook(stack, 2)
    stack.outbox.change("ada", lambda webhooks: webhooks.having(one))
    after = stack.outbox.change("ada", lambda webhooks: webhooks.having(two))
    stack.settle()
    assert after == Webhooks(webhooks=(one, two)) == stack.outbox.webhooks("ada")
    assert stack.outbox.listeners("ada") == after
    assert stack.outbox.webhooks("bob") == Webhooks()
    assert stack.outbox.change("ada", lambda webhooks: webhooks.without("w1")).webhooks == (two,)


def test_a_change_that_is_refused_leaves_everything(stack: Stack) -> None:
    for number in range(MOST_WEBHOOKS):
        made = _webhook(stack, number)
        stack.outbox.change("ada", partial(Webhooks.having, webhook=made))
    with pytest.raises(Conflict):
        stack.outbox.change("ada", lambda webhooks: webhooks.having(_webhook(stack, 99)))
    assert len(stack.outbox.webhooks("ada").webhooks) == MOST_WEBHOOKS


@pytest.mark.on(*STORES)
def test_of_changes_at_the_same_time_none_is_lost(stack: Stack) -> None:
    def create(number: int) -> object:
        made = _webhook(stack, number)
        return stack.outbox.change("ada", lambda webhooks: webhooks.having(made))

    at_once(4, create)
    assert {one.webhook_id for one in stack.outbox.webhooks("ada").webhooks} == {"w0", "w1", "w2", "w3"}


@pytest.mark.on("dynamodb", "lagging")
def test_a_change_does_not_bring_back_what_was_erased_meanwhile(stack: Stack) -> None:
    stack.outbox.change("ada", partial(Webhooks.having, webhook=_webhook(stack)))

    def failing(webhooks: Webhooks) -> Webhooks:
        while not stack.holdings.erase("ada", but="", most=100):
            pass
        return Webhooks(webhooks=tuple(one.refused(stack.now, is_gone=True) for one in webhooks.webhooks))

    assert stack.outbox.change("ada", failing) == Webhooks()
    assert stack.outbox.webhooks("ada") == Webhooks()


def test_a_delivery_is_read_back_and_the_same_written_again_is_one(stack: Stack) -> None:
    delivery = _delivery(stack)
    stack.outbox.add(delivery)
    stack.outbox.add(delivery)
    assert _stored(stack, delivery) == delivery
    assert stack.outbox.deliveries("ada", "other", limit=9, cursor=None).items == []
    assert stack.outbox.deliveries("bob", "crm", limit=9, cursor=None).items == []


def test_a_try_that_was_begun_is_nobody_elses_until_its_time_is_over(stack: Stack) -> None:
    delivery = _delivery(stack)
    stack.outbox.add(delivery)
    taken = _taken(stack, delivery)
    until = stack.now + MINUTE
    assert taken == replace(delivery, begun=1, due_at=until, sweep_at=until)
    assert stack.outbox.take(delivery.key, now=until - SECOND, until=until + MINUTE) is None
    again = stack.outbox.take(delivery.key, now=until, until=until + MINUTE)
    assert again is not None
    assert again.begun == 2
    assert not stack.outbox.settle(taken.ended(DeliveryStatus.DELIVERED)), "another try was begun since"
    assert stack.outbox.settle(again.ended(DeliveryStatus.DELIVERED))


@pytest.mark.on(*STORES)
def test_of_two_messages_at_the_same_time_one_begins(stack: Stack) -> None:
    delivery = _delivery(stack)
    stack.outbox.add(delivery)
    until = stack.now + MINUTE
    results = at_once(4, lambda _: stack.outbox.take(delivery.key, now=stack.now, until=until))
    assert Counter(result is None for result in results) == {True: 3, False: 1}


def test_what_came_of_a_try_is_kept_and_what_has_ended_is_not_taken(stack: Stack) -> None:
    delivery = _delivery(stack)
    stack.outbox.add(delivery)
    failed = Try(at=stack.now, took_ms=10_000, error="timed-out")
    later = stack.now + 2 * MINUTE
    waiting = _taken(stack, delivery).put_off(later, later, failed)
    assert stack.outbox.settle(waiting)
    assert _stored(stack, delivery) == waiting
    assert stack.outbox.take(delivery.key, now=stack.now + MINUTE, until=later) is None
    stack.now = later
    received = Try(at=stack.now, took_ms=12, status_code=204)
    ended = _taken(stack, delivery).ended(DeliveryStatus.DELIVERED, received)
    assert stack.outbox.settle(ended)
    assert not stack.outbox.settle(ended)
    assert _stored(stack, delivery).tries == (failed, received)
    assert stack.outbox.take(delivery.key, now=later + DAY, until=later + 2 * DAY) is None


def test_the_sweep_finds_what_is_due_the_longest_first_and_nothing_that_has_ended(stack: Stack) -> None:
    for number in (2, 3, 1):
        stack.outbox.add(_delivery(stack, number, sweep_at=stack.now + number * MINUTE))
    ended = _delivery(stack, 4, sweep_at=stack.now)
    stack.outbox.add(ended)
    stack.outbox.settle(_taken(stack, ended).ended(DeliveryStatus.FAILED))
    stack.settle()
    due = stack.outbox.due(stack.now + 2 * MINUTE, 10)
    assert [one.key for one in due] == [_delivery(stack, 1).key, _delivery(stack, 2).key]
    assert [one.sweep_at for one in due] == [stack.now + MINUTE, stack.now + 2 * MINUTE]
    assert len(stack.outbox.due(stack.now + DAY, 2)) == 2
    assert stack.outbox.due(stack.now, 10) == []


def test_what_the_sweep_has_queued_it_does_not_queue_again_soon(stack: Stack) -> None:
    delivery = _delivery(stack)
    stack.outbox.add(delivery)
    stack.settle()
    (due,) = stack.outbox.due(stack.now + MINUTE, 10)
    stack.outbox.put_off(due, stack.now + 10 * MINUTE)
    stack.settle()
    assert stack.outbox.due(stack.now + 9 * MINUTE, 10) == []
    (again,) = stack.outbox.due(stack.now + 10 * MINUTE, 10)
    assert again.key == due.key
    taken = _taken(stack, delivery)
    stack.outbox.put_off(again, stack.now + DAY)
    assert _stored(stack, delivery) == taken, "a try that was begun says itself when to look again"


def test_deliveries_come_newest_first_page_by_page(stack: Stack) -> None:
    for number in range(5):
        stack.now += SECOND
        stack.outbox.add(_delivery(stack, number))
    shown: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        page = stack.outbox.deliveries("ada", "crm", limit=2, cursor=cursor)
        shown += [one.news_id for one in page.items]
        cursor = page.cursor
    assert shown == [f"job_{number}-1-completed" for number in (4, 3, 2, 1, 0)]
    assert cursor is None
    with pytest.raises(MalformedRequest):
        stack.outbox.deliveries("ada", "other", limit=2, cursor=page_of(stack))


def page_of(stack: Stack) -> str | None:
    return stack.outbox.deliveries("ada", "crm", limit=2, cursor=None).cursor


def test_after_thirty_days_a_delivery_is_shown_and_tried_no_more(stack: Stack) -> None:
    delivery = _delivery(stack)
    stack.outbox.add(delivery)
    stack.now += timedelta(days=31)
    assert stack.outbox.deliveries("ada", "crm", limit=9, cursor=None).items == []
    assert stack.outbox.take(delivery.key, now=stack.now, until=stack.now + MINUTE) is None


def test_a_checkpoint_writes_its_deliveries_or_neither(stack: Stack) -> None:
    stack.create(stack.job())
    until = stack.now + MINUTE
    stale = stack.jobs.take("job_1", now=stack.now, until=until, expect=frozenset(JobStatus))
    held = stack.jobs.take("job_1", now=stack.now, until=until, expect=frozenset(JobStatus), steal=True)
    assert stale is not None
    assert held is not None
    delivery = _delivery(stack)
    with pytest.raises(LeaseLost):
        stack.jobs.commit(Checkpoint(job=stale, deliveries=(delivery,)))
    assert stack.outbox.deliveries("ada", "crm", limit=9, cursor=None).items == []
    ended = replace(held, status=JobStatus.CANCELLED, completed_at=stack.now, lease_until=None)
    stack.jobs.commit(Checkpoint(job=ended, deliveries=(delivery,), slot=ActiveSlot.RELEASE))
    assert _stored(stack, delivery) == delivery


def test_an_edit_writes_its_deliveries_or_neither(stack: Stack) -> None:
    head = Document(kind="course", owner="ada", document_id="c1", status="draft", created_at=stack.now)
    stack.documents.create(replace(head, parts={}))
    delivery = _delivery(stack)
    edit = Edit(
        kind="course",
        owner="ada",
        document_id="c1",
        edits={"published_at": "now"},
        expect="draft",
        status="published",
        deliveries=(delivery,),
    )
    published = stack.documents.edit(edit)
    assert published is not None
    assert (published.status, published.summary) == ("published", {"published_at": "now"})
    assert stack.documents.get("course", "ada", "c1", parts=False) == published
    assert _stored(stack, delivery) == delivery
    other = _delivery(stack, 2)
    assert stack.documents.edit(replace(edit, deliveries=(other,))) is None
    page = stack.outbox.deliveries("ada", "crm", limit=9, cursor=None)
    assert [one.news_id for one in page.items] == ["job_1-1-completed"]
