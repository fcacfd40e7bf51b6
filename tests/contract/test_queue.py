"""Job queue: a message names its job and comes when it is due."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from generation.aws import sqs_client
from generation.engine.errors import Unavailable
from generation.engine.ports import JobQueue
from generation.queue.sqs import SqsJobQueue
from testing.memory.stores import MemoryQueue
from tests.conftest import ACCESS, Aws

Receive = Callable[[], str | None]


@pytest.fixture(params=["memory", "sqs"])
def queue_and_receive(request: pytest.FixtureRequest) -> tuple[JobQueue, Receive]:
    if request.param == "memory":
        queue = MemoryQueue()
        return queue, queue.receive
    aws: Aws = request.getfixturevalue("aws")
    url: str = request.getfixturevalue("queue")

    def receive() -> str | None:
        messages = aws.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1).get("Messages", [])
        return json.loads(messages[0]["Body"])["job_id"] if messages else None

    return SqsJobQueue(aws.sqs, url), receive


def test_a_message_names_its_job(queue_and_receive: tuple[JobQueue, Receive]) -> None:
    queue, receive = queue_and_receive
    assert receive() is None
    queue.send("job_1")
    assert receive() == "job_1"
    assert receive() is None


def test_a_message_comes_after_its_delay(queue_and_receive: tuple[JobQueue, Receive]) -> None:
    queue, receive = queue_and_receive
    begun = time.monotonic()
    queue.send("job_1", 1)
    assert receive() is None
    while receive() is None:
        time.sleep(0.02)
        assert time.monotonic() - begun < 5
    assert time.monotonic() - begun >= 0.9


@pytest.mark.parametrize("delay_s", [-5, 901, 100_000])
def test_a_delay_out_of_range_is_cut(queue_and_receive: tuple[JobQueue, Receive], delay_s: int) -> None:
    queue, receive = queue_and_receive
    queue.send("job_1", delay_s)
    assert receive() == (None if delay_s > 0 else "job_1")


def test_a_message_that_is_put_off_comes_again_after_that_time(aws: Aws, queue: str) -> None:
    jobs = SqsJobQueue(aws.sqs, queue)
    jobs.send("job_1")

    def receive() -> str | None:
        answer = aws.sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=1, VisibilityTimeout=600)
        messages = answer.get("Messages", [])
        return messages[0]["ReceiptHandle"] if messages else None

    receipt = receive()
    assert receipt is not None
    begun = time.monotonic()
    jobs.put_off(receipt, 1)
    assert receive() is None
    while receive() is None:
        time.sleep(0.05)
        assert time.monotonic() - begun < 10
    assert time.monotonic() - begun >= 0.9


def test_a_queue_that_does_not_answer_is_unavailable() -> None:
    nobody = "http://127.0.0.1:9"
    client = sqs_client(endpoint_url=nobody, **ACCESS)
    with pytest.raises(Unavailable):
        SqsJobQueue(client, f"{nobody}/000000000000/q").send("job_1")
    client.close()


def test_a_long_poll_of_the_emulator_answers_when_a_message_comes(aws: Aws, queue: str) -> None:
    """As SQS does; ministack alone would look again 100 ms after it has found nothing."""
    with ThreadPoolExecutor(1) as pool:

        def delay_s() -> float:
            poll = pool.submit(aws.sqs.receive_message, QueueUrl=queue, WaitTimeSeconds=2)
            time.sleep(0.02)
            aws.sqs.send_message(QueueUrl=queue, MessageBody="{}")
            sent_at = time.monotonic()
            assert len(poll.result()["Messages"]) == 1
            return time.monotonic() - sent_at

        assert min(delay_s() for _ in range(5)) < 0.05


def test_the_backlog_is_what_could_be_received_now(queue_and_receive: tuple[JobQueue, Receive]) -> None:
    queue, receive = queue_and_receive
    assert queue.backlog() == 0
    for number in range(3):
        queue.send(f"job_{number}")
    queue.send("job_late", 900)
    assert queue.backlog() == 3
    receive()
    assert queue.backlog() == 2
