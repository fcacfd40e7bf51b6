"""What a job would take, over HTTP: model, and the route as the OpenAPI document describes it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, Field

from generation.http.answers import answers, route, says
from generation.http.parameters import View

if TYPE_CHECKING:
    from generation.engine.service.quote import Quote

CENTS_DIGITS = 4
"""Decimal places of an amount: a hundredth of a cent."""


class LowToHigh(BaseModel):
    low: int
    high: int


class Cost(BaseModel):
    low: float
    high: float


class QuoteView(View):
    model_calls: LowToHigh
    cost_usd: Cost | None = Field(description="Null where a price is not known, never zero.")
    duration_ms: LowToHigh = Field(description="From the first step on, without waiting for its turn.")
    based_on: Literal["token_counts", "token_counts_and_history", "limits"] = Field(
        description="`token_counts`: the prompts that the job would send, usual lengths of answers, and the "
        "price table. `token_counts_and_history`: durations from the caller's latest jobs of this pipeline. "
        "`limits`: a pipeline of which nothing is known but what no job may pass."
    )

    @classmethod
    def of(cls, quote: Quote) -> Self:
        return cls(
            model_calls=LowToHigh(low=quote.model_calls[0], high=quote.model_calls[1]),
            cost_usd=None
            if quote.cost_usd is None
            else Cost(low=_rounded(quote.cost_usd[0]), high=_rounded(quote.cost_usd[1])),
            duration_ms=LowToHigh(low=quote.duration_ms[0], high=quote.duration_ms[1]),
            based_on=quote.based_on.value,
        )


def _rounded(usd: Decimal) -> float:
    return float(round(usd, CENTS_DIGITS))


QUOTE_JOB = route(
    "quoteJob",
    "Jobs",
    "What a job would take",
    answers({200: says("The quote.", QuoteView)}, 400, 403, 404, 409, 413, 422, 429),
    description="Takes what a start takes and refuses what that refuses, but for what only a start finds "
    "out: `duplicate-job`, `too-many-jobs` and the room that is left for exams. Nothing is stored, and no "
    "model is asked.",
)
