"""Holdings: nothing of an owner is left, wherever an erasure dies, and nothing of others is touched."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from generation.engine.errors import DuplicateJob, ErasureRunning
from generation.engine.model.checkpoint import ActiveSlot, Edit, Link, Quota
from generation.engine.model.job import ERASURE, JobStatus
from generation.engine.model.ledger import LedgerEntry
from generation.engine.model.task import KeptAnswer
from generation.engine.ports import ERASED, OWNER, Deleted, JobFilter
from generation.stores.dynamodb.holdings import DynamoHoldings
from testing.lives import Died, Life
from tests.conftest import Aws
from tests.contract.examples import DAY, Stack, call, task
from tests.unit.engine.telling import examples

TWO = Quota(documents=2, size=1_000)
KINDS = {
    "exam": 2,
    "course": 1,
    "lesson_history": 1,
    "profile": 1,
    "batch": 1,
    "job": 3,
    "kept_answer": 1,
    "idempotency_key": 1,
    "share": 1,
    "webhooks": 1,
    "delivery": 2,
}


def _canary(owner: str) -> str:
    return f"canary of {owner}"


def _fill(stack: Stack, owner: str) -> None:
    """Something of everything that can be stored, with the owner's canary in it."""
    said = _canary(owner)
    parts = {f"part {number}": {"text": said} for number in range(3)}
    document = stack.document("", owner=owner, summary={"title": said}, parts=parts)
    stack.documents.create(replace(document, document_id="e1", size=100), quota=TWO)
    stack.documents.create(replace(document, document_id="e2", size=100), quota=TWO)
    assert stack.documents.delete("exam", owner, "e2", until=stack.now + 7 * DAY, quota=TWO)
    course = replace(document, kind="course", document_id="c1", status="draft")
    stack.documents.create(course)
    edits = {"slug": f"slug-of-{owner}", "title": said}
    stack.documents.edit(Edit(kind="course", owner=owner, document_id="c1", edits=edits))
    stack.documents.put_link(Link(slug=f"slug-of-{owner}", owner=owner, document_id="c1"))
    stack.documents.create(replace(document, kind="lesson_history", document_id="c1/l1"))
    stack.documents.put(replace(document, kind="profile", document_id="profile"))
    batch = replace(document, kind="batch", document_id="b1", expires_at=stack.now + DAY)
    key = stack.idempotency(owner=owner, answer={"id": "b1", "body": {"said": said}})
    stack.documents.create(batch, key)
    webhook = examples.webhook(url=f"https://example.org/{owner}")
    stack.outbox.change(owner, lambda webhooks: webhooks.having(webhook))
    for number in (1, 2):
        told = examples.delivery(number, owner=owner, at=stack.now, data={"title": said})
        stack.outbox.add(told)
    stack.jobs.keep_reusable(owner, "a" * 64, KeptAnswer(text=said, model="m"), stack.now + DAY)
    for number in (1, 2, 3):
        job = stack.started(f"job_{owner}_{number}", owner=owner, title=said)
        spent = LedgerEntry(owner=owner, day="2026-11-28", used_usd=Decimal("0.5"))
        job = replace(job, last_event_id=1, last_log_id=1, version=2, result={"said": said * 100})
        stack.commit(
            job,
            tasks=(task(label=said),),
            calls=(call(text=said),),
            events=(stack.event(1, said=said),),
            logs=(replace(stack.entry(1), message=said),),
            ledger=(spent,),
        )
        if number < 3:
            stack.end(replace(job, message=said))
    assert stack.jobs.delete(stack.read(f"job_{owner}_2"), stack.now + 7 * DAY)


def _end_the_rest(stack: Stack, owner: str) -> None:
    stack.end(stack.taken(f"job_{owner}_3", steal=True), JobStatus.CANCELLED)


def _erasing(stack: Stack, owner: str = "ada") -> str:
    job = stack.job("job_erasing", owner=owner, subject=ERASURE, title="Erasure")
    stack.create(job, {})
    return job.job_id


def _erase(stack: Stack, owner: str, but: str, most: int = 2) -> int:
    for look in range(1, 100):
        if stack.holdings.erase(owner, but, most):
            return look
    raise AssertionError("it does not end")


