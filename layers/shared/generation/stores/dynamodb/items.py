"""Items: the engine's data as items of the table and back.

What conditions and indexes need stands in attributes of its own. The rest of an object is one
attribute, `state`: JSON while it is small, zlib bytes when that saves units.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from generation.engine.flow.fair import Front
from generation.engine.flow.order import Waiting
from generation.engine.model.checkpoint import Document, IdempotencyRecord
from generation.engine.model.event import Event, LogEntry
from generation.engine.model.job import Job, StepStatus
from generation.engine.model.task import Call, KeptAnswer, Task
from generation.engine.ports import Pulse, SweepMark
from generation.stores import codec
from generation.stores.codec import (
    Lifetimes,
    compress,
    from_ms,
    pack,
    shrink,
    sortable,
    to_bytes,
    to_ms,
    unpack,
)
from generation.stores.dynamodb import keys
from generation.stores.dynamodb.actions import Record, Value
from generation.stores.dynamodb.keys import Key

Item = dict[str, Value | None]

PIECE_BYTES = 300_000
"""Longest piece of a document's part, bytes. DynamoDB's limit is 400 KB an item; ours is 350."""

TASKS_AN_ITEM = 30
"""Most tasks in one item. A task has 10 KB at most (data and result), so they fit even uncompressed."""

_MOMENTS = ("lease_until", "due_at", "deadline_at", "deadline_from", "begun_at")
_ORDERED = ("tag", "is_ranked")
_BESIDE_STATE = ("status", "token", "version", "owner", "pipeline", "created_at", *_MOMENTS)


def job_item(job: Job, life: Lifetimes) -> Item:
    brief = codec.brief(job.result)
    state = codec.JOB.dump(replace(job, result=brief))
    for name in (*_BESIDE_STATE, *_ORDERED):
        state.pop(name, None)
    return {
        **_at(keys.job_key(job.job_id), life.end_of_job(job)),
        "status": job.status.value,
        "token": job.token,
        "version": job.version,
        "owner": job.owner,
        "pipeline": job.pipeline,
        "created_at": sortable(job.created_at),
        # Numbers, because conditions compare them with the clock of whoever comes next.
        "lease_until": to_ms(job.lease_until) if job.lease_until else None,
        "due_at": to_ms(job.due_at) if job.due_at else None,
        # For an older release too, which may not be able to read the state.
        "deadline_at": to_ms(job.deadline_at) if job.deadline_at else None,
        # Apart from the state, which is not written when a worker begins the job.
        "deadline_from": to_ms(job.deadline_from) if job.deadline_from else None,
        "begun_at": to_ms(job.begun_at) if job.begun_at else None,
        **_in_order(job),
        "has_result": 1 if brief != job.result else None,
        keys.ACTIVE_INDEX: None if job.is_finished else keys.ACTIVE_MARK,
        "state": shrink(pack(state)),
    }


def _in_order(job: Job) -> Item:
    """The keys of the order's index: only a job that waits for its turn has them."""
    if job.tag is None or job.is_finished:
        return {}
    turn = keys.turn(job.tag, job.job_id, is_ranked=job.is_ranked)
    return {"shard": keys.shard_of(job.owner), "turn": turn}


def waiting_in(record: Record) -> Waiting:
    """Of an item of the order's index."""
    tag, is_ranked = keys.tag_in(str(record["turn"]))
    return Waiting(
        job_id=keys.job_in(str(record["pk"])),
        owner=str(record["owner"]),
        pipeline=str(record["pipeline"]),
        tag=tag,
        is_ranked=is_ranked,
    )


def pulse_of(job: Record, watch: Record | None) -> Pulse:
    return Pulse(int(job["token"]), from_ms(int(watch["until"])) if watch else None)


def front_item(front: Front) -> Item:
    return {
        "pk": keys.FRONT.pk,
        "sk": keys.FRONT.sk,
        "tag": front.tag,
        "pace": None if front.per_s is None else str(front.per_s),
        "moved_at": to_ms(front.moved_at) if front.moved_at else None,
    }


def front_of(record: Record) -> Front:
    return Front(
        tag=int(record["tag"]),
        per_s=float(record["pace"]) if "pace" in record else None,
        moved_at=from_ms(int(record["moved_at"])) if "moved_at" in record else None,
    )


def active_position(created_at: datetime, job_id: str) -> Record:
    """Where an unfinished job stands in the index of those."""
    key = keys.job_key(job_id)
    return {
        keys.ACTIVE_INDEX: keys.ACTIVE_MARK,
        "created_at": sortable(created_at),
        "pk": key.pk,
        "sk": key.sk,
    }


