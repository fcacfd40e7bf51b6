"""Faults on demand: which call meets which fault.

A rule names a fault and says which calls it meets. Its selectors must all hold; `every` and `calls`
count the calls that `kind` and `contains` let through, from 1, since the rule was set. The first rule
that applies decides, but all of them count. A request can also ask for a fault itself, by the header
`x-fault: stall` or `x-fault: rate_limit; retry_after_s=2`, which goes before every rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from local.claude.errors import InvalidRequest


class FaultName(StrEnum):
    RATE_LIMIT = "rate_limit"
    """Status 429 with `retry-after: <retry_after_s>`."""
    ACCELERATION = "acceleration"
    """The same, with the words of the refusal that follows a sharp rise of usage."""
    SERVER_ERROR = "server_error"
    """Status 500."""
    OVERLOADED = "overloaded"
    """Status 529."""
    STALL = "stall"
    """Half of the stream, then not a byte more while the connection stays open; plain: no answer at all."""
    DROP = "drop"
    """Half of the answer, then the connection breaks."""
    EARLY_END = "early_end"
    """Half of the stream, then its clean end, with no stop reason; plain: stop reason null."""
    ERROR_EVENT = "error_event"
    """Half of the stream, then an error event (overloaded_error); plain: status 500."""
    GARBAGE = "garbage"
    """Half of the stream, then an event whose data is not JSON; plain: a body that is not JSON."""
    TRUNCATE = "truncate"
    """Half of the text, with stop reason max_tokens."""
    REFUSE = "refuse"
    """No text, with stop reason refusal."""
    INVALID_JSON = "invalid_json"
    """A complete answer whose text is not JSON."""
    BREAKS_SCHEMA = "breaks_schema"
    """A complete answer whose text is JSON of another shape than the schema asks for."""


@dataclass(frozen=True)
class Fault:
    name: FaultName
    retry_after_s: float = 1.0


@dataclass(frozen=True)
class Rule:
    fault: Fault
    every: int | None = None
    calls: frozenset[int] | None = None
    kind: str | None = None
    contains: str | None = None
    times: int | None = None

    def concerns(self, kind: str | None, text: str) -> bool:
        """Whether a call counts for this rule."""
        if self.kind is not None and self.kind != kind:
            return False
        return self.contains is None or self.contains in text

    def applies(self, number: int) -> bool:
        """Whether the `number`-th call that counts, from 1, meets the fault."""
        if self.every is not None and number % self.every:
            return False
        return self.calls is None or number in self.calls


class FaultPlan:
    """The rules that are set, and how often each has counted and met a call."""

    def __init__(self) -> None:
        self.set(())

    def set(self, rules: Sequence[Rule]) -> None:
        """Replace all rules; each counts from 1 again."""
        self._rules = tuple(rules)
        self._seen = [0] * len(self._rules)
        self._met = [0] * len(self._rules)

    def pick(self, kind: str | None, text: str) -> Fault | None:
        """Count a call and say which fault it meets."""
        picked: Fault | None = None
        for index, rule in enumerate(self._rules):
            if not rule.concerns(kind, text):
                continue
            self._seen[index] += 1
            if picked is not None or self._met[index] == rule.times or not rule.applies(self._seen[index]):
                continue
            self._met[index] += 1
            picked = rule.fault
        return picked


def parse_rules(raw: object) -> tuple[Rule, ...]:
    """The body of POST /_control/faults. Raises InvalidRequest, naming the rule."""
    if not isinstance(raw, list):
        raise InvalidRequest("faults: Input should be a JSON list of rules")
    return tuple(_rule(item, f"faults.{index}") for index, item in enumerate(raw))


def parse_header(value: str) -> Fault:
    """The header `x-fault`. Raises InvalidRequest."""
    name, _, parameter = value.partition(";")
    raw: dict[str, Any] = {"fault": name.strip()}
    if parameter:
        key, _, number = parameter.partition("=")
        try:
            raw[key.strip()] = float(number)
        except ValueError as error:
            raise InvalidRequest(f"x-fault: {number!r} is not a number") from error
    return _fault(raw, "x-fault")


_RULE_FIELDS = frozenset(["fault", "retry_after_s", "every", "calls", "kind", "contains", "times"])


def _rule(raw: object, at: str) -> Rule:
    if not isinstance(raw, dict):
        raise InvalidRequest(f"{at}: Input should be an object")
    if unknown := set(raw) - _RULE_FIELDS:
        raise InvalidRequest(f"{at}.{min(unknown)}: Extra inputs are not permitted")
    calls = raw.get("calls")
    if calls is not None and not (isinstance(calls, list) and all(_is_count(number) for number in calls)):
        raise InvalidRequest(f"{at}.calls: Input should be a list of call numbers from 1")
    for name in ("every", "times"):
        if raw.get(name) is not None and not _is_count(raw[name]):
            raise InvalidRequest(f"{at}.{name}: Input should be an integer from 1")
    for name in ("kind", "contains"):
        if not isinstance(raw.get(name), str | None):
            raise InvalidRequest(f"{at}.{name}: Input should be a string")
    return Rule(
        fault=_fault({key: raw[key] for key in ("fault", "retry_after_s") if key in raw}, at),
        every=raw.get("every"),
        calls=None if calls is None else frozenset(calls),
        kind=raw.get("kind"),
        contains=raw.get("contains"),
        times=raw.get("times"),
    )


def _fault(raw: dict[str, Any], at: str) -> Fault:
    if unknown := set(raw) - {"fault", "retry_after_s"}:
        raise InvalidRequest(f"{at}: {min(unknown)} is not a parameter of a fault")
    if raw.get("fault") not in list(FaultName):
        raise InvalidRequest(f"{at}.fault: Input should be one of {', '.join(FaultName)}")
    retry_after_s = raw.get("retry_after_s", 1.0)
    if isinstance(retry_after_s, bool) or not isinstance(retry_after_s, int | float) or retry_after_s < 0:
        raise InvalidRequest(f"{at}.retry_after_s: Input should be seconds, 0 or more")
    return Fault(FaultName(raw["fault"]), float(retry_after_s))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
