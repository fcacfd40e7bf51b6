"""What is refused before there is a job, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from generation.engine.errors import InvalidInput
from generation.engine.pipeline import Accepted, Requester
from tests.unit.pipelines.documents import CountingDocuments, requester

Bad = list[tuple[str, Any, dict[str, str]]]
"""Name of the case, the input, and words of each fault by its pointer."""


def cases(bad: Bad) -> list[Any]:
    return [pytest.param(raw, wanted, id=name) for name, raw, wanted in bad]


def assert_refused(
    accept: Callable[[Requester, Mapping[str, Any]], Accepted[Any]],
    raw: Any,
    wanted: dict[str, str],
    documents: CountingDocuments,
) -> None:
    """With exactly these faults; nothing is stored."""
    before = {kind: set(found) for kind, found in documents.world.heads.items()}
    with pytest.raises(InvalidInput) as refused:
        accept(requester(documents), raw)
    found = {error.pointer: error.message for error in refused.value.errors}
    assert found.keys() == wanted.keys()
    assert all(words in found[pointer] for pointer, words in wanted.items())
    assert {kind: set(found) for kind, found in documents.world.heads.items()} == before
