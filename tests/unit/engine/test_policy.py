"""What the numbers of the policy have to keep towards each other and towards AWS, and that each is tested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from generation.aws import LONGEST_TRY_S
from generation.engine import policy as module
from generation.engine.limits import Limits
from generation.engine.policy import (
    ANSWER_RESERVE_S,
    ERROR_CHARS,
    JOB_RETENTION,
    LONGEST_WAIT,
    MESSAGE_CHARS,
    TITLE_CHARS,
    Policy,
    RecoveryPolicy,
)
from generation.queue.sqs import LONGEST_DELAY_S

POLICY = Policy()
HERE = Path(__file__).parent


def numbers(policy: object) -> Iterator[str]:
    for field in fields(policy):  # type: ignore[arg-type]
        value = getattr(policy, field.name)
        yield from numbers(value) if is_dataclass(value) else [field.name]


@pytest.mark.parametrize("name", sorted({*numbers(POLICY), *filter(str.isupper, vars(module))}))
def test_each_number_is_named_by_a_test_of_the_engine(name: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in HERE.rglob("test_*.py")]
    assert any(name in text for text in texts), "changing it would fail no test"


def test_texts_of_a_job_are_a_quarter_of_its_item() -> None:
    assert (MESSAGE_CHARS, ERROR_CHARS, TITLE_CHARS) == (300, 500, 200)
    assert MESSAGE_CHARS + ERROR_CHARS + TITLE_CHARS <= 4_096 / 4


def test_an_answer_can_be_written_after_the_last_try_of_the_last_call() -> None:
    assert ANSWER_RESERVE_S == 1


def test_a_cancel_is_seen_within_two_seconds_by_a_worker_whose_calls_run() -> None:
    assert POLICY.heartbeat.pulse_s == 0.5
    assert 2 * POLICY.heartbeat.pulse_s < 2


def test_the_lease_is_renewed_long_before_it_runs_out() -> None:
    lease_s = Limits().lease.total_seconds()
    assert lease_s * POLICY.heartbeat.renew_below > 2 * POLICY.heartbeat.pulse_s + LONGEST_TRY_S


def test_the_queue_can_hold_back_as_long_as_a_call_may_wait() -> None:
    assert POLICY.retry.longest_wait_s <= LONGEST_DELAY_S


def test_a_moment_of_the_model_s_limit_is_plausible_whatever_adds_up_to_it() -> None:
    policy = POLICY.model_limit
    assert policy.ahead == timedelta(seconds=60)
    assert policy.burst + policy.ahead + policy.longest_cost + policy.longest_hold < policy.farthest
    assert policy.soonest < policy.ahead / 2, "who could not reserve asks again while time is reserved"


def test_a_reservation_outlives_the_way_of_a_job_through_the_queue() -> None:
    assert timedelta(seconds=POLICY.worker.longest_idle_s) < POLICY.model_limit.latest
    assert POLICY.model_limit.latest < POLICY.model_limit.ahead
    assert POLICY.model_limit.worth_settling <= POLICY.model_limit.burst


def test_a_sweep_stops_while_there_is_time_for_one_more_request() -> None:
    recovery = RecoveryPolicy()
    assert recovery.reserve == timedelta(seconds=15)
    assert recovery.reserve.total_seconds() > LONGEST_TRY_S


def test_a_takeover_of_the_sweep_outlives_its_write_and_no_worker_waits_for_a_dead_one() -> None:
    assert POLICY.recovery.takeover == POLICY.service.takeover == timedelta(seconds=5)
    assert POLICY.recovery.takeover < Limits().lease


def test_a_message_counts_as_lost_when_the_queues_own_count_is_right() -> None:
    assert POLICY.recovery.patience >= timedelta(minutes=1)


def test_a_waiting_job_ends_before_its_parts_go() -> None:
    assert timedelta(days=30) == JOB_RETENTION == LONGEST_WAIT < 2 * JOB_RETENTION
