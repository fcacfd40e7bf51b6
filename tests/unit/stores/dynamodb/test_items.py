"""Items: the same data back, the attributes that conditions need, sizes that keep their promise."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generation.engine.model.checkpoint import Document, IdempotencyRecord
from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import Job, JobError, JobStatus, Options, StepState, StepStatus, Usage
from generation.engine.model.task import Call, Task
from generation.stores.codec import Lifetimes, from_ms, to_ms
from generation.stores.dynamodb import items
from generation.stores.dynamodb.actions import Record, attributes, item_bytes, record_of
from tests.unit.stores.data import JSON, TEXTS, made

LIFE = Lifetimes(retention=timedelta(hours=24), deadline=timedelta(hours=1))
NOW = datetime(2026, 11, 22, 8, 30, 1, 123456, tzinfo=UTC)
STEPS = (
    "initialize",
    "fetch_ai_settings",
    "fetch_questions",
    "detect_topics",
    "generate_lessons",
    "save_course",
    "finalize",
)


def stored(item: items.Item) -> Record:
    """What a reader gets of an item."""
    return record_of(attributes(item))


def whole_ms(moment: datetime | None) -> datetime | None:
    return from_ms(to_ms(moment)) if moment else None


@given(made(Job))
def test_a_job_comes_back_with_what_conditions_compare_in_milliseconds(job: Job) -> None:
    found = items.job_of(stored(items.job_item(job, LIFE)))
    waits = job.tag is not None and not job.is_finished
    assert found == replace(
        job,
        lease_until=whole_ms(job.lease_until),
        due_at=whole_ms(job.due_at),
        deadline_at=whole_ms(job.deadline_at),
        deadline_from=whole_ms(job.deadline_from),
        begun_at=whole_ms(job.begun_at),
        tag=job.tag if waits else None,
        is_ranked=job.is_ranked and waits,
    )


# Large data, slow to make on a busy machine; the codec's own test looks closer.
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(made(Task), made(Call), st.lists(made(Event), min_size=1), st.lists(made(LogEntry), min_size=1))
def test_what_belongs_to_a_job_comes_back(
    task: Task, call: Call, events: list[Event], entries: list[LogEntry]
) -> None:
    job = _job("ascii")
    assert items.tasks_from(map(stored, items.task_items(job, [task], LIFE))) == [task]
    assert items.call_of(stored(items.call_item(job, call, LIFE))) == call
    [both] = map(stored, items.feed_items(job, events, entries, LIFE))
    assert items.events_of(both) == events
    assert items.logs_of(both) == entries
    [alone] = map(stored, items.feed_items(job, (), entries, LIFE))
    assert (items.events_of(alone), items.logs_of(alone)) == ([], entries)


def test_the_newest_of_several_states_of_a_task_stands() -> None:
    job = _job("ascii")
    tasks = [
        Task(task_id=f"write/t{n}", step="write", step_index=1, item_id=f"t{n}", index=n) for n in (0, 1)
    ]
    begun = [replace(task, status=StepStatus.RUNNING) for task in tasks]
    half_done = replace(begun[0], progress=50)
    done = replace(begun[0], status=StepStatus.COMPLETED, progress=100)
    written = [
        items.task_items(replace(job, version=9 + n), some, LIFE)
        for n, some in enumerate((tasks, begun, [half_done], [replace(half_done, progress=60)], [done]))
    ]
    records = {item["sk"]: stored(item) for some in written for item in some}
    assert len(records) == 4  # what is half done is written over
    found = items.tasks_from(random.Random(1).sample(list(records.values()), 4))
    assert found == [done, begun[1]]


def test_many_large_tasks_fit_into_items() -> None:
    noise = random.Random(1)
    tasks = [
        Task(
            task_id=f"write/t{n}",
            step="write",
            step_index=1,
            data={"ids": noise.randbytes(1_000).hex()},
            result={"said": noise.randbytes(4_000).hex()},
        )
        for n in range(80)
    ]
    made = items.task_items(_job("ascii"), tasks, LIFE)
    assert max(item_bytes(attributes(item)) for item in made) < 400_000
    assert len(items.tasks_from(map(stored, made))) == 80


@given(made(IdempotencyRecord), made(Document, kind=st.sampled_from(["exam", "course"]), parts=st.none()))
def test_keys_and_heads_come_back(idempotency: IdempotencyRecord, head: Document) -> None:
    assert items.idempotency_of(stored(items.idempotency_item(idempotency))) == idempotency
    assert items.head_of(stored(items.head_item(head))) == head


@given(st.dictionaries(TEXTS, JSON, max_size=4))
def test_parts_come_back_in_whatever_order_their_pieces_are_read(parts: dict[str, object]) -> None:
    pieces = [
        stored(item)
        for name, value in parts.items()
        for item in items.part_items("exam", "ada", "e1", name, value)
    ]
    random.Random(1).shuffle(pieces)
    assert items.parts_from(pieces) == parts


def test_a_large_part_is_cut_into_items_under_the_limit() -> None:
    noise = random.Random(1).randbytes(700_000).hex()
    pieces = items.part_items("exam", "ada", "e1", "questions", noise)
    assert len(pieces) > 1
    assert max(item_bytes(attributes(piece)) for piece in pieces) < 350_000
    assert items.parts_from(map(stored, pieces)) == {"questions": noise}


def test_pieces_of_two_versions_are_not_taken_for_a_part() -> None:
    old = items.part_items("exam", "ada", "e1", "q", random.Random(1).randbytes(500_000).hex())
    new = items.part_items("exam", "ada", "e1", "q", random.Random(2).randbytes(500_000).hex())
    assert len(old) == len(new) == 2
    for mixed in ([old[0], new[1]], [new[0]], [old[1]]):
        with pytest.raises((KeyError, ValueError, items.Torn)):
            items.parts_from(map(stored, mixed))


def test_what_conditions_and_the_index_need_stands_beside_the_state() -> None:
    job = _job("a")
    item = items.job_item(replace(job, lease_until=NOW, due_at=NOW), LIFE)
    assert item["token"] == 99
    assert item["lease_until"] == item["due_at"] == 1795336201123
    assert item["active"] == "1"
    assert item["ttl"] is None
    assert item["created_at"] == "2026-11-22T08:30:01.123456+00:00"

    ended = items.job_item(replace(job, status=JobStatus.FAILED, expires_at=NOW), LIFE)
    assert ended["active"] is None
    assert ended["ttl"] == 1795336201


ALPHABETS = {
    "ascii": range(0x21, 0x7F),
    "latin": range(0xA0, 0x250),
    "han": range(0x4E00, 0x9FFF),
    "beyond the first plane": range(0x10000, 0x110000),
}


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_the_job_item_stays_under_4_kb_with_everything_at_its_bounds(alphabet: str) -> None:
    """Random characters, so that compression finds as little as it can."""
    running = _job(alphabet)
    error = JobError(
        code="model-request-invalid",
        message=_text(alphabet, 500),
        step="generate_lessons",
        item_id="topic_" + "9" * 26,
    )
    failed = replace(
        running,
        status=JobStatus.FAILED,
        current_item=None,
        error=error,
        message=error.message[:300],
        completed_at=NOW,
        expires_at=NOW,
    )
    for job in (running, failed):
        assert item_bytes(attributes(items.job_item(job, LIFE))) < 4096


def test_a_usual_job_item_costs_one_write_unit() -> None:
    job = replace(
        _job("ascii"),
        title="AWS Certified Cloud Practitioner: practice exam 16",
        message="Generating lessons for topic 4/10: Shared responsibility",
        current_item="Shared responsibility",
        owner="2b1f6a3e-5e0c-4a8e-9d4c-7f0f6a1f2b3c",
        org_id="2b1f6a3e-5e0c-4a8e-9d4c-7f0f6a1f2b3d",
        subject="exam:exam_" + "9" * 26,
    )
    assert item_bytes(attributes(items.job_item(job, LIFE))) < 1024


def _text(alphabet: str, length: int) -> str:
    return "".join(map(chr, random.Random(length).choices(ALPHABETS[alphabet], k=length)))


def _steps(names: Sequence[str]) -> tuple[StepState, ...]:
    return tuple(
        StepState(
            name=name,
            label=name.replace("_", " ").capitalize(),
            status=StepStatus.COMPLETED,
            items_total=60,
            items_completed=60,
            started_at=NOW + timedelta(microseconds=number * 7919),
            completed_at=NOW + timedelta(microseconds=number * 104_729),
        )
        for number, name in enumerate(names)
    )


def _job(alphabet: str) -> Job:
    """A job with the longest texts and numbers that it can come to."""
    alphabet = alphabet if alphabet in ALPHABETS else "ascii"
    course = {"course_id": "course_" + "9" * 26}
    return Job(
        job_id="job_" + "9" * 26,
        owner=_text("ascii", 128),
        org_id=_text("ascii", 129),
        pipeline="exam_course",
        subject="exam:" + _text("ascii", 130),
        title=_text(alphabet, 200),
        status=JobStatus.RUNNING,
        steps=_steps(STEPS),
        created_at=NOW,
        options=Options(auto_publish=True, mode="manual", max_cost_usd=Decimal("123.456789")),
        attempt=99,
        progress=99,
        message=_text(alphabet, 300),
        current_step="generate_lessons",
        current_item=_text(alphabet, 201),
        usage=Usage(
            model_calls=9999,
            input_tokens=10**9,
            output_tokens=10**9,
            cache_read_tokens=10**9,
            cache_write_tokens=10**9,
            cost_usd=Decimal("1234.567890123"),
        ),
        made_by="claude-sonnet-5-5",
        passed=STEPS,
        artifact=course,
        result=course,
        estimated_duration_ms=10**7,
        eta_at=NOW,
        longest_call_ms=10**6,
        last_event_id=9999,
        last_log_id=9999,
        version=9999,
        token=99,
        lease_until=NOW,
        queued_at=NOW,
        sweeps=9,
        crashes=4,
        deadline_at=NOW,
        deadline_from=NOW,
        started_at=NOW,
    )
