"""Audit: acts at the same time become one chain, and a pause and its entry are one write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from generation.aws import dynamodb_client
from generation.engine.errors import MalformedRequest, Unavailable
from generation.engine.model.audit import Act, Action, broken_at
from generation.engine.model.control import Pause, Scope
from generation.stores.cursors import cursor_after
from generation.stores.dynamodb import DynamoControl
from tests.conftest import ACCESS, Aws
from tests.contract.examples import Stack


def _act(stack: Stack, value: str, action: Action = Action.PAUSE) -> Act:
    target = {"scope": "owner", "value": value}
    return Act(at=stack.now, actor="olga\ud800", role="operator", action=action, target=target)


def _pause(stack: Stack, value: str, reason: str = "Invoice") -> Pause:
    return Pause(scope=Scope.OWNER, value=value, reason=reason, paused_at=stack.now, paused_by="olga")


def _told(stack: Stack) -> list[Any]:
    """From the first on."""
    return [entry.told for entry in reversed(stack.audit.entries(limit=100, cursor=None).items)]


def test_nothing_is_told_at_first(stack: Stack) -> None:
    page = stack.audit.entries(limit=10, cursor=None)
    assert (list(page.items), page.cursor) == ([], None)


def test_entries_are_read_back_by_page_the_latest_first(stack: Stack) -> None:
    written = [stack.audit.append(_act(stack, f"owner-{number}")) for number in range(12)]
    assert [entry.number for entry in written] == list(range(1, 13))
    first = stack.audit.entries(limit=5, cursor=None)
    second = stack.audit.entries(limit=5, cursor=first.cursor)
    last = stack.audit.entries(limit=5, cursor=second.cursor)
    assert [*first.items, *second.items, *last.items] == written[::-1]
    assert last.cursor is None
    assert broken_at(_told(stack)) is None


@pytest.mark.parametrize("last", ["x", "0", "-3", "1" * 11])
def test_a_cursor_of_something_else_is_none(stack: Stack, last: str) -> None:
    with pytest.raises(MalformedRequest):
        stack.audit.entries(limit=5, cursor=cursor_after(last, "audit"))


def test_a_pause_and_a_resume_are_told(stack: Stack) -> None:
    stack.control.pause(_pause(stack, "ada"), _act(stack, "ada"))
    stack.control.resume(Scope.OWNER, "ada", stack.now, _act(stack, "ada", Action.RESUME))
    assert [one["action"] for one in _told(stack)] == ["pause", "resume"]


def test_what_changes_nothing_is_not_told(stack: Stack) -> None:
    stack.control.resume(Scope.OWNER, "ada", stack.now, _act(stack, "ada", Action.RESUME))
    for _ in range(2):
        stack.control.pause(_pause(stack, "ada"), _act(stack, "ada"))
    assert [one["action"] for one in _told(stack)] == ["pause"]


@pytest.mark.on("memory", "dynamodb")
def test_acts_at_the_same_time_are_one_chain(stack: Stack) -> None:
    """Each meets at most five others, fewer than it has tries."""

    def act(number: int) -> None:
        if number % 2:
            stack.audit.append(_act(stack, f"owner-{number}", Action.READ_JOB))
        else:
            stack.control.pause(_pause(stack, f"owner-{number}"), _act(stack, f"owner-{number}"))

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(act, range(6)))
    told = _told(stack)
    assert {one["target"]["value"] for one in told} == {f"owner-{number}" for number in range(6)}
    assert broken_at(told) is None


@pytest.mark.on("dynamodb", "moto")
@pytest.mark.parametrize("after", [False, True])
def test_a_pause_that_breaks_off_is_told_or_is_none(
    stack: Stack, aws: Aws, table: str, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    client = dynamodb_client(endpoint_url=aws.endpoint, **ACCESS)
    write = client.transact_write_items

    def dying(**request: Any) -> Any:
        if after:
            write(**request)
        raise KeyboardInterrupt

    monkeypatch.setattr(client, "transact_write_items", dying)
    with pytest.raises(KeyboardInterrupt):
        DynamoControl(client, table).pause(_pause(stack, "ada"), _act(stack, "ada"))
    client.close()
    assert len(stack.control.pauses().pauses) == len(_told(stack)) == int(after)


@pytest.mark.on("dynamodb")
def test_an_entry_that_always_comes_too_late_is_given_up(
    stack: Stack, aws: Aws, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.audit.append(_act(stack, "first"))
    late: Any = stack.audit
    monkeypatch.setattr(late._table, "query", lambda *_, **__: iter(()))
    with pytest.raises(Unavailable):
        late.append(_act(stack, "second"))
