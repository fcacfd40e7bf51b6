"""An emulator of the benchmark's own, with the template's table and a queue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from benchmarks.systems.engine_worker import ACCESS
from generation.adapters.aws import dynamodb_client, sqs_client
from local.child import Child
from local.configuration import ROOT
from local.emulator import await_answer, start_emulator

VISIBILITY_S = "300"


class Emulator:
    """Without persistence beyond its folder; `start` gives endpoint, table and queue_url."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port
        self._child: Child | None = None

    def start(self) -> dict[str, Any]:
        self._child = start_emulator(self._port, self._folder)
        endpoint = f"http://127.0.0.1:{self._port}"
        await_answer(self._child, endpoint)
        dynamodb = dynamodb_client(endpoint_url=endpoint, **ACCESS)
        sqs = sqs_client(endpoint_url=endpoint, **ACCESS)
        dynamodb.create_table(TableName="jobs", **_table())
        attributes = {"VisibilityTimeout": VISIBILITY_S}
        queue_url = sqs.create_queue(QueueName="jobs", Attributes=attributes)["QueueUrl"]
        return {"endpoint": endpoint, "table": "jobs", "queue_url": queue_url}

    def stop(self) -> None:
        if self._child is not None:
            self._child.kill()


def _table() -> dict[str, Any]:
    """The template's own, so that what is measured is what is deployed."""
    with (ROOT / "template.yaml").open(encoding="utf-8") as file:
        template = yaml.load(file, Loader=_TemplateLoader)  # noqa: S506 - a SafeLoader below
    properties = template["Resources"]["Table"]["Properties"]
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    return {name: properties[name] for name in wanted}


class _TemplateLoader(yaml.SafeLoader):
    """Reads the short forms of intrinsic functions (`!Ref`, `!Sub`, ...) as None: none is needed here."""


_TemplateLoader.add_multi_constructor("!", lambda loader, suffix, node: None)
