"""Limits: what a deployment allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from generation.engine.model.checkpoint import UNLIMITED, Quota
from generation.engine.retry import RetryPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`models` has the default model id under '' and overrides under the names of steps.

    quotas        of stored exams, by plan; a plan that is not named has that of `free`
    max_calls     answered model calls of one job, over all its attempts
    max_cost_usd  the cap of a job that names none; None: it has none then
    """

    models: Mapping[str, str] = field(default_factory=dict)
    items_at_once: int = 10
    lease: timedelta = timedelta(seconds=20)
    deadline: timedelta = timedelta(minutes=60)
    max_active: int = 10
    max_calls: int = 500
    max_cost_usd: Decimal | None = None
    quotas: Mapping[str, Quota] = field(default_factory=dict)
    policy: RetryPolicy = field(default_factory=RetryPolicy)

    def quota(self, plan: str) -> Quota:
        return self.quotas.get(plan) or self.quotas.get("free") or UNLIMITED
