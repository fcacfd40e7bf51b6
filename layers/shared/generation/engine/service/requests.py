"""Requests: who asks the service for what, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generation.engine.flow.place import QueuePlace
from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    owner: str
    org_id: str | None = None
    plan: str = "free"
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`queue` is where the job waits for its turn; `body` is the first answer when it is given again, else
    None; `changed` is False where the job was already as asked for."""

    job: Job
    queue: QueuePlace | None = None
    body: dict[str, Any] | None = None
    changed: bool = True

    @property
    def replayed(self) -> bool:
        return self.body is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """`is_finished`: the job has ended and nothing comes after these events."""

    job: Job
    events: Sequence[Event]
    last_event_id: int
    is_finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """`is_finished`: the job has ended and nothing comes after these entries."""

    job: Job
    entries: Sequence[LogEntry]
    last_log_id: int
    is_finished: bool
