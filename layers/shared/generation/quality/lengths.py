"""Lengths: how much was written, against what was asked for; and what was written twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from generation.quality import phrases
from generation.quality.artifact import Lesson, Task
from generation.quality.asked import fewest_lesson_words, lesson_words
from generation.quality.blocks import Block
from generation.quality.findings import Finding, block, quoted, warn
from generation.quality.same import same
from generation.quality.words import count, essence, has_content

BLOCK_BELOW, BLOCK_ABOVE = 1 / 3, 3.0
"""Of the fewest and the most words that were asked for."""

WARN_BELOW, WARN_ABOVE = 0.6, 1.5
"""Numbers of words are asked for in English; German and Russian take a third fewer, longer ones."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that a text is to have."""

    least: int
    most: int


ASKED: Mapping[str, Asked] = MappingProxyType(
    {
        "title": Asked(1, 14),
        "objective": Asked(2, 40),
        "description": Asked(4, 200),
        "key_point": Asked(5, 70),
        "why_right": Asked(12, 200),
        "reason": Asked(9, 120),
        "question": Asked(5, 160),
        "explanation": Asked(12, 160),
        "project_body": Asked(500, 900),
        "example": Asked(150, 350),
        "summary": Asked(18, 160),
        "instructions": Asked(24, 320),
        "expected_result": Asked(15, 200),
        "hint": Asked(4, 70),
        "focus": Asked(1, 20),
        "introduction": Asked(80, 250),
        "meaning": Asked(6, 60),
        "summary_sheet": Asked(120, 700),
    }
)
"""By field. Where the prompts ask for sentences, one is 6 to 30 words. Options are compared, not counted."""

MIN_HINTS, MAX_HINTS = 2, 4
EXCUSE_REPEATS = 3
"""The same reason for so many options is no reason for any of them."""

_SHORTEST_SECTION = 45
"""Words from which on a section does more than to announce."""

_HEADING = re.compile(r"^(#{1,6} .*)$", re.MULTILINE)
_CODE_BLOCK = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)", re.MULTILINE | re.DOTALL)


def lengths(blocks: Iterable[Block]) -> Iterator[Finding]:
    """`length`: of every text whose length was asked for, bodies of exam courses left out."""
    for one in blocks:
        asked = ASKED.get(one.field)
        if asked is not None and has_content(one.text):
            yield from _length(one.pointer, count(one.text), asked)


def lesson_body(at: str, lesson: Lesson) -> Iterator[Finding]:
    questions = len(lesson.question_ids)
    if has_content(lesson.body):
        asked = Asked(fewest_lesson_words(questions), lesson_words(questions))
        yield from _length(f"{at}/body", count(lesson.body), asked)


def sections(pointer: str, body: str) -> Iterator[Finding]:
    """`empty-section`: a heading with nothing below it. `only-announces`: its text says what will be said."""
    parts = _HEADING.split(_CODE_BLOCK.sub("code", body))
    headings, texts = ["", *parts[1::2]], parts[::2]
    for index, (heading, text) in enumerate(zip(headings, texts, strict=True)):
        following = headings[index + 1] if index + 1 < len(headings) else ""
        if heading and not has_content(text) and _depth(following) <= _depth(heading):
            yield block("empty-section", pointer, f"Nothing stands under {quoted(heading.lstrip('# '))}.")
        elif (match := phrases.ANNOUNCES.search(text)) and count(text) < _SHORTEST_SECTION:
            yield warn("only-announces", pointer, f"Says what will be said: {quoted(match[0])}")


def _depth(heading: str) -> int:
    return len(heading) - len(heading.lstrip("#"))


def repeats(at: str, lesson: Lesson) -> Iterator[Finding]:
    """Equal reasons of a question, equal key points, equal objectives."""
    for index, worked in enumerate(lesson.worked_questions):
        here = f"{at}/worked_questions/{index}"
        reasons = [wrong.reason for wrong in worked.why_wrong]
        yield from equal(
            "equal-reasons", [f"{here}/why_wrong/{n}/reason" for n in range(len(reasons))], reasons
        )
    for name, texts in (("key_points", lesson.key_points), ("objectives", lesson.objectives)):
        yield from equal(
            f"equal-{name.replace('_', '-')}", [f"{at}/{name}/{n}" for n in range(len(texts))], texts
        )


def excuses(reasons: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """`excuse`: one reason for many options of a course. (pointer, text)"""
    places: dict[str, list[tuple[str, str]]] = {}
    for pointer, text in reasons:
        places.setdefault(same(text), []).append((pointer, text))
    for found in places.values():
        if len(found) >= EXCUSE_REPEATS and has_content(found[0][1]):
            pointer, text = found[0]
            yield block("excuse", pointer, f"Stands {len(found)} times in the course: {quoted(text)}")


def task(at: str, one: Task) -> Iterator[Finding]:
    if not MIN_HINTS <= len(one.hints) <= MAX_HINTS:
        yield block(
            "hint-number",
            f"{at}/hints",
            f"{len(one.hints)} hints, {MIN_HINTS} to {MAX_HINTS} were asked for.",
        )
    yield from equal("equal-hints", [f"{at}/hints/{n}" for n in range(len(one.hints))], one.hints)
    result = essence(one.expected_result)
    for index, hint in enumerate(one.hints):
        if len(result) >= _GIVEAWAY and result in essence(hint):
            yield block("hint-gives-away", f"{at}/hints/{index}", "Says the expected result.")


_GIVEAWAY = 25
"""Characters from which on a result does not stand in a hint by accident."""


def equal(rule: str, pointers: Sequence[str], texts: Sequence[str]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for pointer, text in zip(pointers, texts, strict=True):
        if not has_content(text):
            continue
        first = seen.setdefault(same(text), pointer)
        if first != pointer:
            yield block(rule, pointer, f"Says the same as {first}: {quoted(text)}")


def _length(pointer: str, words: int, asked: Asked) -> Iterator[Finding]:
    message = f"{words} words, {asked.least} to {asked.most} were asked for."
    if words < asked.least * BLOCK_BELOW or words > asked.most * BLOCK_ABOVE:
        yield block("length", pointer, message)
    elif words < asked.least * WARN_BELOW or words > asked.most * WARN_ABOVE:
        yield warn("length", pointer, message)
