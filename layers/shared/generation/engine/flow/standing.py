"""Standing: what is left to a class of models now, for people to see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from generation.engine.flow import gcra
from generation.engine.flow.gcra import ModelLimits
from generation.engine.policy import ModelLimitPolicy
from generation.engine.ports import ModelBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStanding:
    """`limits` are those that hold, lowered by what the account has; `waits` is how long the next call would
    wait."""

    model: str
    limits: ModelLimits
    waits: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStandings:
    """Of the models that a deployment uses. `budget` is None where no limit is set: then there are none."""

    budget: ModelBudget | None = None
    limits: ModelLimits
    models: Collection[str]
    policy: ModelLimitPolicy = field(default_factory=ModelLimitPolicy)

    def at(self, now: datetime) -> tuple[ModelStanding, ...]:
        """By name; one small read a model."""
        if self.budget is None:
            return ()
        states = {model: self.budget.state(model) for model in sorted(set(self.models))}
        return tuple(
            ModelStanding(
                model=model,
                limits=self.limits.lowered(state.told),
                waits=gcra.horizon(state, now, self.policy),
            )
            for model, state in states.items()
        )
