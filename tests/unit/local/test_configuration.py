"""What a person chose, and what the stack's processes get to see of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.configuration import ROOT, child_environment, configuration
from local.errors import ConfigurationError
from local.stack.emulator import emulator_environment


def test_the_defaults() -> None:
    chosen = configuration({})
    assert chosen.url == "http://127.0.0.1:8080"
    assert chosen.state_dir == ROOT / ".state"
    assert chosen.sweep_seconds == 5
    assert chosen.latency_ms is None
    assert chosen.parameters == {}


def test_what_the_environment_says(tmp_path: Path) -> None:
    chosen = configuration(
        {
            "PORT": "9000",
            "STATE_DIR": str(tmp_path),
            "LATENCY_MS": "0",
            "SWEEP_SECONDS": "0.5",
            "ANTHROPIC_API_KEY": "sk-secret",
            "ANTHROPIC_BASE_URL": "http://127.0.0.1:1",
            "REQUESTS_PER_MINUTE": "120",
            "PARAM_LeaseSeconds": "5",
            "PARAM_ModelId": "claude-x",
        }
    )
    assert (chosen.port, chosen.state_dir, chosen.latency_ms, chosen.sweep_seconds) == (
        9000,
        tmp_path,
        0,
        0.5,
    )
    assert (chosen.api_key, chosen.base_url) == ("sk-secret", "http://127.0.0.1:1")
    assert chosen.parameters == {"LeaseSeconds": "5", "ModelId": "claude-x"}
    assert chosen.per_minute == {"REQUESTS_PER_MINUTE": 120}
    assert "sk-secret" not in repr(chosen)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REQUESTS_PER_MINUTE", "-1"),
        ("OUTPUT_TOKENS_PER_MINUTE", "nan"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "x"),
        ("LATENCY_MS", "-1"),
        ("SWEEP_SECONDS", "nan"),
    ],
)
def test_what_is_no_number_in_its_range_is_refused(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}={value}: a number from"):
        configuration({name: value})


def test_credentials_do_not_reach_the_stack_s_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {
        "AWS_ACCESS_KEY_ID": "AKIA",
        "AWS_PROFILE": "work",
        "AWS_CONFIG_FILE": "/home/ada/.aws/config",
        "ANTHROPIC_API_KEY": "sk-secret",
        "GITHUB_TOKEN": "ghp",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    for environment in (child_environment(), emulator_environment(4000, tmp_path)):
        assert not set(secrets.values()) & set(environment.values())
        assert environment["AWS_CONFIG_FILE"] == "/dev/null"
        assert "PATH" in environment


def test_a_proxy_is_passed_on_but_not_for_this_machine() -> None:
    environment = child_environment({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "intranet"})
    assert environment["HTTPS_PROXY"] == "http://proxy:3128"
    assert environment["NO_PROXY"] == environment["no_proxy"] == "intranet,127.0.0.1,localhost"


def test_the_emulator_listens_on_this_machine_only_and_leaves_docker_alone(tmp_path: Path) -> None:
    environment = emulator_environment(4000, tmp_path)
    assert environment["BIND_HOST"] == "127.0.0.1"
    assert environment["DOCKER_HOST"].startswith(f"unix://{tmp_path}/")
    assert environment["IOT_MTLS_ENABLED"] == environment["SFTP_ENABLED"] == "0"
