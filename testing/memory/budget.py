"""ModelBudget in memory: the arithmetic under a lock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from generation.engine.flow import gcra
from generation.engine.flow.gcra import BudgetState, Opening, RateLimits
from generation.engine.policy import ModelLimitPolicy


class MemoryModelBudget:
    """See ModelBudget. `class_of` maps a model's id to the class that shares its limits."""

    def __init__(self, class_of: Callable[[str], str] = str) -> None:
        self.states: defaultdict[str, BudgetState] = defaultdict(BudgetState)
        self._class_of = class_of
        self._policy = ModelLimitPolicy()
        self._lock = Lock()

    def reserve(
        self, model: str, cost: timedelta, *, now: datetime, owed: timedelta, ahead: timedelta
    ) -> Opening:
        with self._lock:
            state = self.states[self._class_of(model)]
            opening = gcra.reserve(state, cost, self._policy, now=now, owed=owed, ahead=ahead)
            self.states[self._class_of(model)] = opening.state
            return opening

    def refused(self, model: str, *, begun_at: datetime, now: datetime, wait: timedelta) -> BudgetState:
        with self._lock:
            before = self.states[self._class_of(model)]
            state = gcra.refuse(before, self._policy, begun_at=begun_at, now=now, wait=wait)
            self.states[self._class_of(model)] = state
            return state

    def learn(self, model: str, told: RateLimits, *, now: datetime) -> BudgetState:
        with self._lock:
            state = gcra.learn(self.states[self._class_of(model)], told, self._policy, now=now)
            self.states[self._class_of(model)] = state
            return state

    def state(self, model: str) -> BudgetState:
        with self._lock:
            return self.states[self._class_of(model)]
