"""Merged topics: every draft in exactly one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.claude.course.merge import merge_topics
from local.claude.course.questions import BadData
from local.claude.course.topics import topics
from tests.data.exams import FIFTIES
from tests.unit.local.claude.course.exams import questions_of, shown


def merge(drafts: list[dict[str, Any]], target: int) -> list[dict[str, Any]]:
    call = {"kind": "merge_topics", "target_topics": target, "max_topics": target + 1}
    found: list[dict[str, Any]] = merge_topics({"call": call, "drafts": drafts})["merged_topics"]
    return found


def ids(found: list[dict[str, Any]]) -> list[str]:
    return sorted(draft_id for topic in found for draft_id in topic["draft_ids"])


def drafts_of_exams() -> list[dict[str, Any]]:
    drafts = []
    for path in FIFTIES:
        questions = questions_of(path)
        text = {question["question_id"]: question["text"] for question in questions}
        call = {"target_topics": 10, "max_topics": 12}
        for number, topic in enumerate(topics({"call": call, "questions": questions})["topics"]):
            drafts.append(
                {
                    "draft_id": f"{path.stem}-{number}",
                    "title": topic["title"],
                    "description": topic["description"],
                    "questions": len(topic["question_ids"]),
                    "examples": [text[question_id] for question_id in topic["question_ids"][:3]],
                }
            )
    return drafts


def test_drafts_of_two_exams_become_the_wanted_number_of_topics() -> None:
    drafts = drafts_of_exams()

    found = merge(drafts, 12)

    assert len(found) == 12
    assert ids(found) == sorted(draft["draft_id"] for draft in drafts)


def test_drafts_about_the_same_are_joined() -> None:
    drafts = drafts_of_exams()

    found = merge(drafts, 12)

    of_earth = {draft["draft_id"] for draft in drafts if "Earth" in draft["title"]}
    [together] = [topic for topic in found if of_earth <= set(topic["draft_ids"])]
    assert len(of_earth) == 2
    assert "Earth" in together["title"]


def test_drafts_of_one_title_stay_together() -> None:
    drafts: list[dict[str, Any]] = [
        {"draft_id": f"d{n}", "title": title, "description": "", "questions": 3, "examples": []}
        for n, title in enumerate(["Disks", "Networks"] * 3)
    ]

    found = merge(drafts, 5)

    assert [(topic["title"], topic["draft_ids"]) for topic in found] == [
        ("Disks", ["d0", "d2", "d4"]),
        ("Networks", ["d1", "d3", "d5"]),
    ]


@pytest.mark.parametrize("drafts", [None, [], [{"draft_id": "a"}], [{"draft_id": 1, "title": "x"}]])
def test_malformed_drafts_are_refused(drafts: Any) -> None:
    with pytest.raises(BadData):
        merge(drafts, 3)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(shown, shown, st.integers(0, 50)), min_size=1, max_size=12), st.integers(1, 5))
def test_weird_drafts_are_each_in_one_topic(raw: list[tuple[str, str, int]], target: int) -> None:
    drafts: list[dict[str, Any]] = [
        {"draft_id": f"d{n}", "title": title, "description": text, "questions": questions, "examples": [text]}
        for n, (title, text, questions) in enumerate(raw)
    ]

    found = merge(drafts, target)

    assert ids(found) == sorted(draft["draft_id"] for draft in drafts)
    assert len(found) <= target
    assert all(topic["title"].strip() and topic["description"] for topic in found)
