"""The pipeline in the real engine, over the answers of the local Claude-compatible server."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from generation.engine.errors import DuplicateJob
from generation.engine.model.job import Job, JobStatus, Options
from generation.engine.model.task import Task
from generation.engine.ports import ModelRequest
from generation.pipelines.exam_course import course
from generation.pipelines.exam_course.pipeline import PIPELINE as EXAM_COURSE
from generation.pipelines.exam_course.shared_exam import KEPT
from local.claude.answers import kind_of
from tests.data import computed
from tests.data.exams import ALL, EXPLAINED, UNEXPLAINED, load
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.offline import answer
from tests.simulation.world import ADA, World
from tests.unit.pipelines.exams import exam, hostile_exam, small_exam


def _world() -> World:
    return World(pipelines={"exam_course": EXAM_COURSE}, answer=answer)


@dataclass(frozen=True)
class Made:
    job: Job
    view: dict[str, Any]
    events: list[dict[str, Any]]
    tasks: Sequence[Task]


def _made(raw: dict[str, Any], world: World) -> Made:
    async def main() -> Made:
        job = await world.serve(world.start({"exam": raw}))
        assert job.status is JobStatus.COMPLETED, job.error
        assert job.result is not None
        stored = world.documents.get(course.KIND, ADA.owner, job.result["course_id"])
        assert stored is not None
        tasks = world.store.tasks(job.job_id)
        return Made(job, course.view(stored), world.events(job.job_id), tasks)

    return simulate(main())


EXAMS = [
    *(pytest.param(load(path), id=path.stem) for path in ALL),
    pytest.param(computed.exam(250), id="three slices"),
    pytest.param(exam(1), id="one question"),
    pytest.param(small_exam(), id="small"),
    pytest.param(hostile_exam(), id="hostile"),
]


MIXED = 1
"""Answers over questions of UNEXPLAINED in other languages: the imitation cannot put them into English."""


@pytest.mark.parametrize("raw", EXAMS)
def test_an_exam_becomes_a_complete_course(raw: dict[str, Any]) -> None:
    world = _world()
    made = _made(raw, world)
    view = made.view
    total = len(raw["questions"])
    assert view["coverage"] == {"questions_total": total, "questions_covered": total, "missing": []}
    assert view["status"] == "draft"
    assert view["made_by"] == "simulated"
    assert all(topic["status"] == "completed" for topic in view["topics"])
    assert max(world.model.answered().values()) == 1
    assert world.model.most_at_once <= 10
    for task in made.tasks:
        assert len(json.dumps(task.result).encode()) < 8_000
        assert len(json.dumps(task.data).encode()) < 2_000


def test_ten_topics_take_three_rounds_of_calls() -> None:
    world = _world()
    world.model.latency_s = (1.0, 1.0)
    made = _made(load(UNEXPLAINED), world)
    assert len(made.view["topics"]) == world.model.most_at_once == 10
    assert made.job.completed_at is not None
    again = sum("<previous_answer>" in call.key for call in world.model.made)
    assert again == MIXED
    assert (made.job.completed_at - made.job.created_at).total_seconds() < 6.0


def test_events_name_topics_and_lessons() -> None:
    made = _made(load(EXPLAINED), _world())
    view, events = made.view, made.events
    assert [event["event_id"] for event in events] == list(range(1, len(events) + 1))
    started = [event["step"] for event in events if event["type"] == "step_started"]
    assert started == [step.name for step in EXAM_COURSE.steps]
    finished = {e["label"]: e["generated"] for e in events if e["type"] == "item_completed"}
    assert finished == {topic["title"]: len(topic["lessons"]) for topic in view["topics"]}


def test_an_invalid_answer_is_mended_in_one_more_call() -> None:
    world = _world()
    world.model.faults = {1: "invalid", 4: "invalid"}
    _made(load(UNEXPLAINED), world)
    assert len(world.model.made) == 14 + MIXED


@pytest.mark.parametrize("seed", range(4))
def test_workers_that_die_and_answers_that_fail_leave_no_question_out(seed: int) -> None:
    world = World(seed=seed, pipelines={"exam_course": EXAM_COURSE}, answer=answer, chaos=0.4, worker_s=15.0)
    world.model.fault_rate = 0.1

    async def main() -> None:
        job = await world.serve(world.start({"exam": computed.exam(130)}))
        check(world, job)
        while job.status is JobStatus.FAILED:
            # Three faults in a row end an attempt of the job; a person's retry keeps what is there.
            world.service.retry(ADA, job.job_id, None)
            job = await world.serve(job.job_id)
        stored = world.documents.get(course.KIND, ADA.owner, (job.artifact or {})["course_id"])
        assert stored is not None
        assert course.view(stored)["coverage"]["questions_covered"] == 130

    simulate(main())


def test_manual_mode_waits_with_the_topics_to_be_read() -> None:
    world = _world()

    async def main() -> Job:
        job_id = world.start({"exam": exam(12)}, Options(mode="manual", auto_publish=True))
        waiting = await world.serve(job_id, until=lambda job: job.status is JobStatus.WAITING)
        assert waiting.artifact is not None
        stored = world.documents.get(course.KIND, ADA.owner, waiting.artifact["course_id"])
        assert stored is not None
        assert {topic["status"] for topic in course.view(stored)["topics"]} == {"pending"}
        assert len(world.model.made) == 1
        world.service.proceed(ADA, job_id, None)
        return await world.serve(job_id)

    job = simulate(main())
    assert (job.status, job.message) == (
        JobStatus.COMPLETED, "Course ready (published): topics 3, lessons 3, questions covered 12 of 12",
    )  # fmt: skip


def test_the_same_exam_twice_is_one_active_job() -> None:
    world = _world()

    async def main() -> None:
        job_id = world.start({"exam": exam(3)})
        with pytest.raises(DuplicateJob) as refused:
            world.start({"exam": exam(3)})
        assert refused.value.extra == {"job_id": job_id}
        await world.serve(job_id)
        await world.serve(world.start({"exam": exam(3)}))

    simulate(main())


@pytest.mark.parametrize(("broken", "worker_s"), [("lesson", 310.0), ("whole_course", 450.0)])
def test_a_call_that_goes_back_asks_what_it_asked_whatever_the_time_is_then(
    broken: str, worker_s: float
) -> None:
    """The first answers to these calls break their contract while the exam is in the cache; the worker has no
    time left, and the next one sends them back when the cache is cold."""
    asked: dict[str, set[tuple[str, ...]]] = defaultdict(set)

    def told(request: ModelRequest) -> str:
        kind = kind_of(request.turns[0].text)
        asked[f"{kind} {request.turns[0].text[-200:]}"].add(request.shared)
        is_first = kind == broken and len(request.turns) == 1
        return "{}" if is_first else answer(request)

    world = World(pipelines={"exam_course": EXAM_COURSE}, answer=told, worker_s=worker_s)
    world.model.latency_s = (140.0, 140.0)
    _made(exam(20), world)
    assert len(world.workers) > 1
    sent_back = [call for call in world.model.made if call.began_at > KEPT.total_seconds()]
    assert sent_back, "after the exam has left the cache"
    again = {key: shared for key, shared in asked.items() if key.startswith(broken)}
    assert again
    assert all(len(shared) == 1 for shared in again.values())
    assert all('"question_id": "q20"' in "".join(*shared) for shared in again.values())