def _content(aws: Aws, table: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Every item as it is stored."""
    pages = aws.dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    items = [item for page in pages for item in page["Items"]]
    return {(item["pk"]["S"], item["sk"]["S"]): item for item in items}


def _said(item: dict[str, Any]) -> str:
    """All that an item says, what is compressed too; keys and attributes of them too."""
    found = []
    for name, value in item.items():
        [plain] = value.values()
        if isinstance(plain, bytes):
            plain = zlib.decompress(plain) if plain[:1] == b"\x78" else plain
        found.append(f"{name}={plain!r}")
    return "\n".join(found)


def test_what_there_is_is_counted_by_kind(stack: Stack) -> None:
    _fill(stack, "ada")
    _fill(stack, "grace")
    but = _erasing(stack)
    assert stack.holdings.count("ada", but) == KINDS
    assert stack.holdings.count("nobody", but) == {}


def test_an_active_job_stays_until_it_has_ended(stack: Stack) -> None:
    _fill(stack, "ada")
    but = _erasing(stack)
    for _ in range(20):
        assert not stack.holdings.erase("ada", but, 5)
    assert stack.holdings.count("ada", but) == {"job": 1}
    _end_the_rest(stack, "ada")
    _erase(stack, "ada", but)
    assert stack.holdings.count("ada", but) == {}
    assert [job.job_id for job in stack.jobs.jobs(JobFilter(owner="ada"), limit=9, cursor=None).items] == [
        but
    ]


def test_what_was_erased_is_found_by_no_port(stack: Stack) -> None:
    _fill(stack, "ada")
    _fill(stack, "grace")
    _end_the_rest(stack, "ada")
    but = _erasing(stack)
    _erase(stack, "ada", but)
    for kind, document_id in (("exam", "e1"), ("course", "c1"), ("profile", "profile"), ("batch", "b1")):
        assert stack.documents.get(kind, "ada", document_id) is None
        assert stack.documents.get(kind, "grace", document_id) is not None
    assert stack.documents.deleted("exam", "ada", "e2") is None
    assert stack.documents.restore("exam", "ada", "e2", TWO) is None
    assert stack.documents.linked("slug-of-ada") is None
    assert stack.documents.linked("slug-of-grace") is not None
    assert stack.jobs.answer("ada", "k1", stack.now) is None
    assert stack.jobs.restore("job_ada_2", "ada") is None
    org = JobFilter(owner="grace", org_id="analytical")
    assert "job_ada_1" not in {job.job_id for job in stack.jobs.jobs(org, limit=99, cursor=None).items}
    assert {one.owner for one in stack.trash.due(stack.now + 99 * DAY, 99)} == {"grace"}
    # Room is free again, and counted from nothing.
    for name in ("new", "newer"):
        stack.documents.create(stack.document(name, size=500), quota=TWO)


def test_while_it_is_active_no_other_job_starts_or_is_retried(stack: Stack) -> None:
    ended = stack.end(stack.started("job_1"), JobStatus.FAILED)
    but = _erasing(stack)
    with pytest.raises(ErasureRunning) as refusal:
        stack.create(stack.job("job_2"))
    assert refusal.value.extra == {"job_id": but}
    taken = stack.taken("job_1", expect=frozenset({JobStatus.FAILED}), steal=True)
    with pytest.raises(ErasureRunning):
        stack.commit(
            replace(taken, status=JobStatus.PENDING, subject=ended.subject),
            slot=ActiveSlot.CLAIM,
            max_active=10,
        )
    with pytest.raises(DuplicateJob):
        stack.create(stack.job("job_3", subject=ERASURE))
    stack.create(stack.job("job_4", owner="grace"))
    stack.end(stack.taken(but))
    stack.create(stack.job("job_2"))


def test_what_a_worker_kept_too_late_goes_with_the_trash(stack: Stack) -> None:
    for owner in ("ada", "grace"):
        stack.jobs.keep_reusable(owner, "a" * 64, KeptAnswer(text="late", model="m"), stack.now + DAY)
    late = stack.now + timedelta(minutes=20)
    for _ in range(2):  # a finalize that came twice
        stack.holdings.remember("ada", stack.now, late)
    assert not stack.trash.due(stack.now, 9)
    (due,) = stack.trash.due(late, 9)
    assert (due.kind, due.owner, due.id) == (OWNER, "ada", ERASED)
    assert stack.trash.purge(due, late)
    stack.settle()
    assert stack.jobs.reusable("ada", "a" * 64, stack.now) is None
    assert stack.jobs.reusable("grace", "a" * 64, stack.now) is not None
    assert not stack.trash.due(late, 9)


@pytest.mark.on("dynamodb", "moto")
def test_of_the_whole_table_nothing_says_the_canary(stack: Stack, aws: Aws, table: str) -> None:
    _fill(stack, "grace")
    others = _content(aws, table)
    _fill(stack, "ada")
    assert sum(_canary("ada") in _said(item) for item in _content(aws, table).values()) > 20
    _end_the_rest(stack, "ada")
    but = _erasing(stack)
    _erase(stack, "ada", but)
    left = _content(aws, table)
    assert [key for key, item in left.items() if _canary("ada") in _said(item)] == []
    ends = {key for key in left if key[0].startswith("ENDED#")}  # for the figures, without content
    own = left.keys() - others.keys() - ends
    assert {sk.partition("#")[0] for pk, sk in own if pk == "OWNER#ada"} == {"ACTIVE", "LEDGER", "JOB"}
    assert {pk for pk, _ in own} == {"OWNER#ada", "ORG#analytical", f"JOB#{but}"}
    assert {key: left.get(key) for key in others if key[0] != "LEDGER"} == {
        key: item for key, item in others.items() if key[0] != "LEDGER"
    }


@pytest.fixture
def dying(aws: Aws, table: str) -> Callable[[int], DynamoHoldings]:
    """An erasure that dies before its write of that number."""

    def made(last: int) -> DynamoHoldings:
        holdings = DynamoHoldings(aws.dynamodb, table)
        holdings._table = Life(last + 1).through(holdings._table, "delete", "transact", "put")
        return holdings

    return made


@pytest.mark.on("dynamodb")
def test_one_that_dies_before_any_write_of_it_leaves_nothing(
    stack: Stack, dying: Callable[[int], DynamoHoldings], aws: Aws, table: str
) -> None:
    """Each look makes one to five writes more than the one before has left behind."""
    _fill(stack, "ada")
    _end_the_rest(stack, "ada")
    but = _erasing(stack)
    deaths = 0
    for number in range(200):
        try:
            if dying(1 + number % 5).erase("ada", but, 50):
                break
        except Died:
            deaths += 1
    assert deaths > 10
    assert [key for key, item in _content(aws, table).items() if _canary("ada") in _said(item)] == []
    assert stack.holdings.count("ada", but) == {}


@pytest.mark.on("dynamodb")
def test_a_document_that_its_owner_changes_meanwhile_goes_at_the_next_look(
    stack: Stack, aws: Aws, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its link was named after the erasure had read it: it is not left behind."""
    stack.documents.create(stack.document("c1", kind="course", status="draft"))
    late = DynamoHoldings(aws.dynamodb, table)
    write = late._table.transact

    def publish_first(actions: Any) -> None:
        monkeypatch.setattr(late._table, "transact", write)
        edit = Edit(kind="course", owner="ada", document_id="c1", edits={"slug": "s1"})
        assert stack.documents.edit(edit)
        stack.documents.put_link(Link(slug="s1", owner="ada", document_id="c1"))
        write(actions)

    monkeypatch.setattr(late._table, "transact", publish_first)
    assert not late.erase("ada", "", 10)
    assert stack.documents.linked("s1") is not None
    assert not late.erase("ada", "", 10)
    assert late.erase("ada", "", 10)
    assert stack.documents.linked("s1") is None
    assert stack.documents.get("course", "ada", "c1") is None


def test_entries_of_the_trash_of_others_stay(stack: Stack) -> None:
    for owner in ("ada", "grace"):
        stack.documents.create(stack.document("e1", owner=owner))
        stack.documents.delete("exam", owner, "e1", until=stack.now + DAY)
    _erase(stack, "ada", "")
    expected = Deleted(kind="exam", owner="grace", id="e1", until=stack.now + DAY)
    assert [(one.kind, one.owner, one.id) for one in stack.trash.due(stack.now + 2 * DAY, 9)] == [
        (expected.kind, expected.owner, expected.id)
    ]
