"""Checkpoints: written whole or not at all, and read back as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.errors import AlreadyThere, NotFound
from generation.engine.model.checkpoint import ActiveSlot
from generation.engine.model.job import JobError, JobStatus, Options, StepState, StepStatus, Usage
from generation.engine.ports import JobFilter
from tests.contract.examples import Stack, call, task, written


def test_a_job_comes_back_with_every_field(stack: Stack) -> None:
    moment = stack.now + timedelta(seconds=3)
    step = StepState(
        name="lessons",
        label="Lektionen",
        status=StepStatus.FAILED,
        items_total=3,
        items_completed=1,
        started_at=moment,
        completed_at=moment,
    )
    job = stack.job(
        org_id=None,
        options=Options(auto_publish=True, mode="manual", max_cost_usd=Decimal("0.10")),
        steps=(step,),
        error=JobError(code="refused", message="no", step="lessons", item_id="t1", retryable=False),
        usage=Usage(model_calls=2, input_tokens=3, cost_usd=Decimal("0.0000015")),
        made_by="claude-sonnet-5-5",
        artifact={"course_id": "c1"},
        result={"course_id": "c1", "ratio": 0.5, "nothing": None, "deep": [{"a": []}]},
        eta_at=moment,
        due_at=moment,
        queued_at=moment,
        deadline_at=moment,
        started_at=moment,
        longest_call_ms=7,
        last_event_id=3,
        last_log_id=4,
        sweeps=2,
        crashes=3,
    )
    stack.create(job)

    assert stack.read() == job


def test_a_new_job_is_there_with_its_input_and_all_that_came_with_it(stack: Stack) -> None:
    document = stack.document()
    stack.create(
        stack.job(),
        {"exam_id": "exam_1", "questions": list(range(300))},
        events=(stack.event(1),),
        logs=(stack.entry(1),),
        tasks=(task(0),),
        documents=(written(document),),
    )

    progress = stack.jobs.load("job_1")
    assert progress.input == {"exam_id": "exam_1", "questions": list(range(300))}
    assert progress.tasks == (task(0),)
    assert progress.calls == ()
    assert stack.jobs.events("job_1", 0, 10) == [stack.event(1)]
    assert stack.jobs.logs("job_1", 0, 10) == [stack.entry(1)]
    assert stack.documents.get("exam", "ada", "exam_1") == document


def test_a_start_with_a_document_that_is_there_already_stores_nothing(stack: Stack) -> None:
    stack.documents.create(stack.document())

    with pytest.raises(AlreadyThere):
        stack.create(stack.job(), documents=(written(stack.document(status="other")),))

    assert stack.jobs.read("job_1") is None
    assert stack.documents.get("exam", "ada", "exam_1") == stack.document()
    stack.create(stack.job())


def test_a_job_id_is_given_once(stack: Stack) -> None:
    stack.create(stack.job())
    with pytest.raises(AlreadyThere):
        stack.create(stack.job(subject="another", title="another"))
    assert stack.read().title == "Practice exam"


def test_tasks_come_in_the_order_of_steps_and_items(stack: Stack) -> None:
    job = stack.started()
    first = task(0, task_id="initialize", step="initialize", step_index=0, item_id=None)
    # Eleven, because "t10" sorts before "t9".
    items = [task(i) for i in range(11)]

    stack.commit(job, tasks=(*reversed(items), first))

    assert list(stack.jobs.tasks("job_1")) == [first, *items]
    assert stack.jobs.load("job_1").tasks == (first, *items)
    assert stack.jobs.tasks("job_none") == ()


def test_tasks_and_calls_are_written_whole(stack: Stack) -> None:
    job = stack.started()
    failed = task(
        0, status=StepStatus.FAILED, result=None, error=JobError(code="refused", message="no", step="lessons")
    )
    stack.commit(job, tasks=(failed,), calls=(call(errors=("too short",)), call(item=1, text="x" * 70_000)))
    stack.commit(job, tasks=(task(0),), calls=(call(),))

    progress = stack.jobs.load("job_1")
    assert progress.tasks == (task(0),)
    assert progress.calls == (call(), call(item=1, text="x" * 70_000))


def test_calls_of_tasks_with_odd_names_do_not_meet(stack: Stack) -> None:
    job = stack.started()
    calls = (call("b#c", task_id="a"), call("c", task_id="a#b"), call("c", task_id="a%23b"))
    stack.commit(job, calls=calls)

    assert set(stack.jobs.load("job_1").calls) == set(calls)


def test_of_two_writes_of_the_same_thing_the_later_one_stands(stack: Stack) -> None:
    job = stack.started()
    course = stack.document("c1", kind="course", parts={"a": [1]})
    newer = replace(course, status="draft", parts={"a": [2]})

    stack.commit(job, tasks=(task(0, progress=5), task(0)), documents=(written(course), written(newer)))

    assert stack.jobs.tasks("job_1") == (task(0),)
    assert stack.documents.get("course", "ada", "c1") == newer


def test_a_value_that_json_cannot_hold_leaves_nothing_half_written(stack: Stack) -> None:
    job = stack.started()
    for bad in (Decimal(1), float("nan"), {1}, stack.now):
        with pytest.raises((TypeError, ValueError)):
            stack.commit(replace(job, message="late"), tasks=(task(0), task(1, result={"bad": bad})))

    assert stack.read() == job
    assert stack.jobs.tasks("job_1") == ()


def test_more_than_one_write_can_hold_is_refused_in_words(stack: Stack) -> None:
    job = stack.started()
    with pytest.raises(ValueError, match="100"):
        stack.commit(job, calls=tuple(call(item=i) for i in range(100)))
    stack.commit(job, calls=tuple(call(item=i) for i in range(99)))
    assert len(stack.jobs.load("job_1").calls) == 99


@pytest.mark.parametrize("text", ["\ud83d", "\ud83d and more" * 100, "\x00", "\U0001f600", ""])
def test_any_text_comes_back(stack: Stack, text: str) -> None:
    job = stack.started()
    stack.commit(replace(job, title=text), tasks=(task(0, label=text, result={"text": text, text: 1}),))

    assert stack.read().title == text
    assert stack.jobs.tasks("job_1")[0].result == {"text": text, text: 1}


def test_a_job_that_no_worker_has_had_is_loaded_as_any_other(stack: Stack) -> None:
    stack.create(stack.job())
    assert stack.jobs.load("job_1", is_new=True) == stack.jobs.load("job_1")


def test_nobody_shares_data_with_the_store(stack: Stack) -> None:
    job = stack.started(artifact={"course_id": "c1"})
    result: dict[str, Any] = {"pair": (1, 2)}
    stack.commit(job, tasks=(task(0, result=result),))

    result["pair"] = "changed"
    (stack.read().artifact or {})["course_id"] = "changed"
    stack.jobs.load("job_1").input["exam_id"] = "changed"

    assert stack.jobs.tasks("job_1")[0].result == {"pair": [1, 2]}
    assert stack.read().artifact == {"course_id": "c1"}
    assert stack.jobs.load("job_1").input == {"exam_id": "exam_1"}


def test_loading_a_job_that_is_gone_says_so(stack: Stack) -> None:
    with pytest.raises(NotFound):
        stack.jobs.load("job_none")


def test_the_feed_goes_on_after_the_last_id_in_pieces(stack: Stack) -> None:
    job = stack.started()
    stack.commit(job, events=tuple(stack.event(i, n=i) for i in range(1, 31)))
    stack.commit(job, events=(stack.event(31),), logs=(stack.entry(1), stack.entry(2)))

    assert [e.event_id for e in stack.jobs.events("job_1", 0, 9)] == list(range(1, 10))
    assert [e.event_id for e in stack.jobs.events("job_1", 9, 500)] == list(range(10, 32))
    assert stack.jobs.events("job_1", 30, 500) == [stack.event(31)]
    assert not stack.jobs.events("job_1", 31, 500)
    assert not stack.jobs.events("job_none", 0, 500)
    assert stack.jobs.logs("job_1", 1, 500) == [stack.entry(2)]


def test_the_log_goes_on_after_any_id(stack: Stack) -> None:
    """Some checkpoints have events alone, some entries alone, some several."""
    job = stack.started()
    for number in range(1, 13):
        stack.commit(
            replace(job, last_event_id=number // 2),
            events=(stack.event(number // 2),) if number % 2 == 0 else (),
            logs=(stack.entry(2 * number - 1), stack.entry(2 * number)),
        )
        stack.commit(replace(job, last_event_id=number // 2, last_log_id=2 * number))

    for after in (0, 1, 7, 8, 15, 16, 23):
        found = [entry.log_id for entry in stack.jobs.logs("job_1", after, 500)]
        assert found == list(range(after + 1, 25))
        assert [entry.log_id for entry in stack.jobs.logs("job_1", after, 2)] == found[:2]
    assert not stack.jobs.logs("job_1", 24, 500)
    assert [event.event_id for event in stack.jobs.events("job_1", 3, 500)] == [4, 5, 6]


def test_a_task_that_changes_often_is_read_as_it_is_now(stack: Stack) -> None:
    job = stack.started()
    items = [task(n, status=StepStatus.RUNNING, progress=0, result=None) for n in range(3)]
    stack.commit(replace(job, version=2), tasks=tuple(items))
    for version, progress in ((3, 20), (4, 40)):
        half_done = tuple(replace(item, progress=progress) for item in items[:2])
        stack.commit(replace(job, version=version), tasks=half_done)
    ended = replace(items[0], status=StepStatus.COMPLETED, progress=100)
    stack.commit(replace(job, version=5), tasks=(ended,))
    stack.commit(replace(job, version=6), tasks=(replace(items[1], progress=60),))

    assert stack.jobs.tasks("job_1") == (ended, replace(items[1], progress=60), items[2])
    assert stack.jobs.load("job_1").tasks == stack.jobs.tasks("job_1")


def test_a_feed_of_more_than_a_megabyte_comes_whole(stack: Stack) -> None:
    job = stack.started()
    noise = "".join(chr(0x4E00 + (i * i * 7919) % 20_000) for i in range(60_000))
    for first in range(1, 9):
        stack.commit(job, events=(stack.event(first, preview=noise[first:]),))

    assert [e.event_id for e in stack.jobs.events("job_1", 0, 500)] == list(range(1, 9))


def test_the_end_lets_the_lease_go_and_keeps_the_result(stack: Stack) -> None:
    job = stack.started()
    ended = stack.end(replace(job, result={"course_id": "c1"}))

    assert stack.read() == ended
    assert stack.take() is None
    assert stack.taken(expect=frozenset({JobStatus.COMPLETED})).token == 2


def test_a_checkpoint_may_wait_for_a_person_and_keep_its_slot(stack: Stack) -> None:
    job = stack.started()
    stack.commit(replace(job, status=JobStatus.WAITING, lease_until=None), slot=ActiveSlot.KEEP)

    assert stack.taken(expect=frozenset({JobStatus.WAITING})).status is JobStatus.WAITING


def test_a_large_result_comes_whole_and_in_lists_as_what_is_small_of_it(stack: Stack) -> None:
    job = stack.started()
    result = {"outline_id": "outline_1", "outlines": [{"title": "ä" * 200, "n": n} for n in range(40)]}
    # In the middle of an attempt, as a worker that dies right after it leaves it behind.
    stack.commit(replace(job, result=result, lease_until=None))
    assert stack.taken().result == result

    ended = stack.end(replace(job, token=2, result=result))
    assert stack.read() == ended
    listed = stack.jobs.jobs(JobFilter(owner="ada"), limit=5, cursor=None).items
    assert [job.result for job in listed] == [{"outline_id": "outline_1"}]
