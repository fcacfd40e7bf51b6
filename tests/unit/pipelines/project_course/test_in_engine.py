"""Both pipelines in the real engine, over the answers of the local Claude-compatible server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from generation.catalogue import PIPELINES
from generation.engine.errors import Conflict, DuplicateJob, NotFound, PermanentError
from generation.engine.model.event import LogEntry, LogLevel
from generation.engine.model.job import Job, JobStatus, Options
from generation.engine.ports import ModelRequest
from generation.pipelines.shared import courses
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.offline import answer
from tests.simulation.world import ADA, World, with_limits
from tests.unit.pipelines.project_course.examples import hostile_outline, outline

Document = dict[str, Any]
MANUAL = Options(mode="manual")


def _world(**settings: Any) -> World:
    return World(**{"pipelines": PIPELINES, "answer": answer, **settings})


def _start(world: World, raw: Document | None = None, options: Options | None = None) -> str:
    request = {"outline": raw or outline(5)}
    return world.service.start(ADA, "project_course", request, options or Options()).job.job_id


def _course(world: World, job: Job) -> Document:
    assert job.artifact is not None
    stored = world.documents.get("course", ADA.owner, job.artifact["course_id"])
    assert stored is not None
    return courses.view(stored)


def _counts(view: Document) -> str:
    lessons = [lesson for project in view["projects"] for lesson in project["lessons"]]
    tasks = sum(len(lesson["tasks"]) for lesson in lessons)
    return f"{len(view['projects'])} projects, {len(lessons)} lessons, {tasks} tasks"


def _failing(text: str) -> Callable[[ModelRequest], str]:
    """A model that refuses every call with this text in it."""

    def refusing(request: ModelRequest) -> str:
        if text in request.turns[0].text:
            raise PermanentError("The model refused.", code="model-refused")
        return answer(request)

    return refusing


@pytest.mark.parametrize("choice", [0, 1, 2])
def test_from_topic_to_published_course(choice: int) -> None:
    world = _world()

    async def main() -> None:
        topic = {"topic": "Sourdough bread", "language": "en", "audience": "Home bakers"}
        outlined = await world.serve(world.service.start(ADA, "course_outline", topic, Options()).job.job_id)
        assert outlined.status is JobStatus.COMPLETED, outlined.error
        check(world, outlined, kills=0)
        result = world.service.job(ADA, outlined.job_id).result
        assert result is not None
        assert len(result["outlines"]) == 3
        chosen = {"outline_id": result["outline_id"], "choice": choice}
        job_id = world.service.start(ADA, "project_course", chosen, Options(auto_publish=True)).job.job_id
        job = await world.serve(job_id)
        check(world, job)
        view = _course(world, job)
        assert (view["status"], view["language"], view["audience"]) == ("published", "en", "Home bakers")
        assert view["title"] == result["outlines"][choice]["title"]
        assert job.result == {"course_id": view["course_id"]}

    simulate(main())


@pytest.mark.parametrize("projects", [1, 3, 8])
def test_the_summary_is_what_is_stored(projects: int) -> None:
    world = _world()

    async def main() -> Job:
        return await world.serve(_start(world, outline(projects)))

    job = simulate(main())
    assert job.message == _counts(_course(world, job)).replace("1 projects", "1 project")
    assert max(world.model.answered().values()) == 1
    for task in world.store.tasks(job.job_id):
        assert len(json.dumps(task.result).encode()) < 8_000
        assert len(json.dumps(task.data).encode()) < 2_000


def test_hostile_outlines_become_courses() -> None:
    world = _world()

    async def main() -> Job:
        return await world.serve(_start(world, hostile_outline()))

    job = simulate(main())
    assert job.status is JobStatus.COMPLETED, job.error


def test_lessons_and_tasks_take_two_rounds_of_calls_and_the_whole_course_one() -> None:
    world = _world(limits=with_limits(items_at_once=20))
    world.model.latency_s = (1.0, 1.0)

    async def main() -> Job:
        return await world.serve(_start(world))

    job = simulate(main())
    assert job.completed_at is not None
    assert len(world.model.made) == 5 + 15 + 1
    assert (job.completed_at - job.created_at).total_seconds() < 1.5 * 3


def test_tasks_of_a_lesson_begin_while_other_projects_are_being_written() -> None:
    world = _world()
    world.model.faults = {1: "rate-limited"}

    async def main() -> None:
        job = await world.serve(_start(world))
        check(world, job, kills=0)
        events = world.events(job.job_id)
        first_task = next(e for e in events if e["type"] == "item_started" and e["step"] == "generate_tasks")
        lessons_done = next(
            e for e in events if e["type"] == "step_completed" and e["step"] == "generate_lessons"
        )
        assert first_task["event_id"] < lessons_done["event_id"]
        last_lesson = max(call.ended_at or 0 for call in world.model.made if "project_lessons" in call.key)
        assert min(call.began_at for call in world.model.made if "lesson_tasks" in call.key) < last_lesson

    simulate(main())


def test_the_log_reads_as_what_happened() -> None:
    world = _world()
    world.model.faults = {2: "server-error"}

    async def main() -> tuple[Job, list[LogEntry]]:
        job = await world.serve(_start(world))
        return job, list(world.store.logs(job.job_id, 0, 10_000))

    job, entries = simulate(main())
    messages = [entry.message for entry in entries]
    assert messages[:5] == [
        "Queued",
        "Preparing the course",
        "Course: Sourdough, loaf by loaf",
        "Projects: 5",
        "Course begun",
    ]
    assert "Generating lessons for project 2/5: Second loaf" in messages
    assert "Generated 3 lessons for: Second loaf" in messages
    [retried] = [entry for entry in entries if entry.level is LogLevel.WARNING]
    assert retried.message.startswith("Attempt 1 failed: 500; again in ")
    assert retried.details["delay_s"] > 0
    written = [n for n, message in enumerate(messages) if message.startswith("Generated 3 lessons for: ")]
    begun = [n for n, message in enumerate(messages) if message == "Starting task generation"]
    assert len(written) == 5
    assert len(begun) == 1
    assert sum(message.startswith("Generating tasks for: ") for message in messages) == 15
    assert messages.index("Generating lessons for project 1/5: First loaf") < written[0] < begun[0]
    assert begun[0] < written[-1], "tasks wait for their own lessons alone"
    assert messages[-1] == _counts(_course(world, job)) == "5 projects, 15 lessons, 45 tasks"
    assert entries[-1].level is LogLevel.SUCCESS


@pytest.mark.parametrize("seed", range(6))
def test_workers_that_die_and_answers_that_fail_leave_nothing_out(seed: int) -> None:
    world = _world(seed=seed, chaos=0.4, worker_s=15.0)
    world.model.fault_rate = 0.1

    async def main() -> None:
        job = await world.serve(_start(world))
        check(world, job)
        while job.status is JobStatus.FAILED:
            # Three faults in a row end an attempt of the job; a person's retry keeps what is there.
            world.service.retry(ADA, job.job_id, None)
            job = await world.serve(job.job_id)
        assert job.message == _counts(_course(world, job)) == "5 projects, 15 lessons, 45 tasks"

    simulate(main())


def test_manual_mode_waits_with_the_lessons_to_be_read() -> None:
    world = _world()

    async def main() -> None:
        job_id = _start(world, options=MANUAL)
        waiting = await world.serve(job_id, until=lambda job: job.status is JobStatus.WAITING)
        assert waiting.current_step == "generate_tasks"
        assert waiting.message.startswith("Waiting: read the lessons of the course, then continue")
        view = _course(world, waiting)
        lessons = [lesson for project in view["projects"] for lesson in project["lessons"]]
        assert len(lessons) == 15
        assert all(lesson["body"] and lesson["status"] == "pending" for lesson in lessons)
        spent, made = waiting.usage, len(world.model.made)
        later = world.clock.now() + timedelta(hours=1)
        waiting = await world.serve(job_id, until=lambda job: world.clock.now() > later)
        assert (waiting.status, waiting.usage, len(world.model.made)) == (JobStatus.WAITING, spent, made)
        world.service.proceed(ADA, job_id, None)
        with pytest.raises(Conflict):
            world.service.proceed(ADA, job_id, None)
        job = await world.serve(job_id)
        check(world, job, kills=0)
        assert job.message == "5 projects, 15 lessons, 45 tasks"
        assert max(world.model.answered().values()) == 1

    simulate(main())


def test_a_waiting_course_can_be_cancelled_and_waits_again_after_a_retry() -> None:
    world = _world()

    async def main() -> None:
        job_id = _start(world, options=MANUAL)
        await world.serve(job_id, until=lambda job: job.status is JobStatus.WAITING)
        world.service.cancel(ADA, job_id)
        check(world, await world.serve(job_id), kills=0)
        made = len(world.model.made)
        world.service.retry(ADA, job_id)
        await world.serve(job_id, until=lambda job: job.status is JobStatus.WAITING)
        assert len(world.model.made) == made
        world.service.proceed(ADA, job_id, None)
        job = await world.serve(job_id)
        assert (job.status, job.attempt) == (JobStatus.COMPLETED, 2)

    simulate(main())


def test_cancel_in_the_middle_and_retry_repeat_no_call_that_had_ended() -> None:
    world = _world()

    async def main() -> None:
        job_id = _start(world)
        await world.serve(job_id, until=lambda job: (job.steps[2].items_completed or 0) >= 4)
        world.service.cancel(ADA, job_id)
        cancelled = await world.serve(job_id)
        check(world, cancelled)
        await asyncio.sleep(5)
        assert all(call.outcome != "open" for call in world.model.made)
        shown = _course(world, cancelled)
        assert shown["status"] == "generating"
        done = [lesson for project in shown["projects"] for lesson in project["lessons"] if lesson["tasks"]]
        assert len(done) >= 4
        kept = {key for key, count in world.model.answered().items() if count}
        world.service.retry(ADA, job_id)
        job = await world.serve(job_id)
        assert (job.status, job.attempt) == (JobStatus.COMPLETED, 2)
        # The calls in flight at the moment of the cancel apart, which nobody heard the end of.
        again = {key for key, count in world.model.answered().items() if key in kept and count > 1}
        assert len(again) <= world.limits.items_at_once
        assert job.message == "5 projects, 15 lessons, 45 tasks"

    simulate(main())


def test_a_project_that_fails_keeps_its_siblings_and_is_all_that_a_retry_calls() -> None:
    world = _world(answer=_failing('"project": 2, "projects": 5}'))

    async def main() -> None:
        job_id = _start(world)
        job = await world.serve(job_id)
        assert job.status is JobStatus.FAILED
        assert job.error is not None
        assert (job.error.code, job.error.step) == ("model-refused", "generate_lessons")
        assert job.error.item_id == "project-02"
        states = [project["status"] for project in _course(world, job)["projects"]]
        assert states == ["completed", "pending", "completed", "completed", "completed"]
        assert len(world.model.answered()) == 4 + 12
        world.model.answer = answer
        made = len(world.model.made)
        world.service.retry(ADA, job_id)
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        assert len(world.model.made) - made == 1 + 3 + 1
        assert max(world.model.answered().values()) == 1

    simulate(main())


def test_a_lesson_whose_tasks_fail_is_named_and_is_all_that_a_retry_calls() -> None:
    world = _world(answer=_failing('"project": 3, "projects": 5, "lesson": 2'))

    async def main() -> None:
        job_id = _start(world)
        job = await world.serve(job_id)
        assert job.error is not None
        assert (job.error.step, job.error.item_id) == ("generate_tasks", "project-03-lesson-2")
        assert len(world.model.answered()) == 5 + 14
        world.model.answer = answer
        world.service.retry(ADA, job_id)
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        assert len(world.model.answered()) == 5 + 15 + 1
        assert max(world.model.answered().values()) == 1

    simulate(main())


def test_an_invalid_answer_is_mended_in_one_more_call() -> None:
    world = _world()
    world.model.faults = {1: "invalid", 8: "invalid"}

    async def main() -> Job:
        return await world.serve(_start(world))

    assert simulate(main()).status is JobStatus.COMPLETED
    assert len(world.model.made) == 5 + 15 + 2 + 1


def test_the_same_course_twice_is_one_active_job_and_another_version_is_not() -> None:
    world = _world()

    async def main() -> None:
        job_id = _start(world)
        with pytest.raises(DuplicateJob) as refused:
            _start(world)
        assert refused.value.extra == {"job_id": job_id}
        other = _start(world, outline(5, title="Another"))
        await world.serve(job_id)
        await world.serve(other)
        await world.serve(_start(world))

    simulate(main())


def test_a_topic_may_be_asked_for_twice_at_the_same_time() -> None:
    world = _world()

    async def main() -> None:
        topic = {"topic": "Sourdough"}
        jobs = [world.service.start(ADA, "course_outline", topic, Options()).job for _ in range(2)]
        ids = {(await world.serve(job.job_id)).job_id for job in jobs}
        found = [world.service.job(ADA, job_id).result for job_id in ids]
        assert len({result["outline_id"] for result in found if result}) == 2

    simulate(main())


def test_an_outline_of_last_month_cannot_be_chosen() -> None:
    world = _world()

    async def main() -> None:
        job_id = world.service.start(ADA, "course_outline", {"topic": "Sourdough"}, Options()).job.job_id
        job = await world.serve(job_id)
        assert job.artifact is not None
        chosen = {"outline_id": job.artifact["outline_id"], "choice": 0}
        await asyncio.sleep(timedelta(days=30).total_seconds())
        with pytest.raises(NotFound):
            world.service.start(ADA, "project_course", chosen, Options())

    simulate(main())
