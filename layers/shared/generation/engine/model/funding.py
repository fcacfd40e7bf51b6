"""Funding: how a job reserves and settles its share of the ledger, as pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from generation.engine.model.job import Job, OpenCalls
from generation.engine.model.ledger import NOTHING, Ceiling, Ceilings, Funding, LedgerEntry, day_of, exact
from generation.engine.policy import FundsPolicy

Funded = tuple[Job, tuple[LedgerEntry, ...]]
"""The job afterwards, and what has to be written with it."""


def unbooked(job: Job) -> Decimal:
    """What the job has spent since it was booked last."""
    return exact(job.usage.most_usd) - job.funding.booked_usd if job.funding.day else NOTHING


def lacking(job: Job, call: OpenCalls) -> Decimal:
    """How much more has to be reserved before the call may begin; zero: it is covered."""
    at_risk = unbooked(job) + exact(job.open_calls.most_usd + call.most_usd)
    return max(NOTHING, at_risk - job.funding.reserved_usd)


def wanted(job: Job, call: OpenCalls, at_once: int, policy: FundsPolicy) -> Decimal:
    """How much to reserve where the call is not covered: what keeps the job from asking again soon, but
    never more than it may cost. It grows with what the job has spent, so a large one asks seldom too."""
    least = lacking(job, call)
    usual = max(least, exact(call.most_usd * at_once * policy.calls_ahead), exact(job.usage.most_usd))
    cap = job.options.max_cost_usd
    if cap is None:
        return usual
    left = exact(cap - job.usage.most_usd) - (job.funding.reserved_usd - unbooked(job))
    return max(least, min(usual, left))


def reserve(job: Job, more: Decimal, now: datetime, ceilings: Ceilings) -> Funded:
    """Reserve so much in addition, and book what was spent. A reservation of another day is settled
    there, and what was left of it is reserved today."""
    today, spent = day_of(now), unbooked(job)
    before = job.funding if job.funding.day else Funding(day=today)
    left = max(NOTHING, before.reserved_usd - spent)
    after = Funding(day=today, reserved_usd=left + more, booked_usd=exact(job.usage.most_usd))
    change = after.reserved_usd - (before.reserved_usd if before.day == today else NOTHING)
    entry = LedgerEntry(
        owner=job.owner,
        day=today,
        used_usd=spent if before.day == today else NOTHING,
        reserved_usd=change,
        ceilings=ceilings,
    )
    job = replace(job, funding=after)
    if before.day == today:
        return job, (entry,)
    settled = LedgerEntry(owner=job.owner, day=before.day, used_usd=spent, reserved_usd=-before.reserved_usd)
    return job, (settled, entry)


def settle(job: Job, now: datetime, closed: Mapping[Ceiling, Decimal] | None = None) -> Funded:
    """Book what was spent on the day of the reservation and give the rest of it back.

    `closed`: see LedgerEntry.
    """
    funding = job.funding
    if not funding.day and not closed:
        return job, ()
    entry = LedgerEntry(
        owner=job.owner,
        day=funding.day or day_of(now),
        used_usd=unbooked(job),
        reserved_usd=-funding.reserved_usd,
        closed=closed or {},
    )
    return replace(job, funding=Funding()), (entry,)
