"""Keys: where everything stands in the table. docs/data-model.md draws the picture.

Free text within a key is quoted: an owner `a#b` with a document `c` must not meet the document `b#c`
of an owner `a`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256

ACTIVE_INDEX = "active"
"""Index of the jobs that are not finished: they alone carry the attribute of the same name."""

ACTIVE_MARK = "1"
"""Partition of that index. One is enough: it takes 1,000 starts and ends of jobs a second."""

ORDER_INDEX = "order"
"""Index of the jobs that wait for their turn, and of deliveries that are pending: they alone carry its keys,
`shard` and `turn`."""

SHARDS = ("0", "1")
"""Partitions of that index, by owner. Each takes 1,000 writes a second, and a job is two, in and out: 500
starts a second even of one owner alone. Workers ask all of them each time, so there are not more. Adding
some is safe at any time, taking one away is not while jobs wait in it."""

JOB = "JOB"
WATCH = "JOB#WATCH"  # next to the job, so that the worker's pulse gets both with one query
INPUT = "INPUT"
RESULT = "RESULT"
TASKS, CALL, FEED = "TASKS#", "CALL#", "FEED#"

RANKED, UNRANKED = "0#", "1#"  # of the order: first come the jobs of owners who use priorities
_LISTING = "JOB#"
_CLAIM = "s_"
_IDEMPOTENCY = "IDEMPOTENCY#"
_TAKEN = frozenset(
    {
        "JOB",
        "OWNER",
        "ORG",
        "IDEMPOTENCY",
        "ACTIVE",
        "ROOM",
        "ORDER",
        "SWEEP",
        "BUDGET",
        "LEDGER",
        "REUSE",
        "CONTROL",
        "TRASH",
        "SHARED",
        "AUDIT",
        "ERASED",
        "ENDED",
        "FIGURES",
        "WEBHOOKS",
        "DELIVERY",
    }
)
_UNSAFE = re.compile("[%#\ud800-\udfff]")
_LONGEST = 400
"""Longest name within a key, bytes: two names and their prefixes fit into the 1,024 bytes of a sort key."""


@dataclass(frozen=True, slots=True)
class Key:
    pk: str
    sk: str


SWEEP_MARK = Key("SWEEP", "MARK")
PAUSES = Key("CONTROL", "PAUSES")
PAST_PAUSES = Key("CONTROL", "PAST")
FRONT = Key("ORDER", "FRONT")


def audit_key(number: int) -> Key:
    """Ten digits sort as numbers do."""
    return Key("AUDIT", f"ENTRY#{number:010d}")


def audit_number(sort_key: str) -> int:
    """Of an item of the audit."""
    return int(sort_key.rpartition("#")[2])


def budget_key(model_class: str) -> Key:
    """The item that holds when the next call of the class may begin."""
    return Key(f"BUDGET#{quoted(model_class)}", "STATE")


def _after(prefix: str) -> str:
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


@dataclass(frozen=True, slots=True)
class Range:
    """Items of one partition whose sort keys are from `first` to `last`, both included."""

    pk: str
    first: str
    last: str

    @classmethod
    def prefixed(cls, pk: str, prefix: str) -> Range:
        """All keys that begin with the prefix, whatever follows: the end is the prefix with its last
        character raised by one (`#` to `$`), which no key ends in."""
        return cls(pk, prefix, _after(prefix))


ERASED = Range("ERASED", "0", "g")
"""All of the ledger of erased owners: its sort keys are hexadecimal."""
AUDIT = Range.prefixed("AUDIT", "ENTRY#")


def job_partition(job_id: str) -> str:
    return f"JOB#{quoted(job_id)}"


def job_in(partition: str) -> str:
    """The id of `job_partition`."""
    return unquoted(partition.removeprefix("JOB#"))


def job_key(job_id: str) -> Key:
    return Key(job_partition(job_id), JOB)


def input_key(job_id: str) -> Key:
    return Key(job_partition(job_id), INPUT)


def result_key(job_id: str) -> Key:
    return Key(job_partition(job_id), RESULT)


def watch_key(job_id: str) -> Key:
    return Key(job_partition(job_id), WATCH)


def pulse_range(job_id: str) -> Range:
    return Range(job_partition(job_id), JOB, WATCH)


def tasks_key(job_id: str, task_ids: Sequence[str], version: int | None = None) -> Key:
    """Of tasks that one checkpoint wrote together: with the job's version, or the same for the same
    tasks each time."""
    names = blake2b("\0".join(task_ids).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return Key(job_partition(job_id), TASKS + ("" if version is None else f"{version:010d}#") + names)


def all_tasks(job_id: str) -> Range:
    return Range.prefixed(job_partition(job_id), TASKS)


def all_calls(job_id: str) -> Range:
    return Range.prefixed(job_partition(job_id), CALL)


def call_key(job_id: str, task_id: str, key: str) -> Key:
    return Key(job_partition(job_id), f"{CALL}{quoted(task_id)}#{quoted(key)}")


def feed_key(job_id: str, event_id: int, log_id: int) -> Key:
    """Of what one checkpoint added to feed and log, by the last ids as they are then: the items sort by
    either of them. Ten digits sort as numbers do."""
    return Key(job_partition(job_id), f"{FEED}{event_id:010d}#{log_id:010d}")


def feed_after(job_id: str, event_id: int) -> Range:
    """All items with events after that one, among them such as hold logs alone."""
    return Range(job_partition(job_id), f"{FEED}{event_id + 1:010d}", _after(FEED))


def whole_feed(job_id: str) -> Range:
    return Range.prefixed(job_partition(job_id), FEED)


def last_log_id(sort_key: str) -> int:
    """Of an item of the feed."""
    return int(sort_key.rpartition("#")[2])


def owner_partition(owner: str) -> str:
    return f"OWNER#{quoted(owner)}"


def owner_in(partition: str) -> str:
    """The owner of `owner_partition`; of a name that is hashed there, its hash."""
    return unquoted(partition.removeprefix("OWNER#"))


def org_partition(org_id: str) -> str:
    return f"ORG#{quoted(org_id)}"


def listing_key(partition: str, job_id: str) -> Key:
    """`partition` is that of the owner or of the organization."""
    return Key(partition, _LISTING + quoted(job_id))


def listings(partition: str) -> Range:
    return Range.prefixed(partition, _LISTING)


def listed_job(sort_key: str) -> str:
    return unquoted(sort_key.removeprefix(_LISTING))


def active_key(owner: str) -> Key:
    """The item that holds which jobs of the owner are not finished."""
    return Key(owner_partition(owner), "ACTIVE")


def shard_of(owner: str) -> str:
    digest = blake2b(owner.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return SHARDS[int.from_bytes(digest) % len(SHARDS)]


def turn(tag: int, job_id: str, *, is_ranked: bool) -> str:
    """Sort key in the index of the order: ranked jobs first, so that one look at the front shows whether an
    owner has any; among them by tag, for which 18 digits are enough for 10**12 jobs."""
    return f"{RANKED if is_ranked else UNRANKED}{tag:018d}#{quoted(job_id)}"


def tag_in(turn: str) -> tuple[int, bool]:
    """Tag of such a sort key, and whether its job is ranked."""
    return int(turn[len(RANKED) : len(RANKED) + 18]), turn.startswith(RANKED)


def claim_attribute(subject: str) -> str:
    """Attribute of a subject in that item. Hashed: subjects are free text, names of attributes not."""
    return _CLAIM + blake2b(subject.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def is_claim(attribute: str) -> bool:
    return attribute.startswith(_CLAIM)


def room_key(kind: str, owner: str) -> Key:
    """The item that counts what the owner has stored of a kind."""
    return Key(owner_partition(owner), f"ROOM#{_kind(kind)}")


def everything_of(owner: str) -> Range:
    """All in the owner's partition: its sort keys begin with capital letters."""
    return Range(owner_partition(owner), "A", "[")


