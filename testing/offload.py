"""Offload: how a worker under test makes its port calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


async def at_once(ask: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Here and now, where a worker of the deployment uses a thread."""
    return ask(*arguments, **named)
