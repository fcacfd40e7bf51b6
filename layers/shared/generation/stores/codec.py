"""Codec: the engine's frozen data as JSON and back.

Made from the fields' annotations, without pydantic: its adapters for the same classes take 50 ms to
build, at every cold start of every function, and this takes none (docs/data-model.md).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Generic, TypeVar

from generation.engine.model.audit import Act, Action
from generation.engine.model.checkpoint import Document, IdempotencyRecord
from generation.engine.model.control import Pause, Scope
from generation.engine.model.event import Event, EventType, LogEntry, LogLevel
from generation.engine.model.job import (
    Earlier,
    Job,
    JobError,
    JobStatus,
    OpenCalls,
    Options,
    Reservation,
    StepState,
    StepStatus,
    Usage,
)
from generation.engine.model.ledger import Funding
from generation.engine.model.task import Call, KeptAnswer, Task

T = TypeVar("T")
Convert = Callable[[Any], Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_MICROSECOND = timedelta(microseconds=1)
_ZLIB = 0x78
"""First byte of every zlib stream; no JSON text begins with it."""
BRIEF_CHARS = 1_000
"""Longest result in the job's item, characters of JSON: every poll reads that item."""
_BRIEF_MEMBER_CHARS = 100
_WORTH_COMPRESSING = 600
"""Bytes from which JSON is compressed. Smaller items cost the same and stay readable in the console."""


class Form(Generic[T]):
    """How one dataclass looks as a JSON object: None and defaults left out, moments ISO 8601, money a string.

    Raises KeyError for a class with a field of a type that has no form here.
    """

    def __init__(self, of: type[T], leave_out: frozenset[str] = frozenset()) -> None:
        # A type variable cannot be bound to "any dataclass", which is what `fields` asks for.
        known = [f for f in fields(of) if f.name not in leave_out]  # type: ignore[arg-type]
        # The types are texts: every module of the engine defers its annotations.
        pairs = {f.name: _FORMS[str(f.type).removesuffix(" | None")] for f in known}
        self._of = of
        self._dump = [(name, pair[0]) for name, pair in pairs.items()]
        self._load = [(name, pair[1]) for name, pair in pairs.items()]
        self._defaults = {f.name: _default(f) for f in known}
        # A None that was left out is the default of most fields; of the others it has to be said.
        self._required = [f.name for f in known if f.default is MISSING and f.default_factory is MISSING]

    def dump(self, value: T) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for name, convert in self._dump:
            member = getattr(value, name)
            if member is not None and member != self._defaults[name]:
                data[name] = convert(member) if convert else member
        return data

    def load(self, data: Mapping[str, Any]) -> T:
        """Members that this version does not know are passed over: a newer one may have written them."""
        members: dict[str, Any] = dict.fromkeys(self._required)
        for name, convert in self._load:
            if name in data:
                members[name] = convert(data[name]) if convert else data[name]
        return self._of(**members)


def _default(field: Field[Any]) -> Any:
    """None where there is none: then nothing is left out by it."""
    if field.default is not MISSING:
        return field.default
    return None if field.default_factory is MISSING else field.default_factory()


