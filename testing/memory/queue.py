"""The queue in memory: its messages lie open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from generation.system import SystemClock


@dataclass(frozen=True, slots=True)
class Message:
    """A queued message; not to be received before `due_at`."""

    job_id: str
    due_at: datetime


class MemoryQueue:
    """JobQueue whose messages lie open: `messages` may be reordered, doubled or lost by a test."""

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        self.messages: list[Message] = []
        self._now = now or SystemClock().now
        self._lock = Lock()

    def send(self, job_id: str, delay_s: int = 0, owner: str = "") -> None:
        due_at = self._now() + timedelta(seconds=min(max(delay_s, 0), 900))
        with self._lock:
            self.messages.append(Message(job_id, due_at))

    def backlog(self) -> int:
        moment = self._now()
        with self._lock:
            return sum(message.due_at <= moment for message in self.messages)

    def queued(self) -> int:
        with self._lock:
            return len(self.messages)

    def receive(self, now: datetime | None = None) -> str | None:
        """Take the message that is due longest off the queue: its job id, None where none is due."""
        moment = now or self._now()
        with self._lock:
            due = [message for message in self.messages if message.due_at <= moment]
            if not due:
                return None
            first = min(due, key=lambda message: message.due_at)
            self.messages.remove(first)
            return first.job_id

    def next_due(self) -> datetime | None:
        """When the next message can be received; None where there is none."""
        with self._lock:
            return min((message.due_at for message in self.messages), default=None)