def kept_answers(owner: str) -> Range:
    return Range.prefixed(owner_partition(owner), "REUSE#")


def erased_key(partition: str) -> Key:
    """Of an owner who was erased, by his partition. Hashed, since the name is what was to be erased."""
    return Key(ERASED.pk, sha256(partition.encode("utf-8", "surrogatepass")).hexdigest())


def owner_ledger_key(owner: str, month: str) -> Key:
    """Accounts of the owner in a month (`2026-11`) and in each of its days."""
    return Key(owner_partition(owner), f"LEDGER#{month}")


def deployment_ledger_key(day: str) -> Key:
    """Account of all owners together in a day (`2026-11-27`)."""
    return Key("LEDGER", f"DAY#{day}")


def reuse_key(owner: str, key: str) -> Key:
    """`key` is a hash of all that the model was asked."""
    return Key(owner_partition(owner), f"REUSE#{key}")


def idempotency_key(owner: str, key: str) -> Key:
    return Key(
        owner_partition(owner), _IDEMPOTENCY + sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    )


def head_key(kind: str, owner: str, document_id: str) -> Key:
    return Key(owner_partition(owner), f"{_kind(kind)}#{quoted(document_id)}")


def heads(kind: str, owner: str, prefix: str = "") -> Range:
    """`prefix`: of the ids."""
    return Range.prefixed(owner_partition(owner), f"{_kind(kind)}#{quoted(prefix)}")


def part_key(kind: str, owner: str, document_id: str, part: str, number: int) -> Key:
    name = quoted(part)
    if unquoted(name) != part:
        raise ValueError("a part's name is too long to be found again")
    return Key(_document_partition(kind, owner, document_id), f"PART#{name}#{number:02d}")


def trash_key(until: str, kind: str, owner: str, document_id: str) -> Key:
    """`until` is of fixed width: the entries stand in the order in which they are due."""
    return Key("TRASH", f"{until}#{kind}#{quoted(owner)}#{quoted(document_id)}")


def trash_until(moment: str) -> Range:
    return Range("TRASH", "0", moment + "$")


def link_key(slug: str) -> Key:
    return Key(f"SHARED#{quoted(slug)}", "LINK")


def all_of_job(job_id: str) -> Range:
    """Everything in the job's partition: its sort keys begin with capital letters."""
    return Range(job_partition(job_id), "A", "[")


def parts_of(kind: str, owner: str, document_id: str) -> Range:
    return Range.prefixed(_document_partition(kind, owner, document_id), "PART#")


def part_of(sort_key: str) -> tuple[str, int]:
    """Name of the part and number of the piece that a sort key of `part_key` stands for."""
    _, part, number = sort_key.split("#")
    return unquoted(part), int(number)


def _document_partition(kind: str, owner: str, document_id: str) -> str:
    return f"{_kind(kind)}#{quoted(owner)}#{quoted(document_id)}"


def _kind(kind: str) -> str:
    name = kind.upper()
    if name in _TAKEN or not kind.isidentifier() or not kind.islower():
        raise ValueError(f"{kind!r} cannot be a kind of document")
    return name


def quoted(text: str) -> str:
    """Without separators, half surrogate pairs (DynamoDB takes none) and any length: who asks for an
    id of 5,000 characters finds nothing, instead of a key that is too long."""
    safe = _UNSAFE.sub(lambda found: f"%{ord(found[0]):04X}", text)
    if len(safe.encode()) <= _LONGEST:
        return safe
    return "%" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def unquoted(text: str) -> str:
    return re.sub("%([0-9A-F]{4})", lambda found: chr(int(found[1], 16)), text)
