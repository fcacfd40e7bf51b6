"""From a profile to a training program, through HTTP, with the real SDK against the offline model."""

from __future__ import annotations

from typing import Any

import pytest

from generation.pipelines.training_program.person.profile import Equipment, Injury
from generation.pipelines.training_program.science.exclusions import excluding, missing
from generation.pipelines.training_program.science.exercises import exercises
from tests.e2e.service import Document, OfflineModel, Person, Service
from tests.e2e.table import job_item, size, stored_items

STEPS = [
    "initialize",
    "fetch_profile",
    "analyze_profile",
    "generate_program",
    "validate_program",
    "save_program",
    "finalize",
]
GYM = ["barbell", "rack", "bench", "dumbbell", "cable", "machine", "pull_up_bar", "cardio_machine"]
ADA: Document = {
    "age": 34, "sex": "female", "height_cm": 168, "mass_kg": 62.5, "experience": "intermediate",
    "lifts": [
        {"exercise": "Back squat", "load_kg": 70, "repetitions": 5},
        {"exercise": "Bench press", "load_kg": 42.5, "repetitions": 6},
    ],
    "equipment": GYM,
}  # fmt: skip
BEGINNER: Document = {"age": 67, "sex": "male", "height_cm": 181, "mass_kg": 95, "experience": "beginner"}
WISH: Document = {"goal": "strength", "weeks": 8, "days_per_week": 4}


@pytest.fixture
def pro(service: Service) -> Person:
    """Somebody new whose plan has programs of sixteen weeks."""
    return service.person(plan="pro")


def finished(person: Person, wish: Document) -> tuple[Document, Document]:
    """The job and the program."""
    job = person.await_job(person.start("training_program", wish)["job_id"])
    assert job["status"] == "completed", job["error"]
    answer = person.get(f"/v1/programs/{job['result']['program_id']}")
    assert answer.status_code == 200
    return job, answer.json()


def safe(program: Document, equipment: list[str], injuries: list[str]) -> None:
    there, injured = [Equipment(one) for one in equipment], [Injury(one) for one in injuries]
    used = [
        exercise_id
        for week in program["weeks"]
        for session in week["sessions"]
        for one in session["exercises"]
        for exercise_id in (one["exercise_id"], *one["substitutes"])
    ]
    assert used
    for exercise_id in used:
        assert missing(exercises()[exercise_id], there) == []
        assert excluding(exercises()[exercise_id], injured) is None


# ---- The profile


def test_a_profile_is_stored_and_replaced(person: Person) -> None:
    assert person.get("/v1/profile").json()["code"] == "profile-not-found"
    stored = person.put("/v1/profile", ADA)
    assert stored.status_code == 200
    assert stored.json() == {**ADA, "equipment": ["bodyweight", *GYM]}
    assert person.get("/v1/profile").json() == stored.json()
    assert person.put("/v1/profile", BEGINNER).json() == BEGINNER
    assert person.get("/v1/profile").json() == BEGINNER


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"mass_kg": -1}, "/mass_kg"),
        ({"height_cm": 1.7}, "/height_cm"),
        ({"age": "34"}, "/age"),
        ({"equipment": ["barbell", "sofa"]}, "/equipment/1"),
        ({"injuries": ["soul"]}, "/injuries/0"),
        ({"lifts": [{"exercise": "Back squat", "load_kg": 70}]}, "/lifts/0/repetitions"),
        ({"weight": 60}, "/weight"),
    ],
)
def test_a_bad_profile_is_refused(person: Person, change: Document, pointer: str) -> None:
    answer = person.put("/v1/profile", {**ADA, **change})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert person.get("/v1/profile").status_code == 404


# ---- The program


