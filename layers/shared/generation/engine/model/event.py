"""Event: an entry of a job's append-only feed. Log entry: the same for people who read logs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class EventType(StrEnum):
    JOB_CREATED = "job_created"
    STEP_STARTED = "step_started"
    STEP_PROGRESS = "step_progress"
    STEP_COMPLETED = "step_completed"
    ITEM_STARTED = "item_started"
    ITEM_PROGRESS = "item_progress"
    ITEM_COMPLETED = "item_completed"
    JOB_COMPLETED = "job_completed"
    JOB_FAILED = "job_failed"
    JOB_CANCELLED = "job_cancelled"


TERMINAL_EVENTS = frozenset({EventType.JOB_COMPLETED, EventType.JOB_FAILED, EventType.JOB_CANCELLED})


class LogLevel(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    SUCCESS = "success"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`event_id` grows by one per job, from 1, without gaps; `fields` are those of its type."""

    event_id: int
    type: EventType
    timestamp: datetime
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """`log_id` grows by one per job, from 1."""

    log_id: int
    timestamp: datetime
    level: LogLevel
    message: str
    details: dict[str, Any] = field(default_factory=dict)
