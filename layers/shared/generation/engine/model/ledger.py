"""Ledger: what was spent under the ceilings, and what is reserved of them.

A job's share of it stands in the job too (`Funding`), written in the same transaction: whoever dies in
between leaves both exact, and at every moment what the ledger holds is the sum over the jobs. Days and
months are those of UTC.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

NOTHING = Decimal(0)

EXACT = Decimal("1e-12")
"""USD: what the ledger counts in. Prices of a token have at most 12 places, so sums of them are exact."""


def exact(usd: Decimal) -> Decimal:
    """In the ledger's places, rounded up."""
    return usd.quantize(EXACT, rounding=ROUND_CEILING)


class Ceiling(StrEnum):
    """What may be spent at most: by one owner in a day or a month, by all of them in a day."""

    OWNER_DAY = "owner_day"
    OWNER_MONTH = "owner_month"
    DEPLOYMENT_DAY = "deployment_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceilings:
    """USD of each ceiling that holds for one owner; what is not named has none."""

    usd: Mapping[Ceiling, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What stands under one ceiling in its day or month.

    closed_at_usd  the ceiling as it was when a call did not fit under it any more; None: each one did
    """

    used_usd: Decimal = NOTHING
    reserved_usd: Decimal = NOTHING
    closed_at_usd: Decimal | None = None

    @property
    def total_usd(self) -> Decimal:
        return self.used_usd + self.reserved_usd

    def is_spent(self, limit: Decimal) -> bool:
        """Whether nothing can begin under this ceiling before its day or month is over. What is only
        reserved does not count: most of it comes back."""
        return self.used_usd >= limit or (self.closed_at_usd is not None and limit <= self.closed_at_usd)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """Accounts of an owner and of the deployment at one moment."""

    accounts: Mapping[Ceiling, Account]

    def spent(self, ceilings: Ceilings) -> Ceiling | None:
        """The ceiling that lets nothing begin, the one that lasts longest; None: there is none."""
        order = (Ceiling.OWNER_MONTH, Ceiling.OWNER_DAY, Ceiling.DEPLOYMENT_DAY)
        named = [ceiling for ceiling in order if ceiling in ceilings.usd]
        return next((c for c in named if self.accounts[c].is_spent(ceilings.usd[c])), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """A job's share of the ledger.

    day           whose accounts hold the reservation (ISO 8601); empty: there is none
    reserved_usd  what its calls may cost since it was booked last
    booked_usd    how much of the job's spending stands in the ledger as used, or never will
    """

    day: str = ""
    reserved_usd: Decimal = NOTHING
    booked_usd: Decimal = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """A change of the owner's and the deployment's accounts, written with the job's checkpoint.

    day       whose accounts (ISO 8601), and those of its month
    used_usd, reserved_usd  are added, and may be negative
    ceilings  the entry is refused past them; None: it is a settlement, which always counts
    closed    accounts under which a call did not fit any more, and their ceilings in USD
    """

    owner: str
    day: str
    used_usd: Decimal = NOTHING
    reserved_usd: Decimal = NOTHING
    ceilings: Ceilings | None = None
    closed: Mapping[Ceiling, Decimal] = field(default_factory=dict)

    @property
    def total_usd(self) -> Decimal:
        return self.used_usd + self.reserved_usd


def day_of(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()


CEILING_NAMES = {
    Ceiling.OWNER_DAY: "what your jobs may cost in a day",
    Ceiling.OWNER_MONTH: "what your jobs may cost in a month",
    Ceiling.DEPLOYMENT_DAY: "what all jobs of this service may cost in a day",
}


def begins_anew(ceiling: Ceiling) -> str:
    """In words."""
    return "midnight UTC" + (" of the next month" if ceiling is Ceiling.OWNER_MONTH else "")


def begins_anew_s(ceiling: Ceiling, now: datetime) -> int:
    """Seconds until the day or month of the ceiling is over, at least one."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = today + timedelta(days=1)
    if ceiling is Ceiling.OWNER_MONTH:
        tomorrow = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return max(1, math.ceil((tomorrow - now).total_seconds()))
