"""POST /v1/jobs/{job_id}/retry with a body: another cap for the job."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.functions.http import Client
from tests.unit.functions.world import World, course_request


@pytest.fixture
def job_id(world: World, ada: Client) -> str:
    """A job that has failed under a cap of 3 USD."""
    started: str = ada.post("/v1/jobs", course_request(options={"max_cost_usd": 3})).json["job_id"]
    world.queue.receive()
    world.fail(started)
    return started


@pytest.mark.parametrize(
    ("body", "cap"),
    [
        (None, 3),
        ({}, 3),
        ({"options": {}}, 3),
        ({"options": {"max_cost_usd": None}}, 3),
        ({"options": {"max_cost_usd": 7.25}}, 7.25),
        ({"options": {"max_cost_usd": 0.5}}, 0.5),
        ({"options": {"max_cost_usd": 10_000}}, 20),  # the deployment's
    ],
)
def test_a_retry_may_name_another_cap(ada: Client, job_id: str, body: Any, cap: float) -> None:
    answer = ada.post(f"/v1/jobs/{job_id}/retry", body)
    assert (answer.status, answer.json["options"]["max_cost_usd"]) == (202, cap)
    assert ada.get(f"/v1/jobs/{job_id}").json["options"]["max_cost_usd"] == cap


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"options": {"max_cost_usd": 0}}, "/options/max_cost_usd"),
        ({"options": {"max_cost_usd": -1}}, "/options/max_cost_usd"),
        ({"options": {"max_cost_usd": 10_001}}, "/options/max_cost_usd"),
        ({"options": {"max_cost_usd": "7"}}, "/options/max_cost_usd"),
        ({"options": {"auto_publish": True}}, "/options/auto_publish"),
        ({"options": 7}, "/options"),
        ({"max_cost_usd": 7}, "/max_cost_usd"),
        ([], ""),
    ],
)
def test_a_body_that_says_something_else_is_refused(
    world: World, ada: Client, job_id: str, body: Any, pointer: str
) -> None:
    answer = ada.post(f"/v1/jobs/{job_id}/retry", body)
    assert (answer.status, answer.code, answer.pointers) == (422, "invalid-input", [pointer])
    assert world.job(job_id).attempt == 1


def test_a_key_stands_for_a_retry_with_its_cap(ada: Client, job_id: str) -> None:
    key = {"Idempotency-Key": "k1"}
    first = ada.post(f"/v1/jobs/{job_id}/retry", {"options": {"max_cost_usd": 7}}, headers=key)
    again = ada.post(f"/v1/jobs/{job_id}/retry", {"options": {"max_cost_usd": 7}}, headers=key)
    assert (again.status, again.json) == (first.status, first.json)
    assert again.headers["idempotency-replayed"] == "true"
    other = ada.post(f"/v1/jobs/{job_id}/retry", {"options": {"max_cost_usd": 8}}, headers=key)
    assert (other.status, other.code) == (422, "idempotency-key-reused")
