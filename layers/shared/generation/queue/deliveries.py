"""Delivery queue on SQS: one message is one try of a delivery."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from generation.aws import answering
from generation.engine.errors import Unavailable
from generation.engine.in_hand import take_in_hand
from generation.engine.model.delivery import DeliveryKey
from generation.telemetry.logs import structured_logger

if TYPE_CHECKING:
    from mypy_boto3_sqs.client import SQSClient

logger = structured_logger()


class SqsDeliveryQueue:
    def __init__(self, client: SQSClient, queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def send(self, keys: Sequence[DeliveryKey], delay_s: int = 0) -> None:
        entries: Any = [
            {
                "Id": str(number),
                "MessageBody": json.dumps(
                    {"owner": key.owner, "webhook_id": key.webhook_id, "delivery_id": key.delivery_id}
                ),
                "DelaySeconds": min(max(delay_s, 0), 900),
                # Where one owner's receivers keep everybody waiting, others' messages are delivered first.
                "MessageGroupId": sha256(key.owner.encode("utf-8", "surrogatepass")).hexdigest(),
            }
            for number, key in enumerate(keys)
        ]
        with answering("the delivery queue"):
            answer = self._client.send_message_batch(QueueUrl=self._queue_url, Entries=entries)
        if answer.get("Failed"):
            raise Unavailable(f"the delivery queue did not take {len(answer['Failed'])} messages")


def deliver_all(
    records: Sequence[dict[str, Any]], deliver: Callable[[DeliveryKey], None]
) -> dict[str, list[dict[str, str]]]:
    """Make the tries of all messages at the same time, since most of a try is waiting; what SQS is told
    (ReportBatchItemFailures): only the messages that failed come again."""
    with ThreadPoolExecutor(max(1, len(records))) as threads:
        outcomes = list(threads.map(lambda record: _delivered(record, deliver), records))
    failed = [record["messageId"] for record, is_done in zip(records, outcomes, strict=True) if not is_done]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _delivered(record: dict[str, Any], deliver: Callable[[DeliveryKey], None]) -> bool:
    try:
        body = json.loads(record["body"])
        key = DeliveryKey(
            owner=str(body["owner"]),
            webhook_id=str(body["webhook_id"]),
            delivery_id=str(body["delivery_id"]),
        )
        take_in_hand("", key.owner)
        deliver(key)
    except Exception as error:
        # The other messages of the batch go on. What an error says could quote what a person wrote.
        frames = traceback.format_tb(error.__traceback__)
        logger.error(
            "A message failed", message_id=record["messageId"], error=type(error).__name__, frames=frames
        )
        return False
    return True
