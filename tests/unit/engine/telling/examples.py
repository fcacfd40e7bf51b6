"""Webhooks and what is told to them, for the tests of this folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from generation.engine.errors import Undelivered
from generation.engine.model.delivery import Delivery, News
from generation.engine.model.webhook import TOLD, Occasion, Webhook
from generation.engine.ports.outbox import Message
from generation.engine.telling.deliverer import Deliverer
from generation.engine.telling.news import delivery_of
from generation.engine.telling.resend import Resend
from generation.engine.telling.schedule import DeliveryPolicy
from generation.engine.telling.signing import new_secret
from testing.memory.outbox import MemoryOutbox
from testing.memory.queue import MemoryDeliveryQueue

NOW = datetime(2026, 11, 28, 7, 0, 0, 125_000, tzinfo=UTC)
SECRET = new_secret(b"0" * 32)


def webhook(**changes: Any) -> Webhook:
    made = {
        "webhook_id": "crm",
        "url": "https://hooks.example.org/crm",
        "occasions": tuple(occasion.value for occasion in TOLD),
        "created_at": NOW,
        "secret": SECRET,
    }
    return Webhook(**{**made, **changes})


def news(number: int = 1, **changes: Any) -> News:
    made = {
        "news_id": f"job_{number}-1-completed",
        "owner": "ada",
        "occasion": Occasion.JOB_COMPLETED,
        "at": NOW,
        "data": {"job_id": f"job_{number}"},
    }
    return News(**{**made, **changes})


def delivery(number: int = 1, **changes: Any) -> Delivery:
    return delivery_of(news(number, **changes), webhook(), DeliveryPolicy().patience)


@dataclass
class Receiver:
    """A Post: `answers` are statuses, or codes of what went wrong, one for each request; then 204."""

    answers: list[int | str] = field(default_factory=list)
    received: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> int:
        self.received.append(message)
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, str):
            raise Undelivered(answer)
        return answer

    @property
    def ids(self) -> list[str]:
        return [message.headers["webhook-id"] for message in self.received]


@dataclass
class Town:
    """Outbox, queue and receiver, and a clock that stands still unless a test moves it."""

    time: datetime = NOW
    chance: float = 0.0
    receiver: Receiver = field(default_factory=Receiver)

    def __post_init__(self) -> None:
        self.outbox = MemoryOutbox(now=self.now)
        self.queue = MemoryDeliveryQueue(self.now)
        self.deliverer = Deliverer(
            outbox=self.outbox, queue=self.queue, post=self.receiver, clock=self, ids=self
        )
        self.resend = Resend(outbox=self.outbox, queue=self.queue, clock=self)

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    def new(self, prefix: str) -> str:
        return prefix

    def jitter(self) -> float:
        return self.chance

    def listen(self, made: Webhook) -> None:
        self.outbox.change("ada", lambda webhooks: webhooks.having(made))

    def webhook(self, webhook_id: str = "crm") -> Webhook:
        found = self.outbox.webhooks("ada").find(webhook_id)
        assert found is not None
        return found

    def delivery(self, made: Delivery) -> Delivery:
        page = self.outbox.deliveries(made.owner, made.webhook_id, limit=100, cursor=None)
        (found,) = [one for one in page.items if one.delivery_id == made.delivery_id]
        return found

    def serve(self) -> int:
        """Deliver all messages that are due; how many there were."""
        count = 0
        while (key := self.queue.receive()) is not None:
            self.deliverer.deliver(key)
            count += 1
        return count

    def pass_by(self, until: timedelta, step: timedelta = timedelta(minutes=1)) -> None:
        """Minutes with their sweeps, up to so long from the beginning."""
        while self.time < NOW + until:
            self.time += step
            self.resend.run()
            self.serve()
