"""Figures: what an attempt's end adds to which days, and sums that keep everything."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from generation.engine.figures.attempt_end import AttemptEnd
from generation.engine.figures.figures import (
    EVERYBODY,
    MOST_KEYS,
    NO_MODEL,
    NOTHING,
    OTHERS,
    DayFigures,
    Figures,
    Part,
    Population,
    added_by,
    populations,
    summed,
)
from generation.engine.figures.histogram import Histogram
from generation.engine.model.job import Usage
from tests.unit.engine.figures.examples import NOON, TODAY, USAGE, YESTERDAY, cancelled, end, failed

ADA = Population(owner="ada")
MILL = Population(org_id="mill")


def of(*ends: AttemptEnd, population: Population = EVERYBODY) -> dict[date, DayFigures]:
    days = summed(day for one in ends for day in added_by(one, population))
    return {day: figures for (_, day), figures in days.items()}


def part(day: DayFigures, name: Part) -> dict[str, Figures]:
    assert day.parts is not None
    return dict(day.parts[name])


def test_an_attempt_counts_for_its_owner_its_organization_and_everybody() -> None:
    assert populations(end()) == (ADA, MILL, EVERYBODY)
    assert populations(end(org_id=None)) == (ADA, EVERYBODY)


def test_a_day_of_three_ends() -> None:
    total = of(end(1), failed(2), cancelled(3))[TODAY].total
    assert (total.started, total.completed, total.failed, total.cancelled) == (3, 1, 1, 1)
    assert total.codes == {"refused": 1}
    assert total.duration == Histogram.of([100_000])
    assert total.queue == Histogram.of([2_000, 2_000])
    assert total.usage == USAGE + USAGE


def test_a_job_is_started_on_the_day_of_its_creation_and_ends_on_that_of_its_end() -> None:
    days = of(end(created_at=NOON - timedelta(days=1)))
    assert days[YESTERDAY].total == Figures(started=1)
    assert (days[TODAY].total.started, days[TODAY].total.completed) == (0, 1)
    assert part(days[YESTERDAY], Part.PIPELINE) == {"exam_course": Figures(started=1)}


def test_days_are_those_of_utc() -> None:
    midnight = NOON.replace(hour=0)
    before = midnight - timedelta(milliseconds=1)
    days = of(end(created_at=before, ended_at=midnight))
    assert set(days) == {YESTERDAY, TODAY}


def test_a_retry_starts_nothing_anew() -> None:
    days = of(failed(1), end(1, attempt=2))
    total = days[TODAY].total
    assert (total.started, total.completed, total.failed) == (1, 1, 1)


def test_pipelines_models_and_owners_are_told_apart() -> None:
    day = of(end(1), cancelled(2, owner="bob", pipeline="course_outline"))[TODAY]
    assert {key: one.started for key, one in part(day, Part.PIPELINE).items()} == {
        "exam_course": 1,
        "course_outline": 1,
    }
    assert part(day, Part.MODEL)["claude-sonnet-5-5"].completed == 1
    assert part(day, Part.MODEL)[NO_MODEL].cancelled == 1
    assert {key: one.started for key, one in part(day, Part.OWNER).items()} == {"ada": 1, "bob": 1}
    for name in (Part.PIPELINE, Part.MODEL, Part.OWNER):
        assert sum(part(day, name).values(), NOTHING) == day.total


def test_an_owner_is_not_told_apart_from_himself() -> None:
    assert Part.OWNER not in (of(end(), population=ADA)[TODAY].parts or {})


def test_a_step_fails_alone_and_stops_its_siblings() -> None:
    steps = part(of(end(1), failed(2))[TODAY], Part.STEP)
    topics = steps["exam_course/detect_topics"]
    assert (topics.started, topics.completed, topics.duration.total) == (2, 2, 2)
    lessons = steps["exam_course/generate_lessons"]
    assert (lessons.started, lessons.completed, lessons.failed) == (2, 1, 1)
    assert lessons.codes == {"refused": 1}
    tasks = steps["exam_course/generate_tasks"]
    assert (tasks.started, tasks.failed, tasks.cancelled, tasks.codes) == (1, 0, 1, {})


def test_a_failure_at_no_step_fails_none() -> None:
    steps = part(of(failed(failed_step=None))[TODAY], Part.STEP)
    assert sum(step.failed for step in steps.values()) == 0


def test_one_unknown_price_makes_the_sum_unknown() -> None:
    unknown = Usage(model_calls=1, output_tokens=5)
    total = of(end(1), end(2, usage=unknown))[TODAY].total
    assert (total.usage.model_calls, total.usage.cost_usd) == (4, None)
    assert of(end(1), cancelled(2))[TODAY].total.usage.cost_usd == Decimal("0.0123")


def test_owners_beyond_those_that_are_told_apart_are_summed() -> None:
    ends = [end(n, owner=f"owner-{n:03}") for n in range(MOST_KEYS + 7)]
    day = of(*ends)[TODAY]
    owners = part(day, Part.OWNER)
    assert len(owners) == MOST_KEYS + 1
    assert owners[OTHERS].completed == 7
    again = day.with_added(added_by(end(500, owner="owner-001"), EVERYBODY)[0])
    assert part(again, Part.OWNER)["owner-001"].completed == 2
    assert part(again.with_added(day), Part.OWNER)[OTHERS].completed == 14


def test_the_order_of_ends_does_not_matter() -> None:
    ends = [end(1), failed(2), cancelled(3), end(4, attempt=2, created_at=NOON - timedelta(days=3))]
    assert of(*ends) == of(*reversed(ends))


def test_what_is_added_keeps_the_fold() -> None:
    day = DayFigures(population=ADA, day=TODAY, fold=7)
    assert day.with_added(added_by(end(), ADA)[0]).fold == 7
