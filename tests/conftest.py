"""The emulator and what stands on it, for every test that wants DynamoDB and SQS as they are; stacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import yaml
from xdist.scheduler import LoadFileScheduling

from generation.aws import dynamodb_client, sqs_client
from local.configuration import EMULATOR_PYTHON, ROOT
from local.stack.emulator import await_answer, start_emulator
from local.stack.ports import InnerPorts
from tests.e2e.stacks import (  # noqa: F401  (fixtures; here, so that tests/e2e and tests/page have the same stacks)
    example_exam,
    model,
    own_environment,
    person,
    pytest_runtest_makereport,
    pytest_runtest_setup,
    service,
    service_with,
    shared_service,
    start_service,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient
    from mypy_boto3_sqs.client import SQSClient

ACCESS = {"region_name": "us-east-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}


SAME_STACK = {
    f"tests/e2e/test_{file}.py": stack
    for stack, files in {
        "short lease": ("survival", "dead_letters"),
        "no latency": ("confidentiality", "fuzzing", "hostile_content"),
    }.items()
    for file in files
}
"""Files whose tests want a stack with the same settings (`service_with`), which is 8 s of CPU to start."""


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadfile`: files of one stack to the same process, too."""
    if config.option.dist != "loadfile":
        return None
    scheduler = LoadFileScheduling(config, log)
    file_of = scheduler._split_scope

    def stack_or_file(nodeid: str) -> str:
        file: str = file_of(nodeid)
        return SAME_STACK.get(file, file)

    scheduler._split_scope = stack_or_file
    return scheduler


@dataclass(frozen=True, slots=True)
class Aws:
    """Clients as the functions build them, only that they talk to the emulator at `endpoint`."""

    endpoint: str
    dynamodb: DynamoDBClient
    sqs: SQSClient


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an emulator of this test process's own."""
    if not EMULATOR_PYTHON.exists():
        pytest.fail(
            f"{EMULATOR_PYTHON.relative_to(ROOT)} is missing; `make setup` installs it", pytrace=False
        )
    state_dir: Path = tmp_path_factory.mktemp("emulator")
    port = InnerPorts(state_dir).choose("emulator")["emulator"]
    url = f"http://127.0.0.1:{port}"
    child = start_emulator(port, state_dir)
    try:
        await_answer(child, url)
        yield url
    finally:
        child.kill()


@pytest.fixture(scope="session")
def aws(emulator: str) -> Iterator[Aws]:
    dynamodb = dynamodb_client(endpoint_url=emulator, **ACCESS)
    sqs = sqs_client(endpoint_url=emulator, **ACCESS)
    yield Aws(emulator, dynamodb, sqs)
    dynamodb.close()
    sqs.close()


@pytest.fixture(scope="session")
def table_definition() -> dict[str, Any]:
    """The template's own: keys and index of a test's table cannot drift from the deployed one."""
    properties = _template()["Resources"]["Table"]["Properties"]
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    return {name: properties[name] for name in wanted}


@pytest.fixture
def table(aws: Aws, table_definition: dict[str, Any]) -> Iterator[str]:
    """Name of a fresh table."""
    name = f"t-{uuid4().hex}"
    aws.dynamodb.create_table(TableName=name, **table_definition)
    yield name
    aws.dynamodb.delete_table(TableName=name)


@pytest.fixture
def queue(aws: Aws) -> Iterator[str]:
    """URL of a fresh queue."""
    url = aws.sqs.create_queue(QueueName=f"q-{uuid4().hex}")["QueueUrl"]
    yield url
    aws.sqs.delete_queue(QueueUrl=url)


def _template() -> Any:
    with (ROOT / "template.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_TemplateLoader)  # noqa: S506 - a SafeLoader below


class _TemplateLoader(yaml.SafeLoader):
    """Reads the short forms of intrinsic functions (`!Ref`, `!Sub`, ...) as None: none is needed here."""


_TemplateLoader.add_multi_constructor("!", lambda loader, suffix, node: None)
