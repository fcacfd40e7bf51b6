"""Clients: quick to give up, quick to load."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse, HTTPHeaders

from generation.aws import (
    CONNECT_TIMEOUT_S,
    LONGEST_TRY_S,
    READ_TIMEOUT_S,
    TRIES,
    USER_AGENT,
    dynamodb_client,
    sqs_client,
)
from generation.engine.errors import Unavailable
from generation.engine.policy import ANSWER_RESERVE_S
from generation.engine.time_left import answering_within
from generation.stores.dynamodb.keys import Key
from generation.stores.dynamodb.table import Table

ACCESS = {"region_name": "eu-central-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
FUNCTION_S = 15
"""What the template gives a function behind the API."""


@pytest.mark.parametrize("build", [dynamodb_client, sqs_client])
def test_a_client_tries_as_long_as_a_function_can_wait_for_it(build: object) -> None:
    client = build(**ACCESS)  # type: ignore[operator]
    config = client.meta.config
    assert config.retries["mode"] == "standard"
    assert config.retries["total_max_attempts"] == TRIES
    assert (config.connect_timeout, config.read_timeout) == (CONNECT_TIMEOUT_S, READ_TIMEOUT_S)
    longest_pause = 2 ** (TRIES - 2)  # botocore's standard mode: up to 1, 2, 4 s
    assert config.connect_timeout + config.read_timeout + longest_pause == LONGEST_TRY_S
    assert 2 * LONGEST_TRY_S + ANSWER_RESERVE_S > FUNCTION_S > LONGEST_TRY_S + ANSWER_RESERVE_S + 3, (
        "a cold start's 3 s"
    )
    client.close()


class Silent(ThreadingHTTPServer):
    """Answers each request with no item, after `delay_s`."""

    delay_s = 0.0
    asked = 0


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:  # the name that the base class calls
        server = self.server
        assert isinstance(server, Silent)
        server.asked += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(server.delay_s)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def slow() -> Iterator[Silent]:
    server = Silent(("127.0.0.1", 0), _Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_calls_one_after_another_have_one_time_together(slow: Silent) -> None:
    slow.delay_s = 0.5
    client = dynamodb_client(**ACCESS, endpoint_url=f"http://127.0.0.1:{slow.server_address[1]}")
    table = Table(client, "t")
    left_s = ANSWER_RESERVE_S + LONGEST_TRY_S + 1.2  # for three calls: they begin after 0, 0.5 and 1 s
    began = time.monotonic()
    with answering_within(left_s * 1000):
        for _ in range(3):
            table.get(Key("p", "s"))
        with pytest.raises(Unavailable):
            table.get(Key("p", "s"))
    assert slow.asked == 3
    assert time.monotonic() - began < left_s
    assert table.get(Key("p", "s")) is None, "a worker, which has no request to answer, goes on"
    client.close()


@pytest.mark.parametrize("build", [dynamodb_client, sqs_client])
def test_a_request_names_the_project_and_is_left_to_the_service_to_judge(build: object) -> None:
    client = build(**ACCESS)  # type: ignore[operator]
    agents: list[bytes] = []

    def answer(request: Any, **_: object) -> AWSResponse:
        agents.append(request.headers["User-Agent"])
        raw = BytesIO(b"{}")
        raw.stream = lambda: iter([b"{}"])  # type: ignore[attr-defined]
        return AWSResponse(request.url, 200, HTTPHeaders(), raw)

    client.meta.events.register("before-send", answer)
    ask = client.get_item if build is dynamodb_client else partial(client.send_message, MessageBody="")
    ask()  # without what the service's model requires
    assert agents[0].startswith(USER_AGENT.encode())
    client.close()


def test_the_stores_load_neither_boto3_nor_pydantic() -> None:
    code = (
        "import sys; import generation.stores.dynamodb, generation.queue.sqs;"
        "print({'boto3', 'pydantic', 'anthropic'} & set(sys.modules))"
    )
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(  # noqa: S603 - fixed program, code of our own
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
