"""Numbers of topics, and every question in exactly one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.engine.errors import PermanentError
from generation.pipelines.exam_course.contracts import MergedTopic, TopicDraft
from generation.pipelines.exam_course.outline import drafts, max_topics, merged, outline, target_topics
from generation.pipelines.exam_course.splitting import split


@pytest.mark.parametrize(
    ("questions", "target", "most"),
    [
        (1, 1, 1),
        (3, 1, 1),
        (5, 1, 1),
        (10, 2, 3),
        (25, 5, 6),
        (50, 10, 12),
        (120, 12, 14),
        (599, 24, 28),
        (600, 24, 28),
        (1_000, 30, 36),
    ],
)
def test_wanted_topics(questions: int, target: int, most: int) -> None:
    assert (target_topics(questions), max_topics(questions)) == (target, most)


def test_more_questions_never_want_fewer_topics() -> None:
    targets = [target_topics(questions) for questions in range(1, 1_001)]
    assert targets == sorted(targets)
    assert all(target <= questions for questions, target in enumerate(targets, 1))


def _answer(groups: list[list[str]]) -> list[TopicDraft]:
    return [TopicDraft(title="T", brief="B", description="D", question_ids=group) for group in groups]


@settings(deadline=None)
@given(st.data(), st.integers(1, 1_000))
def test_slices_merged_hold_every_question_once(data: st.DataObject, count: int) -> None:
    ids = [f"q{number}" for number in range(count)]
    answers = []
    for part in split(ids, most=120, most_chars=1_000_000, chars=len):
        hands = data.draw(st.integers(1, min(14, len(part))))
        answers.append(_answer([list(part[start::hands]) for start in range(hands)]))
    found = drafts(answers)
    draft_ids = data.draw(st.permutations([draft.draft_id for draft in found]))
    parts = data.draw(st.integers(1, len(draft_ids)))
    groups = [draft_ids[start::parts] for start in range(parts)]
    answer = [MergedTopic(title="T", brief="B", description="D", draft_ids=group) for group in groups]
    topics = merged(found, answer, ids)
    assert sorted(one for topic in topics for one in topic.question_ids) == sorted(ids)
    assert len({topic.topic_id for topic in topics}) == len(topics)
    by_id = {draft.draft_id: draft for draft in found}
    assert topics[0].question_ids[: len(by_id[groups[0][0]].question_ids)] == by_id[groups[0][0]].question_ids


def test_topics_are_numbered_in_their_order() -> None:
    topics = outline(drafts([_answer([[str(number)] for number in range(11)])]), [str(n) for n in range(11)])
    assert [topic.topic_id for topic in topics][::10] == ["topic-01", "topic-11"]


@pytest.mark.parametrize("groups", [[["a"]], [["a", "b"], ["b"]], [["a", "b", "c"]]])
def test_an_outline_that_is_no_partition_ends_the_task(groups: list[list[str]]) -> None:
    with pytest.raises(PermanentError) as failed:
        outline(drafts([_answer(groups)]), ["a", "b"])
    assert failed.value.code == "outline-incomplete"
