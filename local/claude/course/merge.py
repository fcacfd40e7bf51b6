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
from local.claude.course.titles import Phrases, joined, listed
from local.claude.course.topics import limits, unique

_TITLE_LENGTH = 120


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
    titles = unique([_title(drafts, members, phrases) for members in merged])
    topics = [
        {
            "title": title,
            "brief": _brief(drafts, members),
            "description": _description(drafts, members),
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


def _title(drafts: list[_Draft], members: list[int], phrases: Phrases) -> str:
    titles = {drafts[index].title.casefold(): drafts[index].title for index in members}
    if len(titles) == 1:
        return shorten(next(iter(titles.values())), _TITLE_LENGTH) or "Questions"
    title = joined(phrases.strongest(members, 3)) or listed(list(titles.values()))
    return shorten(title, _TITLE_LENGTH) or "Questions"


def _brief(drafts: list[_Draft], members: list[int]) -> str:
    return shorten(" ".join(drafts[index].brief for index in members), 900) or _description(drafts, members)


def _description(drafts: list[_Draft], members: list[int]) -> str:
    titles = list(dict.fromkeys(drafts[index].title for index in members))
    total = sum(drafts[index].questions for index in members)
    count = "1 question" if total == 1 else f"{total} questions"
    return shorten(f"{count} about {listed(titles)}.", 500)


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
