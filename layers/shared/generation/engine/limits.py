"""Limits: what a deployment allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from generation.engine.model.checkpoint import UNLIMITED, Quota
from generation.engine.model.ledger import NOTHING, Ceiling, Ceilings
from generation.engine.plans import of_plan
from generation.engine.policy import Policy

CHECK = "check"
"""In `Limits.models`, among the names of steps: the model of checking calls. No step is named so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendLimits:
    """Ceilings in USD that no request can lift, of owners by plan (`of_plan`); zero and None: there is none.
    Where all are, no ledger is kept."""

    owner_daily: Mapping[str, Decimal] = field(default_factory=dict)
    owner_monthly: Mapping[str, Decimal] = field(default_factory=dict)
    deployment_daily: Decimal | None = None

    @property
    def is_on(self) -> bool:
        return any((*self.owner_daily.values(), *self.owner_monthly.values(), self.deployment_daily))

    def of(self, plan: str) -> Ceilings:
        named = {
            Ceiling.OWNER_DAY: of_plan(self.owner_daily, plan, NOTHING),
            Ceiling.OWNER_MONTH: of_plan(self.owner_monthly, plan, NOTHING),
            Ceiling.DEPLOYMENT_DAY: self.deployment_daily,
        }
        return Ceilings(usd={ceiling: usd for ceiling, usd in named.items() if usd})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`models` has the default model id under '', overrides under the names of steps, and that of checking
    calls under CHECK; nothing is checked where there is none.

    deadline        of a job, from when it was begun
    queue_deadline  of a job that waits for its turn
    weights         shares in the order of jobs, by plan (`of_plan`)
    quotas          of stored exams, by plan (`of_plan`)
    max_calls             model calls of one job, over all its attempts: answered, aborted and open ones
    max_cost_usd          the highest cap of a job, and that of one that names none; None: no cap
    reuse                 how long an answer is used again for an identical call of the same owner; None:
                          never
    allow_unknown_prices  whether a job with a cap, or under a ceiling, may call a model whose price is not
                          known, which then counts nothing under either
    """

    models: Mapping[str, str] = field(default_factory=dict)
    items_at_once: int = 10
    lease: timedelta = timedelta(seconds=20)
    deadline: timedelta = timedelta(minutes=60)
    max_active: int = 10
    queue_deadline: timedelta = timedelta(hours=24)
    weights: Mapping[str, int] = field(default_factory=lambda: {"free": 1})
    max_calls: int = 500
    max_cost_usd: Decimal | None = None
    quotas: Mapping[str, Quota] = field(default_factory=dict)
    allow_unknown_prices: bool = False
    reuse: timedelta | None = None
    spend: SpendLimits = field(default_factory=SpendLimits)
    policy: Policy = field(default_factory=Policy)

    def quota(self, plan: str) -> Quota:
        return of_plan(self.quotas, plan, UNLIMITED)

    def weight(self, plan: str) -> int:
        return of_plan(self.weights, plan, 1)
