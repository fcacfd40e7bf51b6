"""Quote: what a job would take, said before it is started. Nothing is stored, and no model is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from generation.engine import forecast
from generation.engine.limits import Limits
from generation.engine.model.job import Job, JobStatus, Options, Usage, lasted_ms
from generation.engine.ports import JobFilter
from generation.engine.service.jobs import JobService
from generation.engine.service.requests import Caller

Price = Callable[[str, Usage], Decimal | None]
"""Of tokens on a model; None where it is not known."""

DURATION = (0.6, 1.5)
"""Shares of a pipeline's own estimate, the least and the most: for one that forecasts no calls."""

HISTORY = 25
"""Latest jobs of the caller that are looked through for completed ones of the pipeline: one page, unfiltered,
since the store reads four times as many for a filtered one."""

AROUND_HISTORY = 1.2
"""Factor by which a job may take less or more than all of those earlier ones."""


class Basis(StrEnum):
    """What a quote comes from: forecast calls, the same with the durations of earlier jobs, or only what no
    job may pass."""

    FORECAST = "token_counts"
    HISTORY = "token_counts_and_history"
    LIMITS = "limits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Each from low to high. `cost_usd`: None where a price is not known."""

    model_calls: tuple[int, int]
    cost_usd: tuple[Decimal, Decimal] | None
    duration_ms: tuple[int, int]
    based_on: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteService:
    jobs: JobService
    price: Price

    def quote(self, caller: Caller, pipeline: str, request: Mapping[str, Any], options: Options) -> Quote:
        """Raises what `JobService.start` raises for the same request, but for what depends on other jobs
        that are running then: DuplicateJob and TooManyJobs."""
        definition, requester, accepted = self.jobs.accepted(caller, pipeline, request, options)
        limits = self.jobs.limits
        cap = options.capped(limits.max_cost_usd).max_cost_usd
        shares = self._history(caller, definition.name)
        if definition.forecast is None:
            return Quote(
                model_calls=(0, limits.max_calls),
                cost_usd=None if cap is None else (Decimal(0), cap),
                duration_ms=_by_estimate(accepted.estimated_duration_ms, shares or DURATION),
                based_on=Basis.LIMITS,
            )
        expected = definition.forecast(requester, accepted)
        low, high = sorted(
            min(forecast.calls(each), limits.max_calls) for each in (expected.few, expected.many)
        )
        return Quote(
            model_calls=(low, high),
            cost_usd=_capped(self._cost(expected, limits), cap),
            duration_ms=_by_estimate(accepted.estimated_duration_ms, shares)
            if shares
            else _by_tokens(expected, limits.items_at_once),
            based_on=Basis.HISTORY if shares else Basis.FORECAST,
        )

    def _cost(self, expected: forecast.Forecast, limits: Limits) -> tuple[Decimal, Decimal] | None:
        sums = []
        for rounds, is_many in ((expected.few, False), (expected.many, True)):
            used = forecast.usages(rounds, limits.models, limits.items_at_once, is_many=is_many)
            costs = [self.price(model, usage) for model, usage in used.items()]
            known = [cost for cost in costs if cost is not None]
            if len(known) < len(costs):
                return None
            sums.append(sum(known, Decimal(0)))
        return min(sums), max(sums)

    def _history(self, caller: Caller, pipeline: str) -> list[float]:
        """What jobs took at least and at most, as a share of their estimates; empty where there are none. Not
        those that waited: for a person, or for a second attempt."""
        found = self.jobs.store.jobs(JobFilter(owner=caller.owner), limit=HISTORY, cursor=None).items
        alike = (job for job in found if job.pipeline == pipeline and job.status is JobStatus.COMPLETED)
        shares = [share for job in alike if (share := _share(job)) is not None]
        return [min(shares) / AROUND_HISTORY, max(shares) * AROUND_HISTORY] if shares else []


def _by_tokens(expected: forecast.Forecast, at_once: int) -> tuple[int, int]:
    few = forecast.seconds(expected.few, at_once, is_many=False)
    many = forecast.seconds(expected.many, at_once, is_many=True)
    return round(1_000 * min(few, many)), round(1_000 * max(few, many))


def _by_estimate(estimate_ms: int, shares: Sequence[float]) -> tuple[int, int]:
    """The pipeline's own estimate, put right by what other jobs took of theirs."""
    return round(estimate_ms * min(shares)), round(estimate_ms * max(shares))


def _share(job: Job) -> float | None:
    took_ms = lasted_ms(job.started_at, job.completed_at)
    if took_ms is None or job.attempt > 1 or job.passed or not job.estimated_duration_ms:
        return None
    # Reused answers cost no time: such a job tells nothing of one that makes its calls.
    return None if job.usage.reused_calls else took_ms / job.estimated_duration_ms


def _capped(cost: tuple[Decimal, Decimal] | None, cap: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """No job passes its cap."""
    return cost if cost is None or cap is None else (min(cost[0], cap), min(cost[1], cap))
