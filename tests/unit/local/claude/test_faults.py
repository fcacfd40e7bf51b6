"""Fault rules: which call meets which fault."""

from __future__ import annotations

from typing import Any

import pytest

from local.claude.errors import InvalidRequest
from local.claude.faults import Fault, FaultName, FaultPlan, parse_header, parse_rules


def met(rules: list[dict[str, Any]], calls: list[tuple[str, str]]) -> list[str | None]:
    plan = FaultPlan()
    plan.set(parse_rules(rules))
    return [fault.name.value if fault else None for fault in (plan.pick(kind, text) for kind, text in calls)]


LESSONS = [("lesson", "about S3")] * 6


def test_every_third_call() -> None:
    assert met([{"fault": "stall", "every": 3}], LESSONS) == [None, None, "stall", None, None, "stall"]


def test_named_calls() -> None:
    assert met([{"fault": "drop", "calls": [1, 4]}], LESSONS) == ["drop", None, None, "drop", None, None]


def test_at_most_so_many_times() -> None:
    assert met([{"fault": "drop", "times": 2}], LESSONS) == ["drop", "drop", None, None, None, None]


def test_only_calls_of_a_kind_count() -> None:
    calls = [("topics", ""), ("lesson", ""), ("topics", ""), ("lesson", "")]

    assert met([{"fault": "drop", "kind": "lesson", "calls": [2]}], calls) == [None, None, None, "drop"]


def test_only_calls_that_contain_a_text() -> None:
    calls = [("lesson", "about S3"), ("lesson", "about EC2")]

    assert met([{"fault": "refuse", "contains": "EC2"}], calls) == [None, "refuse"]


def test_first_rule_that_applies_decides_and_all_count() -> None:
    rules: list[dict[str, Any]] = [
        {"fault": "drop", "every": 2},
        {"fault": "stall", "every": 2},
        {"fault": "refuse", "calls": [3]},
    ]

    assert met(rules, LESSONS[:4]) == [None, "drop", "refuse", "drop"]


def test_new_rules_count_from_one() -> None:
    plan = FaultPlan()
    plan.set(parse_rules([{"fault": "drop", "calls": [1]}]))
    plan.pick("lesson", "")
    plan.set(parse_rules([{"fault": "drop", "calls": [1]}]))

    assert plan.pick("lesson", "") == Fault(FaultName.DROP)


def test_header_names_a_fault_and_its_wait() -> None:
    assert parse_header("rate_limit; retry_after_s=2.5") == Fault(FaultName.RATE_LIMIT, 2.5)
    assert parse_header(" stall ") == Fault(FaultName.STALL)


@pytest.mark.parametrize(
    "rules",
    [
        {},
        [1],
        [{}],
        [{"fault": "boom"}],
        [{"fault": "drop", "evry": 2}],
        [{"fault": "drop", "every": 0}],
        [{"fault": "drop", "every": True}],
        [{"fault": "drop", "calls": 3}],
        [{"fault": "drop", "calls": [0]}],
        [{"fault": "drop", "kind": 1}],
        [{"fault": "rate_limit", "retry_after_s": -1}],
    ],
)
def test_wrong_rules_are_refused(rules: Any) -> None:
    with pytest.raises(InvalidRequest, match="faults"):
        parse_rules(rules)


@pytest.mark.parametrize("value", ["boom", "rate_limit; retry_after_s=x", "drop; every=2"])
def test_wrong_header_is_refused(value: str) -> None:
    with pytest.raises(InvalidRequest, match="x-fault"):
        parse_header(value)
