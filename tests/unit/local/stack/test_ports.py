"""Ports of a stack."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from local.errors import ConfigurationError
from local.stack.emulator import move_state
from local.stack.ports import InnerPorts, claim


def test_a_taken_port_is_refused_with_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ConfigurationError, match=rf"port {port} is taken .* PORT={port + 1}"):
            claim(port)


def test_a_claimed_port_does_not_answer_yet() -> None:
    with claim(0) as claimed, pytest.raises(ConnectionRefusedError):
        socket.create_connection(claimed.getsockname(), timeout=1)


def test_inner_ports_are_the_same_ones_after_a_restart(tmp_path: Path) -> None:
    first = InnerPorts(tmp_path).choose("emulator", "model")
    assert InnerPorts(tmp_path).last == first
    assert InnerPorts(tmp_path).choose("emulator", "model") == first


def test_a_port_that_somebody_took_meanwhile_is_replaced(tmp_path: Path) -> None:
    first = InnerPorts(tmp_path).choose("emulator", "model")
    with socket.create_server(("127.0.0.1", first["emulator"])):
        second = InnerPorts(tmp_path).choose("emulator", "model")
    assert second["emulator"] != first["emulator"]
    assert second["model"] == first["model"]


def test_kept_addresses_move_with_the_port(tmp_path: Path) -> None:
    (tmp_path / "emulator").mkdir()
    state = tmp_path / "emulator" / "sqs.json"
    state.write_text(json.dumps({"http://127.0.0.1:4000/0/jobs": "http://127.0.0.1:40001/0/jobs"}))
    move_state(tmp_path, 4000, 5000)
    assert json.loads(state.read_text()) == {"http://127.0.0.1:5000/0/jobs": "http://127.0.0.1:40001/0/jobs"}
    assert list(state.parent.iterdir()) == [state]
