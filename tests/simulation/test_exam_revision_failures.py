"""Revisions of an exam that die, fail, are retried or meet another one: the old course or the new one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.errors import Conflict, NotFound, PermanentError
from generation.engine.model.checkpoint import Document
from generation.engine.model.job import Job, JobStatus
from generation.engine.ports import ModelRequest
from generation.lessons import Lessons
from generation.pipelines.exam_course import course, exam_document
from generation.pipelines.shared.lessons import all_of
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.offline import answer
from tests.simulation.revised import (
    courses,  # noqa: F401  (fixture)
    done,
    lessons_of,
    removed,
    request,
    revised,
    reworded,
    stored,
    world_with,
)
from tests.simulation.world import ADA, World
from tests.simulation.written_courses import written
from tests.unit.functions.world import StillClock


def raw(world: World, course_id: str) -> tuple[str, Mapping[str, str]]:
    """Head and parts as they are stored: cheap to look at all the time."""
    memory = world.documents.world
    place = (course.KIND, ADA.owner)
    return memory.heads[place][course_id], dict(memory.parts[*place, course_id])


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_wherever_a_worker_dies_the_course_is_the_old_or_the_new_one(after: bool) -> None:
    made = revised(12, lambda one: (reworded(2)(one), reworded(12)(one), removed(9)(one)))
    course_id = next(one.document_id for one in written("exam_course", "auto", 12) if one.kind == course.KIND)

    async def main(point: int | None) -> tuple[int, Document, World]:
        world = world_with(12, dies_at={} if point is None else {1: (point, after)})
        seen = [raw(world, course_id)]

        def looked(job: Job) -> bool:
            if (now := raw(world, course_id)) != seen[-1]:
                seen.append(now)
            return job.is_finished

        job = await world.serve(world.start({"course_id": course_id, "exam": made}), looked)
        assert job.status is JobStatus.COMPLETED, job.error
        check(world, job, kills=0 if point is None else 1)
        return len(seen), stored(world), world

    states, new, undisturbed = simulate(main(None))
    points = undisturbed.workers[0].calls
    assert (states, points >= 8) == (2, True)
    for point in range(1, points + 1):
        states, made_now, _ = simulate(main(point))
        assert states == 2, "the old course, and then the new one"
        assert lessons_of(made_now) == lessons_of(new)
        assert made_now.summary == new.summary


def test_a_job_that_fails_leaves_the_course_and_one_that_is_retried_ends_it() -> None:
    refuses = [True]

    def refusing(asked: ModelRequest) -> str:
        if refuses[0] and "q20" in asked.turns[0].text:
            raise PermanentError("The model refused.", code="refused")
        return answer(asked)

    made = revised(24, lambda one: (reworded(2)(one), reworded(20)(one)))

    async def main() -> None:
        world = world_with(24, answer=refusing)
        before = stored(world)
        job_id = world.start(request(world, made))
        lesson_id, place = next(iter(all_of(before).items()))
        lessons = Lessons(documents=world.documents, clock=StillClock())
        mine = {**place.lesson, "title": "Mine meanwhile"}
        with pytest.raises(Conflict, match="writing this course"):
            lessons.put(ADA, before.document_id, lesson_id, mine, "*")
        job = await world.serve(job_id)
        assert job.status is JobStatus.FAILED
        assert stored(world) == before
        for name in lessons_of(before):
            assert [one.is_live for one in lessons.versions(ADA, before.document_id, name)] == [True]
        untouched = next(
            name for name, one in lessons_of(before).items() if not {"q2", "q20"} & set(one["question_ids"])
        )
        title = {**lessons_of(before)[untouched], "title": "Mine afterwards"}
        lessons.put(ADA, before.document_id, untouched, title, "*")
        refuses[0] = False
        world.service.retry(ADA, job_id)
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED
        after = lessons_of(stored(world))
        assert after[untouched]["title"] == "Mine afterwards"
        changed = {name for name, one in after.items() if one != lessons_of(before)[name]} - {untouched}
        assert {one for name in changed for one in after[name]["question_ids"]} >= {"q2", "q20"}

    simulate(main())


def test_a_retry_is_refused_where_one_of_its_two_exams_was_deleted() -> None:
    def refusing(_: ModelRequest) -> str:
        raise PermanentError("The model refused.", code="refused")

    async def main(number: int) -> None:
        world = world_with(12, answer=refusing)
        old = stored(world).summary["exam_id"]
        job = await world.serve(world.start(request(world, revised(12, reworded(2)))))
        assert job.status is JobStatus.FAILED
        exams = [one.document_id for one in world.documents.list("exam", "ada", limit=9, cursor=None).items]
        assert len(exams) == 2
        gone = old if number == 0 else next(one for one in exams if one != old)
        assert world.documents.delete("exam", "ada", gone, until=world.clock.now() + timedelta(days=7))
        with pytest.raises(NotFound) as refusal:
            world.service.retry(ADA, job.job_id)
        assert refusal.value.code == "exam-not-found"
        assert world.documents.restore("exam", "ada", gone)
        world.service.retry(ADA, job.job_id)

    for number in (0, 1):
        simulate(main(number))


def test_a_retry_after_another_revision_is_told_so() -> None:
    refuses = [True]

    def refusing(asked: ModelRequest) -> str:
        if refuses[0]:
            raise PermanentError("The model refused.", code="refused")
        return answer(asked)

    async def main() -> None:
        world = world_with(24, answer=refusing)
        first = world.start(request(world, revised(24, reworded(2))))
        assert (await world.serve(first)).status is JobStatus.FAILED
        refuses[0] = False
        await done(world, revised(24, reworded(20)))
        before = stored(world)
        world.service.retry(ADA, first)
        job = await world.serve(first)
        assert job.error is not None
        assert (job.status, job.error.code) == (JobStatus.FAILED, "course-changed")
        assert stored(world) == before

    simulate(main())


def test_lessons_of_two_revisions_are_not_mixed() -> None:
    """Both fail, after the first topic of theirs; the first one is retried when the second one has written
    that topic too."""
    refuses = [True]

    def refusing(asked: ModelRequest) -> str:
        if refuses[0] and "q20" in asked.turns[0].text:
            raise PermanentError("The model refused.", code="refused")
        return answer(asked)

    def otherwise(made: dict[str, Any]) -> None:
        reworded(20)(made)
        made["questions"][1]["text"] = "And what would follow if premise 2 were true after all?"

    async def main() -> None:
        world = world_with(24, answer=refusing)
        before = stored(world)
        first = world.start(request(world, revised(24, lambda one: (reworded(2)(one), reworded(20)(one)))))
        assert (await world.serve(first)).status is JobStatus.FAILED
        second = world.start(request(world, revised(24, otherwise)))
        assert (await world.serve(second)).status is JobStatus.FAILED
        refuses[0] = False
        world.service.retry(ADA, first)
        job = await world.serve(first)
        assert job.error is not None
        assert (job.status, job.error.code) == (JobStatus.FAILED, "course-changed")
        assert stored(world) == before
        world.service.retry(ADA, second)
        assert (await world.serve(second)).status is JobStatus.COMPLETED
        exam_id = stored(world).summary["exam_id"]
        made = world.documents.get("exam", ADA.owner, exam_id)
        assert made is not None
        texts = [one["text"] for one in (made.parts or {})[exam_document.PART]["questions"]]
        assert "And what would follow if premise 2 were true after all?" in texts

    simulate(main())
