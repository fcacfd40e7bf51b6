"""Context: what the parts of one job's worker share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from generation.engine.limits import Limits
from generation.engine.pipeline import Pipeline
from generation.engine.ports import Clock, Documents, Ids, JobQueue, JobStore, Model
from generation.engine.worker.model_limit import ModelLimiter
from generation.engine.worker.time_budget import TimeBudget

Offload = Callable[..., Awaitable[Any]]
"""Runs a blocking port call without blocking the other jobs of the process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerContext:
    """Ports and limits of the process, and what belongs to this worker alone.

    limiter  None where no limit of the model is set
    changed  set when something has happened that the scheduler has to look at
    """

    store: JobStore
    documents: Documents
    queue: JobQueue
    model: Model
    clock: Clock
    ids: Ids
    limits: Limits
    offload: Offload
    pipeline: Pipeline[Any]
    time_budget: TimeBudget
    limiter: ModelLimiter | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
