"""Limits: what a deployment allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from generation.engine.model.checkpoint import UNLIMITED, Quota
from generation.engine.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`models` has the default model id under '' and overrides under the names of steps.

    quotas        of stored exams, by plan; a plan that is not named has that of `free`
    max_calls             model calls of one job, over all its attempts: answered, aborted and open ones
    max_cost_usd          the highest cap of a job, and that of one that names none; None: no cap
    allow_unknown_prices  whether a job with a cap may call a model whose price is not known, which
                          then counts nothing under the cap
    """

    models: Mapping[str, str] = field(default_factory=dict)
    items_at_once: int = 10
    lease: timedelta = timedelta(seconds=20)
    deadline: timedelta = timedelta(minutes=60)
    max_active: int = 10
    max_calls: int = 500
    max_cost_usd: Decimal | None = None
    quotas: Mapping[str, Quota] = field(default_factory=dict)
    allow_unknown_prices: bool = False
    policy: Policy = field(default_factory=Policy)

    def quota(self, plan: str) -> Quota:
        return self.quotas.get(plan) or self.quotas.get("free") or UNLIMITED
