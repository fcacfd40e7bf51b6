"""Outbox: whom an owner wants told, and what has not been told yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from generation.engine.model.delivery import Delivery, DeliveryKey
from generation.engine.model.webhook import Webhooks
from generation.engine.ports.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    key: DeliveryKey
    sweep_at: datetime


class Outbox(Protocol):
    """Deliveries are written by `JobStore.commit` and `Documents.edit` too, with what they tell of."""

    def listeners(self, owner: str) -> Webhooks:
        """One read of one item, half a unit where there is none; eventually consistent: a webhook of this
        second may be missed."""

    def webhooks(self, owner: str) -> Webhooks:
        """Strongly consistent."""

    def change(self, owner: str, change: Callable[[Webhooks], Webhooks]) -> Webhooks:
        """All of the owner's webhooks afterwards. `change` is made again where another change came between;
        what it raises is raised. Made twice it has to be as if made once."""

    def add(self, delivery: Delivery) -> None:
        """The same each time."""

    def take(self, key: DeliveryKey, *, now: datetime, until: datetime) -> Delivery | None:
        """Begin a try: nobody else does before `until`, and then the sweep queues it. None where it is not
        pending, not due yet, or not there."""

    def settle(self, delivery: Delivery) -> bool:
        """Write what came of a try that `take` began; False where another one was begun since."""

    def due(self, now: datetime, most: int) -> Sequence[Due]:
        """Pending ones whose `sweep_at` is over, the longest first (eventually consistent)."""

    def put_off(self, due: Due, sweep_at: datetime) -> None:
        """The sweep has queued it and looks again at `sweep_at`, unless it was tried meanwhile."""

    def deliveries(self, owner: str, webhook_id: str, *, limit: int, cursor: str | None) -> Page[Delivery]:
        """Newest first. Raises MalformedRequest (cursor)."""


class DeliveryQueue(Protocol):
    def send(self, keys: Sequence[DeliveryKey], delay_s: int = 0) -> None:
        """Queue deliveries to be tried, ten at most. Delays are whole seconds, 900 at most. Raises
        Unavailable: then some of them may have been queued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent to a webhook: `headers` with the signature, `body` to the byte."""

    url: str
    headers: Mapping[str, str]
    body: bytes


class Post(Protocol):
    def send(self, message: Message) -> int:
        """Status of the answer, which is not followed anywhere. Raises Undelivered."""
