"""A table that takes connections and never answers: the functions do, before their time is up."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator

import pytest

from generation import wiring
from generation.aws import dynamodb_client, sqs_client
from tests.unit.functions.http import Client, Context, answer_of, handler
from tests.unit.functions.world import course_request

FUNCTION_S = 15
"""The functions' timeout (Globals of the template; tests/template holds it)."""

BUILDERS = (
    "settings",
    "limits",
    "job_store",
    "documents",
    "control",
    "job_service",
    "library",
    "_table_client",
    "_connected_queue",
)


@pytest.fixture
def black_hole(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The functions over a table and a queue whose address accepts and is silent."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)  # the kernel completes the handshakes; nobody reads
        how = {
            "region_name": "eu-central-1",
            "aws_access_key_id": "a",
            "aws_secret_access_key": "b",
            "endpoint_url": f"http://127.0.0.1:{listening.getsockname()[1]}",
        }
        monkeypatch.setattr(wiring, "dynamodb_client", lambda: dynamodb_client(**how))
        monkeypatch.setattr(wiring, "sqs_client", lambda: sqs_client(**how))
        monkeypatch.setenv("TABLE_NAME", "t")
        monkeypatch.setenv("QUEUE_URL", f"{how['endpoint_url']}/1/q")
        _forget()
        yield
        monkeypatch.undo()
        _forget()


def test_a_silent_table_is_a_problem_in_time(black_hole: None) -> None:
    """Shown by a start; every route asks the table by the same client."""
    event = Client().event(
        "POST", "/v1/jobs", query="", headers={"idempotency-key": "k"}, raw=json.dumps(course_request())
    )
    began = time.monotonic()
    answer = answer_of(handler("start")(event, Context(remaining_ms=FUNCTION_S * 1000)))
    took_s = time.monotonic() - began
    assert (answer.status, answer.code) == (503, "unavailable")
    assert answer.headers["retry-after"]
    assert took_s < FUNCTION_S - 1


def _forget() -> None:
    for name in BUILDERS:
        getattr(wiring, name).cache_clear()
