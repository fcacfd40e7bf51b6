"""exam_course: an exam becomes a course."""

from __future__ import annotations

from generation.engine.model.job import Options
from generation.engine.pipeline import FanOut, Pipeline, ResultView, Step
from generation.pipelines.exam_course import exam_document
from generation.pipelines.exam_course.exports import EXPORTS
from generation.pipelines.exam_course.forecast import forecast
from generation.pipelines.exam_course.input import ExamCourseInput, accept
from generation.pipelines.exam_course.request import ExamCourseRequest
from generation.pipelines.exam_course.steps import (
    fetch_ai_settings,
    fetch_questions,
    finalize,
    generate_lessons,
    initialize,
    save_course,
)
from generation.pipelines.exam_course.topics import detect_topics, topic_items


def look_at_topics(options: Options) -> str | None:
    """In manual mode the topics can be read in the course before the lessons are paid for."""
    return "Waiting: look at the topics of the course, then continue" if options.mode == "manual" else None


PIPELINE = Pipeline(
    name=exam_document.PIPELINE,
    label="Exam course",
    input_model=ExamCourseInput,
    request=ExamCourseRequest,
    accept=accept,
    result_view=ResultView(address="/courses/{course_id}", opening="Open the course"),
    steps=(
        Step("initialize", initialize, label="Preparing the course"),
        Step("fetch_ai_settings", fetch_ai_settings, label="Reading the settings of the model"),
        Step("fetch_questions", fetch_questions, label="Reading the questions"),
        Step("detect_topics", detect_topics, label="Finding topics", weight=16),
        FanOut(
            "generate_lessons",
            over=topic_items,
            run=generate_lessons,
            label="Generating lessons",
            nouns=("topic", "topics"),
            started="Generating lessons for: {item} ({number}/{total})",
            weight=72,
            gate=look_at_topics,
        ),
        # With the call over the whole course.
        Step("save_course", save_course, label="Saving the course", weight=8),
        Step("finalize", finalize, label="Finishing"),
    ),
    exports=EXPORTS,
    forecast=forecast,
)
