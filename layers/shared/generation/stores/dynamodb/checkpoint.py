"""Checkpoints as transactions: which items one writes, on which conditions, and who is told what.

The order of the actions is that of precedence: when several conditions do not hold, the first one
says what went wrong. A lost lease comes before all else; a used idempotency key before a duplicate,
because the twin of a request must get that request's answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from generation.engine.errors import (
    AlreadyThere,
    DocumentInUse,
    KeyUsed,
    LeaseLost,
    OrderMoved,
    RequestError,
)
from generation.engine.model.checkpoint import (
    ActiveSlot,
    Checkpoint,
    Document,
    DocumentChange,
    DocumentWrite,
    IdempotencyRecord,
    Standing,
)
from generation.engine.model.job import ERASURE, Job, JobStatus
from generation.stores import codec, refusals
from generation.stores.codec import Lifetimes, to_ms
from generation.stores.dynamodb import items, keys, ledger, room
from generation.stores.dynamodb.actions import Action, Record, Value, change, check, put, update
from generation.stores.dynamodb.trash import HERE

if TYPE_CHECKING:
    from generation.engine.model.delivery import Delivery

NEW = "attribute_not_exists(#pk)"
HEAD_CHANGE = "SET #status = :status, #state = :state"
"""What a job writes of a head. Edits and the mark of a deletion are attributes beside these."""


class SlotGone(Exception):
    """An active slot to be released is not the job's. Stays in the adapters."""


def is_job_alone(checkpoint: Checkpoint) -> bool:
    feed = (checkpoint.events, checkpoint.logs)
    beside = (checkpoint.tasks, checkpoint.calls, *feed, checkpoint.documents, checkpoint.needs)
    if codec.brief(checkpoint.job.result) != checkpoint.job.result:
        return False
    return (
        not any((*beside, checkpoint.ledger, checkpoint.deliveries))
        and checkpoint.slot is ActiveSlot.KEEP
        and checkpoint.idempotency is None
    )


def creation_of(
    checkpoint: Checkpoint, request: Mapping[str, Any], life: Lifetimes, now: datetime
) -> list[Action]:
    job = checkpoint.job
    taken = AlreadyThere(f"There is a job {job.job_id} already.")
    return _once_each(
        [
            # Guards against an id collision only; no race creates the same job_id.
            put(items.job_item(job, life), NEW, lambda _: taken),
            *_idempotency(checkpoint.idempotency, now),
            *_slot(checkpoint),
            # Race: two starts that bring the same document. One of them creates it.
            *_documents(checkpoint, new_heads=True),
            *_needed(checkpoint),
            *room.taken((write.head for write in checkpoint.documents if write.head), checkpoint.quota),
            put(items.input_item(job, request, life)),
            *(put(item) for item in items.listing_items(job, life)),
            *_progress(checkpoint, life),
        ]
    )


def actions_of(
    checkpoint: Checkpoint,
    life: Lifetimes,
    now: datetime,
    *,
    with_slot: bool,
    counts_ends: bool = False,
) -> list[Action]:
    """`counts_ends`: whether the end of an attempt is kept for the figures."""
    job = checkpoint.job
    lost = LeaseLost(f"job {job.job_id} has another writer")
    return _once_each(
        [
            # Race: somebody has taken the job over. The token differs, so the whole transaction is refused.
            put(items.job_item(job, life), "#token = :token", lambda _: lost, token=job.token),
            *_idempotency(checkpoint.idempotency, now),
            *ledger.actions_of(checkpoint.ledger),
            *(_slot(checkpoint) if with_slot else ()),
            *_documents(checkpoint, new_heads=False),
            *_needed(checkpoint),
            *_progress(checkpoint, life),
            *(_end(checkpoint) if counts_ends else ()),
        ]
    )


