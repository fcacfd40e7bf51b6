"""Every item in exactly one run, whatever the sizes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from generation.pipelines.exam_course.splitting import split


@settings(deadline=None)
@given(
    sizes=st.lists(st.integers(0, 300), max_size=1_000),
    most=st.integers(1, 130),
    most_chars=st.integers(1, 3_000),
)
def test_runs_are_the_items_in_order(sizes: list[int], most: int, most_chars: int) -> None:
    items = list(enumerate(sizes))
    runs = split(items, most=most, most_chars=most_chars, chars=lambda item: item[1])
    assert [item for run in runs for item in run] == items
    for run in runs:
        assert 1 <= len(run) <= most
        assert len(run) == 1 or sum(size for _, size in run) <= most_chars
    assert runs == split(items, most=most, most_chars=most_chars, chars=lambda item: item[1])


@settings(deadline=None)
@given(count=st.integers(1, 1_000), most=st.integers(1, 130))
def test_runs_are_few_and_alike(count: int, most: int) -> None:
    lengths = [len(run) for run in split(range(count), most=most, most_chars=1_000_000, chars=lambda _: 1)]
    assert len(lengths) == -(-count // most)
    assert max(lengths) - min(lengths) <= 1


def test_one_large_item_does_not_break_up_the_others() -> None:
    sizes = [10] * 100 + [5_000] + [10] * 100
    runs = split(sizes, most=120, most_chars=2_000, chars=lambda size: size)
    assert [5_000] in runs
    assert len(runs) <= 10


def test_nothing_is_split_into_nothing() -> None:
    assert split([], most=5, most_chars=5, chars=len) == []
