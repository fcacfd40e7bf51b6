"""Quote: which earlier jobs tell how long one takes, and what bounds a quote of which nothing is forecast."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.limits import Limits
from generation.engine.model.job import Job, JobStatus, Options, Usage
from generation.engine.service.jobs import JobService
from generation.engine.service.quote import AROUND_HISTORY, DURATION, HISTORY, Quote, QuoteService
from generation.engine.service.requests import Caller
from testing.memory.stores import MemoryControl, MemoryDocuments, MemoryQueue
from tests.simulation.pipelines import SIMULATED
from tests.unit.engine.examples import NOW, Clock, job

ESTIMATE_MS = 9_000
"""Of the simulated pipeline, which forecasts nothing."""


class Listed:
    """A store of which only the list is asked."""

    def __init__(self, jobs: list[Job]) -> None:
        self._jobs = jobs

    def jobs(self, which: Any, *, limit: int, cursor: str | None) -> Any:
        assert (which.owner, which.statuses, cursor) == ("ada", None, None)
        return type("Page", (), {"items": self._jobs[:limit]})


def quoted(*earlier: Job, options: Options | None = None, cap: Decimal | None = Decimal(20)) -> Quote:
    unasked: Any = None
    store: Any = Listed(list(earlier))
    jobs = JobService(
        store=store,
        documents=MemoryDocuments(),
        control=MemoryControl(MemoryDocuments().world),
        queue=MemoryQueue(),
        pipelines={"simulated": SIMULATED},
        clock=Clock(),
        ids=unasked,
        limits=Limits(max_cost_usd=cap, max_calls=7),
    )
    service = QuoteService(jobs=jobs, price=lambda model, usage: Decimal(1))
    return service.quote(Caller(owner="ada"), "simulated", {"topics": 3}, options or Options())


def took(share: float, **members: Any) -> Job:
    """A completed job that took so much of its estimate."""
    done = job(
        pipeline="simulated",
        status=JobStatus.COMPLETED,
        started_at=NOW,
        completed_at=NOW + timedelta(seconds=100 * share),
        estimated_duration_ms=100_000,
    )
    return replace(done, **members)


def shares(quote: Quote) -> tuple[float, float]:
    low, high = quote.duration_ms
    return low / ESTIMATE_MS, high / ESTIMATE_MS


@pytest.mark.parametrize(
    ("earlier", "low", "high"),
    [
        ([], *DURATION),
        ([took(0.5)], 0.5 / AROUND_HISTORY, 0.5 * AROUND_HISTORY),
        ([took(0.5), took(2.0), took(1.0)], 0.5 / AROUND_HISTORY, 2.0 * AROUND_HISTORY),
        ([took(0.1, pipeline="another")], *DURATION),
        ([took(0.1, status=JobStatus.FAILED)], *DURATION),
        ([took(0.1, attempt=2)], *DURATION),  # it has waited for its retry
        ([took(9.0, passed=("write",))], *DURATION),  # and this one for a person
        ([took(0.1, usage=Usage(reused_calls=1))], *DURATION),  # what is not made takes no time
        ([took(0.1, estimated_duration_ms=0)], *DURATION),
        ([took(1.0, pipeline="another")] * HISTORY + [took(0.1)], *DURATION),  # one page is looked through
    ],
)
def test_jobs_alike_tell_how_long_one_takes(earlier: list[Job], low: float, high: float) -> None:
    assert shares(quoted(*earlier)) == pytest.approx((low, high), abs=0.001)


def test_without_a_forecast_the_limits_of_a_job_are_what_is_known() -> None:
    quote = quoted()
    assert (quote.model_calls, quote.based_on.value) == ((0, 7), "limits")
    assert quote.cost_usd == (Decimal(0), Decimal(20))
    assert quoted(options=Options(max_cost_usd=Decimal(3))).cost_usd == (Decimal(0), Decimal(3))
    assert quoted(options=Options(max_cost_usd=Decimal(30))).cost_usd == (Decimal(0), Decimal(20))
    assert quoted(cap=None).cost_usd is None
