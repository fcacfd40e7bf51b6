"""Figures as they are stored: everything comes back, and a day of ten thousand jobs is small."""

from __future__ import annotations

import json
import random
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.figures.attempt_end import AttemptEnd
from generation.engine.figures.figures import EVERYBODY, NOTHING, Figures, added_by
from generation.engine.figures.histogram import Histogram
from generation.engine.model.job import Usage
from generation.stores import figures_form
from generation.stores.codec import compress, pack
from tests.unit.engine.figures.examples import cancelled, end, failed

MEMBERS: dict[str, Any] = {
    f.name: Decimal("0.0001") if "usd" in f.name else n for n, f in enumerate(fields(Usage), start=1)
}
FULL = Usage(**MEMBERS)


@pytest.mark.parametrize("made", [end(), failed(), cancelled(), end(owner="ädä \ud800", org_id=None)])
def test_an_end_comes_back(made: AttemptEnd) -> None:
    text = pack(figures_form.dump_end(made))
    assert figures_form.load_end(json.loads(text)) == made


def test_what_a_newer_version_adds_to_an_end_is_passed_over() -> None:
    assert figures_form.load_end([*figures_form.dump_end(end()), "new"]) == end()


@pytest.mark.parametrize(
    "usage",
    [
        Usage(),
        FULL,
        Usage(model_calls=3),
        Usage(limited_calls=2),
        Usage(aborted_calls=1, uncertain_cost_usd=Decimal(0)),
    ],
)
def test_usage_comes_back(usage: Usage) -> None:
    assert figures_form.load_usage(json.loads(pack(figures_form.dump_usage(usage)))) == usage


def test_the_order_of_usage_is_that_of_what_is_stored() -> None:
    assert [f.name for f in fields(Usage)] == [
        "model_calls",
        "input_tokens",
        "output_tokens",
        "cache_read_tokens",
        "cache_write_tokens",
        "cost_usd",
        "aborted_calls",
        "uncertain_cost_usd",
        "reused_calls",
        "limited_calls",
    ]


@pytest.mark.parametrize("values", [[], [0], [5, 5, 6], [0, 86_400_000], [7, 300, 300, 90_000]])
def test_histograms_come_back(values: list[int]) -> None:
    figures = Figures(completed=len(values), duration=Histogram.of(values), usage=FULL, codes={"refused": 2})
    assert figures_form.load_figures(json.loads(pack(figures_form.dump_figures(figures)))) == figures


def test_parts_come_back() -> None:
    (day,) = added_by(failed(), EVERYBODY)
    assert day.parts is not None
    assert figures_form.load_parts(json.loads(pack(figures_form.dump_parts(day.parts)))) == day.parts


def test_nothing_is_short() -> None:
    assert figures_form.dump_figures(NOTHING) == {}
    assert figures_form.load_figures({}) == NOTHING


def test_a_day_of_ten_thousand_jobs_is_under_700_bytes() -> None:
    rng = random.Random(1)
    figures = Figures(
        started=10_000,
        completed=9_700,
        failed=200,
        cancelled=100,
        codes={"refused": 100, "model-unavailable": 100},
        duration=Histogram.of(round(rng.lognormvariate(11, 0.5)) for _ in range(9_700)),
        queue=Histogram.of(round(rng.expovariate(1 / 3_000)) for _ in range(10_000)),
        usage=replace(FULL, input_tokens=10**9, cost_usd=Decimal("4300.12345678")),
    )
    assert len(compress(pack(figures_form.dump_figures(figures)).encode())) < 700
