"""Phrases: the signs that are looked for first stand in everything that the alternatives find."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from generation.quality import letters, phrases, wording

PHRASES = {
    name: value
    for module in (letters, phrases, wording)
    for name, value in vars(module).items()
    if isinstance(value, phrases.Phrases)
}
ALTERNATIVES = [(name, one) for name, value in PHRASES.items() for one in value.alternatives]


@pytest.mark.parametrize(
    ("name", "alternative"), ALTERNATIVES, ids=lambda one: one[:24].encode("ascii", "replace").decode()
)
@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
@given(data=st.data())
def test_signs_stand_in_what_the_alternatives_find(name: str, alternative: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(alternative))
    assume(text.lower() == text.casefold())  # the long s and its like stand in no text of today
    if PHRASES[name]._pattern.search(text):
        assert PHRASES[name].search(text) is not None, text
