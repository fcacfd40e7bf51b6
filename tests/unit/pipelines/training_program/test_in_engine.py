"""The pipeline in the real engine: over right answers, over garbage, and with workers that die."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings

from generation.catalogue import PIPELINES
from generation.engine.model.job import Job, JobStatus, Options
from generation.engine.ports import ModelRequest
from generation.pipelines.training_program import program_document
from generation.pipelines.training_program.person import stored as profile_document
from generation.pipelines.training_program.person.profile import Equipment, Injury, Profile
from generation.pipelines.training_program.program import prescriptions
from generation.pipelines.training_program.science.exclusions import excluding, missing
from generation.pipelines.training_program.science.exercises import exercises
from local.claude import answers
from tests.simulation.invariants import check
from tests.simulation.loop import simulate
from tests.simulation.world import ADA, World
from tests.unit.pipelines.training_program import people

STEPS = [
    "initialize",
    "fetch_profile",
    "analyze_profile",
    "generate_program",
    "validate_program",
    "save_program",
    "finalize",
]
PERSON: dict[str, Any] = {
    "age": 30, "sex": "male", "height_cm": 180, "mass_kg": 80, "experience": "intermediate",
    "lifts": people.LIFTS, "equipment": people.GYM,
}  # fmt: skip
WISH: dict[str, Any] = {"goal": "strength", "weeks": 8, "days_per_week": 4}


def offline(request: ModelRequest) -> str:
    text = request.turns[0].text
    return answers.answer(answers.kind_of(text), text, dict(request.schema or {})).text


def garbage(request: ModelRequest) -> str:
    return '{"title": "Trust me", "weeks": "all of them"}'


def world_with(answer: Callable[[ModelRequest], str] = offline, **how: Any) -> World:
    return World(pipelines={"training_program": PIPELINES["training_program"]}, answer=answer, **how)


@dataclass(frozen=True)
class Made:
    job: Job
    view: dict[str, Any]
    events: list[dict[str, Any]]
    logs: list[str]


def made(world: World, request: Mapping[str, Any], options: Options | None = None) -> Made:
    async def main() -> Made:
        job = await world.serve(world.start(request, options))
        assert job.status is JobStatus.COMPLETED, job.error
        assert job.result is not None
        stored = world.documents.get(program_document.KIND, ADA.owner, job.result["program_id"])
        assert stored is not None
        logs = [entry.message for entry in world.store.logs(job.job_id, 0, 1_000)]
        return Made(job, program_document.view(stored), world.events(job.job_id), logs)

    return simulate(main())


def test_a_profile_becomes_a_program() -> None:
    world = world_with()
    program = made(world, {**WISH, "profile": PERSON, "language": "de", "audience": "Trainer"})
    view = program.view
    assert [step.name for step in program.job.steps] == STEPS
    assert (view["status"], view["level"], view["made_by"]) == ("ready", "enhanced", "simulated")
    assert (view["generation_error"], view["generation_errors"]) == (None, [])
    assert (view["language"], view["audience"]) == ("de", "Trainer")
    assert view["validation"]["violations"] == []
    assert "load_jump" in view["validation"]["rules_checked"]
    assert view["analysis"]["maxima"]
    assert len(view["weeks"]) == view["weeks_total"] == 8
    assert view["job_id"] == program.job.job_id
    assert program.job.title == view["title"]
    assert len(world.model.made) == 1
    started = [event["step"] for event in program.events if event["type"] == "step_started"]
    assert started == STEPS
    assert "Program ready (enhanced): 8 weeks, 32 sessions" in program.job.message
    for task in world.store.tasks(program.job.job_id):
        assert len(json.dumps(task.result).encode()) < 8_000


def test_the_stored_profile_is_read_when_the_job_runs() -> None:
    world = world_with()

    async def main() -> dict[str, Any]:
        first = profile_document.document(ADA.owner, Profile.model_validate(PERSON), world.clock.now())
        world.documents.put(first)
        job_id = world.start({**WISH, "injuries": ["elbow"]})
        mended = Profile.model_validate({**PERSON, "injuries": ["shoulder"]})
        world.documents.put(profile_document.document(ADA.owner, mended, world.clock.now()))
        job = await world.serve(job_id)
        assert job.status is JobStatus.COMPLETED, job.error
        stored = world.documents.get(program_document.KIND, ADA.owner, (job.result or {})["program_id"])
        assert stored is not None
        return program_document.view(stored)

    assert simulate(main())["analysis"]["injuries"] == ["shoulder", "elbow"]


def test_a_profile_that_is_gone_or_spoilt_meanwhile_fails_the_job_with_a_reason() -> None:
    world = world_with()

    async def main() -> Job:
        good = profile_document.document(ADA.owner, Profile.model_validate(PERSON), world.clock.now())
        world.documents.put(good)
        job_id = world.start(WISH)
        world.documents.put(replace(good, parts={profile_document.PART: {"age": 5}}))
        return await world.serve(job_id)

    job = simulate(main())
    assert job.error is not None
    assert (job.status, job.error.code, job.error.step) == (
        JobStatus.FAILED, "profile-invalid", "fetch_profile",
    )  # fmt: skip


@pytest.mark.parametrize(("language", "written"), [("de", "de"), ("German", "German"), ("Danish", "en")])
def test_a_model_that_refuses_leaves_a_program_by_rule(language: str, written: str) -> None:
    world = world_with()
    world.model.faults = {1: "refused", 2: "refused"}
    program = made(world, {**WISH, "profile": PERSON, "language": language})
    view = program.view
    assert (view["level"], view["made_by"], view["language"]) == ("rule_based", "rules", written)
    assert view["generation_error"] == {"code": "model-refused", "level": "basic", "message": "refused"}
    assert [error["level"] for error in view["generation_errors"]] == ["enhanced", "basic"]
    assert any(line == "No enhanced program: refused" for line in program.logs)
    assert len(world.model.made) == 2


def test_a_model_that_does_not_answer_is_asked_three_times_for_each_level() -> None:
    world = world_with()
    world.model.faults = dict.fromkeys(range(1, 4), "server-error")
    program = made(world, {**WISH, "profile": PERSON})
    assert program.view["level"] == "basic"
    assert program.view["generation_error"]["code"] == "model-unavailable"
    assert len(world.model.made) == 4


def test_a_budget_that_is_too_small_still_gives_a_program() -> None:
    world = world_with()
    options = Options(max_cost_usd=world.model.most_expensive(None) / 2)  # type: ignore[arg-type, operator]
    program = made(world, {**WISH, "profile": PERSON}, options)
    assert program.view["level"] == "rule_based"
    assert program.view["generation_error"]["code"] == "budget-exceeded"
    assert world.model.made == []


def test_a_rate_limit_is_waited_for_and_no_reason_for_less() -> None:
    world = world_with()
    world.model.faults = {1: "rate-limited", 2: "long-limit"}
    assert made(world, {**WISH, "profile": PERSON}).view["level"] == "enhanced"


def test_cancelled_in_the_middle_nothing_simpler_is_begun() -> None:
    world = world_with()
    world.model.latency_s = (30.0, 30.0)

    async def main() -> None:
        job_id = world.start({**WISH, "profile": PERSON})
        await world.serve(job_id, until=lambda job: job.current_step == "generate_program")
        world.service.cancel(ADA, job_id)
        job = await world.serve(job_id)
        assert job.status is JobStatus.CANCELLED
        world.service.retry(ADA, job_id, None)
        job = await world.serve(job_id)
        assert (job.status, job.attempt) == (JobStatus.COMPLETED, 2)
        assert len(world.model.made) == 2

    simulate(main())


@pytest.mark.parametrize("seed", range(6))
def test_workers_that_die_leave_a_whole_program_and_pay_nothing_twice(seed: int) -> None:
    world = world_with(seed=seed, chaos=0.5, worker_s=20.0)

    async def main() -> None:
        job = await world.serve(world.start({**WISH, "profile": PERSON}))
        check(world, job)
        assert job.status is JobStatus.COMPLETED, job.error
        stored = world.documents.get(program_document.KIND, ADA.owner, (job.result or {})["program_id"])
        assert stored is not None
        view = program_document.view(stored)
        assert (view["status"], view["level"], len(view["weeks"])) == ("ready", "enhanced", 8)

    simulate(main())


@pytest.mark.parametrize("seed", range(4))
def test_workers_that_die_over_faulty_answers_still_end_with_a_program(seed: int) -> None:
    world = world_with(seed=seed, chaos=0.3, worker_s=30.0)
    world.model.fault_rate = 0.6

    async def main() -> None:
        job = await world.serve(world.start({**WISH, "profile": PERSON}))
        assert job.status is JobStatus.COMPLETED, job.error

    simulate(main())


@given(person=people.profiles, wish=people.requests)
@settings(max_examples=60, deadline=None)
def test_whatever_the_model_says_everybody_gets_a_program_that_is_safe(
    person: dict[str, Any], wish: dict[str, Any]
) -> None:
    world = world_with(garbage)
    request = {**wish, "profile": person, "equipment": wish.get("equipment", person.get("equipment", []))}
    program = made(world, request)
    view = program.view
    assert view["level"] == "rule_based"
    assert view["generation_error"]["code"] == "invalid-output"
    assert view["validation"]["violations"] == []
    there = [Equipment(one) for one in request["equipment"]]
    injured = [Injury(one) for one in {*wish.get("injuries", []), *person.get("injuries", [])}]
    stored = world.documents.get(program_document.KIND, ADA.owner, view["program_id"])
    assert stored is not None
    for _, _, prescription in prescriptions(program_document.weeks_of(stored)):
        for exercise_id in (prescription.exercise_id, *prescription.substitutes):
            assert missing(exercises()[exercise_id], there) == []
            assert excluding(exercises()[exercise_id], injured) is None
    assert len(world.model.made) == 4


def test_what_only_the_quality_rules_block_is_kept_and_the_job_goes_on() -> None:
    def blocked(request: ModelRequest) -> str:
        plan = json.loads(offline(request))
        return json.dumps({**plan, "description": f"{plan['description']} TODO: explain this."})

    program = made(world_with(blocked), {**WISH, "profile": PERSON})
    assert (program.view["status"], program.view["level"]) == ("ready", "enhanced")
    assert program.view["quality"]["blocked"]
    assert program.view["level_reason"].endswith("; blocked by 1 finding of quality.")
    assert "The enhanced program goes back with 1 fault" in program.logs