def mark_item(mark: SweepMark) -> Item:
    created_at, job_id = mark.reached or (None, None)
    return {
        "pk": keys.SWEEP_MARK.pk,
        "sk": keys.SWEEP_MARK.sk,
        "created_at": sortable(created_at) if created_at else None,
        "job_id": job_id,
        "taken_up_to": to_ms(mark.taken_up_to) if mark.taken_up_to else None,
        "had_backlog_at": to_ms(mark.had_backlog_at) if mark.had_backlog_at else None,
        "missing": mark.missing or None,
    }


def mark_of(record: Record) -> SweepMark:
    reached = None
    if "job_id" in record:
        reached = datetime.fromisoformat(str(record["created_at"])), str(record["job_id"])
    moments = {
        name: from_ms(int(record[name])) for name in ("taken_up_to", "had_backlog_at") if name in record
    }
    return SweepMark(reached=reached, missing=int(record.get("missing", 0)), **moments)


def job_of(record: Record) -> Job:
    state = unpack(state_in(record))
    for name in _BESIDE_STATE:
        if name in record:
            state[name] = record[name]
    for name in _MOMENTS:
        if name in record:
            state[name] = from_ms(int(record[name])).isoformat()
    if "turn" in record:
        state["tag"], state["is_ranked"] = keys.tag_in(str(record["turn"]))
    return codec.JOB.load(state)


def result_items(job: Job, life: Lifetimes) -> list[Item]:
    """A result that is too large for the job's item, which says so by `has_result`."""
    if job.result is None or codec.brief(job.result) == job.result:
        return []
    key = keys.result_key(job.job_id)
    return [{**_at(key, life.end_of_parts(job.created_at)), "state": shrink(pack(job.result))}]


def with_result(job: Job, record: Record | None) -> Job:
    return replace(job, result=unpack(state_in(record))) if record else job


def input_item(job: Job, request: Mapping[str, object], life: Lifetimes) -> Item:
    key = keys.input_key(job.job_id)
    return {**_at(key, life.end_of_parts(job.created_at)), "state": shrink(pack(request))}


def listing_items(job: Job, life: Lifetimes) -> list[Item]:
    """Where lists find the job. They never change, so a list costs no index and a job's progress none."""
    partitions = [keys.owner_partition(job.owner)]
    if job.org_id is not None:
        partitions.append(keys.org_partition(job.org_id))
    end = life.end_of_parts(job.created_at)
    return [{**_at(keys.listing_key(p, job.job_id), end), "pipeline": job.pipeline} for p in partitions]


def task_items(job: Job, tasks: Sequence[Task], life: Lifetimes) -> list[Item]:
    """The tasks of one checkpoint share items, since each costs a unit however small it is; `version`
    says which of two states is newer.

    Half-done ones change together every few seconds while somebody watches, so their item is written
    over by the next one of the same tasks: otherwise each change would leave one behind.
    """
    half_done = [task for task in tasks if task.status is StepStatus.RUNNING and task.progress]
    others = [task for task in tasks if task not in half_done]
    return [
        *_grouped(job, half_done, life, None),
        *_grouped(job, others, life, job.version),
    ]


def _grouped(job: Job, tasks: Sequence[Task], life: Lifetimes, version: int | None) -> Iterator[Item]:
    end = life.end_of_parts(job.created_at)
    for start in range(0, len(tasks), TASKS_AN_ITEM):
        some = tasks[start : start + TASKS_AN_ITEM]
        key = keys.tasks_key(job.job_id, [task.task_id for task in some], version)
        state = shrink(pack([codec.TASK.dump(task) for task in some]))
        yield {**_at(key, end), "version": job.version, "state": state}


def tasks_from(records: Iterable[Record]) -> list[Task]:
    """The newest state of each task, in the order of steps and items."""
    newest: dict[str, Task] = {}
    for record in sorted(records, key=lambda record: int(record["version"])):
        for state in unpack(state_in(record)):
            newest[state["task_id"]] = codec.TASK.load(state)
    return sorted(newest.values(), key=lambda task: (task.step_index, task.index, task.task_id))


def call_item(job: Job, call: Call, life: Lifetimes) -> Item:
    key = keys.call_key(job.job_id, call.task_id, call.key)
    return {**_at(key, life.end_of_parts(job.created_at)), "state": shrink(pack(codec.CALL.dump(call)))}


def call_of(record: Record) -> Call:
    return codec.CALL.load(unpack(state_in(record)))


def feed_items(job: Job, events: Sequence[Event], logs: Sequence[LogEntry], life: Lifetimes) -> list[Item]:
    """Events and log entries of one checkpoint: one item, as with tasks.

    Its key has the last ids, so that all events after some id are found by one range of keys.
    """
    if not events and not logs:
        return []
    event_id = events[-1].event_id if events else job.last_event_id
    log_id = logs[-1].log_id if logs else job.last_log_id
    written = max([event.timestamp for event in events] + [entry.timestamp for entry in logs])
    state = {
        "events": [codec.EVENT.dump(event) for event in events],
        "logs": [codec.LOG_ENTRY.dump(entry) for entry in logs],
    }
    key = keys.feed_key(job.job_id, event_id, log_id)
    return [{**_at(key, life.end_of_entry(written)), "state": shrink(pack(state))}]


