"""Whatever is sent, the answer is never a fault of ours, and what is refused leaves nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.functions.http import Client
from tests.unit.functions.world import World, course_request, small_exam

ROUTES = ("/v1/jobs", "/v1/exams", "/v1/jobs/job_1/cancel", "/v1/jobs/job_1/retry")

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)

# The stores are emptied after each example, not by the fixture.
ANYTHING = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, member in members:
        yield from _places(member, (*path, name))


def _replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _replaced(value[path[0]], path[1:], new)
    return copy


def _send(world: World, client: Client, path: str, raw: str | bytes) -> None:
    answer = client.ask("POST", path, raw=raw)
    if answer.status >= 400:
        assert answer.status in (400, 404, 422), answer.text
        assert answer.code
        assert world.is_empty
    world.empty()


@pytest.mark.parametrize("path", ROUTES)
@ANYTHING
@given(raw=st.binary(max_size=200) | st.text(max_size=200))
def test_any_text(world: World, ada: Client, path: str, raw: str | bytes) -> None:
    _send(world, ada, path, raw)


@pytest.mark.parametrize("path", ROUTES)
@ANYTHING
@given(value=VALUES)
def test_any_json(world: World, ada: Client, path: str, value: Any) -> None:
    _send(world, ada, path, json.dumps(value))


@pytest.mark.parametrize(("path", "good"), [("/v1/exams", small_exam()), ("/v1/jobs", course_request())])
@ANYTHING
@given(data=st.data(), value=VALUES)
def test_any_value_at_any_place(
    world: World, ada: Client, path: str, good: Any, data: st.DataObject, value: Any
) -> None:
    place = data.draw(st.sampled_from(list(_places(good))))
    _send(world, ada, path, json.dumps(_replaced(good, place, value)))