def _end(checkpoint: Checkpoint) -> Iterator[Action]:
    # In the transaction that ends the attempt, whoever writes it: so once for each end.
    if not checkpoint.job.is_finished:
        return
    # Imported here: who reads jobs has no use for it.
    from generation.engine.figures.attempt_end import attempt_end
    from generation.stores.dynamodb.figures import end_item

    end = attempt_end(checkpoint.job)
    if end is not None:
        yield put(end_item(end))


def _once_each(actions: list[Action]) -> list[Action]:
    """A transaction takes one action an item: of two writes of a document the later one stands."""
    return list({action.key: action for action in actions}.values())


def _progress(checkpoint: Checkpoint, life: Lifetimes) -> Iterator[Action]:
    job = checkpoint.job
    yield from map(put, items.result_items(job, life))
    yield from map(put, items.task_items(job, checkpoint.tasks, life))
    yield from (put(items.call_item(job, call, life)) for call in checkpoint.calls)
    yield from map(put, items.feed_items(job, checkpoint.events, checkpoint.logs, life))
    yield from delivery_actions(checkpoint.deliveries)


def delivery_actions(deliveries: Sequence[Delivery]) -> Iterator[Action]:
    """Without conditions: who writes one again writes the same, and receivers know it by its id."""
    if deliveries:
        # Only where somebody listens: functions that end no job need not load it.
        from generation.stores.dynamodb.deliveries import delivery_item

        yield from (put(delivery_item(delivery)) for delivery in deliveries)


def _idempotency(idempotency: IdempotencyRecord | None, now: datetime) -> Iterator[Action]:
    if idempotency:
        yield idempotency_action(idempotency, now)


