"""The prompts as they go out: under snapshot, shared to the byte, closed to what exams contain."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from generation.engine.run import Prompt
from generation.pipelines.exam_course import prompts
from generation.pipelines.exam_course.exam import Exam, Question
from generation.pipelines.exam_course.lessons import lesson_parts
from generation.pipelines.exam_course.outline import Draft, Topic
from generation.pipelines.exam_course.prompts import Course, lesson_prompt, merge_prompt, topics_prompt
from generation.pipelines.exam_course.topics import CHARS_PER_SLICE, slices
from generation.quality.asked import quiz_questions
from tests.unit.pipelines.exams import exam, hostile_exam, question, small_exam
from tests.unit.pipelines.scripted import tags
from tests.unit.pipelines.snapshots import assert_is_snapshot

TOPICS = (
    Topic(
        "topic-01",
        "Temperature and growth",
        "Why warmth decides how bacteria multiply. How they travel belongs to the next topic.",
        "Why warmth decides how bacteria multiply.",
        ("fs-1", "fs-4"),
    ),
    Topic(
        "topic-02",
        "Keeping apart",
        "How bacteria travel & how to stop them; not how they multiply.",
        "How bacteria travel & how to stop them.",
        ("fs-2", "fs-3", "fs-5"),
    ),
)
COURSE = Course(exam_title="Food safety, level 2", language="de", audience="Kitchen staff, first year")
PLANNED = replace(COURSE, topics=TOPICS)
SMALL = Exam.model_validate(small_exam()).questions
SHARED = replace(COURSE, questions=tuple(SMALL))
"""The calls begin with the exam; in the others each brings its questions."""
HOSTILE = Exam.model_validate(hostile_exam())


def _whole(prompt: Prompt) -> str:
    """Everything that the model is sent, as one readable text."""
    parts = [f"--- shared {number} ---\n{text}" for number, text in enumerate(prompt.shared, 1)]
    return "\n".join(
        [*parts, f"--- user ---\n{prompt.text}", f"--- schema ---\n{json.dumps(prompt.schema, indent=2)}\n"]
    )


def _without_guide(prompt: Prompt) -> str:
    """What `topics.md` does not show already: the guide and the schema are the same for all calls."""
    parts = [f"--- shared {number} ---\n{text}" for number, text in enumerate(prompt.shared[1:], 2)]
    return "\n".join([*parts, f"--- user ---\n{prompt.text}"])


def _drafts(questions: list[Question]) -> list[Draft]:
    ids = tuple(question.question_id for question in questions)
    return [
        Draft("draft-1", "Temperature", "Growth and heat.", "Heat.", ids[::2]),
        Draft("draft-2", "Hygiene", "Hands, boards, cloths.", "Hands.", ids[1::2]),
    ]


def _merge(course: Course, questions: list[Question]) -> Prompt:
    return merge_prompt(course, _drafts(questions), {one.question_id: one.text for one in questions})


def test_topics_prompt() -> None:
    assert_is_snapshot("topics.md", _whole(topics_prompt(SHARED, SMALL)))


def test_topics_prompt_of_a_slice() -> None:
    assert_is_snapshot("topics_of_a_slice.md", _without_guide(topics_prompt(COURSE, SMALL)))


def test_merge_prompt() -> None:
    assert_is_snapshot("merge_topics.md", _without_guide(_merge(COURSE, SMALL)))


def test_prompt_of_an_only_lesson() -> None:
    prompt = lesson_prompt(replace(SHARED, topics=TOPICS), TOPICS[0], [[SMALL[3], SMALL[0]]], 0)
    assert_is_snapshot("lesson.md", _without_guide(prompt))


def test_prompt_of_a_lesson_that_brings_its_questions() -> None:
    prompt = lesson_prompt(PLANNED, TOPICS[0], [SMALL], 0)
    assert_is_snapshot("lesson_with_questions.md", _without_guide(prompt))


def test_prompt_of_one_of_several_lessons() -> None:
    parts = [SMALL[:2], SMALL[2:4], SMALL[4:]]
    assert_is_snapshot("lesson_part.md", lesson_prompt(PLANNED, TOPICS[0], parts, 1).text)


def test_the_calls_name_what_is_wanted() -> None:
    questions = Exam.model_validate(exam(50)).questions
    assert tags(topics_prompt(COURSE, questions).text)["call"] == {
        "kind": "topics",
        "language": "de",
        "target_topics": 10,
        "max_topics": 12,
    }
    assert tags(_merge(COURSE, questions).text)["call"] == {
        "kind": "merge_topics",
        "language": "de",
        "target_topics": 10,
        "max_topics": 12,
    }
    assert tags(lesson_prompt(PLANNED, TOPICS[0], [questions[:5], questions[5:]], 1).text)["call"] == {
        "kind": "lesson",
        "language": "de",
        "part": 2,
        "parts": 2,
    }


@pytest.mark.parametrize("course", [COURSE, SHARED], ids=["own questions", "exam"])
def test_all_calls_of_a_job_begin_with_the_same_bytes_and_the_same_schema(course: Course) -> None:
    questions = Exam.model_validate(exam(30)).questions
    planned = replace(course, topics=TOPICS)
    calls = [
        topics_prompt(course, questions[:15]),
        topics_prompt(course, questions[15:]),
        _merge(course, questions),
        *(lesson_prompt(planned, topic, [SMALL[:2], SMALL[2:]], part) for topic in TOPICS for part in (0, 1)),
    ]
    assert len({prompt.shared[:2] for prompt in calls}) == 1
    assert [len({prompt.shared for prompt in phase}) for phase in (calls[:3], calls[3:])] == [1, 1]
    # As the cache compares them: the order of the fields counts too.
    assert len({json.dumps(prompt.schema) for prompt in calls}) == 1


def test_the_first_shared_block_is_the_same_for_every_job() -> None:
    other = Course(exam_title="Another", language="fr", audience=None, topics=TOPICS[:1])
    ours = lesson_prompt(replace(SHARED, topics=TOPICS), TOPICS[1], [SMALL], 0).shared
    theirs = lesson_prompt(other, TOPICS[0], [SMALL], 0).shared
    assert ours[0] == theirs[0]
    assert ours[1] != theirs[1]


def test_what_belongs_to_the_course_is_data() -> None:
    facts = {"exam_title": "Food safety, level 2", "language": "de", "audience": "Kitchen staff, first year"}
    prompt = lesson_prompt(replace(SHARED, topics=TOPICS), TOPICS[0], [SMALL], 0)
    assert tags(prompt.shared[1]) == {"course": facts, "questions": small_exam()["questions"]}
    assert tags(lesson_prompt(PLANNED, TOPICS[0], [SMALL], 0).shared[1]) == {"course": facts}
    topics = [{"title": topic.title, "brief": topic.brief} for topic in TOPICS]
    assert tags(prompt.shared[2]) == {"course_topics": topics}


def test_questions_are_sent_once() -> None:
    lessons = [SMALL[3:], [SMALL[2], SMALL[0]]]
    shared = tags(lesson_prompt(replace(SHARED, topics=TOPICS), TOPICS[0], lessons, 1).text)
    assert shared["question_ids"] == ["fs-3", "fs-1"]
    assert "questions" not in shared.keys() | tags(topics_prompt(SHARED, SMALL).text).keys()
    own = tags(lesson_prompt(PLANNED, TOPICS[0], lessons, 1).text)
    assert [question["question_id"] for question in own["questions"]] == ["fs-3", "fs-1"]
    assert "question_ids" not in own


def _hostile_prompts() -> list[Prompt]:
    questions = HOSTILE.questions
    text = questions[0].text
    ids = tuple(one.question_id for one in questions)
    topic = Topic("topic-01", text, text, text, ids)
    course = Course(exam_title=HOSTILE.title, language="en", audience=text, topics=(topic,))
    whole = replace(course, questions=tuple(questions))
    return [
        topics_prompt(course, questions),
        _merge(course, questions),
        lesson_prompt(course, topic, [questions[:3], questions[3:]], 0),
        topics_prompt(whole, questions),
        lesson_prompt(whole, topic, [questions[:3], questions[3:]], 0),
    ]


@pytest.mark.parametrize(
    "prompt",
    _hostile_prompts(),
    ids=["topics", "merge_topics", "lesson", "topics of the exam", "lesson of the exam"],
)
def test_hostile_data_closes_no_tag_and_opens_none(prompt: Prompt) -> None:
    names = {
        "call", "questions", "question_ids", "drafts", "topic", "course", "course_topics", "other_lessons",
    }  # fmt: skip
    for text in (prompt.text, *prompt.shared):
        for name in names:
            assert text.count(f"<{name}>") == text.count(f"</{name}>") <= 1
        assert names >= tags(text).keys()
    assert set(prompt.text.split("\n\n")[0]) & set("<>") == set()


def test_hostile_questions_arrive_as_they_are() -> None:
    shown = tags(lesson_prompt(PLANNED, TOPICS[0], [HOSTILE.questions], 0).text)["questions"]
    assert shown == HOSTILE.content["questions"]


def test_questions_to_sort_are_shown_in_part_and_to_teach_in_full() -> None:
    long = Question.model_validate(
        question(explanation="e" * 8_000, references=["https://example.org", "r" * 600], topic="Hint")
    )
    sorting, teaching = prompts.for_sorting(long), prompts.for_teaching(long)
    assert len(sorting["explanation"]) == prompts.SORTING_EXPLANATION
    assert sorting["explanation"].endswith("…")
    assert "references" not in sorting
    assert sorting["topic"] == teaching["topic"] == "Hint"
    assert teaching["explanation"] == "e" * 8_000
    assert teaching["references"] == ["https://example.org"]
    assert "references" not in prompts.for_teaching(Question.model_validate(question(references=["r" * 600])))


def test_siblings_of_a_lesson_are_shown_nearest_first_and_not_without_end() -> None:
    questions = Exam.model_validate(exam(100)).questions
    parts = lesson_parts(questions)
    shown = tags(lesson_prompt(PLANNED, TOPICS[0], parts, 5).text)["other_lessons"]
    assert [other["part"] for other in shown] == [4, 5, 7]
    assert sum(len(other["questions"]) for other in shown) == prompts.OTHERS


def _largest(number: int) -> dict[str, Any]:
    options = [{"option_id": f"{n}" + "<" * 99, "text": "<" * 1_000} for n in range(10)]
    return question(number, text="<" * 4_000, options=options, correct=[options[0]["option_id"]],
                    explanation="&" * 8_000, references=["<" * 500] * 20)  # fmt: skip


def test_the_largest_questions_still_make_calls_of_bearable_size() -> None:
    questions = Exam.model_validate(exam() | {"questions": [_largest(n) for n in range(30)]}).questions
    for part in slices(questions):
        assert len(topics_prompt(COURSE, part).text) < CHARS_PER_SLICE + 5_000
    for index, part in enumerate(parts := lesson_parts(questions)):
        assert len(part) == 1
        assert len(lesson_prompt(PLANNED, TOPICS[0], parts, index).text) < 250_000


@pytest.mark.parametrize(("covered", "quiz"), [(1, 2), (2, 2), (3, 3), (5, 4), (7, 5), (10, 5)])
def test_a_longer_lesson_has_a_longer_quiz(covered: int, quiz: int) -> None:
    assert quiz_questions(covered) == quiz


def test_every_call_has_room_to_think_and_one_effort() -> None:
    questions = Exam.model_validate(exam(120)).questions
    one = lesson_prompt(PLANNED, TOPICS[0], [questions[:1]], 0)
    ten = lesson_prompt(PLANNED, TOPICS[0], [questions[:10]], 0)
    sorting = topics_prompt(COURSE, questions)
    assert one.max_output_tokens == ten.max_output_tokens == 32_000 < sorting.max_output_tokens < 64_000
    assert one.expected_chars < ten.expected_chars
    assert {prompt.effort for prompt in (one, ten, sorting, _merge(COURSE, questions))} == {"high"}
