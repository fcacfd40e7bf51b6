"""/v1/profile and /v1/programs"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.model.checkpoint import Document
from generation.engine.model.job import JobStatus
from generation.http.programs import Profile, ProgramPage, ProgramView
from generation.pipelines.training_program import program_document
from generation.pipelines.training_program.program import Level, Prescription, Session, Validation, Week
from generation.pipelines.training_program.request import TrainingProgramRequest
from tests.unit.functions.http import Client
from tests.unit.functions.world import START, World

PROFILE: dict[str, Any] = {
    "age": 34,
    "sex": "female",
    "height_cm": 168,
    "mass_kg": 62.5,
    "experience": "intermediate",
    "lifts": [{"exercise": "Back squat", "load_kg": 70, "repetitions": 5}],
    "sleep_hours": 7.5,
    "sessions_per_week": 3,
    "equipment": ["bodyweight", "barbell", "rack"],
    "injuries": ["shoulder"],
    "goal": "strength",
    "notes": 'Mornings <only> & "light"',
}
MINIMUM = {name: PROFILE[name] for name in ("age", "sex", "height_cm", "mass_kg", "experience")}


def test_a_profile_is_stored_and_read_as_it_was_sent(world: World, ada: Client) -> None:
    stored = ada.put("/v1/profile", PROFILE)
    assert (stored.status, stored.json) == (200, PROFILE)
    assert ada.get("/v1/profile").json == PROFILE
    assert ada.put("/v1/profile", stored.json).status == 200, "what was read can be sent again"


def test_a_profile_replaces_the_one_before(world: World, ada: Client) -> None:
    ada.put("/v1/profile", PROFILE)
    assert ada.put("/v1/profile", MINIMUM).json == MINIMUM
    assert ada.get("/v1/profile").json == MINIMUM


def test_a_profile_is_its_owners_alone(world: World, ada: Client, bob: Client) -> None:
    ada.put("/v1/profile", PROFILE)
    assert bob.get("/v1/profile").code == "profile-not-found"
    bob.put("/v1/profile", MINIMUM)
    assert ada.get("/v1/profile").json == PROFILE


def test_what_is_owned_has_an_order_and_no_doubles(world: World, ada: Client) -> None:
    shown = ada.put("/v1/profile", {**MINIMUM, "equipment": ["rack", "barbell", "rack"]}).json
    assert shown["equipment"] == ["bodyweight", "barbell", "rack"]


BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("no age", {"age": None}, "/age", "whole number"),
    ("too young", {"age": 12}, "/age", "13"),
    ("too old", {"age": 101}, "/age", "100"),
    ("age in halves", {"age": 20.5}, "/age", "whole number"),
    ("age as text", {"age": "20"}, "/age", "whole number"),
    ("negative mass", {"mass_kg": -1}, "/mass_kg", "25"),
    ("impossible mass", {"mass_kg": 351}, "/mass_kg", "350"),
    ("impossible height", {"height_cm": 99}, "/height_cm", "100"),
    ("height in metres", {"height_cm": 1.8}, "/height_cm", "100"),
    ("giant", {"height_cm": 251}, "/height_cm", "250"),
    ("unknown sex", {"sex": "f"}, "/sex", "'female' or 'male'"),
    ("unknown experience", {"experience": "pro"}, "/experience", "'beginner', 'intermediate' or 'advanced'"),
    ("unknown equipment", {"equipment": ["barbell", "sofa"]}, "/equipment/1", "'kettlebell'"),
    ("equipment as text", {"equipment": "barbell"}, "/equipment", "must be a list"),
    ("unknown injury", {"injuries": ["heart"]}, "/injuries/0", "'lower_back'"),
    ("unknown goal", {"goal": "fun"}, "/goal", "'general_fitness'"),
    ("lift without load", {"lifts": [{"exercise": "x", "repetitions": 5}]}, "/lifts/0/load_kg", "required"),
    ("negative load", {"lifts": [{"exercise": "x", "load_kg": -5, "repetitions": 5}]},
     "/lifts/0/load_kg", "0"),
    ("no repetitions", {"lifts": [{"exercise": "x", "load_kg": 5, "repetitions": 0}]},
     "/lifts/0/repetitions", "1"),
    ("unnamed lift", {"lifts": [{"exercise": " ", "load_kg": 5, "repetitions": 1}]},
     "/lifts/0/exercise", "blank"),
    ("endless sleep", {"sleep_hours": 25}, "/sleep_hours", "24"),
    ("sessions", {"sessions_per_week": -1}, "/sessions_per_week", "0"),
    ("no time", {"minutes_per_session": 19}, "/minutes_per_session", "20"),
    ("long notes", {"notes": "x" * 2_001}, "/notes", "at most 2,000"),
    ("unknown field", {"weight": 70}, "/weight", "not a known field"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "pointer", "words"), [pytest.param(*case[1:], id=case[0]) for case in BAD]
)
def test_a_bad_profile_is_refused_with_a_pointer(
    world: World, ada: Client, change: dict[str, Any], pointer: str, words: str
) -> None:
    answer = ada.put("/v1/profile", {**MINIMUM, **change})
    assert (answer.status, answer.code, answer.pointers) == (422, "invalid-input", [pointer])
    assert words in answer.json["errors"][0]["message"]
    assert world.is_empty


def test_a_profile_names_all_that_is_missing(world: World, ada: Client) -> None:
    assert set(ada.put("/v1/profile", {}).pointers) == {f"/{name}" for name in MINIMUM}


def _request() -> TrainingProgramRequest:
    wanted = {
        "goal": "strength",
        "weeks": 1,
        "days_per_week": 1,
        "equipment": ["bodyweight"],
        "injuries": None,
    }
    return TrainingProgramRequest.model_validate(
        {**wanted, "profile": None, "language": "en", "audience": None}
    )


def begun_program() -> Document:
    return program_document.begun(
        owner="ada", program_id="program_1", job_id="job_1", request=_request(),
        title="Strength: 1 week", created_at=START,
    )  # fmt: skip


def store_program(world: World) -> None:
    """A finished program of one set."""
    prescription = Prescription(
        exercise_id="back_squat", name="Back squat", equipment=["barbell", "rack"], sets=3, repetitions=5,
        load_kg=57.5, intensity="75 % 1RM", rest_s=180, substitutes=["goblet_squat"],
    )  # fmt: skip
    weeks = [
        Week(
            week=1,
            focus="Base",
            is_deload=False,
            sessions=[Session(day=1, title="Legs", exercises=[prescription])],
        )
    ]
    generated: dict[str, Any] = {
        "title": "Stronger", "description": "One week.", "level": Level.ENHANCED.value,
        "level_reason": "The first answer keeps to all rules.", "generation_error": None,
        "generation_errors": [],
    }  # fmt: skip
    parts = {
        program_document.ABOUT: generated,
        program_document.WEEKS: program_document.weeks_json(weeks),
        program_document.ANALYSIS: {"energy": {"kcal": 2_000}},
        program_document.VALIDATION: Validation(rules_checked=["days"], violations=[]).model_dump(),
    }
    head = program_document.saved(replace(begun_program(), parts=parts), made_by="offline")
    world.documents.create(replace(head, parts=parts))


def test_a_program_is_shown_as_the_contract_says(world: World, ada: Client) -> None:
    store_program(world)
    answer = ada.get("/v1/programs/program_1")
    assert answer.status == 200
    shown = answer.json
    ProgramView.model_validate(shown)
    assert (shown["status"], shown["level"], shown["made_by"]) == ("ready", "enhanced", "offline")
    assert shown["validation"] == {"rules_checked": ["days"], "violations": []}
    assert shown["weeks"][0]["sessions"][0]["exercises"][0]["load_kg"] == 57.5


def test_a_program_can_be_read_while_it_is_made(world: World, ada: Client) -> None:
    world.documents.create(replace(begun_program(), parts={}))
    shown = ada.get("/v1/programs/program_1").json
    ProgramView.model_validate(shown)
    assert (shown["status"], shown["level"], shown["weeks"]) == ("generating", None, [])


def test_programs_are_listed_without_their_weeks(world: World, ada: Client, bob: Client) -> None:
    store_program(world)
    page = ada.get("/v1/programs").json
    ProgramPage.model_validate(page)
    assert [shown["program_id"] for shown in page["programs"]] == ["program_1"]
    assert not {"weeks", "analysis", "validation"} & set(page["programs"][0])
    assert bob.get("/v1/programs").json == {"programs": [], "next_cursor": None}
    assert bob.get("/v1/programs/program_1").code == "program-not-found"


def test_a_profile_of_the_contract_is_what_the_model_says() -> None:
    Profile.model_validate(PROFILE)


PROGRAM_INPUT: dict[str, Any] = {
    "profile": MINIMUM, "goal": "strength", "weeks": 4, "days_per_week": 3, "equipment": ["barbell"],
}  # fmt: skip


def _start(client: Client, **changes: Any) -> Any:
    given = {name: value for name, value in {**PROGRAM_INPUT, **changes}.items() if value is not None}
    return client.post("/v1/jobs", {"pipeline": "training_program", "input": given})


def test_without_a_profile_no_program_is_started(world: World, ada: Client) -> None:
    answer = _start(ada, profile=None)
    assert (answer.status, answer.code, answer.pointers) == (409, "profile-required", ["/input/profile"])
    assert world.is_empty
    ada.put("/v1/profile", MINIMUM)
    assert _start(ada, profile=None).status == 202


def test_a_longer_program_needs_a_plan(world: World, ada: Client) -> None:
    answer = _start(ada, weeks=5)
    assert (answer.status, answer.code) == (403, "plan-required")
    assert (answer.json["required_plan"], answer.json["limit"]) == ("pro", 4)
    assert "'pro'" in answer.json["detail"]
    assert world.is_empty
    assert _start(Client({"sub": "eve", "plan": "pro"}), weeks=16).status == 202


@pytest.mark.parametrize("weeks", [4, 5])
def test_whose_plan_has_become_too_small_cannot_let_a_longer_program_go_on(world: World, weeks: int) -> None:
    eve, poorer = Client({"sub": "eve", "plan": "pro"}), Client({"sub": "eve", "plan": "free"})
    job_id = _start(eve, weeks=weeks).json["job_id"]
    world.fail(job_id)
    answer = poorer.post(f"/v1/jobs/{job_id}/retry")
    if weeks == 4:
        assert answer.status == 202
        return
    assert (answer.status, answer.code, answer.json["required_plan"]) == (403, "plan-required", "pro")
    world.change(job_id, status=JobStatus.WAITING)
    assert poorer.post(f"/v1/jobs/{job_id}/continue").code == "plan-required"
    assert world.job(job_id).attempt == 1
    assert eve.post(f"/v1/jobs/{job_id}/continue").status == 202


def test_an_owner_has_one_program_in_the_making(world: World, ada: Client) -> None:
    first = _start(ada)
    world.clock.time += timedelta(seconds=1)
    second = _start(ada, weeks=2)
    assert (second.status, second.code) == (409, "duplicate-job")
    assert second.json["job_id"] == first.json["job_id"]
