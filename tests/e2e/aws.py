"""What a stack has behind its API: queues, table and event source, as an operator reaches them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from typing import Any

import boto3

from local.stack.record import StackRecord


class Operator:
    """Somebody with the AWS console open. `queue` and `dead` are the addresses of the two queues."""

    def __init__(self, record: StackRecord) -> None:
        session: Any = boto3.session.Session()

        def client(service: str) -> Any:
            return session.client(
                service,
                endpoint_url=record.emulator_url,
                region_name="us-east-1",
                aws_access_key_id="test",
                aws_secret_access_key="test",  # noqa: S106 - the emulator wants some
            )

        self.queue, self.dead = record.queue_url, record.dead_letter_queue_url
        self._table, self._worker = record.table, record.functions["ProcessFunction"]
        self._sqs, self._dynamodb, self._lambda = client("sqs"), client("dynamodb"), client("lambda")

    def close(self) -> None:
        for client in (self._sqs, self._dynamodb, self._lambda):
            client.close()

    # ---- Queues

    def send(self, body: str) -> None:
        self._sqs.send_message(QueueUrl=self.queue, MessageBody=body)

    def dead_letters(self) -> int:
        """What the alarm's metric ApproximateNumberOfMessagesVisible counts."""
        name = "ApproximateNumberOfMessages"
        answer = self._sqs.get_queue_attributes(QueueUrl=self.dead, AttributeNames=[name])
        return int(answer["Attributes"][name])

    def take_dead_letters(self) -> list[str]:
        """Bodies of all dead letters, which are gone then."""
        bodies: list[str] = []
        while messages := self._sqs.receive_message(QueueUrl=self.dead, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in messages:
                bodies.append(message["Body"])
                self._sqs.delete_message(QueueUrl=self.dead, ReceiptHandle=message["ReceiptHandle"])
        return bodies

    def lose_messages(self, of: Callable[[], Any]) -> Any:
        """What `of` queues never arrives: no worker listens until it has been purged."""
        (source,) = self._lambda.list_event_source_mappings(FunctionName=self._worker)["EventSourceMappings"]
        self._lambda.update_event_source_mapping(UUID=source["UUID"], Enabled=False)
        time.sleep(1.0)  # a poll that is under way would still take the message
        made = of()
        while messages := self._sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in messages:
                self._sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        self._lambda.update_event_source_mapping(UUID=source["UUID"], Enabled=True)
        return made

    # ---- Table

    def take_input(self, job_id: str) -> dict[str, Any]:
        """Deletes the input of a job, without which no worker can carry it on; for `put`."""
        key = {"pk": {"S": f"JOB#{job_id}"}, "sk": {"S": "INPUT"}}
        item: dict[str, Any] = self._dynamodb.get_item(TableName=self._table, Key=key)["Item"]
        self._dynamodb.delete_item(TableName=self._table, Key=key)
        return item

    def leases(self, job_ids: Iterable[str]) -> dict[str, int]:
        """Fencing tokens of those jobs, a hundred at most, that a worker holds or held when it died."""
        keys = [{"pk": {"S": f"JOB#{job_id}"}, "sk": {"S": "JOB"}} for job_id in job_ids]
        if not keys:
            return {}
        answer = self._dynamodb.batch_get_item(
            RequestItems={self._table: {"Keys": keys, "ConsistentRead": True}}
        )
        return {
            item["pk"]["S"].removeprefix("JOB#"): int(item["token"]["N"])
            for item in answer["Responses"][self._table]
            if "lease_until" in item
        }

    def put(self, item: dict[str, Any]) -> None:
        self._dynamodb.put_item(TableName=self._table, Item=item)


def message_of(job_id: str) -> str:
    return json.dumps({"job_id": job_id})
