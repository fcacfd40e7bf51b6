"""What blocks goes back once: in every pipeline, at every crash point, and never a second time."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from generation.catalogue import PIPELINES
from generation.engine.model.job import Job, JobStatus
from generation.engine.ports import ModelRequest
from generation.pipelines.shared import history
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.offline import answer
from tests.simulation.test_pipelines import REQUESTS, Requests, request_of, world_of
from tests.simulation.world import World
from tests.unit.pipelines.exams import exam
from tests.unit.pipelines.project_course.examples import outline

PLACEHOLDER = "Lorem ipsum dolor sit amet, consectetur adipiscing elit."
SMALL: Requests = {
    **REQUESTS,
    "exam_course": {"exam": exam(8)},
    "project_course": {"outline": outline(1)},
}
AGAIN = "<previous_answer>"
OF_NO_ARTIFACT = "course_outline"
"""What it makes is outlines to choose from: they are checked when a course is made of one."""


def spoiled(text: str) -> str:
    """The same answer with a text that no rule of contracts minds."""
    raw = json.loads(text)
    is_bare = not {"introduction", "objectives"}.isdisjoint(raw)
    match raw if is_bare else raw.get("lesson") or raw.get("whole_course") or next(iter(raw.values())):
        case {"introduction": _} as whole:
            whole["introduction"] = PLACEHOLDER
        case {"objectives": objectives}:
            objectives[-1] = PLACEHOLDER
        case [{"objectives": objectives}, *_]:
            objectives[-1] = PLACEHOLDER
        case [{"description": _}, *_] as outlines if "angle" in outlines[0]:
            outlines[0]["description"] = PLACEHOLDER
        case [{"hints": hints}, *_]:
            hints[-1] = PLACEHOLDER
        case _:
            if "sessions" in raw:
                raw["description"] = PLACEHOLDER
            else:
                (raw["topics"] or raw["merged_topics"])[0]["description"] = PLACEHOLDER
    return json.dumps(raw, ensure_ascii=False)


def wrong_once(request: ModelRequest) -> str:
    text = answer(request)
    return text if AGAIN in request.turns[0].text else spoiled(text)


def always_wrong(request: ModelRequest) -> str:
    return spoiled(answer(request))


def run(name: str, model: Any, *, dies_at: dict[int, tuple[int, bool]] | None = None) -> tuple[World, Job]:
    request = request_of(name, SMALL)

    async def main() -> tuple[World, Job]:
        world = world_of(name, answer=model, dies_at=dies_at or {})
        job = await world.serve(world.start(request))
        check(world, job, kills=len(dies_at or {}))
        return world, job

    return simulate(main())


def asked(world: World) -> tuple[Counter[str], Counter[str]]:
    """Calls that were answered: first ones and those that went back, by what was asked first."""
    first: Counter[str] = Counter()
    again: Counter[str] = Counter()
    for call in world.model.made:
        if call.outcome != "answered":
            continue
        text = json.loads(call.key)
        (again if AGAIN in text else first)[text.partition("# This is the second time")[0].strip()] += 1
    return first, again


def shown(world: World, job: Job) -> bool:
    """Whether the artifact tells of the placeholder, or the proposal has it: that is checked when a person
    takes it."""
    if job.pipeline == "lesson_revision":
        made = dict(job.result or {})
        place = history.document_id(made["course_id"], made["lesson_id"])
        proposals = world.documents.get(history.KIND, job.owner, place, parts=True)
        assert proposals is not None
        return PLACEHOLDER in json.dumps(proposals.parts)
    artifact = dict(job.artifact or {})
    for kind, name in (("course", "course_id"), ("program", "program_id")):
        if name in artifact:
            stored = world.documents.get(kind, job.owner, artifact[name], parts=True)
            assert stored is not None
            quality: dict[str, Any] = (stored.parts or {})["quality"]
            return any(one["rule"] == "placeholder" for one in quality["findings"])
    return False


@pytest.mark.parametrize("name", PIPELINES)
def test_an_answer_that_is_mended_leaves_nothing_behind(name: str) -> None:
    world, job = run(name, wrong_once)
    first, again = asked(world)
    assert job.status is JobStatus.COMPLETED, job.error
    assert first.keys() == again.keys()
    assert {*first.values(), *again.values()} == {1}
    assert not shown(world, job)


@pytest.mark.parametrize("name", PIPELINES)
def test_what_still_blocks_is_kept_and_shown_and_not_asked_again(name: str) -> None:
    world, job = run(name, always_wrong)
    first, again = asked(world)
    assert job.status is JobStatus.COMPLETED, job.error
    assert first.keys() == again.keys()
    assert {*first.values(), *again.values()} == {1}
    assert shown(world, job) is (name != OF_NO_ARTIFACT)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("name", ["exam_course", "training_program"])
def test_a_worker_that_dies_in_between_asks_no_third_time(name: str, after: bool) -> None:
    undisturbed, _ = run(name, always_wrong)
    for point in range(1, undisturbed.workers[0].calls + 1):
        world, job = run(name, always_wrong, dies_at={1: (point, after)})
        assert job.status is JobStatus.COMPLETED, job.error
        first, again = asked(world)
        # A call whose answer died with the worker is made again, and no other.
        for calls in (first, again):
            assert sum(calls.values()) - len(calls) <= world.limits.items_at_once
            assert max(calls.values()) <= 2
        assert first.keys() == again.keys()
