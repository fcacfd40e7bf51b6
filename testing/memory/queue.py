"""The queues in memory: their messages lie open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from generation.engine.model.delivery import DeliveryKey
from generation.system import SystemClock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Message(Generic[T]):
    """`content` that is queued; not to be received before `due_at`."""

    content: T
    due_at: datetime


class OpenQueue(Generic[T]):
    """A queue whose messages lie open: `messages` may be reordered, doubled or lost by a test."""

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        self.messages: list[Message[T]] = []
        self._now = now or SystemClock().now
        self._lock = Lock()

    def put(self, contents: Sequence[T], delay_s: int) -> None:
        due_at = self._now() + timedelta(seconds=min(max(delay_s, 0), 900))
        with self._lock:
            self.messages += [Message(content, due_at) for content in contents]

    def receive(self, now: datetime | None = None) -> T | None:
        """Take the message that is due longest off the queue: its content, None where none is due."""
        moment = now or self._now()
        with self._lock:
            due = [message for message in self.messages if message.due_at <= moment]
            if not due:
                return None
            first = min(due, key=lambda message: message.due_at)
            self.messages.remove(first)
            return first.content


class MemoryQueue(OpenQueue[str]):
    """JobQueue: the content of a message is the id of its job."""

    def send(self, job_id: str, delay_s: int = 0, owner: str = "") -> None:
        self.put([job_id], delay_s)

    def backlog(self) -> int:
        moment = self._now()
        with self._lock:
            return sum(message.due_at <= moment for message in self.messages)

    def queued(self) -> int:
        with self._lock:
            return len(self.messages)

    def next_due(self) -> datetime | None:
        """When the next message can be received; None where there is none."""
        with self._lock:
            return min((message.due_at for message in self.messages), default=None)


class MemoryDeliveryQueue(OpenQueue[DeliveryKey]):
    """DeliveryQueue: the content of a message is the key of its delivery."""

    def send(self, keys: Sequence[DeliveryKey], delay_s: int = 0) -> None:
        self.put(keys, delay_s)
