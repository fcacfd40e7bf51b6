"""Emulator: ministack in a process of its own, which stands for AWS on this machine."""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from pathlib import Path

from local.configuration import EMULATOR_PYTHON, child_environment
from local.errors import ChildError, ConfigurationError
from local.stack.child import Child
from local.stack.translation import REGION

_START_SECONDS = 30.0


def emulator_environment(port: int, state_dir: Path) -> dict[str, str]:
    """Everything that the emulator and the Lambda workers, which inherit it, find in their environment."""
    return {
        **child_environment(),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",  # its default is every interface
        "MINISTACK_HOST": "127.0.0.1",  # the host of queue URLs, whoever asks
        "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state_dir / "emulator"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state_dir / "emulator" / "s3"),
        # Workers unpack themselves here; the name of the folder tells the stack's own from others.
        "TMPDIR": str(state_dir / "workers"),
        # Without this it would look for containers of its own kind in Docker and remove them.
        "DOCKER_HOST": f"unix://{state_dir}/no-docker.sock",
        "IOT_MTLS_ENABLED": "0",  # would listen on a fixed port
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": "INFO",
        # There is no X-Ray daemon on this machine.
        "POWERTOOLS_TRACE_DISABLED": "1",
    }


def start_emulator(port: int, state_dir: Path) -> Child:
    """Starts it; `await_emulator` tells when it answers. Raises ConfigurationError before `make setup`."""
    if not EMULATOR_PYTHON.exists():
        raise ConfigurationError("the emulator is not installed; run `make setup`")
    for folder in ("emulator", "workers"):
        (state_dir / folder).mkdir(parents=True, exist_ok=True)
        (state_dir / folder).chmod(0o700)
    _forget(state_dir, "cloudwatch", "cloudwatch_logs")  # they would only grow
    _forget(state_dir, "secretsmanager")  # earlier versions wrote the model's key into it
    return Child(
        "local.stack.emulator_process",
        python=str(EMULATOR_PYTHON),
        environment=emulator_environment(port, state_dir),
        log=state_dir / "logs" / "emulator.log",
    )


def _forget(state_dir: Path, *services: str) -> None:
    for service in services:
        (state_dir / "emulator" / f"{service}.json").unlink(missing_ok=True)


def await_answer(child: Child, url: str, *, seconds: float = _START_SECONDS) -> None:
    """Returns once `url` answers. Raises ChildError when the child ends before, or does not answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not child.is_alive():
            raise ChildError(child.failure())
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - an address of our own
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
    raise ChildError(f"no answer within {seconds:g} s\n{child.failure()}")


def move_state(state_dir: Path, old_port: int, new_port: int) -> None:
    """Rewrites the addresses in the kept state: queues are stored under the URL of the port they had."""
    old, new = f"http://127.0.0.1:{old_port}/", f"http://127.0.0.1:{new_port}/"
    for path in (state_dir / "emulator").glob("*.json"):
        text = path.read_text(encoding="utf-8")
        if old in text:
            replacement = path.with_suffix(".tmp")
            replacement.write_text(text.replace(old, new), encoding="utf-8")
            os.replace(replacement, path)
