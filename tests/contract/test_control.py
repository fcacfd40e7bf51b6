"""Control: what is paused is seen by every read that begins afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from generation.engine.errors import Conflict
from generation.engine.model.control import MOST_PAST, MOST_PAUSES, Pause, Pauses, Scope
from tests.contract.examples import Stack


def _pause(stack: Stack, scope: Scope = Scope.ALL, value: str = "", reason: str = "Invoice") -> Pause:
    return Pause(scope=scope, value=value, reason=reason, paused_at=stack.now, paused_by="olga")


def test_nothing_is_paused_at_first(stack: Stack) -> None:
    assert stack.control.pauses() == Pauses()
    assert stack.control.resume(Scope.ALL, "", stack.now) == Pauses()


def test_what_was_paused_is_read_back(stack: Stack) -> None:
    everything, mine = _pause(stack), _pause(stack, Scope.OWNER, "ada\ud800")
    stack.control.pause(everything)
    assert stack.control.pause(mine) == Pauses(pauses=(everything, mine)) == stack.control.pauses()
    over = replace(everything, reason="", paused_by="", resumed_at=stack.now)
    resumed = Pauses(pauses=(mine,), resumed_at=stack.now, past=(over,))
    assert stack.control.resume(Scope.ALL, "", stack.now) == resumed == stack.control.pauses()


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
    again = stack.control.resume(Scope.PIPELINE, "exam_course", stack.now)
    over = replace(first, reason="", paused_by="", resumed_at=resumed_at)
    assert again == Pauses(resumed_at=resumed_at, past=(over,))


def test_the_latest_pauses_that_are_over_are_known(stack: Stack) -> None:
    for number in range(MOST_PAST + 3):
        stack.control.pause(_pause(stack, Scope.OWNER, f"owner-{number}"))
        stack.control.resume(Scope.OWNER, f"owner-{number}", stack.now)
    assert [past.value for past in stack.control.pauses().past] == [
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
    def pause(number: int) -> None:
        stack.control.pause(_pause(stack, Scope.OWNER, f"owner-{number}"))

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(pause, range(6)))
    assert {pause.value for pause in stack.control.pauses().pauses} == {f"owner-{n}" for n in range(6)}
