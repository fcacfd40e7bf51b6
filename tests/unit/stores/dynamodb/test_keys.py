"""Keys: two things never meet in one item, and what belongs together stands together."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.stores.dynamodb import keys

NAMES = st.text(st.sampled_from("ab#%023\ud800\udfffD"), min_size=1, max_size=6)


@given(NAMES, NAMES, NAMES, NAMES)
def test_names_with_separators_in_them_do_not_meet(a: str, b: str, c: str, d: str) -> None:
    same = (a, b) == (c, d)
    assert (keys.call_key("j", a, b) == keys.call_key("j", c, d)) is same
    assert (keys.head_key("exam", a, b) == keys.head_key("exam", c, d)) is same
    assert (keys.part_key("exam", a, b, "p", 0) == keys.part_key("exam", c, d, "p", 0)) is same
    assert (
        keys.listing_key(keys.owner_partition(a), b) == keys.listing_key(keys.owner_partition(c), d)
    ) is same


@given(st.text(st.characters() | st.sampled_from("\0\U0010ffff\ud800#%$"), max_size=300))
def test_a_list_goes_on_after_whatever_a_cursor_holds(last: str) -> None:
    """DynamoDB refuses to start at a key outside the range that it is asked for."""
    partition = keys.owner_partition("ada")
    for where, key in (
        (keys.listings(partition), keys.listing_key(partition, last)),
        (keys.heads("exam", "ada"), keys.head_key("exam", "ada", last)),
    ):
        assert (where.pk, where.first <= key.sk < where.last) == (key.pk, True)
        assert where.first.encode() <= key.sk.encode() < where.last.encode()


def test_ranges_of_neighbours_do_not_meet() -> None:
    """The end of a range is the first key of no other thing."""
    ranges = [keys.listings("OWNER#ada"), *(keys.heads(k, "ada") for k in ("exam", "course", "outline"))]
    ends = sorted((where.first, where.last) for where in ranges)
    assert all(last <= first for (_, last), (first, _) in itertools.pairwise(ends))


@given(NAMES, st.integers(0, 99))
def test_names_come_back_from_keys(name: str, number: int) -> None:
    assert keys.part_of(keys.part_key("exam", "o", "d", name, number).sk) == (name, number)
    assert keys.listed_job(keys.listing_key("OWNER#o", name).sk) == name


def test_the_pulse_finds_job_and_watch_and_nothing_else() -> None:
    where = keys.pulse_range("j")
    others = [
        keys.input_key("j"),
        keys.tasks_key("j", ["t"]),
        keys.call_key("j", "t", "c"),
        keys.tasks_key("j", ["t"], 1),
        keys.feed_key("j", 1, 1),
    ]
    assert where.first <= keys.job_key("j").sk < keys.watch_key("j").sk <= where.last
    assert not [key for key in others if where.first <= key.sk <= where.last]


def test_the_feed_after_an_event_begins_with_the_next_one() -> None:
    where = keys.feed_after("j", 9)
    for found in (keys.feed_key("j", 10, 0), keys.feed_key("j", 9_999_999_999, 1)):
        assert where.first <= found.sk <= where.last
    for other in (keys.feed_key("j", 9, 99), keys.tasks_key("j", ["t"]), keys.input_key("j")):
        assert not where.first <= other.sk <= where.last


def test_items_of_the_feed_sort_by_events_and_by_log_entries() -> None:
    ids = [(1, 1), (1, 2), (3, 2), (9, 10), (10, 10), (10, 11)]
    made = [keys.feed_key("j", *pair).sk for pair in ids]
    assert made == sorted(made)
    assert [keys.last_log_id(key) for key in made] == [log_id for _, log_id in ids]


def test_tasks_are_found_whatever_they_were_written_with() -> None:
    where = keys.all_tasks("j")
    for found in (keys.tasks_key("j", ["a"]), keys.tasks_key("j", ["a", "b"], 10**9)):
        assert where.first <= found.sk <= where.last
    for other in (keys.input_key("j"), keys.result_key("j"), keys.feed_key("j", 1, 1), keys.watch_key("j")):
        assert not where.first <= other.sk <= where.last
    assert keys.tasks_key("j", ["a", "b"], 1) != keys.tasks_key("j", ["ab"], 1)


TAKEN = ["job", "owner", "org", "idempotency", "active", "room"]
TAKEN += ["order", "sweep", "control", "budget", "ledger", "reuse"]


@pytest.mark.parametrize("kind", [*TAKEN, "", "a#b", "Exam"])
def test_a_kind_of_document_cannot_meet_other_items(kind: str) -> None:
    with pytest.raises(ValueError, match="kind"):
        keys.head_key(kind, "ada", "1")


@pytest.mark.parametrize("name", ["x" * 5000, "#" * 300, "\U0001f600" * 200, "\ud83d", ""])
def test_whatever_is_asked_for_makes_a_key_that_dynamodb_takes(name: str) -> None:
    for key in (
        keys.job_key(name),
        keys.call_key(name, name, name),
        keys.head_key("exam", name, name),
        keys.idempotency_key(name, name),
        keys.active_key(name),
    ):
        assert len(key.pk.encode()) <= 2048
        assert len(key.sk.encode()) <= 1024
    assert keys.job_key("x" * 5000) != keys.job_key("x" * 5001)


def test_a_name_of_a_part_that_could_not_be_found_again_is_refused() -> None:
    with pytest.raises(ValueError, match="part"):
        keys.part_key("exam", "ada", "e1", "x" * 500, 0)
