"""The ledger: how many calls, how many at once, how each ended."""

from __future__ import annotations

from local.claude.calls import Call, Ledger, Outcome


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def begin(ledger: Ledger, kind: str | None = "lesson", key: str = "k") -> Call:
    return ledger.begin(kind=kind, key=key, fault=None, started_at=0.0)


def test_counts_of_every_outcome_add_up() -> None:
    ledger = Ledger(Clock())
    calls = [begin(ledger) for _ in range(4)]
    for call, outcome in zip(calls, Outcome, strict=False):
        ledger.end(call, status=200, outcome=outcome)

    view = ledger.view()

    assert (view["calls"], view["ended"], view["failed"], view["aborted"], view["open"]) == (4, 1, 1, 1, 1)


def test_highest_number_at_once() -> None:
    ledger = Ledger(Clock())
    first, second = begin(ledger), begin(ledger)
    ledger.end(first, status=200, outcome=Outcome.ENDED)
    begin(ledger)
    ledger.end(second, status=200, outcome=Outcome.ENDED)

    assert ledger.view()["max_at_once"] == 2


def test_calls_by_kind() -> None:
    ledger = Ledger(Clock())
    for kind in ("lesson", "topics", "lesson", None):
        begin(ledger, kind)

    assert ledger.view()["by_kind"] == {"lesson": 2, "other": 1, "topics": 1}


def test_requests_are_in_the_order_of_their_arrival() -> None:
    ledger = Ledger(Clock())
    first, second = begin(ledger, key="a"), begin(ledger, key="b")
    ledger.end(second, status=200, outcome=Outcome.ABORTED)

    requests = ledger.view()["requests"]

    assert [(r["number"], r["key"], r["ended_at"], r["aborted"]) for r in requests] == [
        (1, "a", None, False),
        (2, "b", 1.0, True),
    ]
    ledger.end(first, status=200, outcome=Outcome.ENDED)


def test_call_from_before_a_reset_counts_for_nothing() -> None:
    ledger = Ledger(Clock())
    call = begin(ledger)
    ledger.clear()
    ledger.end(call, status=200, outcome=Outcome.ENDED)

    assert ledger.view()["calls"] == ledger.view()["ended"] == 0
