"""Kind `merge_topics`: the draft topics of an exam's slices, joined into the topics of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local.claude.course.grouping import group
from local.claude.course.likeness import similarities, vectors
from local.claude.course.markup import plain
from local.claude.course.questions import BadData
from local.claude.course.text import shorten, terms
from local.claude.course.titles import Phrases, joined
from local.claude.course.topics import limits, unique
from local.claude.course.words import FOREIGN_TITLE, Words, quoted, words_of

_TITLE_LENGTH = 120
_SUBJECT_LENGTH = 400


@dataclass(frozen=True)
class _Draft:
    draft_id: str
    title: str
    brief: str
    questions: int
    examples: tuple[str, ...]


def merge_topics(tags: Mapping[str, Any]) -> dict[str, Any]:
    """`merged_topics` [{"title", "brief", "description", "draft_ids"}] for `<call>` and `<drafts>`.

    `target_topics` groups by the drafts' titles, briefs and examples, weighed by their numbers of
    questions; drafts of one title stay together. Raises BadData.
    """
    target, most = limits(tags)
    drafts = _drafts(tags)
    named: dict[str, list[int]] = {}
    for index, draft in enumerate(drafts):
        named.setdefault(draft.title.casefold(), []).append(index)
    items = list(named.values())
    matrix = similarities(vectors([_fields([drafts[index] for index in item]) for item in items]))
    sizes = [sum(drafts[index].questions for index in item) for item in items]
    groups = group(matrix, sizes, min(target, most))
    phrases = Phrases([[(1.0, d.title), (0.6, " . ".join(d.examples)), (0.4, d.brief)] for d in drafts])
    merged = [sorted(index for item in members for index in items[item]) for members in groups]
    said_in = words_of(tags, [example for draft in drafts for example in draft.examples])
    titles = unique([_title(drafts, members, phrases, said_in) for members in merged])
    topics = [
        {
            "title": title,
            "brief": _brief(drafts, members, said_in),
            "description": _description(drafts, members, said_in),
            "draft_ids": [drafts[index].draft_id for index in members],
        }
        for title, members in zip(titles, merged, strict=True)
    ]
    return {"topics": None, "merged_topics": topics, "lesson": None, "whole_course": None}


def _fields(drafts: list[_Draft]) -> list[tuple[float, list[str]]]:
    """What drafts of one title are about: the title most of all."""
    return [
        (2.0, terms(drafts[0].title)),
        (1.0, [term for draft in drafts for example in draft.examples for term in terms(example)]),
        (0.5, [term for draft in drafts for term in terms(draft.brief)]),
    ]


def _title(drafts: list[_Draft], members: list[int], phrases: Phrases, said_in: Words) -> str:
    most = FOREIGN_TITLE if said_in.is_foreign else _TITLE_LENGTH
    titles = {drafts[index].title.casefold(): drafts[index].title for index in members}
    if len(titles) == 1:
        return shorten(next(iter(titles.values())), most) or said_in("questions")
    title = joined(phrases.strongest(members, 3), said_in.listed, most) or said_in.listed(
        list(titles.values())
    )
    return shorten(title, most) or said_in("questions")


def _brief(drafts: list[_Draft], members: list[int], said_in: Words) -> str:
    briefs = " ".join(drafts[index].brief for index in members)
    return shorten(briefs, 900) or _description(drafts, members, said_in)


def _description(drafts: list[_Draft], members: list[int], said_in: Words) -> str:
    titles = ", ".join(dict.fromkeys(drafts[index].title for index in members))
    subject = shorten(titles, _SUBJECT_LENGTH)
    total = sum(drafts[index].questions for index in members)
    about = said_in("about", subject=quoted(subject) if said_in.is_foreign else subject)
    return f"{said_in('counted', count=total)} {about}"


def _drafts(tags: Mapping[str, Any]) -> list[_Draft]:
    raw = tags.get("drafts")
    if not isinstance(raw, list) or not raw:
        raise BadData("<drafts> must hold, as JSON, a list of at least one draft")
    drafts = [_draft(item, f"drafts[{index}]") for index, item in enumerate(raw)]
    if len({draft.draft_id for draft in drafts}) < len(drafts):
        raise BadData("draft ids must be unique")
    return drafts


def _draft(raw: object, at: str) -> _Draft:
    if not isinstance(raw, dict):
        raise BadData(f"{at} must be an object")
    for name in ("draft_id", "title"):
        if not isinstance(raw.get(name), str):
            raise BadData(f"{at}.{name} must be a string")
    examples = raw.get("examples") or []
    if not isinstance(examples, list) or not all(isinstance(example, str) for example in examples):
        raise BadData(f"{at}.examples must be a list of strings")
    questions = raw.get("questions", 1)
    if not isinstance(questions, int) or questions < 0:
        raise BadData(f"{at}.questions must be a number of questions")
    brief = plain(str(raw.get("brief") or ""))
    return _Draft(raw["draft_id"], plain(raw["title"]), brief, max(1, questions), tuple(map(plain, examples)))
