"""Webhooks of an owner: made, changed, rotated, tested, deleted, and what was delivered to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from generation.engine.errors import (
    FieldError,
    IdempotencyKeyReused,
    InvalidInput,
    KeyUsed,
    NotFound,
)
from generation.engine.model.delivery import Delivery, News
from generation.engine.model.webhook import Disabled, Occasion, Webhook, Webhooks
from generation.engine.ports import Clock, Ids, JobStore, Page
from generation.engine.ports.outbox import Outbox
from generation.engine.service.idempotency import IdempotencyKey, answer_of_twin, first_answer, kept_answer
from generation.engine.service.requests import Caller
from generation.engine.telling.news import delivery_of
from generation.engine.telling.store import Teller

ID = "webhook"
"""Prefix of the ids that are made here, which nobody chooses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A webhook as its owner wants it."""

    url: str
    occasions: tuple[str, ...]
    is_enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a request has made, and its answer: the first one where it is `replayed`."""

    body: dict[str, Any]
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookService:
    """`fault` says what keeps an address from being used, None for nothing."""

    outbox: Outbox
    teller: Teller
    jobs: JobStore
    clock: Clock
    ids: Ids
    new_secret: Callable[[], str] = field(repr=False)
    fault: Callable[[str], str | None]
    answers_kept: timedelta

    def all(self, caller: Caller) -> Webhooks:
        return self.outbox.webhooks(caller.owner)

    def get(self, caller: Caller, webhook_id: str) -> Webhook:
        """Raises NotFound, also for somebody else's."""
        return _found(self.outbox.webhooks(caller.owner), webhook_id)

    def create(
        self, caller: Caller, wanted: Wanted, key: IdempotencyKey | None, body: Callable[[Webhook], Any]
    ) -> Made:
        """Raises InvalidInput (`/url`), Conflict (`too-many-webhooks`), IdempotencyKeyReused."""
        # By the key where there is one: sent again after a crash before the answer was kept, it finds what it
        # has made.
        webhook_id = f"{ID}_{_hash(caller.owner, key.text)}" if key else self.ids.new(ID)
        return self._once(caller, key, webhook_id, lambda: body(self._create(caller, webhook_id, wanted)))

    def put(self, caller: Caller, webhook_id: str, wanted: Wanted) -> tuple[Webhook, bool]:
        """The webhook, and whether it is new: an id may be chosen. Raises InvalidInput (`/url`), Conflict
        (`too-many-webhooks`), NotFound for an id of our making that there is not."""
        self._check(wanted.url)
        new = self._new(webhook_id, wanted)

        def put(webhooks: Webhooks) -> Webhooks:
            before = webhooks.find(webhook_id)
            if before is None and webhook_id.startswith(f"{ID}_"):
                raise _no_such_webhook()
            if before is None:
                return webhooks.having(new)
            return webhooks.having(before.changed(wanted.url, wanted.occasions, is_enabled=wanted.is_enabled))

        webhook = _found(self.outbox.change(caller.owner, put), webhook_id)
        return webhook, webhook.secret == new.secret

    def delete(self, caller: Caller, webhook_id: str) -> None:
        """What is still to be delivered to it is dropped. Raises NotFound."""
        self.get(caller, webhook_id)
        self.outbox.change(caller.owner, lambda webhooks: webhooks.without(webhook_id))

    def rotate(
        self, caller: Caller, webhook_id: str, key: IdempotencyKey | None, body: Callable[[Webhook], Any]
    ) -> Made:
        """A new secret; the old one signs for a day too. Raises NotFound, IdempotencyKeyReused."""
        self.get(caller, webhook_id)
        now = self.clock.now()

        def rotated(secret: str) -> Any:
            return body(self._change(caller, webhook_id, lambda webhook: webhook.rotated(secret, now)))

        # Of two rotations under one key at the same time, the secret that was answered has to be the one that
        # signs, whichever of them came last.
        return self._once(
            caller,
            key,
            webhook_id,
            lambda: rotated(self.new_secret()),
            after_twin=lambda answered: rotated(answered["secret"]),
        )

    def test(
        self, caller: Caller, webhook_id: str, key: IdempotencyKey | None, body: Callable[[Delivery], Any]
    ) -> Made:
        """Queue a delivery that is tried once, whether the webhook is enabled or not. Raises NotFound,
        IdempotencyKeyReused."""
        webhook = self.get(caller, webhook_id)

        def tested() -> Any:
            news = News(
                news_id=self.ids.new("test"),
                owner=caller.owner,
                occasion=Occasion.TEST,
                at=self.clock.now(),
                data={"webhook_id": webhook_id},
            )
            delivery = delivery_of(news, webhook, self.teller.policy.patience)
            self.outbox.add(delivery)
            self.teller.send([delivery])
            return body(delivery)

        return self._once(caller, key, webhook_id, tested)

    def deliveries(
        self, caller: Caller, webhook_id: str, *, limit: int, cursor: str | None
    ) -> Page[Delivery]:
        """Raises NotFound, MalformedRequest (cursor)."""
        self.get(caller, webhook_id)
        return self.outbox.deliveries(caller.owner, webhook_id, limit=limit, cursor=cursor)

    def _create(self, caller: Caller, webhook_id: str, wanted: Wanted) -> Webhook:
        self._check(wanted.url)
        new = self._new(webhook_id, wanted)

        def create(webhooks: Webhooks) -> Webhooks:
            return webhooks if webhooks.find(webhook_id) else webhooks.having(new)

        webhook = _found(self.outbox.change(caller.owner, create), webhook_id)
        if (webhook.url, webhook.occasions) != (wanted.url, wanted.occasions):
            raise IdempotencyKeyReused("This Idempotency-Key was used for another request.")
        return webhook

    def _new(self, webhook_id: str, wanted: Wanted) -> Webhook:
        return Webhook(
            webhook_id=webhook_id,
            url=wanted.url,
            occasions=wanted.occasions,
            created_at=self.clock.now(),
            secret=self.new_secret(),
            disabled_by=None if wanted.is_enabled else Disabled.OWNER,
        )

    def _check(self, url: str) -> None:
        if (fault := self.fault(url)) is not None:
            raise InvalidInput("This is no address of a webhook.", errors=(FieldError("/url", fault),))

    def _change(self, caller: Caller, webhook_id: str, change: Callable[[Webhook], Webhook]) -> Webhook:
        def changed(webhooks: Webhooks) -> Webhooks:
            return webhooks.having(change(_found(webhooks, webhook_id)))

        return _found(self.outbox.change(caller.owner, changed), webhook_id)

    def _once(
        self,
        caller: Caller,
        key: IdempotencyKey | None,
        made_id: str,
        make: Callable[[], Any],
        after_twin: Callable[[dict[str, Any]], object] = lambda answered: None,
    ) -> Made:
        """What is made is more than one write with the answer to it. A crash in between means a second secret
        or a second test, and never a second webhook.

        after_twin  given what the request with the same key was answered that was first, at the same time
        """
        kept = kept_answer(self.jobs, caller.owner, key, self.clock.now())
        if kept is not None:
            return Made(body=kept["body"], replayed=True)
        body = make()
        record = first_answer(caller.owner, key, body, made_id, self.clock.now() + self.answers_kept)
        if record is not None:
            try:
                self.jobs.keep_answer(record)
            except KeyUsed:
                twin = answer_of_twin(self.jobs, caller.owner, key, self.clock.now())
                after_twin(twin["body"])
                return Made(body=twin["body"], replayed=True)
        return Made(body=body)


def _found(webhooks: Webhooks, webhook_id: str) -> Webhook:
    webhook = webhooks.find(webhook_id)
    if webhook is None:
        raise _no_such_webhook()
    return webhook


def _no_such_webhook() -> NotFound:
    return NotFound("There is no such webhook.", code="webhook-not-found")


def _hash(owner: str, key: str) -> str:
    text = f"{owner}\0{key}".encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=13).hexdigest()
