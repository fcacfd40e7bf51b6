"""Holdings: everything that is stored of one owner, to be counted and to be erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

OWNER = "owner"
"""Kind of an owner among what was deleted: what came late of one that was erased goes then."""

ERASED = "erased"
"""Its id there."""


class Holdings(Protocol):
    """What stays of an owner: the jobs that `but` names, how many jobs are active, what was spent under the
    ceilings, and the figures of past jobs, which are sums without content."""

    def count(self, owner: str, but: str) -> Mapping[str, int]:
        """Of all that is to be erased, by kind; what is deleted and not gone counts with the rest."""

    def erase(self, owner: str, but: str, most: int) -> bool:
        """Erase some things, at most so many, wherever an earlier call has died; whether nothing was left.
        Jobs that are active stay: their worker could write them again."""

    def remember(self, owner: str, at: datetime, late: datetime) -> None:
        """That the owner was erased then, under a hash of the name, and that what his last workers may write
        after it goes at `late`. The same each time."""
