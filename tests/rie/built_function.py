"""A built function, with the layer, in the Lambda Runtime Interface Emulator."""

from __future__ import annotations

import json
import os
import platform
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.configuration import ROOT, child_environment
from local.stack.ports import InnerPorts
from local.stack.translation import REGION

START_SECONDS = 10.0
PROGRAMS = {"x86_64": "aws-lambda-rie-x86_64", "aarch64": "aws-lambda-rie-arm64"}


@dataclass(frozen=True, slots=True)
class Artifact:
    """What `scripts/build.sh here` made.

    folder   holds one folder per function, and the layer
    python   interpreter of the version that it was built for
    client   packages that Lambda's image of that Python has besides
    """

    folder: Path
    python: Path
    client: Path

    @property
    def layer(self) -> Path:
        return self.folder / "SharedLayer" / "python"

    def environment(self, function: str, variables: Mapping[str, str], seconds: int) -> dict[str, str]:
        """What Lambda sets, with /var/task and /opt where they lie here, and the template's variables."""
        return {
            **child_environment(),
            "AWS_ACCESS_KEY_ID": function,  # tells the recorder who asks
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_SESSION_TOKEN": "test",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_LAMBDA_FUNCTION_NAME": function,
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(seconds),
            "LAMBDA_TASK_ROOT": str(self.folder / function),
            "PYTHONPATH": f"{self.layer}:{self.client}",
            "PYTHONDONTWRITEBYTECODE": "1",  # there both folders are read-only
            **variables,
        }


class InvocationError(Exception):
    """The function ended with an error instead of an answer; the message is what it told Lambda."""


class BuiltFunction:
    """One environment of a function, as Lambda keeps them: started once, given one event after another.

    The interpreter runs without site-packages of its own (-S): only what was built can be imported.
    """

    def __init__(
        self, artifact: Artifact, name: str, *, variables: Mapping[str, str], seconds: int, folder: Path
    ) -> None:
        self._name = name
        self._log = folder / f"{name}.log"
        self._seconds = seconds
        ports = InnerPorts(folder).choose("invocation", "runtime")
        self._port = ports["invocation"]
        # Ends with this process, also if that is killed.
        command = ["setpriv", "--pdeathsig=KILL", _program()]
        command += ["--runtime-interface-emulator-address", f"127.0.0.1:{self._port}"]
        command += ["--runtime-api-address", f"127.0.0.1:{ports['runtime']}"]
        command += [str(artifact.python), "-S", "-m", "awslambdaric", "app.lambda_handler"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - a program of the SAM CLI
                command,
                cwd=artifact.folder / name,
                env=artifact.environment(name, variables, seconds),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._await_port()

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """The function's answer. Raises InvocationError, or OSError when none comes in time."""
        url = f"http://127.0.0.1:{self._port}/2015-03-31/functions/function/invocations"
        request = urllib.request.Request(url, json.dumps(event).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=self._seconds + 10) as response:  # noqa: S310 - our own
            answer = json.load(response)
        if isinstance(answer, dict) and "errorType" in answer:
            raise InvocationError(f"{self._name}: {json.dumps(answer, indent=1)}\n{self.log()}")
        return answer

    def initialization_ms(self) -> float:
        """How long interpreter and imports took, before the first event."""
        (found,) = re.findall(r"INIT REPORT\(durationMs: ([\d.]+)\)", self.log())
        return float(found)

    def log(self) -> str:
        """What Lambda would send to the log group, among the emulator's own lines."""
        return self._log.read_text(errors="replace")

    def stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _await_port(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.01)
        self.stop()
        raise InvocationError(f"{self._name} does not listen\n{self.log()}")


def _program() -> str:
    name = PROGRAMS[platform.machine()]
    (found,) = (ROOT / ".tools/sam").glob(f"lib/python3*/site-packages/samcli/local/rapid/{name}")
    return str(found)
