"""Authoring: what an owner does with what he has. Today: he changes how it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.engine.errors import no_such_document
from generation.engine.model.checkpoint import Document, Edit
from generation.engine.ports import Documents
from generation.engine.service.requests import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class Authoring:
    documents: Documents

    def edit(self, caller: Caller, kind: str, document_id: str, edits: Mapping[str, Any]) -> Document:
        """The head with these members, also where a job writes it at the same time. Raises NotFound."""
        edit = Edit(kind=kind, owner=caller.owner, document_id=document_id, edits=edits)
        head = self.documents.edit(edit)
        if head is None:
            raise no_such_document(kind)
        return head
