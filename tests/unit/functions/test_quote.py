"""POST /v1/quote: what a start would take, refused as a start would be, with nothing stored."""

from __future__ import annotations

from typing import Any

import pytest

from generation import wiring
from generation.engine.model.control import Pause, Scope
from tests.unit.functions.http import Client
from tests.unit.functions.test_fifth_pipeline import BODY, fifth
from tests.unit.functions.world import World, course_request, small_exam

__all__ = ["fifth"]

PROFILE = {"age": 30, "sex": "female", "height_cm": 170, "mass_kg": 65, "experience": "beginner"}
OUTLINE = {
    "title": "Bread",
    "description": "Bread from sourdough.",
    "projects": [
        {"title": name, "description": name, "objectives": [name]} for name in ("One", "Two", "Three")
    ],
}
BODIES: dict[str, dict[str, Any]] = {
    "exam_course": {"exam": small_exam()},
    "course_outline": {"topic": "Bread"},
    "project_course": {"outline": OUTLINE},
    "training_program": {
        "profile": PROFILE,
        "goal": "strength",
        "weeks": 4,
        "days_per_week": 3,
        "equipment": ["dumbbell"],
    },
}


@pytest.mark.parametrize("pipeline", BODIES)
def test_a_quote_has_the_form_of_the_contract(world: World, ada: Client, pipeline: str) -> None:
    answer = ada.post("/v1/quote", {"pipeline": pipeline, "input": BODIES[pipeline]})
    quote = answer.json
    assert answer.status == 200
    assert set(quote) == {"model_calls", "cost_usd", "duration_ms", "based_on"}
    for range_ in (quote["model_calls"], quote["cost_usd"], quote["duration_ms"]):
        assert 0 < range_["low"] <= range_["high"]
    assert quote["based_on"] == "token_counts"
    assert world.is_empty


def test_a_stored_exam_is_quoted_as_the_same_exam_in_the_request(world: World, ada: Client) -> None:
    inline = ada.post("/v1/quote", course_request()).json
    exam_id = ada.post("/v1/exams", small_exam()).json["exam_id"]
    stored = ada.post("/v1/quote", {"pipeline": "exam_course", "input": {"exam_id": exam_id}}).json
    again = ada.post("/v1/quote", course_request()).json
    assert inline == stored == again
    assert not world.memory.jobs


def test_a_stored_profile_is_quoted(ada: Client) -> None:
    ada.put("/v1/profile", PROFILE)
    wanted = {name: value for name, value in BODIES["training_program"].items() if name != "profile"}
    quote = ada.post("/v1/quote", {"pipeline": "training_program", "input": wanted})
    given = ada.post("/v1/quote", {"pipeline": "training_program", "input": BODIES["training_program"]})
    assert quote.status == 200
    assert quote.json == given.json


@pytest.mark.parametrize(
    "body",
    [
        {"pipeline": "of_nobody", "input": {}},
        {"pipeline": "exam_course", "input": {"exam_id": "not-there"}},
        {"pipeline": "exam_course", "input": {"exam": small_exam(questions=[])}},
        {"pipeline": "exam_course", "input": {}, "options": {"max_cost_usd": -1}},
        {"pipeline": "exam_course"},
        {"pipeline": "exam_course", "input": {}, "more": 1},
        {"pipeline": "course_outline", "input": {"topic": ""}},
        {"pipeline": "training_program", "input": {**BODIES["training_program"], "weeks": 9}},
        {"pipeline": "training_program", "input": {"weeks": 2, "days_per_week": 2}},
    ],
    ids=str,
)
def test_what_a_start_refuses_a_quote_refuses_alike(world: World, ada: Client, body: dict[str, Any]) -> None:
    quote, start = ada.post("/v1/quote", body), ada.post("/v1/jobs", body)
    assert quote.status == start.status >= 400
    assert {**quote.json, "instance": ""} == {**start.json, "instance": ""}
    assert world.is_empty


def test_nobody_quotes_what_is_somebody_elses(world: World, ada: Client) -> None:
    exam_id = ada.post("/v1/exams", small_exam()).json["exam_id"]
    body = {"pipeline": "exam_course", "input": {"exam_id": exam_id}}
    assert Client({"sub": "eve"}).post("/v1/quote", body).code == "exam-not-found"
    assert ada.post("/v1/quote", body).status == 200


def test_a_pause_refuses_a_quote_as_it_refuses_a_start(world: World, ada: Client) -> None:
    now = world.clock.now()
    world.control.pause(Pause(scope=Scope.ALL, value="", reason="The bill.", paused_by="op", paused_at=now))
    answer = ada.post("/v1/quote", course_request())
    assert (answer.status, answer.code) == (503, "paused")


def test_a_running_job_of_the_same_exam_is_in_nobodys_way(world: World, ada: Client) -> None:
    ada.post("/v1/jobs", course_request())
    assert ada.post("/v1/jobs", course_request()).code == "duplicate-job"
    assert ada.post("/v1/quote", course_request()).status == 200


def test_a_price_that_is_not_known_is_null(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL_ID", "of-nobody")
    wiring.settings.cache_clear()
    assert ada.post("/v1/quote", course_request()).json["cost_usd"] is None


@pytest.mark.usefixtures("fifth")
def test_a_pipeline_without_a_forecast_is_quoted_by_the_limits(world: World, ada: Client) -> None:
    quote = ada.post("/v1/quote", BODY).json
    assert quote["based_on"] == "limits"
    assert quote["model_calls"] == {"low": 0, "high": 500}
    assert quote["cost_usd"] == {"low": 0, "high": 20}
    assert quote["duration_ms"]["low"] < quote["duration_ms"]["high"]
