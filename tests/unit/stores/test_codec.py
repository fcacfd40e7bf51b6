"""Codec: whatever the engine can hold comes back as it was."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.engine.model.checkpoint import Document, IdempotencyRecord
from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import Job, JobStatus, OpenCalls, Usage
from generation.engine.model.task import Call, Task
from generation.stores import codec
from tests.unit.stores.data import JSON, MOMENTS, TEXTS, made

FORMS: list[tuple[type[Any], codec.Form[Any]]] = [
    (Job, codec.JOB),
    (Task, codec.TASK),
    (Call, codec.CALL),
    (Event, codec.EVENT),
    (LogEntry, codec.LOG_ENTRY),
    (IdempotencyRecord, codec.IDEMPOTENCY),
]


@pytest.mark.parametrize(("of", "form"), FORMS, ids=lambda value: getattr(value, "__name__", ""))
@given(data=st.data())
def test_everything_comes_back(of: type[Any], form: codec.Form[Any], data: st.DataObject) -> None:
    value = data.draw(made(of))
    assert form.load(json.loads(codec.pack(form.dump(value)))) == value


@given(made(Document, parts=st.none()))
def test_a_head_comes_back_without_parts(head: Document) -> None:
    assert codec.HEAD.load(json.loads(codec.pack(codec.HEAD.dump(head)))) == head


@given(JSON | TEXTS.map(lambda text: text * 50))
def test_json_comes_back_from_what_is_stored_of_it(value: object) -> None:
    stored = codec.shrink(codec.pack(value))
    assert codec.unpack(stored) == value
    if isinstance(stored, str):
        stored.encode()


def test_small_texts_stay_readable_and_large_ones_shrink() -> None:
    assert codec.shrink('{"a":1}') == '{"a":1}'
    stored = codec.shrink(codec.pack(["word"] * 1000))
    assert isinstance(stored, bytes)
    assert len(stored) < 100


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1}, b"x", datetime.now(UTC)])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        codec.pack({"value": value})


def test_members_of_a_newer_version_are_passed_over() -> None:
    data = codec.USAGE.dump(Usage(model_calls=1))
    assert codec.USAGE.load({**data, "thoughts": 5}) == Usage(model_calls=1)


def test_a_job_of_an_older_release_has_no_aborted_and_no_open_calls() -> None:
    old = Job(
        job_id="job_1",
        owner="ada",
        org_id=None,
        pipeline="exam_course",
        subject="exam_1",
        title="An exam",
        status=JobStatus.FAILED,
        steps=(),
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
        usage=Usage(model_calls=2, cost_usd=Decimal("0.25")),
    )
    data = codec.JOB.dump(old)
    for newer in ("open_calls", "required_plan"):
        data.pop(newer, None)
    for newer in ("aborted_calls", "uncertain_cost_usd"):
        data["usage"].pop(newer, None)
    job = codec.JOB.load(data)
    assert (job.open_calls, job.usage.aborted_calls, job.usage.begun_calls) == (OpenCalls(), 0, 2)
    open_calls = OpenCalls(calls=2, most_usd=Decimal("0.500"), unpriced=1)
    job = replace(job, open_calls=open_calls, usage=open_calls.aborted())
    assert codec.JOB.load(codec.JOB.dump(job)) == job


def test_members_of_an_older_version_are_filled_in() -> None:
    assert codec.USAGE.load({}) == Usage()


@dataclass(frozen=True)
class Unknown:
    many: set[str]


def test_a_type_without_a_form_is_noticed_at_once() -> None:
    with pytest.raises(KeyError):
        codec.Form(Unknown)


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_their_texts_and_numbers_do(one: datetime, other: datetime) -> None:
    assert (one < other) == (codec.sortable(one) < codec.sortable(other))
    assert codec.from_ms(codec.to_ms(one)) <= one < codec.from_ms(codec.to_ms(one) + 1)
    assert codec.to_ms(one + timedelta(seconds=1)) == codec.to_ms(one) + 1000