_AS_IT_IS: tuple[Convert | None, Convert | None] = (None, None)
_FORMS: dict[str, tuple[Convert | None, Convert | None]] = {
    **dict.fromkeys(("str", "int", "bool", "dict[str, str]", "dict[str, Any]"), _AS_IT_IS),
    "Mapping[str, str]": (dict, dict),
    "tuple[str, ...]": (list, tuple),
    "datetime": (datetime.isoformat, datetime.fromisoformat),
    "timedelta": (lambda time: time // _MICROSECOND, lambda count: count * _MICROSECOND),
    "Decimal": (str, Decimal),
    **{kind.__name__: (None, kind) for kind in (JobStatus, StepStatus, EventType, LogLevel, Scope, Action)},
}


def _dump_steps(steps: Iterable[StepState]) -> list[dict[str, Any]]:
    return [STEP.dump(step) for step in steps]


def _load_steps(steps: Iterable[Mapping[str, Any]]) -> tuple[StepState, ...]:
    return tuple(STEP.load(step) for step in steps)


def _dump_reservations(reservations: Iterable[Reservation]) -> list[dict[str, Any]]:
    return [RESERVATION.dump(reservation) for reservation in reservations]


def _load_reservations(reservations: Iterable[Mapping[str, Any]]) -> tuple[Reservation, ...]:
    return tuple(RESERVATION.load(reservation) for reservation in reservations)


def _dump_pairs(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [list(pair) for pair in pairs]


def _load_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in pairs)


USAGE, OPTIONS, ERROR, STEP = Form(Usage), Form(Options), Form(JobError), Form(StepState)
OPEN_CALLS, RESERVATION, FUNDING = Form(OpenCalls), Form(Reservation), Form(Funding)
_FORMS |= {"Usage": (USAGE.dump, USAGE.load)}
EARLIER = Form(Earlier)
_FORMS |= {
    "Earlier": (EARLIER.dump, EARLIER.load),
    "OpenCalls": (OPEN_CALLS.dump, OPEN_CALLS.load),
    "Funding": (FUNDING.dump, FUNDING.load),
    "Options": (OPTIONS.dump, OPTIONS.load),
    "JobError": (ERROR.dump, ERROR.load),
    "tuple[StepState, ...]": (_dump_steps, _load_steps),
    "tuple[Reservation, ...]": (_dump_reservations, _load_reservations),
    "tuple[tuple[str, str], ...]": (_dump_pairs, _load_pairs),
}

JOB, TASK, CALL = Form(Job), Form(Task), Form(Call)
EVENT, LOG_ENTRY, IDEMPOTENCY = Form(Event), Form(LogEntry), Form(IdempotencyRecord)
PAUSE, KEPT_ANSWER, ACT = Form(Pause), Form(KeptAnswer), Form(Act)
HEAD = Form(Document, leave_out=frozenset({"parts"}))


def pack(value: Any) -> str:
    """JSON text, as short as it gets. Raises TypeError or ValueError for what JSON cannot hold."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def shrink(text: str) -> str | bytes:
    """What is stored of a JSON text: itself while it is small, zlib bytes when that saves units."""
    data = to_bytes(text)
    if len(data) >= _WORTH_COMPRESSING:
        return compress(data)
    try:
        return text.encode().decode()
    except UnicodeEncodeError:
        return data


def to_bytes(text: str) -> bytes:
    """UTF-8, with the half surrogate pairs that a JSON body may hold and a text of DynamoDB may not."""
    return text.encode("utf-8", "surrogatepass")


def compress(data: bytes) -> bytes:
    """Level 6: level 9 saves 1 % of a lesson's bytes for twice its time."""
    return zlib.compress(data, 6)


def unpack(stored: str | bytes) -> Any:
    """Raises zlib.error or ValueError for bytes that are not what `shrink` or `compress` made."""
    if isinstance(stored, bytes) and stored[:1] == bytes((_ZLIB,)):
        stored = zlib.decompress(stored)
    return json.loads(stored)


def brief(result: dict[str, Any] | None) -> dict[str, Any] | None:
    """What lists and the job's own item show of a result: its small members, ids above all."""
    if result is None or len(pack(result)) <= BRIEF_CHARS:
        return result
    return {name: value for name, value in result.items() if len(pack(value)) <= _BRIEF_MEMBER_CHARS}


def to_ms(moment: datetime) -> int:
    """Epoch milliseconds, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    return _EPOCH + milliseconds * _MILLISECOND


def whole_ms(moment: datetime) -> datetime:
    """As it comes back from `to_ms`."""
    return from_ms(to_ms(moment))


def sortable(moment: datetime) -> str:
    """ISO 8601 of fixed width, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetimes:
    """When what is stored may go.

    retention  of events and logs, after the end of their job
    deadline   longest time from a job's start or retry to its end
    """

    retention: timedelta
    deadline: timedelta
    job: timedelta = timedelta(days=30)

    def end_of_entry(self, written: datetime) -> datetime:
        """Of an event or a log entry: the job's end is not known when it is written, so the latest."""
        return written + self.deadline + self.retention

    def end_of_job(self, job: Job) -> datetime | None:
        """None while it is unfinished: a job that went would hold its owner's active slot for ever. A
        finished one goes when it says so, but not after its parts: a retry would miss them."""
        if not job.is_finished:
            return None
        own_end = job.expires_at or (job.completed_at or job.created_at) + self.job
        return min(own_end, self.end_of_parts(job.created_at))

    def end_of_parts(self, created_at: datetime) -> datetime:
        """Of input, tasks, calls and listings: later than the job's own, because a retry on its last
        day has to find them. They are not written again by it, so this bounds all retries together."""
        return created_at + 2 * self.job
