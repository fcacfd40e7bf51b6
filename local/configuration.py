"""Configuration: what a person chose for this stack. The only reader of the environment in `local`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""

EMULATOR_PYTHON = ROOT / ".tools" / "emulator" / "bin" / "python"

PARAMETER_PREFIX = "PARAM_"

PER_MINUTE = ("REQUESTS_PER_MINUTE", "INPUT_TOKENS_PER_MINUTE", "OUTPUT_TOKENS_PER_MINUTE")
"""Limits that the Claude-compatible server keeps. Each is an option of `up` and `run` too."""

_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """One stack.

    port           of API and page, on 127.0.0.1
    state_dir      tables, keys, logs and stack.json; kept over a clean restart
    latency_ms     of each call of the Claude-compatible server; None: its own default
    per_minute     limits of the Claude-compatible server, by the names of its options
    sweep_seconds  period of the sweep, which AWS runs each minute
    api_key        for Claude; with it no local model is started
    base_url       of a Claude-compatible server; with it no local model is started
    parameters     of the template, as `PARAM_LeaseSeconds=5`
    """

    port: int = 8080
    state_dir: Path = ROOT / ".state"
    latency_ms: int | None = None
    per_minute: Mapping[str, int] = field(default_factory=dict)
    sweep_seconds: float = 5.0
    api_key: str = field(default="", repr=False)
    base_url: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def configuration(environment: Mapping[str, str] = os.environ) -> Configuration:
    """Raises ConfigurationError for a value that is not a number in its range."""
    get = environment.get
    latency = get("LATENCY_MS") or None
    return Configuration(
        port=int(_number("PORT", get("PORT") or "8080", 1, 65_535)),
        state_dir=Path(get("STATE_DIR") or ROOT / ".state").resolve(),
        latency_ms=None if latency is None else int(_number("LATENCY_MS", latency, 0, 600_000)),
        per_minute={name: int(_number(name, value, 0, 10**9)) for name in PER_MINUTE if (value := get(name))},
        sweep_seconds=_number("SWEEP_SECONDS", get("SWEEP_SECONDS") or "5", 0.1, 3600),
        api_key=get("ANTHROPIC_API_KEY") or "",
        base_url=get("ANTHROPIC_BASE_URL") or "",
        parameters={
            name.removeprefix(PARAMETER_PREFIX): value
            for name, value in environment.items()
            if name.startswith(PARAMETER_PREFIX)
        },
    )


def _number(name: str, text: str, low: float, high: float) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise ConfigurationError(f"{name}={text}: a number from {low:g} to {high:g} is wanted")
    return number


def option(name: str) -> str:
    """`REQUESTS_PER_MINUTE` as an option of a command line."""
    return f"--{name.lower().replace('_', '-')}"


def child_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What the stack's processes inherit: enough to run and to reach the network, no credentials.

    Without the pointers to /dev/null boto3 would read the person's own profiles, and where a proxy is set
    calls to this machine must not go through it.
    """
    kept = {name: environment[name] for name in (*_PASSED_ON, *_PROXIES) if name in environment}
    exempt = environment.get("NO_PROXY") or environment.get("no_proxy") or ""
    no_proxy = ",".join(filter(None, (exempt, "127.0.0.1", "localhost")))
    return {
        **kept,
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