def test_from_a_stored_profile_to_a_program(pro: Person, service: Service) -> None:
    pro.put("/v1/profile", ADA)
    job, program = finished(pro, {**WISH, "language": "de", "audience": "Trainerin"})
    assert [step["name"] for step in job["steps"]] == STEPS
    assert (job["progress"], job["artifact"]) == (100, job["result"])
    assert job["usage"]["model_calls"] == service.model.stats()["calls"] == 1
    events = pro.events(job["job_id"])
    assert [event["step"] for event in events if event["type"] == "step_started"] == STEPS
    assert (program["level"], program["made_by"], program["status"]) == ("enhanced", "offline", "ready")
    assert (program["generation_error"], program["level_reason"]) == (
        None, "The model's periodized program keeps all rules of training.",
    )  # fmt: skip
    assert (program["goal"], program["language"], program["audience"]) == ("strength", "de", "Trainerin")
    assert program["job_id"] == job["job_id"]
    assert program["validation"]["violations"] == []
    assert len(program["validation"]["rules_checked"]) >= 20
    assert program["analysis"]["energy"]["formula"].startswith("Mifflin")
    assert [week["week"] for week in program["weeks"]] == list(range(1, 9))
    assert any(week["is_deload"] for week in program["weeks"])
    assert all(len(week["sessions"]) == 4 for week in program["weeks"])
    safe(program, GYM, [])
    loads = [
        one["load_kg"]
        for week in program["weeks"]
        for session in week["sessions"]
        for one in session["exercises"]
        if one["exercise_id"] == "back_squat"
    ]
    assert max(loads) > loads[0] > 0


PEOPLE: list[tuple[str, Document, Document]] = [
    ("at home", BEGINNER, {"goal": "general_fitness", "weeks": 4, "days_per_week": 3, "equipment": []}),
    ("everything hurts", BEGINNER,
     {"goal": "fat_loss", "weeks": 2, "days_per_week": 2, "equipment": [],
      "injuries": [injury.value for injury in Injury]}),
    ("every day for months", {**ADA, "injuries": ["knee"]},
     {"goal": "hypertrophy", "weeks": 16, "days_per_week": 7, "equipment": GYM, "injuries": ["wrist"]}),
    ("once", ADA, {"goal": "endurance", "weeks": 1, "days_per_week": 1, "equipment": ["kettlebell"]}),
]  # fmt: skip


@pytest.mark.parametrize(("profile", "wish"), [pytest.param(*case[1:], id=case[0]) for case in PEOPLE])
def test_programs_of_several_people(pro: Person, service: Service, profile: Document, wish: Document) -> None:
    job, program = finished(pro, {**wish, "profile": profile})
    assert program["level"] == "enhanced"
    assert (len(program["weeks"]), program["validation"]["violations"]) == (wish["weeks"], [])
    safe(program, wish["equipment"], [*profile.get("injuries", []), *wish.get("injuries", [])])
    assert pro.get("/v1/profile").status_code == 404, "a profile of the request is not stored"
    assert size(job_item(service.record, job["job_id"])) < 4096
    assert max(map(size, stored_items(service.record))) < 350 * 1024


def test_programs_are_listed_newest_first_and_are_their_owners(pro: Person, service: Service) -> None:
    made = [finished(pro, {**WISH, "weeks": weeks, "profile": ADA})[1]["program_id"] for weeks in (1, 2, 3)]
    page = pro.get("/v1/programs", params={"limit": 2}).json()
    assert [program["program_id"] for program in page["programs"]] == made[:0:-1]
    assert "weeks" not in page["programs"][0]
    last = pro.get("/v1/programs", params={"limit": 2, "cursor": page["next_cursor"]}).json()
    assert [program["program_id"] for program in last["programs"]] == made[:1]
    assert last["next_cursor"] is None
    stranger = service.person()
    assert stranger.get(f"/v1/programs/{made[0]}").json()["code"] == "program-not-found"
    assert stranger.get("/v1/programs").json()["programs"] == []


# ---- Faults


