"""Delivery: something that happened, for one webhook, tried until it was received or is given up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from generation.engine.model.webhook import Occasion


class DeliveryStatus(StrEnum):
    """failed: given up. dropped: its webhook was disabled or deleted before it was received."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that happened.

    news_id  made of what it tells of (job, attempt and occasion), so that writing it twice is writing it
             once: receivers see it as `webhook-id`
    """

    news_id: str
    owner: str
    occasion: Occasion
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """`status_code` of the answer; None: there was none, and `error` says why."""

    at: datetime
    took_ms: int
    status_code: int | None = None
    error: str | None = None

    @property
    def is_received(self) -> bool:
        return self.status_code is not None and 200 <= self.status_code < 300


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryKey:
    """What a message of the queue names. `delivery_id` sorts by time within its webhook."""

    owner: str
    webhook_id: str
    delivery_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """begun     tries that were begun; one that was and left no entry in `tries` died on the way
    due_at    not to be tried before
    sweep_at  when the sweep queues it, where it has not been tried by then
    """

    owner: str
    webhook_id: str
    news_id: str
    occasion: str
    created_at: datetime
    data: dict[str, Any]
    status: str = DeliveryStatus.PENDING
    begun: int = 0
    due_at: datetime
    sweep_at: datetime
    tries: tuple[Try, ...] = ()

    @property
    def delivery_id(self) -> str:
        moment = round(self.created_at.timestamp() * 1000)
        return f"{moment:013d}-{self.news_id}"

    @property
    def key(self) -> DeliveryKey:
        return DeliveryKey(owner=self.owner, webhook_id=self.webhook_id, delivery_id=self.delivery_id)

    @property
    def is_pending(self) -> bool:
        return self.status == DeliveryStatus.PENDING

    def ended(self, status: DeliveryStatus, *tries: Try) -> Delivery:
        return replace(self, status=status, tries=(*self.tries, *tries))

    def put_off(self, due_at: datetime, sweep_at: datetime, *tries: Try) -> Delivery:
        return replace(self, due_at=due_at, sweep_at=sweep_at, tries=(*self.tries, *tries))
