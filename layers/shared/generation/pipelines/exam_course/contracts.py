"""Contracts: the answer of the model, as a shape. `answers` checks it against the exam.

One for all calls, since the schema is part of what the API caches a prompt's beginning by: calls with
another schema could not read what this one's have written. The order of the fields is the order in which
the model writes them, so what later fields build on comes first.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generation.pipelines.exam_course.exam import MAX_OPTIONS, MIN_OPTIONS
from generation.pipelines.shared.answering import Contract, Stripped
from generation.pipelines.shared.around import Body, Heading, Prose, Term
from generation.quality.asked import MAX_FINAL, MAX_QUIZ, MAX_TERMS, MIN_QUIZ
from generation.validation import Written

MAX_DESCRIPTION = 1_000
"""Characters; as the lengths of `around` in no schema."""

MAX_OBJECTIVES = 6
MIN_KEY_POINTS, MAX_KEY_POINTS = 2, 10


Description = Annotated[Stripped, Written(most=MAX_DESCRIPTION, in_schema=False)]


class TopicDraft(Contract):
    title: Heading = Field(description="Chapter heading of two to six words")
    brief: Description = Field(description="For the authors of its lessons: what is taught and where it ends")
    description: Description = Field(description="For readers: what they learn here, one or two sentences")
    question_ids: list[str] = Field(
        min_length=1, description="Copied exactly from the data, in teaching order"
    )


class MergedTopic(Contract):
    title: Heading = Field(description="Chapter heading of two to six words")
    brief: Description = Field(description="For the authors of its lessons: what is taught and where it ends")
    description: Description = Field(description="For readers: what they learn here, one or two sentences")
    draft_ids: list[str] = Field(min_length=1, description="Copied exactly from the data, in teaching order")


class WrongOption(Contract):
    option_id: str = Field(description="Copied exactly from the data")
    reason: Prose = Field(description="Why it tempts, and what makes it wrong for this question")


class MarkingDoubt(Contract):
    reason: Prose = Field(description="What speaks against the marking, since when, and how sure that is")
    likely: list[str] = Field(
        description="Ids of the options that are likelier to be right, none of them in `correct`; empty for "
        "a broken question"
    )


class WorkedQuestion(Contract):
    question_id: str = Field(description="Copied exactly from the data")
    why_right: Prose = Field(description="The principle that decides the question, applied to it")
    why_wrong: list[WrongOption] = Field(
        description="Every option whose id is not in `correct`, each once; empty if all options are correct"
    )
    marking_doubt: MarkingDoubt | None = Field(description="null unless there are solid grounds for doubt")


class QuizOption(Contract):
    option_id: Heading = Field(description="A, B, C, D")
    text: Prose


class QuizQuestion(Contract):
    question: Prose = Field(description="A new situation, complete in itself")
    options: list[QuizOption] = Field(
        min_length=MIN_OPTIONS, max_length=MAX_OPTIONS, description="Alike in kind, length and grammar"
    )
    correct: list[str] = Field(min_length=1, description="The option_id of each right option")
    explanation: Prose = Field(description="Why this is right and where the nearest other option fails")


class Lesson(Contract):
    title: Heading = Field(description="What this lesson is about, in at most ten words")
    objectives: list[Prose] = Field(
        min_length=1, max_length=MAX_OBJECTIVES, description="What the reader can do afterwards"
    )
    body: Body = Field(description="The explanation, in Markdown, complete in itself")
    key_points: list[Prose] = Field(
        min_length=MIN_KEY_POINTS, max_length=MAX_KEY_POINTS, description="Sentences worth remembering"
    )
    worked_questions: list[WorkedQuestion] = Field(
        min_length=1, description="One for each question of the lesson, in its order"
    )
    quiz: list[QuizQuestion] = Field(
        min_length=MIN_QUIZ, max_length=MAX_QUIZ, description="New questions on the ideas of this lesson"
    )


class FinalQuestion(QuizQuestion):
    topic_id: str = Field(description="Of the topic whose ideas it tests, copied exactly")


class WholeCourse(Contract):
    title: Heading = Field(description="Of the course, three to ten words")
    introduction: Prose | None = Field(description="To the reader who begins, in Markdown without headings")
    glossary: list[Term] = Field(max_length=MAX_TERMS, description="The terms one has to know, in any order")
    summary: Body | None = Field(
        description="What to have in mind on the last evening, on one sheet, in Markdown"
    )
    final_exam: list[FinalQuestion] = Field(
        max_length=MAX_FINAL, description="New questions over all topics, in the order of the topics"
    )


class CourseAnswer(Contract):
    """What the call asks for; everything else is null."""

    topics: Annotated[list[TopicDraft], Field(min_length=1)] | None = Field(
        description="The questions in topics, in the order in which they are best learnt"
    )
    merged_topics: Annotated[list[MergedTopic], Field(min_length=1)] | None = Field(
        description="The drafts in topics, in the order in which they are best learnt"
    )
    lesson: Lesson | None
    whole_course: WholeCourse | None = Field(description="What the finished course has around its lessons")
