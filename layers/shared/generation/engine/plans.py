"""Plans of owners: how what an operator chooses by plan is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")

FREE = "free"


def of_plan(values: Mapping[str, T], plan: str, default: T) -> T:
    """What is chosen for the plan; a plan that is not named has what `free` has, and `default` where that is
    not named either."""
    return values[plan] if plan in values else values.get(FREE, default)
