"""Topics: the step that finds them, over all questions of an exam."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from generation.engine.model.checkpoint import DocumentWrite
from generation.engine.pipeline import Item, Outcome
from generation.engine.run import Results, Run
from generation.pipelines.exam_course import course, revising
from generation.pipelines.exam_course.answers import parse_merge, parse_topics
from generation.pipelines.exam_course.checks import topics_check
from generation.pipelines.exam_course.contracts import TopicDraft
from generation.pipelines.exam_course.exam import Question
from generation.pipelines.exam_course.outline import Topic, drafts, max_topics, merged, outline
from generation.pipelines.exam_course.prompts import (
    Course,
    chars,
    for_sorting,
    merge_prompt,
    topics_prompt,
)
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.pipelines.exam_course.shared_exam import is_shared, shared_until
from generation.pipelines.exam_course.splitting import split
from generation.pipelines.exam_course.stored import course_of, exam_of, setting
from generation.pipelines.shared import sent_back

QUESTIONS_PER_SLICE = 120
"""Questions that one call sorts. More, and models begin to lose some."""

CHARS_PER_SLICE = 200_000
"""About 50,000 tokens of English; scripts with a token a character still fit into 200,000."""

LABEL_BYTES = 160
"""Of a topic's title as the job shows it: the labels of 36 topics stay under the 8 KB of a result."""


async def detect_topics(run: Run[ExamCourseRequest]) -> Outcome:
    """Large exams in slices, sorted at the same time and then merged; each question in one topic."""
    if run.request.course_id is not None:
        return await revising.find_changes(run, _label)
    questions = await exam_of(run)
    parts = slices(questions)
    until = shared_until(run.now()) if is_shared(run.models, parts) else None
    topics = await _topics(run, setting(run, questions=questions if until else ()), questions, parts)
    head = course.planned(await course_of(run), topics)
    return Outcome(
        result={
            "topics": [{"topic_id": topic.topic_id, "label": _label(topic.title)} for topic in topics],
            "shared_until": until,
        },
        documents=(
            DocumentWrite(
                kind=course.KIND,
                owner=run.owner,
                document_id=head.document_id,
                head=head,
                parts={course.OUTLINE: {"topics": [topic.to_json() for topic in topics]}},
            ),
        ),
        message=f"Found {_counted(len(topics), 'topic')} in {_counted(len(questions), 'question')}",
    )


def topic_items(results: Results) -> list[Item]:
    """One item a topic; which questions it holds stands in the course's outline."""
    topics = results["detect_topics"]["topics"]
    return [Item(item_id=topic["topic_id"], label=topic["label"]) for topic in topics]


def slices(questions: Sequence[Question]) -> list[Sequence[Question]]:
    return split(
        questions,
        most=QUESTIONS_PER_SLICE,
        most_chars=CHARS_PER_SLICE,
        chars=lambda question: chars(for_sorting(question)),
    )


async def _topics(
    run: Run[ExamCourseRequest],
    common: Course,
    questions: Sequence[Question],
    parts: Sequence[Sequence[Question]],
) -> list[Topic]:
    ids = [question.question_id for question in questions]
    check = partial(topics_check, run.request.language)
    if len(parts) == 1:

        def whole(text: str) -> list[Topic]:
            return outline(drafts([parse_topics(text, ids, max_topics(len(ids)))]), ids)

        return await sent_back.ask(run, "slice-1", topics_prompt(common, questions), whole, check)
    run.log(f"Sorting {len(questions)} questions in {len(parts)} slices at the same time")
    # Drafts are no topics yet: whether those can be published is asked when they are merged.
    answers = await run.ask_all(
        [_sorted(run, common, f"slice-{number}", part) for number, part in enumerate(parts, 1)]
    )
    found = drafts(answers)
    run.log(f"Merging {len(found)} draft topics")
    texts = {question.question_id: question.text for question in questions}
    draft_ids = [draft.draft_id for draft in found]
    most = max_topics(len(questions))

    def joined(text: str) -> list[Topic]:
        return merged(found, parse_merge(text, draft_ids, most), ids)

    return await sent_back.ask(run, "merge", merge_prompt(common, found, texts), joined, check)


async def _sorted(
    run: Run[ExamCourseRequest], common: Course, key: str, questions: Sequence[Question]
) -> list[TopicDraft]:
    ids = [question.question_id for question in questions]
    most = max_topics(len(questions))
    prompt = topics_prompt(common, questions)
    return await run.ask(key, prompt, lambda text: parse_topics(text, ids, most))


def _label(title: str) -> str:
    if len(title.encode()) <= LABEL_BYTES:
        return title
    return title.encode()[: LABEL_BYTES - 3].decode(errors="ignore").rstrip() + "…"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
