"""Batches over HTTP, for their tests."""

from __future__ import annotations

from typing import Any

import pytest

from generation import wiring
from tests.unit.functions.http import Client
from tests.unit.functions.world import World

KEY = {"Idempotency-Key": "batch-1"}
BAD: list[dict[str, Any]] = [
    {"pipeline": "of_nobody", "input": {}},
    {"pipeline": "exam_course"},
    {"pipeline": "exam_course", "input": {"exam_id": "not-there"}},
    {"pipeline": "course_outline", "input": {"topic": ""}},
]


def outline(topic: str = "Bread") -> dict[str, Any]:
    return {"pipeline": "course_outline", "input": {"topic": topic}}


@pytest.fixture(autouse=True)
def many_may_be_active(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setenv("MAX_ACTIVE_JOBS", "150")
    wiring.settings.cache_clear()
    wiring.limits.cache_clear()


def start(client: Client, *jobs: dict[str, Any], **members: Any) -> Any:
    return client.post("/v1/batches", {"jobs": list(jobs), **members}, headers=KEY)


def ids(answer: Any) -> list[str]:
    return [place["job_id"] for place in answer.json["jobs"] if "job_id" in place]
