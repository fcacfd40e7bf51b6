"""Patterns: none of the rules' regular expressions takes time that grows faster than a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from time import thread_time

import pytest

import generation.quality
from generation.quality import advice
from generation.quality.ids import id_pattern
from generation.quality.phrases import Phrases

LONG, SHORT = 20_000, 2_000
FACTOR = 40
"""Of the CPU time (of this thread, so that busy neighbours do not count) between them: 10 if the work grows with
the text, 100 if with its square."""

NOTHING_S = 0.0016
"""CPU seconds for the shorter text that are not looked into: with the square of it the longer takes one."""

_RUNS = (
    'a¦A¦1¦ ¦\n¦\t¦.¦-¦_¦*¦**¦#¦|¦`¦``¦$¦\\(¦\\[¦<¦&¦/¦(¦[¦![¦{{ ¦"¦“¦„¦«¦「¦?¦! ¦а¦я ¦ы¦あ¦'
    "漢¦ا¦한¦é¦@¦~¦a ¦an ¦as a ¦<br ¦<a¦[a¦[a](¦$a¦a_¦a/¦| ¦\n ¦\n| ¦\n[¦# ¦\n#¦1,¦option ¦"
    "how ¦which ¦pain ¦take ¦not ¦only 1¦todo ¦here ¦http://¦www.¦a-lesson-¦__a¦как ¦"
    "схема ¦wie ¦…¦—¦1.¦a.¦\u3000¦‘¦x=¦&#¦\\¦: ¦; ¦=¦mold "
)
RUNS = _RUNS.split("¦")
"""What a text is made of over and over again."""


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in iter_modules(generation.quality.__path__):
        for name, value in vars(import_module(f"generation.quality.{module.name}")).items():
            if isinstance(value, re.Pattern):
                yield f"{module.name}.{name}", value
            elif isinstance(value, Phrases):
                yield f"{module.name}.{name}", value._pattern
    for kind, pattern in advice.patterns().items():
        yield f"advice.{kind}", pattern
    if (ids := id_pattern(["q-17", "12"])) is not None:
        yield "ids", ids


PATTERNS = dict(_patterns())


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    begun = thread_time()
    for _ in pattern.finditer(text):
        pass
    return thread_time() - begun


@pytest.mark.parametrize("name", PATTERNS)
def test_the_work_of_a_pattern_grows_with_its_text(name: str) -> None:
    pattern = PATTERNS[name]
    for run in RUNS:
        text = run * (LONG // len(run))
        short = _seconds(pattern, text[:SHORT] + "é")
        if (
            short > NOTHING_S
            and (short := min(_seconds(pattern, text[:SHORT] + "é") for _ in range(3))) > NOTHING_S
        ):
            assert _seconds(pattern, text + "é") < FACTOR * short, run
