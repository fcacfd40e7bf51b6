"""Prompts: the calls over the exam, worded.

All calls of a job begin alike to the byte, and have the same schema, so that what the first one has written
to the model's cache all others read: a guide that is the same for every job, and what is the same for
all of this course. Its questions are among that where `Course.questions` holds them; otherwise each call
brings those that it is about. Lessons have the course's topics behind it, for their like to read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generation.engine.run import Prompt
from generation.pipelines.exam_course.contracts import CourseAnswer
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.outline import Draft, Topic, max_topics, target_topics
from generation.pipelines.exam_course.preview import course_preview, lesson_preview, topics_preview
from generation.pipelines.shared.prompting import blocks, clipped, data, render
from generation.pipelines.shared.schema import answer_schema
from generation.quality.asked import lesson_words, quiz_questions

_FILES = Path(__file__).parent / "prompts"

SORTING_EXPLANATION = 600
"""Characters of an explanation that a question is sorted by: its beginning says what it is about."""

LONGEST_REFERENCE = 500
"""What is longer is no citation."""

EFFORT = "high"
"""Of all calls that share the model's cache: a change of effort starts it over."""

MAX_OUTPUT_TOKENS = 32_000
"""Of an answer, thinking included: a full lesson of ten questions in English takes some 8,000 of text, other
scripts up to twice as many."""

EXAMPLES, EXAMPLE = 3, 160
"""How many questions of a draft the merging call sees the beginnings of, and how much of each."""

OTHERS, OTHER = 30, 120
"""The same for the questions of a lesson's sibling lessons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What all calls of a job have in common.

    questions  all of the exam, where the calls begin with them; empty where each brings its own
    topics     empty until they are known
    """

    exam_title: str
    language: str
    audience: str | None
    questions: tuple[Question, ...] = ()
    topics: tuple[Topic, ...] = ()


def topics_prompt(course: Course, questions: Sequence[Question]) -> Prompt:
    """Sort the questions of a slice, or of a whole exam, into topics."""
    call = _topic_numbers("topics", course, len(questions))
    sorting = [] if course.questions else [data("questions", [for_sorting(one) for one in questions])]
    id_chars = sum(len(question.question_id) + 6 for question in questions)
    return Prompt(
        shared=_shared(course),
        text=blocks(
            render(_FILES / "topics.md", count=len(questions)),
            data("call", call),
            *sorting,
        ),
        schema=_schema(),
        # Ids may be split into a token a character.
        max_output_tokens=MAX_OUTPUT_TOKENS + id_chars,
        expected_chars=id_chars + 450 * call["target_topics"],
        effort=EFFORT,
        preview=topics_preview,
    )


def merge_prompt(course: Course, drafts: Sequence[Draft], texts: Mapping[str, str]) -> Prompt:
    """Join the drafts of all slices. `texts` are the texts of the questions by id."""
    call = _topic_numbers("merge_topics", course, len(texts))
    return Prompt(
        shared=_shared(course),
        text=blocks(
            render(_FILES / "merge_topics.md", count=len(drafts)),
            data("call", call),
            data("drafts", [_draft(draft, texts) for draft in drafts]),
        ),
        schema=_schema(),
        max_output_tokens=MAX_OUTPUT_TOKENS,
        expected_chars=14 * len(drafts) + 450 * call["target_topics"],
        effort=EFFORT,
        preview=topics_preview,
    )


def lesson_prompt(course: Course, topic: Topic, lessons: Sequence[Sequence[Question]], index: int) -> Prompt:
    """Write the lesson over `lessons[index]`, all of them being the lessons of the topic."""
    questions = lessons[index]
    count = len(questions)
    covered = "1 question" if count == 1 else f"{count} questions"
    wrong = sum(len(question.wrong) for question in questions)
    part = {"kind": "lesson", "language": course.language, "part": index + 1, "parts": len(lessons)}
    siblings = [data("other_lessons", _others(lessons, index))] if len(lessons) > 1 else []
    return Prompt(
        shared=_shared(course),
        text=blocks(
            render(
                _FILES / "lesson.md",
                questions=covered,
                where=_where(course, covered),
                place=_place(index + 1, len(lessons)),
                words=lesson_words(count),
                quiz=quiz_questions(count),
            ),
            data("call", part),
            data("topic", _headed(topic)),
            *siblings,
            _brought(course, questions),
        ),
        schema=_schema(),
        max_output_tokens=MAX_OUTPUT_TOKENS,
        expected_chars=6_500 + 1_000 * count + 250 * wrong,
        effort=EFFORT,
        preview=lesson_preview,
    )


