"""What a quote says is what the job then takes: jobs of all pipelines and many sizes, with the answers, the
cache and the prices of the local model's server."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Any

import pytest

from generation.catalogue import PIPELINES
from generation.engine.model.job import Job, JobStatus, Options, lasted_ms
from generation.engine.service.quote import Basis, Quote, QuoteService
from generation.models.claude import prices
from generation.pipelines.shared.lessons import all_of
from local.configuration import ROOT
from tests.simulation.loop import simulate
from tests.simulation.priced import PROVIDER, PricedModel
from tests.simulation.test_pipelines import REQUESTS
from tests.simulation.world import ADA, World, with_limits
from tests.simulation.written_courses import written
from tests.unit.pipelines.exams import exam
from tests.unit.pipelines.project_course.examples import outline

MODELS = {"": "claude-sonnet-5-5", "check": "claude-haiku-5-5"}
PROGRAM = REQUESTS["training_program"]
FACTOR = 1.5


def _exam(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / name).read_text(encoding="utf-8"))
    return found


JOBS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "1 question": ("exam_course", {"exam": exam(1)}),
    "5 questions": ("exam_course", {"exam": exam(5)}),
    "24 questions": ("exam_course", {"exam": exam(24)}),
    "two slices": ("exam_course", {"exam": exam(150)}),
    "the example": ("exam_course", {"exam": _exam("examples/exam.json")}),
    "databases": ("exam_course", {"exam": _exam("tests/data/exams/databases-50.json")}),
    "earth": ("exam_course", {"exam": _exam("tests/data/exams/earth-and-space-50.json"), "language": "de"}),
    "1 outline": ("course_outline", {"topic": "Bread", "projects": 3, "alternatives": 1}),
    "3 outlines": ("course_outline", {"topic": "Bread", "projects": 5, "alternatives": 3}),
    "4 outlines": ("course_outline", {"topic": "Brot", "projects": 8, "alternatives": 4, "language": "de"}),
    "3 projects": ("project_course", {"outline": outline(3)}),
    "5 projects": ("project_course", {"outline": outline(5)}),
    "8 projects": ("project_course", {"outline": outline(8), "language": "fr"}),
    "3 weeks": ("training_program", PROGRAM),
    "1 week": ("training_program", {**PROGRAM, "weeks": 1, "days_per_week": 1}),
    "1 lesson": ("lesson_revision", {"instructions": "Shorter, with an example.", "keep": ["title"]}),
    "16 weeks": ("training_program", {**PROGRAM, "weeks": 16, "days_per_week": 5, "goal": "hypertrophy"}),
}


def _world(name: str, model: PricedModel, models: Mapping[str, str] = MODELS) -> tuple[World, QuoteService]:
    limits = with_limits(models=models)
    world = World(pipelines={name: PIPELINES[name]}, limits=limits, other_model=model)
    return world, QuoteService(jobs=world.service, price=partial(prices.cost, PROVIDER))


@cache
def _done() -> Mapping[str, tuple[Quote, Job]]:
    """Each job with its quote."""
    course = written("exam_course")  # made here, and not inside of another simulation

    async def main(name: str, request: Mapping[str, Any]) -> tuple[Quote, Job]:
        model = PricedModel()
        world, quotes = _world(name, model)
        if name == "lesson_revision":
            for document in course:
                world.documents.create(document)
            request = {
                **request,
                "course_id": course[0].document_id,
                "lesson_id": next(iter(all_of(course[0]))),
            }
        heads = copy.deepcopy(world.store.world.heads)
        quote = quotes.quote(ADA, name, request, Options())
        assert not world.store.all_jobs()
        assert world.store.world.heads == heads
        assert not model.calls
        job = await world.serve(world.start(request))
        assert job.status is JobStatus.COMPLETED, job.error
        return quote, job

    return {label: simulate(main(*wanted)) for label, wanted in JOBS.items()}


def _off(value: float, low: float, high: float) -> float:
    """By which factor a value is beside what was said; 1: it is within."""
    return max(low / value, value / high, 1.0)


def _calls(quote: Quote, job: Job) -> float:
    return _off(job.usage.model_calls, *quote.model_calls)


def _cost(quote: Quote, job: Job) -> float:
    assert quote.cost_usd is not None
    assert job.usage.cost_usd is not None
    return _off(float(job.usage.cost_usd), *map(float, quote.cost_usd))


def _duration(quote: Quote, job: Job) -> float:
    return _off(lasted_ms(job.started_at, job.completed_at) or 0, *quote.duration_ms)


@pytest.mark.parametrize("off", [_calls, _cost, _duration])
def test_nine_of_ten_jobs_take_what_was_said_within_a_factor(off: Any) -> None:
    found = {label: round(off(quote, job), 2) for label, (quote, job) in _done().items()}
    beside = {label: factor for label, factor in found.items() if factor > FACTOR}
    assert len(beside) <= len(found) / 10, found


def test_a_quote_is_narrow_enough_to_decide_by() -> None:
    for label, (quote, _) in _done().items():
        assert quote.cost_usd is not None
        assert quote.cost_usd[1] <= 4 * quote.cost_usd[0], (label, quote)
        assert quote.model_calls[1] <= 2 * quote.model_calls[0], (label, quote)
        assert quote.based_on is Basis.FORECAST


def test_earlier_jobs_tell_how_long_one_takes() -> None:
    async def main() -> tuple[Quote, Job]:
        # Ten times as fast as pipelines reckon.
        world, quotes = _world("course_outline", PricedModel(tokens_per_s=700.0, first_token_s=0.5))
        for topic in ("Bread", "Wine"):
            await world.serve(world.start({"topic": topic, "projects": 5}))
        request = {"topic": "Cheese", "projects": 4}
        quote = quotes.quote(ADA, "course_outline", request, Options())
        return quote, await world.serve(world.start(request))

    quote, job = simulate(main())
    assert quote.based_on is Basis.HISTORY
    assert _duration(quote, job) <= FACTOR
    assert quote.duration_ms[1] < job.estimated_duration_ms * 0.7


def test_no_price_is_no_cost_and_a_cap_bounds_it() -> None:
    async def main(options: Options, models: Mapping[str, str] = MODELS) -> Quote:
        _, quotes = _world("exam_course", PricedModel(), models)
        return quotes.quote(ADA, "exam_course", {"exam": exam(24)}, options)

    assert simulate(main(Options(), {"": "of-nobody"})).cost_usd is None
    assert simulate(main(Options(), {**MODELS, "check": "of-nobody"})).cost_usd is None
    assert simulate(main(Options(check="off"), {**MODELS, "check": "of-nobody"})).cost_usd is not None
    cap = Decimal("0.20")
    capped = simulate(main(Options(max_cost_usd=cap))).cost_usd
    assert capped is not None
    assert capped[1] == cap
