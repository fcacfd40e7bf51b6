"""Limits: what a deployment allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from generation.engine.retry import RetryPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`models` has the default model id under '' and overrides under the names of steps."""

    models: Mapping[str, str] = field(default_factory=dict)
    items_at_once: int = 10
    lease: timedelta = timedelta(seconds=20)
    deadline: timedelta = timedelta(minutes=60)
    max_active: int = 10
    policy: RetryPolicy = field(default_factory=RetryPolicy)
