"""Page: a part of a list, and where the next one begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`cursor` is opaque and goes into the next question; None at the end."""

    items: Sequence[T]
    cursor: str | None = None
