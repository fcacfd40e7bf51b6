"""Queues and event sources: the relations between numbers that no linter looks at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generation.engine.policy import RecoveryPolicy
from generation.webhooks.post import SECONDS
from tests.template.stack import PSEUDO, Stack


def mapping(stack: Stack) -> Any:
    return mappings(stack)["<JobQueue.Arn>"]


def mappings(stack: Stack) -> dict[str, Any]:
    """By the queue that they read."""
    return {
        found["EventSourceArn"]: found for found in stack.of_type("AWS::Lambda::EventSourceMapping").values()
    }


def test_a_message_stays_hidden_six_times_as_long_as_a_worker_may_run(
    stack: Stack, translated: dict[str, Any]
) -> None:
    longest = translated["Parameters"]["WorkerTimeoutSeconds"]["MaxValue"]
    assert stack.properties("JobQueue")["VisibilityTimeout"] >= 6 * longest


def test_a_message_that_fails_for_good_reaches_the_dead_letter_queue_before_it_expires(stack: Stack) -> None:
    queue = stack.properties("JobQueue")
    receives = queue["RedrivePolicy"]["maxReceiveCount"]
    assert receives == RecoveryPolicy().most_crashes >= 5, "it is there when its job has failed"
    assert receives * queue["VisibilityTimeout"] < queue["MessageRetentionPeriod"]
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == "<DeadLetterQueue.Arn>"


def test_dead_letters_are_kept_as_long_as_sqs_can_and_come_from_the_job_queue_alone(stack: Stack) -> None:
    dead = stack.properties("DeadLetterQueue")
    assert dead["MessageRetentionPeriod"] == 14 * 24 * 3600
    name = stack.properties("JobQueue")["QueueName"]
    assert dead["RedriveAllowPolicy"] == {
        "redrivePermission": "byQueue",
        "sourceQueueArns": [f"arn:aws:sqs:eu-central-1:123456789012:{name}"],
    }


@pytest.mark.parametrize("queue", ["JobQueue", "DeadLetterQueue", "DeliveryQueue", "DeliveryDeadLetterQueue"])
def test_queues_are_encrypted_and_refuse_plain_text(stack: Stack, queue: str) -> None:
    assert stack.properties(queue)["SqsManagedSseEnabled"] is True
    (policy,) = [
        found["PolicyDocument"]
        for found in stack.of_type("AWS::SQS::QueuePolicy").values()
        if found["Queues"] == [f"<{queue}>"]
    ]
    (statement,) = policy["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Principal"] == "*"
    assert statement["Resource"] == f"<{queue}.Arn>"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_jobs_of_a_batch_succeed_and_fail_one_by_one(stack: Stack) -> None:
    assert mapping(stack)["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping(stack)["EventSourceArn"] == "<JobQueue.Arn>"


def test_the_batch_needs_no_window(
    deployed: Callable[..., Stack], stack: Stack, translated: dict[str, Any]
) -> None:
    assert translated["Parameters"]["JobsPerWorker"]["MaxValue"] == 10
    assert mapping(stack)["MaximumBatchingWindowInSeconds"] == 0
    assert mapping(deployed(JobsPerWorker="7"))["BatchSize"] == 7


def test_workers_are_limited_where_messages_are_fetched(
    deployed: Callable[..., Stack], translated: dict[str, Any]
) -> None:
    limits = translated["Parameters"]["MaxConcurrentWorkers"]
    assert (limits["MinValue"], limits["MaxValue"]) == (2, 1000)
    chosen = deployed(MaxConcurrentWorkers="33")
    assert mapping(chosen)["ScalingConfig"] == {"MaximumConcurrency": 33}
    worker = chosen.of_type("AWS::Lambda::Function")["ProcessFunction"]
    assert "ReservedConcurrentExecutions" not in worker


@pytest.mark.parametrize(("minutes", "rate"), [("1", "rate(1 minute)"), ("5", "rate(5 minutes)")])
def test_the_sweep_is_called_each_so_many_minutes(
    deployed: Callable[..., Stack], minutes: str, rate: str
) -> None:
    (rule,) = deployed(SweepMinutes=minutes).of_type("AWS::Events::Rule").values()
    assert rule["ScheduleExpression"] == rate
    (target,) = rule["Targets"]
    assert target["Arn"] == "<SweepFunction.Arn>"


def test_a_delivery_stays_hidden_six_times_as_long_as_it_may_be_tried(stack: Stack) -> None:
    timeout = stack.of_type("AWS::Lambda::Function")["NotifyFunction"]["Timeout"]
    queue = stack.properties("DeliveryQueue")
    assert queue["VisibilityTimeout"] >= 6 * timeout > 6 * SECONDS
    assert queue["RedrivePolicy"] == {
        "deadLetterTargetArn": "<DeliveryDeadLetterQueue.Arn>",
        "maxReceiveCount": 5,
    }
    assert 5 * queue["VisibilityTimeout"] < queue["MessageRetentionPeriod"]
    assert stack.properties("DeliveryDeadLetterQueue")["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_deliveries_are_tried_side_by_side_and_reported_one_by_one(stack: Stack) -> None:
    source = mappings(stack)["<DeliveryQueue.Arn>"]
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert (source["BatchSize"], source["MaximumBatchingWindowInSeconds"]) == (10, 0)
    assert source["ScalingConfig"] == {"MaximumConcurrency": 2}


def test_webhooks_lead_to_the_machine_itself_on_the_emulator_alone(
    deployed: Callable[..., Stack], monkeypatch: pytest.MonkeyPatch
) -> None:
    def allowed(stack: Stack) -> set[str]:
        functions = stack.of_type("AWS::Lambda::Function").values()
        return {function["Environment"]["Variables"]["WEBHOOKS_TO_LOOPBACK"] for function in functions}

    assert allowed(deployed()) == {"false"}
    assert allowed(deployed(WebhooksToLoopback="true")) == {"false"}, "nobody can have that account at AWS"
    monkeypatch.setitem(PSEUDO, "AWS::AccountId", "000000000000")
    assert allowed(deployed()) == {"false"}
    assert allowed(deployed(WebhooksToLoopback="true")) == {"true"}
