"""Documents: head and parts, large ones too."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from generation.engine.errors import AlreadyThere, MalformedRequest
from generation.engine.model.checkpoint import Document, DocumentWrite, Edit
from generation.engine.ports import DocumentFilter
from generation.stores.dynamodb.documents import MOST_LOOKED
from tests.contract.examples import Stack, written


def _noise(characters: int, seed: int = 1) -> str:
    """Text that hardly compresses."""
    return "".join(random.Random(seed).choices("abcdefghijklmnopqrstuvwxyzäöü0123456789 ", k=characters))


def test_a_document_comes_back_with_or_without_its_parts(stack: Stack) -> None:
    document = stack.document()
    stack.documents.create(document)

    assert stack.documents.get("exam", "ada", "exam_1") == document
    assert stack.documents.get("exam", "ada", "exam_1", parts=False) == replace(document, parts=None)


def test_parts_are_read_afterwards_as_they_are_then(stack: Stack) -> None:
    stack.documents.create(stack.document())
    head = stack.documents.get("exam", "ada", "exam_1", parts=False)
    assert head is not None
    changed = stack.document(status="other", parts={"other": 1})
    stack.documents.put(changed)

    parts = {**(stack.document().parts or {}), "other": 1}
    assert stack.documents.with_parts(head) == replace(head, parts=parts)


def test_a_document_without_parts_has_empty_ones(stack: Stack) -> None:
    stack.documents.create(stack.document(parts=None))
    assert stack.documents.get("exam", "ada", "exam_1") == stack.document(parts={})


def test_nobody_gets_another_ones_document(stack: Stack) -> None:
    stack.documents.create(stack.document("b#c", owner="a"))

    assert stack.documents.get("exam", "a#b", "c") is None
    assert stack.documents.get("exam", "ada", "b#c") is None
    assert stack.documents.get("course", "a", "b#c") is None
    assert stack.documents.list("exam", "ada", limit=9, cursor=None).items == []


def test_an_id_is_taken_once_per_owner_and_kind(stack: Stack) -> None:
    stack.documents.create(stack.document())
    with pytest.raises(AlreadyThere):
        stack.documents.create(stack.document(status="other", parts={"other": 1}))

    assert stack.documents.get("exam", "ada", "exam_1") == stack.document()
    stack.documents.create(stack.document(owner="grace"))
    stack.documents.create(stack.document(kind="course"))


def test_two_megabytes_come_back_whole(stack: Stack) -> None:
    parts = {"questions": [_noise(1_000_000), _noise(1_000_000, 2)], "small": []}
    stack.documents.create(stack.document(parts=parts))

    found = stack.documents.get("exam", "ada", "exam_1")
    assert found is not None
    assert found.parts == parts


def test_a_shorter_version_of_a_part_leaves_nothing_of_the_longer_one(stack: Stack) -> None:
    job = stack.started()
    stack.documents.create(stack.document(parts={"body": _noise(900_000), "other#part%": 1}))

    write = DocumentWrite(kind="exam", owner="ada", document_id="exam_1", parts={"body": "short"})
    stack.commit(job, documents=(write,))

    found = stack.documents.get("exam", "ada", "exam_1")
    assert found is not None
    assert found.parts == {"body": "short", "other#part%": 1}
    assert found.status == "stored"


def test_a_checkpoint_writes_parts_before_a_head_is_there(stack: Stack) -> None:
    job = stack.started()
    write = DocumentWrite(kind="course", owner="ada", document_id="c1", parts={"l1": {"body": "text"}})
    stack.commit(job, documents=(write,))
    assert stack.documents.get("course", "ada", "c1") is None

    head = stack.document("c1", kind="course", parts=None)
    stack.commit(job, documents=(replace(write, head=head, parts={"l2": {"body": "more"}}),))

    found = stack.documents.get("course", "ada", "c1")
    assert found == replace(head, parts={"l1": {"body": "text"}, "l2": {"body": "more"}})


def test_a_checkpoint_replaces_a_head(stack: Stack) -> None:
    job = stack.started()
    stack.documents.create(stack.document())
    newer = stack.document(status="draft", summary={"title": "new"})
    stack.commit(job, documents=(replace(written(newer), parts={}),))

    assert stack.documents.get("exam", "ada", "exam_1") == newer


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_a_list_has_heads_in_descending_order_of_id(stack: Stack, limit: int) -> None:
    for number in (3, 1, 2, 5, 4):
        stack.documents.create(stack.document(f"exam_{number}"))
    stack.documents.create(stack.document("exam_9", owner="grace"))
    stack.documents.create(stack.document("exam_8", kind="examiner"))

    ids: list[str] = []
    cursor = None
    for _ in range(10):
        page = stack.documents.list("exam", "ada", limit=limit, cursor=cursor)
        assert all(head.parts is None for head in page.items)
        ids += [head.document_id for head in page.items]
        cursor = page.cursor
        if cursor is None:
            break
    assert ids == ["exam_5", "exam_4", "exam_3", "exam_2", "exam_1"]


def test_a_search_looks_at_so_many_and_goes_on(stack: Stack, store: str) -> None:
    """A rare title among many heads: short or empty pages with cursors, and none is missed. The stores in
    memory look at all of them."""
    for number in range(MOST_LOOKED + 20):
        title = "Rare" if number in (3, 515) else "Usual"
        stack.documents.put(stack.document(f"exam_{number:03}", summary={"title": title}, parts=None))
    which = DocumentFilter(words="rare")
    pages: list[list[str]] = []
    cursor = None
    while not pages or cursor:
        page = stack.documents.list("exam", "ada", limit=5, cursor=cursor, which=which)
        pages.append([head.document_id for head in page.items])
        cursor = page.cursor
    assert pages == ([["exam_515", "exam_003"]] if store == "memory" else [["exam_515"], ["exam_003"]])


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (DocumentFilter(status="draft"), ["exam_2"]),
        (DocumentFilter(kind="project"), ["exam_3"]),
        (DocumentFilter(words="bread", status="stored"), ["exam_1"]),
        (DocumentFilter(words="nothing"), []),
    ],
)
def test_a_list_holds_its_filter(stack: Stack, which: DocumentFilter, expected: list[str]) -> None:
    for number, status, kind in ((1, "stored", "exam"), (2, "draft", "exam"), (3, "stored", "project")):
        summary = {"title": "Bread" if number < 3 else "Cheese", "kind": kind}
        stack.documents.create(stack.document(f"exam_{number}", status=status, summary=summary))
    page = stack.documents.list("exam", "ada", limit=9, cursor=None, which=which)
    assert [head.document_id for head in page.items] == expected
    assert page.cursor is None
    cursor = stack.documents.list("exam", "ada", limit=1, cursor=None).cursor
    assert cursor
    with pytest.raises(MalformedRequest):
        stack.documents.list("exam", "ada", limit=1, cursor=cursor, which=which)


def test_a_cursor_of_another_list_is_refused(stack: Stack) -> None:
    for number in (1, 2):
        stack.documents.create(stack.document(f"exam_{number}"))
    cursor = stack.documents.list("exam", "ada", limit=1, cursor=None).cursor
    assert cursor
    for kind, owner in (("exam", "grace"), ("course", "ada")):
        with pytest.raises(MalformedRequest):
            stack.documents.list(kind, owner, limit=1, cursor=cursor)


def _edit(stack: Stack, document_id: str = "exam_1", owner: str = "ada", **how: Any) -> Document | None:
    return stack.documents.edit(Edit(kind="exam", owner=owner, document_id=document_id, **how))


def test_a_status_changes_only_from_the_expected_one(stack: Stack) -> None:
    stack.documents.create(stack.document())
    change = {"published_at": "2026-01-01T00:00:00Z", "questions": 3}
    published = stack.document(status="published", summary={"title": "Practice exam", **change}, parts=None)
    how: dict[str, Any] = {"edits": change, "expect": "stored", "status": "published"}

    assert _edit(stack, **how) == published
    assert _edit(stack, **how) is None
    assert _edit(stack, "exam_none", **how) is None
    assert stack.documents.get("exam", "ada", "exam_1", parts=False) == published


def test_edits_add_up_and_stand_in_lists_too(stack: Stack) -> None:
    stack.documents.create(stack.document())
    _edit(stack, edits={"title": "Mine", "audience": None})
    _edit(stack, edits={"title": "Mine too"}, first={"title": "no", "slug": "s1"})
    _edit(stack, edits={}, first={"slug": "s2"})

    expected = {"title": "Mine too", "questions": 2, "audience": None, "slug": "s1"}
    found = stack.documents.get("exam", "ada", "exam_1")
    assert found == stack.document(summary=expected)
    assert [head.summary for head in stack.documents.list("exam", "ada", limit=9, cursor=None).items] == [
        expected
    ]


def test_nobody_edits_what_is_not_theirs(stack: Stack) -> None:
    stack.documents.create(stack.document())
    assert _edit(stack, owner="grace", edits={"title": "Mine"}) is None
    assert stack.documents.get("exam", "grace", "exam_1") is None
    assert stack.documents.get("exam", "ada", "exam_1") == stack.document()


def test_an_edit_outlives_what_a_job_writes_of_the_head(stack: Stack) -> None:
    """Neither side knows of the other: the job read the head before the edit."""
    job = stack.started()
    stack.documents.create(stack.document())
    _edit(stack, edits={"title": "Mine"})
    newer = stack.document(status="draft", summary={"title": "new", "lessons_total": 3})
    stack.commit(job, documents=(replace(written(newer), parts={}),))

    expected = replace(newer, summary={"title": "Mine", "lessons_total": 3})
    assert stack.documents.get("exam", "ada", "exam_1") == expected


def test_putting_a_document_replaces_it(stack: Stack) -> None:
    first = stack.document(parts={"answers": [1, 2]})
    stack.documents.put(first)
    assert stack.documents.get("exam", "ada", "exam_1") == first
    second = replace(first, status="other", summary={"title": "new"}, parts={"answers": []})
    stack.documents.put(second)
    assert stack.documents.get("exam", "ada", "exam_1") == second
