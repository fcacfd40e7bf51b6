"""Control: what is paused is seen by every read that begins afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from generation.aws import dynamodb_client
from generation.engine.errors import Conflict
from generation.engine.model.control import PastPauses, Pause, Pauses, Scope
from generation.engine.policy import MOST_PAST, MOST_PAUSES
from generation.engine.ports import Clearance, Pulse
from generation.stores.dynamodb import DynamoControl
from tests.conftest import ACCESS, Aws
from tests.contract.examples import Stack


def _pause(stack: Stack, scope: Scope = Scope.ALL, value: str = "", reason: str = "Invoice") -> Pause:
    return Pause(scope=scope, value=value, reason=reason, paused_at=stack.now, paused_by="olga")


def _over(pause: Pause, now: datetime) -> Pause:
    return replace(pause, reason="", paused_by="", resumed_at=now)


def test_nothing_is_paused_at_first(stack: Stack) -> None:
    assert (stack.control.pauses(), stack.control.past()) == (Pauses(), PastPauses())
    assert stack.control.resume(Scope.ALL, "", stack.now) == Pauses()
    assert stack.control.past() == PastPauses()


def test_what_was_paused_is_read_back(stack: Stack) -> None:
    everything, mine = _pause(stack), _pause(stack, Scope.OWNER, "ada\ud800")
    stack.control.pause(everything)
    assert stack.control.pause(mine) == Pauses(pauses=(everything, mine)) == stack.control.pauses()
    resumed = Pauses(pauses=(mine,))
    assert stack.control.resume(Scope.ALL, "", stack.now) == resumed == stack.control.pauses()
    assert stack.control.past() == PastPauses(pauses=(_over(everything, stack.now),))


def test_what_is_looked_at_before_a_call_is_what_single_reads_tell(stack: Stack) -> None:
    assert stack.control.clearance([]) == Clearance(Pauses(), {})
    stack.create(stack.job())
    stack.taken()
    stack.jobs.watch("job_1", stack.now + timedelta(seconds=10))
    other = stack.job(job_id="job_2", subject="another")
    stack.create(other)
    pauses = stack.control.pause(_pause(stack, Scope.OWNER, "ada"))
    found = stack.control.clearance(["job_1", "job_none", "job_2", "x" * 5000])
    assert found.pauses == pauses
    assert found.pulses == {one: stack.jobs.pulse(one) for one in ("job_1", "job_2")}
    assert found.pulses["job_1"] == Pulse(token=1, watched_until=stack.now + timedelta(seconds=10))


def test_pausing_twice_is_pausing_once(stack: Stack) -> None:
    first = _pause(stack, Scope.PIPELINE, "exam_course", "Invoice")
    stack.control.pause(first)
    assert stack.control.pause(first) == Pauses(pauses=(first,))
    stack.now += timedelta(hours=1)
    (pause,) = stack.control.pause(_pause(stack, Scope.PIPELINE, "exam_course", "Quality")).pauses
    assert (pause.reason, pause.paused_at) == ("Quality", first.paused_at)
    resumed_at = stack.now
    stack.control.resume(Scope.PIPELINE, "exam_course", resumed_at)
    stack.now += timedelta(hours=1)
    assert stack.control.resume(Scope.PIPELINE, "exam_course", stack.now) == Pauses()
    assert stack.control.past() == PastPauses(pauses=(_over(first, resumed_at),))


def test_the_latest_pauses_that_are_over_are_known(stack: Stack) -> None:
    for number in range(MOST_PAST + 3):
        stack.control.pause(_pause(stack, Scope.OWNER, f"owner-{number}"))
        stack.control.resume(Scope.OWNER, f"owner-{number}", stack.now)
    assert [past.value for past in stack.control.past().pauses] == [
        f"owner-{n}" for n in range(3, MOST_PAST + 3)
    ]


def test_there_is_a_bound_which_leaves_room_for_no_other(stack: Stack) -> None:
    for number in range(MOST_PAUSES):
        stack.control.pause(_pause(stack, Scope.OWNER, f"owner-{number}"))
    with pytest.raises(Conflict) as refusal:
        stack.control.pause(_pause(stack, Scope.OWNER, "one-more"))
    assert refusal.value.code == "too-many-pauses"
    stack.control.pause(_pause(stack, Scope.OWNER, "owner-3", "another reason"))
    assert len(stack.control.resume(Scope.OWNER, "owner-4", stack.now).pauses) == MOST_PAUSES - 1


@pytest.mark.on("memory", "dynamodb")
def test_operators_at_the_same_time_lose_none_of_their_pauses(stack: Stack) -> None:
    """Each change meets at most five others, fewer than it has tries, so none gives up by bad luck."""

    def pause(number: int) -> None:
        stack.control.pause(_pause(stack, Scope.OWNER, f"owner-{number}"))

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(pause, range(6)))
    owners = {f"owner-{n}" for n in range(6)}
    assert {pause.value for pause in stack.control.pauses().pauses} == owners

    over = {"owner-0", "owner-2", "owner-4"}
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda owner: stack.control.resume(Scope.OWNER, owner, stack.now), over))
    assert {pause.value for pause in stack.control.pauses().pauses} == owners - over
    assert {pause.value for pause in stack.control.past().pauses} == over


@pytest.mark.on("dynamodb", "moto")
def test_a_resume_that_breaks_off_between_its_two_writes_loses_no_pause(
    stack: Stack, aws: Aws, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is over and lasts at once, which the sweep counts once, until it is resumed again."""
    pause = _pause(stack)
    stack.control.pause(pause)
    client = dynamodb_client(endpoint_url=aws.endpoint, **ACCESS)
    dying = DynamoControl(client, table)
    put = client.put_item
    keys: list[str] = []

    def put_once(**request: Any) -> Any:
        keys.append(request["Item"]["sk"]["S"])
        if len(keys) > 1:
            raise KeyboardInterrupt
        return put(**request)

    monkeypatch.setattr(client, "put_item", put_once)
    with pytest.raises(KeyboardInterrupt):
        dying.resume(Scope.ALL, "", stack.now)
    client.close()
    assert keys == ["PAST", "PAUSES"]
    assert stack.control.pauses() == Pauses(pauses=(pause,))
    assert stack.control.past() == PastPauses(pauses=(_over(pause, stack.now),))

    stack.now += timedelta(minutes=5)
    stack.control.resume(Scope.ALL, "", stack.now)
    assert stack.control.pauses() == Pauses()
    assert stack.control.past() == PastPauses(pauses=(_over(pause, stack.now),))