def idempotency_action(idempotency: IdempotencyRecord, now: datetime) -> Action:
    # Two requests with the same key at the same time: one of them is carried out, the other one gets
    # its answer. A key past its time to live is as good as none, whether it is deleted yet or not.
    when = f"{NEW} OR #ttl <= :now"
    return put(items.idempotency_item(idempotency), when, lambda _: KeyUsed(), now=to_ms(now) // 1000)


def _slot(checkpoint: Checkpoint) -> Iterator[Action]:
    if checkpoint.slot is ActiveSlot.CLAIM:
        yield _claim(checkpoint.job, checkpoint.max_active, checkpoint.standing)
    elif checkpoint.slot is ActiveSlot.RELEASE:
        yield _release(checkpoint.job)


def _claim(job: Job, most: int, standing: Standing | None) -> Action:
    # All starts and retries of one owner meet here: the item counts them one by one, so that two at
    # the same time can neither pass the limit together nor both get the same subject, nor the same tag.
    mine, erasure = keys.claim_attribute(job.subject), keys.claim_attribute(ERASURE)
    change = f"SET #{mine} = :job_id"
    when = f"attribute_not_exists(#{mine}) AND attribute_not_exists(#{erasure})"
    when += " AND (#active_count < :most OR (attribute_not_exists(#active_count) AND :none < :most))"
    values: dict[str, Value] = {"job_id": job.job_id, "one": 1, "most": most, "none": 0}
    if standing is not None and job.tag is not None and job.is_ranked:
        change += ", #ranked = :one"
    if standing is not None and job.tag is not None and not standing.is_reserved:
        change += ", #last_tag = :tag"
        values["tag"] = job.tag
        if standing.last_tag is None:
            when += " AND attribute_not_exists(#last_tag)"
        else:
            when += " AND #last_tag = :last_tag"
            values["last_tag"] = standing.last_tag
    return update(
        keys.active_key(job.owner),
        f"{change} ADD #active_count :one",
        when,
        lambda found: _no_slot(found or {}, mine, most),
        **values,
    )


def _no_slot(found: Record, mine: str, most: int) -> RequestError | OrderMoved:
    erasure = keys.claim_attribute(ERASURE)
    if erasure in found and mine != erasure:
        return refusals.erasing(str(found[erasure]))
    if mine in found:
        return refusals.duplicate(str(found[mine]))
    active = int(found.get("active_count", 0))
    return refusals.too_many(active) if active >= most else OrderMoved()


def _release(job: Job) -> Action:
    # In the transaction that ends the job, so exactly once. Whose subject it is by now is looked at
    # all the same: the count must never fall by a slot that is somebody else's.
    mine = keys.claim_attribute(job.subject)
    return update(
        keys.active_key(job.owner),
        f"REMOVE #{mine} ADD #active_count :less",
        f"#{mine} = :job_id",
        lambda _: SlotGone(),
        job_id=job.job_id,
        less=-1,
    )


def _documents(checkpoint: Checkpoint, *, new_heads: bool) -> Iterator[Action]:
    for write in checkpoint.documents:
        if write.head:
            yield head_action(write.head) if new_heads else _head_change(write.head, write.keeps_status)
        yield from part_actions(write)


def _needed(checkpoint: Checkpoint) -> Iterator[Action]:
    # Race: the document is deleted at the same time. This looks at its head, and the deletion at the active
    # slots of the subjects that stand for it, so of the two one is refused. A job of another subject (a
    # revision) may lose a document while it is active: it fails then, and is refused here when it is retried.
    return (_is_there(kind, checkpoint.job.owner, document_id) for kind, document_id in checkpoint.needs)


def _is_there(kind: str, owner: str, document_id: str) -> Action:
    key = keys.head_key(kind, owner, document_id)
    return check(key, f"attribute_exists(#pk) AND {HERE}", lambda _: refusals.document_gone(kind))


def _head_change(head: Document, keeps_status: bool) -> Action:
    # Race: the owner edits the head, or deletes the document, at the same time. Neither is what this writes.
    key, values = keys.head_key(head.kind, head.owner, head.document_id), head_values(head)
    if keeps_status:
        return change(key, "SET #state = :state", state=values["state"])
    return change(key, HEAD_CHANGE, **values)


def head_values(head: Document) -> dict[str, Value]:
    """Of HEAD_CHANGE."""
    item = items.head_item(head)
    return {name: value for name in ("status", "state") if (value := item[name]) is not None}


def guards(wanted: DocumentChange) -> Iterator[Action]:
    """That no job writes the document meanwhile."""
    head = wanted.expect
    if wanted.maker is not None:
        # Race: the job that makes it is retried or let proceed. It writes its own item, this looks at it, so
        # one of the two is refused; and a worker only writes while its job is pending or running.
        maker, running = wanted.maker, refusals.in_use(head.kind, wanted.maker)
        yield check(
            keys.job_key(maker),
            "attribute_not_exists(#pk) OR NOT (#status IN (:pending, :running))",
            lambda _: running,
            pending=JobStatus.PENDING.value,
            running=JobStatus.RUNNING.value,
        )
    yield from no_job_of(head.kind, head.owner, wanted.subjects)


def no_job_of(kind: str, owner: str, subjects: Sequence[str]) -> Iterator[Action]:
    """That the owner has no active job of these subjects, which would need the document or write it."""
    if not subjects:
        return
    # Race: a job of such a subject starts, which claims a slot in this item.
    mine = [keys.claim_attribute(subject) for subject in subjects]

    def in_use(found: Record | None) -> DocumentInUse:
        running = next((str(found[one]) for one in mine if found and one in found), "")
        return refusals.in_use(kind, running)

    free = " AND ".join(f"attribute_not_exists(#{one})" for one in mine)
    yield check(keys.active_key(owner), free, in_use)


def head_action(head: Document) -> Action:
    taken = refusals.already_there(head.kind, head.document_id)
    return put(items.head_item(head), NEW, lambda _: taken)


def part_actions(write: DocumentWrite) -> Iterator[Action]:
    end = write.head.expires_at if write.head else None
    for part, value in write.parts.items():
        for item in items.part_items(write.kind, write.owner, write.document_id, part, value, end):
            yield put(item)
