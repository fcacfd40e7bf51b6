"""An emulator of the benchmark's own, with the template's table and a queue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.fixtures import ACCESS, table_definition
from generation.aws import dynamodb_client, sqs_client
from local.stack.child import Child
from local.stack.emulator import await_answer, start_emulator

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
        dynamodb.create_table(TableName="jobs", **table_definition())
        created = sqs.create_queue(QueueName="jobs", Attributes={"VisibilityTimeout": VISIBILITY_S})
        queue_url = created["QueueUrl"]
        return {"endpoint": endpoint, "table": "jobs", "queue_url": queue_url}

    def stop(self) -> None:
        if self._child is not None:
            self._child.kill()
