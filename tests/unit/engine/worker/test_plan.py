"""The plan: what there is to do, complete, shown and failed, as tables over one small pipeline."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generation.engine.model.job import JobStatus, Options, StepStatus
from generation.engine.model.task import Task
from generation.engine.worker import plan
from tests.unit.engine.examples import PIPELINE, done, item_task, job, known, step_task

PLANNED = done(step_task("plan"), names=["a", "b"])
A, B = item_task("write", "a"), item_task("write", "b", index=1)
A1 = item_task("illustrate", "a-1")


@pytest.mark.parametrize(
    ("tasks", "new"),
    [
        ((), ["plan"]),
        ((step_task("plan"),), []),
        ((replace(step_task("plan"), status=StepStatus.FAILED),), []),
        ((PLANNED,), ["write/a", "write/b"]),
        ((PLANNED, A), ["write/b"]),
        ((PLANNED, A, B), []),
        ((PLANNED, done(A), B), ["illustrate/a-1"]),  # its own source is done, not the whole step
        ((PLANNED, done(A), done(B), A1), ["illustrate/b-1"]),
        ((PLANNED, done(A), done(B), done(A1)), ["illustrate/b-1"]),
        ((done(step_task("plan"), names=[]),), ["publish"]),
    ],
)
def test_tasks_become_known_as_what_they_need_is_done(tasks: tuple[Task, ...], new: list[str]) -> None:
    assert [task.task_id for task in plan.unknown(PIPELINE, known(*tasks))] == new


def test_an_item_gets_its_place_label_and_data() -> None:
    [task] = plan.unknown(PIPELINE, known(PLANNED, A))
    assert task == item_task("write", "b", index=1, data={"name": "b"})


@pytest.mark.parametrize(
    ("step", "tasks", "is_complete"),
    [
        ("plan", (), False),
        ("plan", (PLANNED,), True),
        ("write", (PLANNED, done(A)), False),  # b is not known yet
        ("write", (PLANNED, done(A), B), False),
        ("write", (PLANNED, done(A), done(B)), True),
        ("write", (done(step_task("plan"), names=[]),), True),
        ("illustrate", (PLANNED, done(A), B, done(A1)), False),
    ],
)
def test_a_step_is_complete_when_all_its_items_are_known_and_done(
    step: str, tasks: tuple[Task, ...], is_complete: bool
) -> None:
    assert plan.is_complete(PIPELINE, known(*tasks), step) is is_complete


@pytest.mark.parametrize(
    ("tasks", "percent"),
    [
        ((), 0),
        ((step_task("plan", progress=50),), 5),
        ((PLANNED,), 10),
        ((PLANNED, done(A), B), 40),  # 10 + 60 / 2
        ((PLANNED, done(A), replace(B, progress=50)), 55),
        ((PLANNED, done(A), B, done(A1)), 50),  # + 20 of the half that is known of its source
        ((PLANNED, done(A), done(B)), 70),
        ((done(step_task("plan"), names=[]),), 90),
    ],
)
def test_progress_is_by_the_weights_of_the_steps(tasks: tuple[Task, ...], percent: int) -> None:
    assert plan.progress(PIPELINE, known(*tasks)) == percent


@pytest.mark.parametrize(
    ("stored", "attempt", "seen"),
    [
        (done(A), 2, done(A)),
        (replace(A, status=StepStatus.RUNNING, progress=40), 1, "as it is"),
        (replace(A, status=StepStatus.RUNNING, progress=40, attempts=2), 2, A),
        (replace(A, status=StepStatus.FAILED, attempts=3), 2, A),
        (replace(A, status=StepStatus.FAILED, job_attempt=2), 2, "as it is"),
    ],
)
def test_what_an_earlier_attempt_left_unfinished_is_pending(
    stored: Task, attempt: int, seen: Task | str
) -> None:
    assert plan.begun_by(job(attempt=attempt), stored) == (stored if seen == "as it is" else seen)


@pytest.mark.parametrize(
    ("job_status", "task_status", "shown"),
    [
        (JobStatus.RUNNING, StepStatus.RUNNING, StepStatus.RUNNING),
        (JobStatus.CANCELLED, StepStatus.RUNNING, StepStatus.CANCELLED),
        (JobStatus.FAILED, StepStatus.PENDING, StepStatus.SKIPPED),
        (JobStatus.FAILED, StepStatus.FAILED, StepStatus.FAILED),
        (JobStatus.COMPLETED, StepStatus.COMPLETED, StepStatus.COMPLETED),
    ],
)
def test_items_of_a_job_that_has_ended_do_not_run(
    job_status: JobStatus, task_status: StepStatus, shown: StepStatus
) -> None:
    assert plan.shown(job(status=job_status), replace(A, status=task_status)) is shown


def test_a_job_knows_how_many_items_its_fan_outs_have() -> None:
    counted = plan.counted(PIPELINE, job(), known(PLANNED, done(A), B))
    assert [(step.items_total, step.items_completed) for step in counted.steps] == [
        (None, None),
        (2, 1),
        (None, None),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("options", "passed", "message"),
    [
        (Options(), (), None),
        (Options(mode="manual"), (), "Approve it."),
        (Options(mode="manual"), ("publish",), None),
    ],
)
def test_a_gate_is_closed_until_a_person_has_let_the_job_pass(
    options: Options, passed: tuple[str, ...], message: str | None
) -> None:
    assert plan.gate(PIPELINE, job(options=options, passed=passed), "publish") == message


def test_braces_in_a_label_are_braces() -> None:
    task = replace(B, label="{total} {item}")
    assert plan.started(PIPELINE, task, 2) == "Writing {total} {item} (2/2)"


def test_the_failed_task_that_a_job_names_is_the_first_by_step_and_place() -> None:
    failed = [replace(task, status=StepStatus.FAILED) for task in (A1, B, A)]
    assert plan.failed(failed) == failed[2]
    assert plan.failed([A, done(B)]) is None


def test_results_are_those_of_tasks_that_are_done() -> None:
    results = plan.results(known(PLANNED, done(A, text="x"), B))
    assert (results["plan"], results.of("write", "a")) == ({"names": ["a", "b"]}, {"text": "x"})
    with pytest.raises(KeyError):
        results.of("write", "b")