def course_prompt(course: Course) -> Prompt:
    """The call over the whole course, all but its text: `whole_course` words it."""
    return Prompt(
        shared=_shared(course),
        text="",
        schema=_schema(),
        max_output_tokens=MAX_OUTPUT_TOKENS,
        effort=EFFORT,
        preview=course_preview,
    )


def for_sorting(question: Question) -> dict[str, Any]:
    """A question as far as its topic depends on it."""
    shown = question.model_dump(mode="json", exclude_none=True, exclude={"references"})
    if question.explanation is not None:
        shown["explanation"] = clipped(question.explanation, SORTING_EXPLANATION)
    return shown


def for_teaching(question: Question) -> dict[str, Any]:
    """A question with everything that a lesson can be made of."""
    shown = question.model_dump(mode="json", exclude_none=True)
    references = [one for one in question.references or () if len(one) <= LONGEST_REFERENCE]
    return {**shown, "references": references} if references else _without(shown, "references")


def chars(shown: Mapping[str, Any]) -> int:
    """Characters that a question takes in a prompt."""
    return len(data("q", shown))


def _topic_numbers(kind: str, course: Course, questions: int) -> dict[str, Any]:
    return {
        "kind": kind,
        "language": course.language,
        "target_topics": target_topics(questions),
        "max_topics": max_topics(questions),
    }


def _shared(course: Course) -> tuple[str, ...]:
    facts = {"exam_title": course.exam_title, "language": course.language, "audience": course.audience}
    about = render(_FILES / "course.md", course=data("course", facts))
    if course.questions:
        shown = data("questions", [for_teaching(question) for question in course.questions])
        about += "\n" + render(_FILES / "exam.md", count=len(course.questions), questions=shown)
    common = (render(_FILES / "guide.md"), about)
    if not course.topics:
        return common
    topics = data("course_topics", [_headed(topic) for topic in course.topics])
    return (*common, render(_FILES / "course_topics.md", topics=topics))


def _headed(topic: Topic) -> dict[str, str]:
    return {"title": topic.title, "brief": topic.brief}


def _where(course: Course, covered: str) -> str:
    """Where the questions of a lesson are found."""
    file = "lesson_questions_of_the_exam.md" if course.questions else "lesson_questions_below.md"
    return render(_FILES / file, questions=covered).strip()


def _brought(course: Course, questions: Sequence[Question]) -> str:
    """The questions of a lesson, or only their ids where all calls begin with the exam."""
    if course.questions:
        return data("question_ids", [question.question_id for question in questions])
    return data("questions", [for_teaching(question) for question in questions])


def _place(part: int, parts: int) -> str:
    if parts == 1:
        return render(_FILES / "lesson_alone.md").strip()
    return render(_FILES / "lesson_part.md", part=part, parts=parts).strip()


def _draft(draft: Draft, texts: Mapping[str, str]) -> dict[str, Any]:
    # Spread over the draft rather than its first ones, which are alike.
    step = max(1, len(draft.question_ids) // EXAMPLES)
    examples = [texts[question_id] for question_id in draft.question_ids[::step][:EXAMPLES]]
    return {
        "draft_id": draft.draft_id,
        "title": draft.title,
        "brief": draft.brief,
        "questions": len(draft.question_ids),
        "examples": [clipped(example, EXAMPLE) for example in examples],
    }


def _others(lessons: Sequence[Sequence[Question]], index: int) -> list[dict[str, Any]]:
    """The nearest siblings first: what stands next to this lesson is most like it."""
    others = sorted((i for i in range(len(lessons)) if i != index), key=lambda i: (abs(i - index), i))
    shown: list[dict[str, Any]] = []
    left = OTHERS
    for i in others:
        texts = [clipped(question.text, OTHER) for question in lessons[i][:left]]
        left -= len(texts)
        if texts:
            shown.append({"part": i + 1, "questions": texts})
    return sorted(shown, key=lambda other: int(other["part"]))


def _without(shown: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in shown.items() if key != name}


@cache
def _schema() -> Mapping[str, Any]:
    return answer_schema(CourseAnswer)
