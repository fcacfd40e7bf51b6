"""The built functions and what they stand on: table, queue and secret in the emulator, an offline Claude."""

from __future__ import annotations

import fcntl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.configuration import ROOT, child_environment
from local.stack.child import Child
from local.stack.emulator import await_answer
from local.stack.ports import InnerPorts
from local.stack.translation import REGION
from scripts.translate import translate
from tests.conftest import Aws
from tests.rie.built_function import Artifact, BuiltFunction
from tests.rie.recorder import Recorder
from tests.template.stack import Stack

SECRET = "rie/model-key"  # noqa: S105 - a name


@dataclass(frozen=True, slots=True)
class Deployment:
    """The template's stack, and what stands for its resources.

    table, queue, delivery_queue  name and URLs
    pool, person  a user pool, and the name of somebody in it who has a second factor
    recorder      between functions and emulator
    """

    stack: Stack
    table: str
    queue: str
    delivery_queue: str
    pool: str
    person: str
    recorder: Recorder

    def variables(self, function: Mapping[str, Any]) -> dict[str, str]:
        """The environment that the template gives a function, with the names of this run."""
        names = {"<Table>": self.table, "<JobQueue>": self.queue, "<DeliveryQueue>": self.delivery_queue}
        given = function["Environment"]["Variables"]
        variables = {name: str(names.get(value, value)) for name, value in given.items()}
        return {**variables, "AWS_ENDPOINT_URL": self.recorder.url}


@pytest.fixture(scope="session")
def artifact() -> Artifact:
    """Functions and layer, built for this machine. The lock is for test processes that start together."""
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build/here.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = ["sh", "scripts/build.sh", "here"]
        build = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)  # noqa: S603 - a build
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
def deployment(aws: Aws, claude: str, table_definition: dict[str, Any]) -> Iterator[Deployment]:
    """A table, a queue and a secret in the emulator, and the template's stack on them."""
    table, queue = "rie", aws.sqs.create_queue(QueueName="rie")["QueueUrl"]
    deliveries = aws.sqs.create_queue(QueueName="rie-deliveries")["QueueUrl"]
    aws.dynamodb.create_table(TableName=table, **table_definition)
    session = boto3.Session("test", "test", region_name=REGION)
    secrets = session.client("secretsmanager", endpoint_url=aws.endpoint)
    secrets.create_secret(Name=SECRET, SecretString="no-key-is-needed-offline")
    secrets.close()
    pool, person = pool_with_somebody(session.client("cognito-idp", endpoint_url=aws.endpoint))
    parameters = {"ModelKeySecret": SECRET, "ModelBaseUrl": claude, "WorkerTimeoutSeconds": "60"}
    # The offline model has no price, and a job has a cap unless an operator takes it away.
    stack = Stack(translate(), {**parameters, "AllowUnknownPrices": "true"})
    recorder = Recorder(aws.endpoint)
    recorder.start()
    yield Deployment(stack, table, queue, deliveries, pool, person, recorder)
    recorder.stop()


def pool_with_somebody(cognito: Any) -> tuple[str, str]:
    pool = cognito.create_user_pool(PoolName="rie")["UserPool"]["Id"]
    person = cognito.admin_create_user(UserPoolId=pool, Username="ada")["User"]["Username"]
    cognito.admin_set_user_mfa_preference(
        UserPoolId=pool, Username=person, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    cognito.close()
    return pool, person


@pytest.fixture(scope="session")
def functions(
    artifact: Artifact, deployment: Deployment, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, BuiltFunction]]:
    """All of them, running, by logical id."""
    with ExitStack() as running:
        found = {}
        for name, properties in deployment.stack.of_type("AWS::Lambda::Function").items():
            found[name] = BuiltFunction(
                artifact,
                name,
                variables=deployment.variables(properties),
                seconds=properties["Timeout"],
                folder=tmp_path_factory.mktemp(name),
            )
            running.callback(found[name].stop)
        yield found
