"""Strategies for the engine's data: every field of every class, from the types it is declared with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

T = TypeVar("T")

TEXTS = st.text(st.characters(), max_size=60)  # with half surrogate pairs, as JSON bodies may have them
_PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
JSON = st.recursive(
    _PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
_OFFSETS = st.integers(min_value=0, max_value=10**15)
MOMENTS = _OFFSETS.map(lambda offset: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(microseconds=offset))
_MONEY = st.decimals(min_value=0, max_value=10**6, allow_nan=False)


def made(of: type[T], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[T]:
    """Instances of a dataclass of the engine; `given` overrides what a field's type says."""
    members = {name: given.get(name, _of(hint)) for name, hint in get_type_hints(of).items()}
    return st.builds(of, **members)


def _of(hint: Any) -> st.SearchStrategy[Any]:
    plain = {str: TEXTS, bool: st.booleans(), int: st.integers(0, 10**12), datetime: MOMENTS, Decimal: _MONEY}
    if hint is NoneType:
        return st.none()
    if hint in plain:
        return plain[hint]
    if get_origin(hint) is UnionType:
        return st.one_of(*map(_of, get_args(hint)))
    if get_origin(hint) is tuple and get_args(hint)[-1] is not Ellipsis:
        return st.tuples(*map(_of, get_args(hint)))
    if get_origin(hint) is tuple:
        return st.lists(_of(get_args(hint)[0]), max_size=3).map(tuple)
    if get_origin(hint) is dict:
        values = TEXTS if get_args(hint)[1] is str else JSON
        return st.dictionaries(TEXTS, values, max_size=3)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return made(hint)