def events_of(record: Record) -> list[Event]:
    return [codec.EVENT.load(event) for event in unpack(state_in(record))["events"]]


def logs_of(record: Record) -> list[LogEntry]:
    return [codec.LOG_ENTRY.load(entry) for entry in unpack(state_in(record))["logs"]]


def idempotency_item(idempotency: IdempotencyRecord) -> Item:
    key = keys.idempotency_key(idempotency.owner, idempotency.key)
    return {**_at(key, idempotency.expires_at), "state": shrink(pack(codec.IDEMPOTENCY.dump(idempotency)))}


def idempotency_of(record: Record) -> IdempotencyRecord:
    return codec.IDEMPOTENCY.load(unpack(state_in(record)))


def reuse_item(owner: str, key: str, answer: KeptAnswer, until: datetime) -> Item | None:
    """None for an answer that does not fit into one item: longer than any that is asked for."""
    state = shrink(pack(codec.KEPT_ANSWER.dump(answer)))
    if len(state) > PIECE_BYTES:
        return None
    return {**_at(keys.reuse_key(owner, key), until), "state": state}


def head_item(document: Document) -> Item:
    state = codec.HEAD.dump(document)
    return {
        **_at(keys.head_key(document.kind, document.owner, document.document_id), document.expires_at),
        "status": state.pop("status"),
        "state": shrink(pack(state)),
    }


def head_of(record: Record) -> Document:
    """With the owner's edits over what jobs have written."""
    state = {**unpack(state_in(record)), "status": record["status"]}
    if "edits" in record:
        state["summary"] = {**state.get("summary", {}), **edits_in(record)}
    return codec.HEAD.load(state)


def edits_in(record: Record) -> dict[str, Any]:
    if "edits" not in record:
        return {}
    edits = record["edits"]
    assert not isinstance(edits, int)  # noqa: S101 - for the type checker: `edits` is text or bytes
    found: dict[str, Any] = unpack(edits)
    return found


def part_items(
    kind: str, owner: str, document_id: str, part: str, value: object, end: datetime | None = None
) -> list[Item]:
    """A part is cut into as many items as it needs; the first one says how many belong to it, since
    a shorter version leaves pieces of a longer one behind it."""
    data = compress(to_bytes(pack(value)))
    pieces = [data[start : start + PIECE_BYTES] for start in range(0, len(data), PIECE_BYTES)]
    items: list[Item] = [
        {**_at(keys.part_key(kind, owner, document_id, part, number), end), "data": piece}
        for number, piece in enumerate(pieces)
    ]
    items[0]["pieces"] = len(pieces)
    return items


def text(value: str) -> Value:
    """A text as an attribute: one with half a surrogate pair as bytes."""
    try:
        return value.encode().decode()
    except UnicodeEncodeError:
        return to_bytes(value)


def text_in(value: Value) -> str:
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else str(value)


class Torn(Exception):
    """Pieces of two versions of a part have met: a write was half visible to the reader."""


def parts_from(records: Iterable[Record]) -> dict[str, object]:
    """Raises Torn."""
    pieces: dict[str, dict[int, Record]] = {}
    for record in records:
        part, number = keys.part_of(str(record["sk"]))
        pieces.setdefault(part, {})[number] = record
    try:
        return {part: _joined(found) for part, found in pieces.items()}
    except (KeyError, ValueError, zlib.error) as error:
        raise Torn from error


def _joined(pieces: Mapping[int, Record]) -> object:
    numbers = range(int(pieces[0]["pieces"]))
    return unpack(b"".join(_bytes(pieces[number]["data"]) for number in numbers))


def expires_in(record: Record, now: datetime) -> bool:
    """Whether its time to live is over: DynamoDB deletes within days, readers look at once."""
    return "ttl" in record and int(record["ttl"]) * 1000 <= to_ms(now)


def key_in(record: Record) -> Key:
    return Key(str(record["pk"]), str(record["sk"]))


def _at(key: Key, end: datetime | None = None) -> Item:
    # Rounded down, so that an idempotency key can be written again as soon as reads ignore the old one.
    return {"pk": key.pk, "sk": key.sk, "ttl": to_ms(end) // 1000 if end else None}


def state_in(record: Record) -> str | bytes:
    state = record["state"]
    assert not isinstance(state, int)  # noqa: S101 - for the type checker: `state` is text or bytes
    return state


def _bytes(value: Value) -> bytes:
    assert isinstance(value, bytes)  # noqa: S101 - for the type checker: `data` is bytes
    return value