@pytest.mark.parametrize(
    ("rules", "level", "code", "calls"),
    [
        ([{"fault": "refuse"}], "rule_based", "model-refused", 2),
        ([{"fault": "refuse", "kind": "program_enhanced"}], "basic", "model-refused", 2),
        ([{"fault": "breaks_schema"}], "rule_based", "invalid-output", 4),
        ([{"fault": "invalid_json", "kind": "program_enhanced"}], "basic", "invalid-output", 3),
        ([{"fault": "server_error", "calls": [1, 2]}], "enhanced", None, 3),
        ([{"fault": "rate_limit", "retry_after_s": 1, "calls": [1]}], "enhanced", None, 2),
        ([{"fault": "breaks_schema", "calls": [1]}], "enhanced", None, 2),
    ],
)
def test_faults_of_the_model_leave_a_program(
    pro: Person, model: OfflineModel, rules: list[Document], level: str, code: str | None, calls: int
) -> None:
    model.faults(*rules)
    job, program = finished(pro, {**WISH, "profile": ADA, "injuries": ["shoulder"]})
    assert (program["level"], model.stats()["calls"]) == (level, calls)
    assert program["validation"]["violations"] == []
    safe(program, GYM, ["shoulder"])
    error: Any = program["generation_error"]
    assert (error and error["code"]) == code
    if code:
        assert error["level"] in program["level_reason"]
        assert error["message"]
        logs = pro.get(f"/v1/jobs/{job['job_id']}/logs").json()["logs"]
        assert any(log["level"] == "warning" and log["message"].startswith("No ") for log in logs)
    assert program["made_by"] == ("rules" if level == "rule_based" else "offline")


# ---- Refusals


def test_five_weeks_need_a_plan(person: Person, pro: Person) -> None:
    refused = person.post(
        "/v1/jobs", {"pipeline": "training_program", "input": {**WISH, "weeks": 5, "profile": ADA}}
    )
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (403, "plan-required")
    assert (problem["required_plan"], problem["limit"]) == ("pro", 4)
    assert person.get("/v1/jobs").json()["jobs"] == []
    finished(person, {**WISH, "weeks": 4, "profile": ADA})
    finished(pro, {**WISH, "weeks": 5, "profile": ADA})


@pytest.mark.parametrize(
    ("wish", "status", "code", "pointer"),
    [
        (WISH, 409, "profile-required", "/input/profile"),
        ({**WISH, "profile": ADA, "weeks": 0}, 422, "invalid-input", "/input/weeks"),
        ({**WISH, "profile": ADA, "weeks": 17}, 422, "invalid-input", "/input/weeks"),
        ({**WISH, "profile": ADA, "days_per_week": 8}, 422, "invalid-input", "/input/days_per_week"),
        ({**WISH, "profile": {**ADA, "mass_kg": -5}}, 422, "invalid-input", "/input/profile/mass_kg"),
        ({**WISH, "profile": ADA, "equipment": ["trx"]}, 422, "invalid-input", "/input/equipment/0"),
        ({**WISH, "profile": ADA, "injuries": ["toe"]}, 422, "invalid-input", "/input/injuries/0"),
    ],
)
def test_bad_requests_store_nothing(
    pro: Person, wish: Document, status: int, code: str, pointer: str
) -> None:
    answer = pro.post("/v1/jobs", {"pipeline": "training_program", "input": wish})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert pro.get("/v1/jobs").json()["jobs"] == []
    assert pro.get("/v1/programs").json()["programs"] == []


def test_cancelled_in_the_middle_and_retried(pro: Person, model: OfflineModel) -> None:
    model.latency(60_000)
    job_id = pro.start("training_program", {**WISH, "profile": ADA})["job_id"]
    pro.await_job(job_id, lambda job: job["current_step"] == "generate_program")
    program_id = pro.job(job_id)["artifact"]["program_id"]
    assert pro.get(f"/v1/programs/{program_id}").json()["status"] == "generating"
    assert pro.post(f"/v1/jobs/{job_id}/cancel").status_code == 202
    model.reset()
    assert pro.post(f"/v1/jobs/{job_id}/retry").status_code == 202
    job = pro.await_job(job_id)
    assert (job["status"], job["attempt"]) == ("completed", 2)
    assert pro.get(f"/v1/programs/{program_id}").json()["level"] == "enhanced"
