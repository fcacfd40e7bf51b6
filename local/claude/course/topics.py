"""Kind `topics`: an exam's questions, each in exactly one topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from local.claude.course.grouping import group
from local.claude.course.likeness import Vector, similarities, vectors
from local.claude.course.questions import BadData, Question, parse_questions, texts_of
from local.claude.course.text import shorten, terms
from local.claude.course.titles import Phrases, joined
from local.claude.course.words import FOREIGN_TITLE, Words, quoted, words_of

_EXAMPLE_LENGTH = 160
_SUBJECT_LENGTH = 400
_TITLE_LENGTH = 120


def topics(tags: Mapping[str, Any]) -> dict[str, Any]:
    """`topics` [{"title", "brief", "description", "question_ids"}] for `<call>` and `<questions>`.

    Where every question names a topic, those are the topics (the nearest joined while there are more than
    `max_topics`). Otherwise there are `target_topics` groups by TF-IDF and average linkage, fewer only if
    there are fewer questions that differ. Raises BadData.
    """
    target, most = limits(tags)
    questions = parse_questions(tags)
    hints = [question.topic.casefold() for question in questions]
    groups = (
        _by_hint(questions, hints, most)
        if all(hints) and len(set(hints)) > 1
        else _by_likeness(questions, min(target, most))
    )
    phrases = Phrases([_fields(question) for question in questions])
    said_in = words_of(tags, texts_of(questions))
    titles = unique([_title(questions, members, phrases, said_in) for members in groups])
    found = [
        {
            "title": title,
            "brief": _brief(questions, members, phrases, said_in),
            "description": _description(questions, members, phrases, said_in),
            "question_ids": [questions[index].question_id for index in members],
        }
        for title, members in zip(titles, groups, strict=True)
    ]
    return {"topics": found, "merged_topics": None, "lesson": None, "whole_course": None}


def limits(tags: Mapping[str, Any]) -> tuple[int, int]:
    """`target_topics` and `max_topics` of `<call>`, both at least 1. Raises BadData."""
    call = tags.get("call")
    values = [call.get(name) if isinstance(call, dict) else None for name in ("target_topics", "max_topics")]
    if not all(isinstance(value, int) and value >= 1 for value in values):
        raise BadData("<call> must name target_topics and max_topics, whole numbers from 1")
    return int(values[0] or 1), int(values[1] or 1)


def unique(titles: Sequence[str]) -> list[str]:
    """The titles, a number behind those that have occurred before."""
    seen: dict[str, int] = defaultdict(int)
    found = []
    for title in titles:
        seen[title.casefold()] += 1
        count = seen[title.casefold()]
        found.append(title if count == 1 else f"{title} ({count})")
    return found


def _by_likeness(questions: Sequence[Question], wanted: int) -> list[list[int]]:
    matrix = similarities(_vectors(questions))
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, question in enumerate(questions):
        content = sorted(option.text.casefold() for option in question.options)
        alike[(question.text.casefold(), *content)].append(index)
    # The same question asked twice is one item: it cannot fill two topics.
    items = list(alike.values())
    firsts = [members[0] for members in items]
    between = [[matrix[a][b] for b in firsts] for a in firsts]
    groups = group(between, [len(members) for members in items], wanted)
    return [sorted(index for item in members for index in items[item]) for members in groups]


def _by_hint(questions: Sequence[Question], hints: Sequence[str], most: int) -> list[list[int]]:
    named: dict[str, list[int]] = defaultdict(list)
    for index, hint in enumerate(hints):
        named[hint].append(index)
    items = list(named.values())
    if len(items) <= most:
        return items
    matrix = similarities(_vectors(questions))
    between = [[sum(matrix[i][j] for i in a for j in b) / (len(a) * len(b)) for b in items] for a in items]
    groups = group(between, [len(members) for members in items], most)
    return [sorted(index for item in members for index in items[item]) for members in groups]


def _vectors(questions: Sequence[Question]) -> list[Vector]:
    """What a question is about: its text, most of all its answer, and less its distractors."""
    return vectors(
        [
            [
                (1.0, terms(question.text)),
                (1.5, terms(" . ".join(option.text for option in question.right))),
                (0.3, terms(" . ".join(option.text for option in question.wrong))),
                (0.7, terms(question.explanation)),
            ]
            for question in questions
        ]
    )


def _fields(question: Question) -> list[tuple[float, str]]:
    right = [(1.0, option.text) for option in question.right]
    return [(1.0, question.text), *right, (0.4, question.explanation)]


def _title(questions: Sequence[Question], members: Sequence[int], phrases: Phrases, said_in: Words) -> str:
    most = FOREIGN_TITLE if said_in.is_foreign else _TITLE_LENGTH
    hints = list(dict.fromkeys(questions[index].topic for index in members))
    if all(hints) and len({hint.casefold() for hint in hints}) <= 3 and all(q.topic for q in questions):
        distinct = {hint.casefold(): hint for hint in reversed(hints)}
        return shorten(said_in.listed(list(reversed(distinct.values()))), most)
    title = joined(phrases.strongest(members, 3 if len(members) > 5 else 2), said_in.listed, most)
    return shorten(title, most) or shorten(questions[members[0]].text, most // 2) or said_in("questions")


def _brief(questions: Sequence[Question], members: Sequence[int], phrases: Phrases, said_in: Words) -> str:
    example = quoted(shorten(questions[members[0]].text, _EXAMPLE_LENGTH))
    return f"{_description(questions, members, phrases, said_in)} {said_in('example', example=example)}"


def _description(
    questions: Sequence[Question], members: Sequence[int], phrases: Phrases, said_in: Words
) -> str:
    about = [phrase.surface for phrase in phrases.strongest(members, 5)]
    subject = shorten(", ".join(about), _SUBJECT_LENGTH)
    told = said_in("about", subject=quoted(subject) if said_in.is_foreign else subject) if about else ""
    return " ".join(filter(None, (said_in("counted", count=len(members)), told)))
