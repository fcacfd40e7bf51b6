"""Topics: every question in exactly one, useful sizes, readable titles, the same each time."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.claude.course.questions import BadData
from local.claude.course.topics import topics
from tests.data.exams import EXPLAINED, FIFTIES, UNEXPLAINED
from tests.unit.local.claude.course.exams import question, questions_of, weird_questions


def detect(questions: list[dict[str, Any]], target: int, most: int | None = None) -> list[dict[str, Any]]:
    call = {"kind": "topics", "target_topics": target, "max_topics": most or target + 2}
    found: list[dict[str, Any]] = topics({"call": call, "questions": questions})["topics"]
    return found


def ids(found: list[dict[str, Any]]) -> list[str]:
    return sorted(question_id for topic in found for question_id in topic["question_ids"])


@pytest.mark.parametrize("path", FIFTIES, ids=lambda path: path.stem)
def test_exam_of_fifty_has_each_question_in_exactly_one_of_ten_topics(path: Path) -> None:
    questions = questions_of(path)

    found = detect(questions, 10, 12)

    assert len(found) == 10
    assert ids(found) == sorted(question["question_id"] for question in questions)


@pytest.mark.parametrize("path", FIFTIES, ids=lambda path: path.stem)
def test_topics_of_fifty_questions_are_neither_giant_nor_single(path: Path) -> None:
    sizes = [len(topic["question_ids"]) for topic in detect(questions_of(path), 10)]

    assert min(sizes) >= 2
    assert max(sizes) <= 10


@pytest.mark.parametrize("path", FIFTIES, ids=lambda path: path.stem)
def test_titles_are_distinct_and_free_of_markup(path: Path) -> None:
    found = detect(questions_of(path), 10)
    titles = [topic["title"] for topic in found]

    assert len(set(titles)) == len(titles)
    assert all(0 < len(title) <= 120 and not title[0].islower() for title in titles)
    assert not any("<" in topic["title"] + topic["description"] for topic in found)


def test_titles_spell_names_as_the_exam_does() -> None:
    titles = " / ".join(topic["title"] for topic in detect(questions_of(UNEXPLAINED), 10))

    assert "Solar System" in titles
    assert "Pacific Ocean" in titles
    assert "Edwin Hubble" in titles
    assert "Tropic of Cancer" in titles


@pytest.mark.parametrize(
    ("path", "alike"),
    [
        (UNEXPLAINED, ["Kepler&#39;s first law", "Kepler's third law"]),
        (UNEXPLAINED, ["rocks are igneous", "Which rock arises", "What are fossils"]),
        (UNEXPLAINED, ["Which waves of an earthquake", "S waves not pass"]),
        (UNEXPLAINED, ["Which ocean is the largest", "Where do most of the active volcanoes"]),
        (EXPLAINED, ["Two transactions each hold", "FOR UPDATE", "ROLLBACK", "dirty reads"]),
        (EXPLAINED, ["statistics of a table", "shows the plan of a query"]),
        (EXPLAINED, ["A materialized view", "A view is defined"]),
        (EXPLAINED, ["method of replication", "reads from a replica"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else value.stem,
)
def test_questions_about_the_same_are_together(path: Path, alike: list[str]) -> None:
    text = {raw["question_id"]: raw["text"] for raw in questions_of(path)}
    by_topic = {
        question_id: topic["title"]
        for topic in detect(questions_of(path), 10)
        for question_id in topic["question_ids"]
    }

    found = [[question_id for question_id in text if words in text[question_id]] for words in alike]
    assert [len(ids) for ids in found] == [1] * len(alike)
    assert len({by_topic[question_id] for [question_id] in found}) == 1


def test_same_input_gives_the_same_topics() -> None:
    questions = questions_of(EXPLAINED)

    assert detect(questions, 10) == detect(questions, 10)


def test_hints_of_the_exam_are_the_topics_if_every_question_has_one() -> None:
    questions = [
        question(n, f"Question number {n}?", "Yes", "No", topic=("Networks", "Disks")[n % 2])
        for n in range(6)
    ]

    found = detect(questions, 3)

    assert [topic["title"] for topic in found] == ["Networks", "Disks"]
    assert found[0]["question_ids"] == ["q0", "q2", "q4"]


def test_more_hints_than_allowed_are_joined() -> None:
    questions = [question(n, f"About thing {n}?", "Yes", "No", topic=f"Thing {n}") for n in range(9)]

    found = detect(questions, 3, 4)

    assert len(found) == 4
    assert len(ids(found)) == 9


def test_hints_of_some_questions_only_decide_nothing() -> None:
    questions = questions_of(UNEXPLAINED)
    with_hint = [{**questions[0], "topic": "Mine"}, *questions[1:]]

    assert detect(with_hint, 10) == detect(questions, 10)


def test_identical_questions_are_one_topic() -> None:
    found = detect([question(n, "Which service is it?", "This", "That") for n in range(300)], 10)

    assert [len(topic["question_ids"]) for topic in found] == [300]


def test_fewer_questions_than_topics_make_fewer_topics() -> None:
    questions = [
        question(n, f"What is {word}?", word, "none") for n, word in enumerate(["ice", "fire", "wood"])
    ]

    assert len(detect(questions, 10)) == 3


def test_one_question_is_one_topic() -> None:
    assert detect([question(1, "Why?", "So", "No")], 1)[0]["question_ids"] == ["q1"]


def test_150_questions_take_less_than_a_second_of_cpu() -> None:
    questions = [
        {**raw, "question_id": f"{path.stem}-{copy}-{raw['question_id']}", "text": f"{raw['text']} ({copy})"}
        for path in FIFTIES
        for copy in range(2)
        for raw in questions_of(path)
    ][:150]

    begin = time.process_time()
    detect(questions, 16)

    assert time.process_time() - begin < 1.0


@pytest.mark.parametrize(
    ("tags", "where"),
    [
        ({}, "target_topics"),
        ({"call": {"target_topics": 0, "max_topics": 2}}, "target_topics"),
        ({"call": {"target_topics": 1, "max_topics": 2}}, "<questions>"),
        ({"call": {"target_topics": 1, "max_topics": 2}, "questions": []}, "<questions>"),
        ({"call": {"target_topics": 1, "max_topics": 2}, "questions": [{}]}, "questions[0]"),
    ],
)
def test_malformed_data_are_named(tags: dict[str, Any], where: str) -> None:
    with pytest.raises(BadData) as raised:
        topics(tags)

    assert where in str(raised.value)


@settings(max_examples=60, deadline=None)
@given(weird_questions(), st.integers(1, 6))
def test_weird_exams_lose_and_repeat_no_question(questions: list[dict[str, Any]], target: int) -> None:
    found = detect(questions, target)

    assert Counter(ids(found)) == Counter(question["question_id"] for question in questions)
    assert 1 <= len(found) <= target
    assert all(topic["question_ids"] and topic["title"].strip() and topic["description"] for topic in found)
    assert all(len(topic["title"]) <= 200 and len(topic["description"]) <= 1000 for topic in found)
