"""HTTP models of the figures of past jobs, and the route as the OpenAPI document describes it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, Self

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from generation.engine.figures.figures import Figures, Part
from generation.engine.figures.histogram import Histogram
from generation.engine.model.job import Usage
from generation.engine.service.analytics import DAY, FiguresScope, Report
from generation.http.answers import answers, route, says
from generation.http.parameters import Timestamp, View


def _day(value: Any) -> Any:
    """A day, or a moment, which stands for its day (UTC)."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise PydanticCustomError("day", "must be a day or a moment, as ISO 8601 writes it") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).date()


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
FirstDay = Annotated[
    Day | None, Query(alias="from", description="First day (UTC); without it 30 days up to the last one.")
]
LastDay = Annotated[Day | None, Query(alias="to", description="Last day, included; without it today.")]
By = Annotated[
    Literal["day", "pipeline", "step", "model", "owner"],
    Query(description="What the rows stand for. Steps are named `pipeline/step`."),
]
ScopeWanted = Annotated[
    Literal["own", "org", "all"],
    Query(description="`org`: of the organization, for role `org_admin`; `all`: for role `operator`."),
]


class FiguresJobsView(View):
    """Attempts by the day of their end; `started` are jobs by the day on which they were created, counted
    when their first attempt has ended. With `by=step`: how often the step was begun, and how that ended."""

    started: int
    completed: int
    failed: int
    cancelled: int


class FiguresDurationView(View):
    """Quantiles within 2 %; null where there is nothing to tell of."""

    p50: int | None
    p95: int | None
    p99: int | None

    @classmethod
    def of(cls, histogram: Histogram) -> Self:
        return cls(p50=histogram.quantile(0.5), p95=histogram.quantile(0.95), p99=histogram.quantile(0.99))


class FiguresQueueView(View):
    p50: int | None
    p95: int | None

    @classmethod
    def of(cls, histogram: Histogram) -> Self:
        return cls(p50=histogram.quantile(0.5), p95=histogram.quantile(0.95))


class FiguresTokensView(View):
    input: int
    output: int
    cache_read: int
    cache_write: int


class FiguresView(View):
    jobs: FiguresJobsView
    failures_by_code: dict[str, int]
    duration_ms: FiguresDurationView = Field(description="Of completed attempts that waited for nobody.")
    queue_ms: FiguresQueueView = Field(description="From being queued to being begun.")
    model_calls: int | None = Field(description="This and what follows: null with `by=step`.")
    aborted_calls: int | None
    reused_calls: int | None
    rate_limited: int | None = Field(description="Calls that the model refused, for a limit or its load.")
    tokens: FiguresTokensView | None
    cost_usd: float | None = Field(description="Null also where the price of a call is not known.")

    @classmethod
    def members(cls, figures: Figures, *, tells_usage: bool = True) -> dict[str, Any]:
        return {
            "jobs": FiguresJobsView.shown(figures),
            "failures_by_code": dict(sorted(figures.codes.items())),
            "duration_ms": FiguresDurationView.of(figures.duration),
            "queue_ms": FiguresQueueView.of(figures.queue),
            **(_usage(figures.usage) if tells_usage else dict.fromkeys(_USAGE)),
        }


_USAGE = ("model_calls", "aborted_calls", "reused_calls", "rate_limited", "tokens", "cost_usd")


def _usage(usage: Usage) -> dict[str, Any]:
    cost = usage.cost_usd if usage.model_calls else 0
    members = (
        usage.model_calls,
        usage.aborted_calls,
        usage.reused_calls,
        usage.limited_calls,
        FiguresTokensView(
            input=usage.input_tokens,
            output=usage.output_tokens,
            cache_read=usage.cache_read_tokens,
            cache_write=usage.cache_write_tokens,
        ),
        None if cost is None else float(cost),
    )
    return dict(zip(_USAGE, members, strict=True))


class FiguresRow(FiguresView):
    key: str = Field(
        description="A day, or the name of a pipeline, step, model or owner. `none`: jobs that asked no "
        "model. `*`: owners beyond the 200 that are told apart in a day."
    )


class AnalyticsView(View):
    rows: list[FiguresRow] = Field(description="In the order of their keys; with `by=day` every day.")
    total: FiguresView = Field(description="Of all days.")
    first_day: date
    last_day: date
    computed_at: Timestamp = Field(description="Every attempt that had ended by then is counted.")

    @classmethod
    def of(cls, report: Report, by: str) -> Self:
        is_told = by != Part.STEP
        return cls(
            rows=[
                FiguresRow(key=key, **FiguresRow.members(row, tells_usage=is_told))
                for key, row in report.rows.items()
            ],
            total=FiguresView(**FiguresView.members(report.total)),
            first_day=report.first,
            last_day=report.last,
            computed_at=report.computed_at,
        )


def part(by: str) -> Part | None:
    """None: by day."""
    return None if by == DAY else Part(by)


def scope_of(scope: str) -> FiguresScope:
    return FiguresScope(scope)


GET_ANALYTICS = route(
    "getAnalytics",
    "Analytics",
    "Figures of past jobs",
    answers({200: says("Figures of the days asked for, at most a year.", AnalyticsView)}, 403, 404, 422),
    description="Counts, durations, tokens and cost, exact whatever has crashed. 404 `analytics-off` where "
    "the deployment counts nothing.",
)
