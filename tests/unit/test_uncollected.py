"""Uncollected: no collection while modules are imported, none over what they made afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from generation.uncollected import uncollected


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.unfreeze()
    yield
    gc.unfreeze()
    (gc.enable if was_on else gc.disable)()


def test_nothing_is_collected_inside_and_what_was_made_is_left_alone_afterwards() -> None:
    gc.enable()
    with uncollected():
        assert not gc.isenabled()
        made: list[object] = [[number] for number in range(1_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(made)


def test_a_failed_import_turns_the_collector_on_again() -> None:
    gc.enable()
    with pytest.raises(ImportError), uncollected():
        raise ImportError("no such module")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
