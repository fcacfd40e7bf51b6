"""Outline: the topics of a course, each question of the exam in exactly one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from generation.engine.errors import PermanentError

if TYPE_CHECKING:
    from generation.pipelines.exam_course.contracts import MergedTopic, TopicDraft

_TARGETS = ((3, 1), (50, 10), (600, 24), (1_000, 30))
"""Questions and the topics wanted for them, straight lines between. A topic of five questions is one
lesson; in larger exams more questions share a concept, and thirty chapters are as many as a reader can
keep in view."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A chapter of the course.

    brief         for the authors of its lessons: what is taught, and where the neighbours begin
    description   for readers
    question_ids  in teaching order: lessons are cut from it, neighbours stay together
    """

    topic_id: str
    title: str
    brief: str
    description: str
    question_ids: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "question_ids": list(self.question_ids)}

    @classmethod
    def of_json(cls, raw: Mapping[str, Any]) -> Topic:
        # Courses of earlier releases have a description that serves as both.
        brief = raw.get("brief", raw["description"])
        return cls(raw["topic_id"], raw["title"], brief, raw["description"], tuple(raw["question_ids"]))


@dataclass(frozen=True, slots=True)
class Draft:
    """A topic of one slice of a large exam, before the slices are merged."""

    draft_id: str
    title: str
    brief: str
    description: str
    question_ids: tuple[str, ...]


def target_topics(questions: int) -> int:
    """How many topics suit an exam of 1 to 1,000 questions."""
    if questions <= _TARGETS[0][0]:
        return _TARGETS[0][1]
    for (low, fewer), (high, more) in pairwise(_TARGETS):
        if questions <= high:
            return round(fewer + (more - fewer) * (questions - low) / (high - low))
    return _TARGETS[-1][1]


def max_topics(questions: int) -> int:
    """How many topics are allowed: a fifth more than wanted, so that the model need not force a fit."""
    target = target_topics(questions)
    return 1 if target == 1 else target + max(1, target // 5)


def drafts(answers: Sequence[Sequence[TopicDraft]]) -> list[Draft]:
    """The topics of all slices, numbered through."""
    topics = [topic for answer in answers for topic in answer]
    return [
        Draft(f"draft-{number}", topic.title, topic.brief, topic.description, tuple(topic.question_ids))
        for number, topic in enumerate(topics, 1)
    ]


def outline(found: Sequence[Draft], question_ids: Sequence[str]) -> list[Topic]:
    """Topics out of the drafts of an exam in a single slice."""
    return _proven(
        [
            Topic(f"topic-{number:02}", draft.title, draft.brief, draft.description, draft.question_ids)
            for number, draft in enumerate(found, 1)
        ],
        question_ids,
    )


def merged(found: Sequence[Draft], answer: Sequence[MergedTopic], question_ids: Sequence[str]) -> list[Topic]:
    """Topics out of the drafts of several slices; each keeps the order inside its drafts."""
    by_id = {draft.draft_id: draft for draft in found}
    return _proven(
        [
            Topic(
                f"topic-{number:02}",
                topic.title,
                topic.brief,
                topic.description,
                tuple(one for draft_id in topic.draft_ids for one in by_id[draft_id].question_ids),
            )
            for number, topic in enumerate(answer, 1)
        ],
        question_ids,
    )


def _proven(topics: list[Topic], question_ids: Sequence[str]) -> list[Topic]:
    """The answers were checked one by one; this is the promise about all of them together."""
    if Counter(one for topic in topics for one in topic.question_ids) != Counter(question_ids):
        raise PermanentError("A question is in no topic or in several.", code="outline-incomplete")
    return topics
