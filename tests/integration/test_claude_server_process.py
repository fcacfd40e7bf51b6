"""The Claude-compatible server as a process: how it starts, what it refuses to start with, how it stops."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from tests.integration.claude_server import (
    ROOT,
    Server,
    ask,
    lesson_request,
    running,
    sdk_client,
)


@pytest.mark.parametrize("value", ["-1", "many", "1.5"])
def test_a_limit_that_is_none_is_refused_at_the_start(value: str) -> None:
    ended = subprocess.run(  # noqa: S603  (our own module)
        [sys.executable, "-m", "local.claude", "--port", "0", f"--requests-per-minute={value}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "--requests-per-minute" in ended.stderr


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_though_streams_are_open(sent: signal.Signals) -> None:
    """The stream would last for an hour."""
    with running("--latency-ms", "3600000") as (process, url), httpx.Client(timeout=60) as client:
        body = lesson_request(stream=True)
        with client.stream("POST", f"{url}/v1/messages", json=body, headers={"x-api-key": "x"}) as stream:
            next(stream.iter_raw())
            os.kill(process.pid, sent)
            assert process.wait(timeout=60) == 0


def test_two_servers_side_by_side_know_nothing_of_each_other(server: Server) -> None:
    with running() as (_, url), sdk_client(url) as client:
        ask(Server(url, client, server.http), lesson_request())

    assert server.stats()["calls"] == 0


def test_taken_port_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run(  # noqa: S603  (our own module)
            [sys.executable, "-m", "local.claude", "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert ended.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in ended.stderr


def test_only_loopback_can_be_bound() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "local.claude", "--port", "0", "--host", "0.0.0.0"],  # noqa: S104 - refused
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2
    assert "--host" in ended.stderr
