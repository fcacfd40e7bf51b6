"""Clients: quick to give up, quick to load."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse, HTTPHeaders

from generation.aws import (
    CONNECT_TIMEOUT_S,
    READ_TIMEOUT_S,
    TRIES,
    USER_AGENT,
    dynamodb_client,
    sqs_client,
)

ACCESS = {"region_name": "eu-central-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
LONGEST_API_S = 30
"""An HTTP API waits no longer for a function."""


@pytest.mark.parametrize("build", [dynamodb_client, sqs_client])
def test_a_client_gives_up_before_the_api_does(build: object) -> None:
    client = build(**ACCESS)  # type: ignore[operator]
    config = client.meta.config
    assert config.retries["mode"] == "standard"
    assert config.retries["total_max_attempts"] == TRIES
    assert TRIES * max(config.connect_timeout, config.read_timeout) < LONGEST_API_S
    assert (config.connect_timeout, config.read_timeout) == (CONNECT_TIMEOUT_S, READ_TIMEOUT_S)
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
