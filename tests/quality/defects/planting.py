"""Planting: what models were seen to write, and what people leave in, planted into good artifacts.

Each defect spoils a copy at a place that the seed chooses and names the rule that has to find it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.quality.corpus import LANGUAGES

Json = dict[str, Any]
Spoil = Callable[[Json, str, Random], None]


@dataclass(frozen=True)
class Defect:
    """kinds: of artifacts that it is planted into. blocks: whether the rule has to block."""

    name: str
    rule: str
    kinds: tuple[str, ...]
    spoil: Spoil
    blocks: bool = True
    needs_exam: bool = False


DEFECTS: list[Defect] = []


def defect(rule: str, *kinds: str, blocks: bool = True, needs_exam: bool = False) -> Callable[[Spoil], Spoil]:
    def registered(spoil: Spoil) -> Spoil:
        DEFECTS.append(Defect(spoil.__name__, rule, kinds or ("course",), spoil, blocks, needs_exam))
        return spoil

    return registered


def lessons(artifact: Json) -> list[Json]:
    groups = artifact.get("topics") or artifact.get("projects") or []
    return [lesson for group in groups for lesson in group.get("lessons", [])]


def questions(artifact: Json) -> list[Json]:
    return [question for lesson in lessons(artifact) for question in lesson["quiz"]]


def plain_places(artifact: Json) -> Iterator[tuple[Any, Any]]:
    """Every plain text of an artifact, as container and key."""
    for group in artifact.get("topics", []):
        yield group, "description"
    for lesson in lessons(artifact):
        for index in range(len(lesson.get("key_points", []))):
            yield lesson["key_points"], index
        for worked in lesson.get("worked_questions", []):
            yield worked, "why_right"
            for wrong in worked["why_wrong"]:
                yield wrong, "reason"
        for question in lesson.get("quiz", []):
            yield question, "question"
            yield question, "explanation"
        for task in lesson.get("tasks", []):
            yield task, "instructions"
            yield task, "expected_result"
            yield task["hints"], 0
        if "summary" in lesson:
            yield lesson, "summary"
    for outline in artifact.get("outlines", []):
        yield outline, "angle"
        for project in outline["projects"]:
            yield project, "description"
    for week in artifact.get("weeks", []):
        for session in week["sessions"]:
            yield session, "notes"
            yield session["exercises"][0], "notes"
    if "weeks" in artifact:
        yield artifact, "description"


def plain_place(artifact: Json, random: Random) -> tuple[Any, Any]:
    return random.choice(list(plain_places(artifact)))


def appended(artifact: Json, random: Random, text: str) -> None:
    container, key = plain_place(artifact, random)
    container[key] = f"{container[key]} {text}".strip()


Texts = Mapping[str, Sequence[str]]
"""By language."""


def says(name: str, rule: str, texts: Texts, *kinds: str) -> None:
    """A defect that appends one of the texts to a plain text."""

    def spoil(artifact: Json, language: str, random: Random) -> None:
        appended(artifact, random, random.choice(texts[language]))

    spoil.__name__ = name
    defect(rule, *kinds)(spoil)


def in_every_language(*texts: str) -> Texts:
    return dict.fromkeys(LANGUAGES, texts)


def prose(artifact: Json, random: Random) -> tuple[Any, Any]:
    """A plain text that is long enough to have a language."""
    return random.choice([place for place in plain_places(artifact) if len(place[0][place[1]]) > 90])


EVERY = ("course", "project", "outlines", "program")
WRITTEN = ("course", "project")
