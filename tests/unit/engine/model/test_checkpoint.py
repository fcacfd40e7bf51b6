"""A new document is written whole."""

from __future__ import annotations

from generation.engine.model.checkpoint import ActiveSlot, Checkpoint, Document, DocumentWrite, new_document
from tests.unit.engine.examples import NOW, job


def test_a_new_document_is_written_with_head_and_parts() -> None:
    document = Document(
        kind="exam", owner="ada", document_id="e", status="stored", created_at=NOW, parts={"exam": 1}
    )
    assert new_document(document) == DocumentWrite(
        kind="exam", owner="ada", document_id="e", head=document, parts={"exam": 1}, is_new=True
    )


def test_a_checkpoint_leaves_the_active_slot_alone_unless_it_says_so() -> None:
    assert Checkpoint(job=job()).slot is ActiveSlot.KEEP
