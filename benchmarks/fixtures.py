"""Fixtures: emulator and Claude-compatible server, started for a measurement and stopped after it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import yaml

from generation.aws import dynamodb_client, sqs_client
from local.configuration import ROOT, child_environment
from local.stack.child import Child
from local.stack.emulator import await_answer, start_emulator
from local.stack.ports import InnerPorts

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient
    from mypy_boto3_sqs.client import SQSClient

ACCESS = {"region_name": "us-east-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}


@dataclass(frozen=True, slots=True)
class Fixtures:
    """Clients as the functions build them, only that they talk to the emulator at `endpoint`.

    claude  address of the Claude-compatible server
    """

    endpoint: str
    claude: str
    dynamodb: DynamoDBClient
    sqs: SQSClient

    def new_table(self) -> str:
        name = f"t-{uuid4().hex}"
        self.dynamodb.create_table(TableName=name, **table_definition())
        return name

    def new_queue(self) -> str:
        """Its URL."""
        return self.sqs.create_queue(QueueName=f"q-{uuid4().hex}")["QueueUrl"]

    def reset_claude(self, latency_ms: float) -> None:
        """As after its start: nothing cached, nothing counted."""
        with httpx.Client(base_url=self.claude, trust_env=False) as http:
            http.post("/_control/reset").raise_for_status()
            http.post("/_control/latency", json={"latency_ms": latency_ms}).raise_for_status()


@contextmanager
def fixtures() -> Iterator[Fixtures]:
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        ports = InnerPorts(state).choose("emulator", "claude")
        urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
        children = [
            start_emulator(ports["emulator"], state),
            Child(
                "local.claude",
                "--port",
                str(ports["claude"]),
                environment=child_environment(),
                log=state / "logs" / "claude.log",
            ),
        ]
        dynamodb = dynamodb_client(endpoint_url=urls["emulator"], **ACCESS)
        sqs = sqs_client(endpoint_url=urls["emulator"], **ACCESS)
        try:
            for child, url in zip(children, urls.values(), strict=True):
                await_answer(child, url)
            yield Fixtures(urls["emulator"], urls["claude"], dynamodb, sqs)
        finally:
            dynamodb.close()
            sqs.close()
            for child in children:
                child.kill()


def table_definition() -> dict[str, Any]:
    """The template's own table: keys and index cannot drift from the deployed ones."""
    with (ROOT / "template.yaml").open(encoding="utf-8") as file:
        template = yaml.load(file, Loader=_TemplateLoader)  # noqa: S506 - a SafeLoader below
    properties = template["Resources"]["Table"]["Properties"]
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    return {name: properties[name] for name in wanted}


class _TemplateLoader(yaml.SafeLoader):
    """Reads the short forms of intrinsic functions (`!Ref`, `!Sub`, ...) as None: none is needed here."""


_TemplateLoader.add_multi_constructor("!", lambda loader, suffix, node: None)
