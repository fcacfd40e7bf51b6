"""The built functions and what they stand on: table, queue and secret in the emulator, an offline Claude."""

from __future__ import annotations

import fcntl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.child import Child
from local.configuration import ROOT, child_environment
from local.emulator import await_answer
from local.ports import InnerPorts
from local.translation import REGION
from scripts.translate import translate
from tests.conftest import Aws
from tests.rie.built_function import Artifact, BuiltFunction
from tests.template.stack import Stack

SECRET = "rie/model-key"  # noqa: S105 - a name
WORKER_SECONDS = 60


@pytest.fixture(scope="session")
def artifact() -> Artifact:
    """Functions and layer, built for this machine. The lock is for test processes that start together."""
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build/here.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = ["sh", "scripts/build.sh", "here"]
        build = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)  # noqa: S603
        assert build.returncode == 0, build.stdout + build.stderr
        python, client = (ROOT / "build/here.txt").read_text().split()
    return Artifact(ROOT / ".aws-sam/here", Path(python), ROOT / client)


@pytest.fixture(scope="session")
def claude(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a Claude-compatible server of this test process's own."""
    folder = tmp_path_factory.mktemp("claude")
    port = InnerPorts(folder).choose("claude")["claude"]
    arguments = ("--port", str(port), "--latency-ms", "0")
    child = Child("local.claude", *arguments, log=folder / "claude.log", environment=child_environment())
    try:
        await_answer(child, f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"
    finally:
        child.kill()


@pytest.fixture(scope="session")
def deployment(aws: Aws, claude: str, table_definition: dict[str, Any]) -> Callable[[str], dict[str, str]]:
    """`deployment("StartFunction")`: the variables that the template gives the function, with the real
    names of a table, a queue and a secret that were made for this run."""
    aws.dynamodb.create_table(TableName="rie", **table_definition)
    queue_url = aws.sqs.create_queue(QueueName="rie")["QueueUrl"]
    session = boto3.Session("test", "test", region_name=REGION)
    secrets = session.client("secretsmanager", endpoint_url=aws.endpoint)
    secrets.create_secret(Name=SECRET, SecretString="no-key-is-needed-offline")
    secrets.close()
    parameters = {
        "ModelKeySecret": SECRET,
        "ModelBaseUrl": claude,
        "WorkerTimeoutSeconds": str(WORKER_SECONDS),
    }
    functions = Stack(translate(), parameters).of_type("AWS::Lambda::Function")
    names = {"<Table>": "rie", "<JobQueue>": queue_url}

    def variables(function: str) -> dict[str, str]:
        given = functions[function]["Environment"]["Variables"]
        return {
            **{name: str(names.get(value, value)) for name, value in given.items()},
            "AWS_ENDPOINT_URL": aws.endpoint,
        }

    return variables


@pytest.fixture(scope="session")
def functions(
    artifact: Artifact,
    deployment: Callable[[str], dict[str, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, BuiltFunction]]:
    """All seven, running, by logical id."""
    timeouts = dict.fromkeys(("Start", "Status", "Cancel", "Retry", "Library"), 15)
    timeouts |= {"Process": WORKER_SECONDS, "Sweep": 55}
    with ExitStack() as running:
        found = {}
        for name, seconds in timeouts.items():
            function = BuiltFunction(
                artifact,
                f"{name}Function",
                variables=deployment(f"{name}Function"),
                seconds=seconds,
                folder=tmp_path_factory.mktemp(name),
            )
            running.callback(function.stop)
            found[f"{name}Function"] = function
        yield found
