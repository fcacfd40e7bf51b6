"""Job queue on SQS: one message is one job to carry on."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from generation.aws import answering

if TYPE_CHECKING:
    from mypy_boto3_sqs.client import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType

LONGEST_DELAY_S = 900
"""A longer wait is cut: the worker that comes too early finds the job not due and drops the message,
and the sweep queues it again when it is."""


class SqsJobQueue:
    """A message may come twice, late, or (the sweep's concern) not at all."""

    def __init__(self, client: SQSClient, queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def send(self, job_id: str, delay_s: int = 0, owner: str = "") -> None:
        """Raises Unavailable."""
        message: dict[str, Any] = {"MessageBody": json.dumps({"job_id": job_id})}
        if owner:
            # A group in a standard queue: where one owner's messages pile up, others' are delivered first.
            message["MessageGroupId"] = sha256(owner.encode("utf-8", "surrogatepass")).hexdigest()
        with answering("the job queue"):
            self._client.send_message(
                QueueUrl=self._queue_url, DelaySeconds=min(max(delay_s, 0), LONGEST_DELAY_S), **message
            )

    def backlog(self) -> int:
        """Without those that a worker has, or that are delayed. Raises Unavailable."""
        return self._count("ApproximateNumberOfMessages")

    def queued(self) -> int:
        """Without those that a worker has. Raises Unavailable."""
        return self._count("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed")

    def _count(self, *names: QueueAttributeNameType) -> int:
        with answering("the job queue"):
            answer = self._client.get_queue_attributes(QueueUrl=self._queue_url, AttributeNames=names)
        return sum(int(answer["Attributes"][name]) for name in names)

    def put_off(self, receipt: str, delay_s: int) -> None:
        """A received message that is not deleted comes again after so long, instead of after the queue's
        visibility timeout. Raises Unavailable."""
        with answering("the job queue"):
            self._client.change_message_visibility(
                QueueUrl=self._queue_url, ReceiptHandle=receipt, VisibilityTimeout=delay_s
            )
