"""Checking: which rules are held against what.

A whole artifact is checked before it is saved, and by hand by `python -m local check`; an answer of the
model as soon as it is read, so that what blocks goes back to it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from generation.quality import blocks, lengths, repetition, training
from generation.quality.artifact import (
    Artifact,
    Exam,
    ExamCourse,
    ExamQuestion,
    Lesson,
    Outlines,
    Program,
    Project,
    ProjectCourse,
    ProjectLesson,
    Question,
    Topic,
    WholeCourse,
)
from generation.quality.coverage import coverage
from generation.quality.cues import cues, cues_of_texts, lesson_cues
from generation.quality.disputes import disputes, disputes_of
from generation.quality.facts import facts
from generation.quality.findings import Finding
from generation.quality.harm import advice, dangers
from generation.quality.items import item, quiz
from generation.quality.language import language
from generation.quality.sources import sources
from generation.quality.topics import topics
from generation.quality.wording import NOTHING, Known, ids, wording

BLOCKS_AT_ONCE = 60
"""Texts of one pass: about a lesson's, 20 ms."""

CLEAN_TEXTS = 4_096
"""Texts without a fault that are remembered: of some sixty lessons, a few megabytes."""


def check(artifact: Artifact, exam: Exam | None = None) -> list[Finding]:
    """Everything that the rules find. `exam`: what a course was made from, where it is known."""
    return [finding for found in passes(artifact, exam) for finding in found]


def passes(artifact: Artifact, exam: Exam | None = None) -> Iterator[Iterable[Finding]]:
    """The same in passes that take milliseconds each, for callers that have other things to do between."""
    match artifact:
        case ExamCourse():
            yield from _exam_course(artifact, exam)
        case ProjectCourse():
            yield from _project_course(artifact)
        case Program():
            yield from _program(artifact)
        case Outlines():
            yield _outlines(artifact)


def check_lesson(lesson: Lesson, wanted: str, questions: Sequence[ExamQuestion]) -> list[Finding]:
    """A lesson of an exam course by itself; pointers are into it. questions: of the exam, as far as they are
    known; none where it is gone."""
    exam = Exam(questions=list(questions))
    found = list(blocks.of_lesson("", lesson))
    return [
        *_texts(found, wanted, Known.of(_ids_of(exam, lesson.question_ids), exam)),
        *_lesson("", lesson, exam.by_id() or None),
        *lesson_cues("", lesson.quiz),
        *repetition.same_questions(_placed("", lesson)),
        *repetition.from_exam(_placed("", lesson), exam),
    ]


def check_topics(found: Sequence[Topic], wanted: str) -> list[Finding]:
    """An answer that sorts an exam into topics; pointers are those of the course."""
    texts = [
        blocks.Block(f"/topics/{index}/{name}", text, name)
        for index, topic in enumerate(found)
        for name, text in (("title", topic.title), ("description", topic.description))
    ]
    return [*_texts(texts, wanted), *topics(found)]


def check_whole_course(whole: WholeCourse, wanted: str, exam: Exam | None = None) -> list[Finding]:
    """An answer that is what a course has around its lessons, its options not shuffled yet; pointers are
    those of the course. exam: that the course is made from, if it is."""
    found = list(blocks.of_whole_course(whole))
    placed = [(f"/final_exam/{index}", question) for index, question in enumerate(whole.final_exam)]
    return [
        *_texts(found, wanted, Known.of(_ids_of(exam, []), exam)),
        *_around(whole),
        *cues_of_texts("/final_exam", whole.final_exam),
        *repetition.same_questions(placed),
        *(repetition.from_exam(placed, exam) if exam is not None else ()),
    ]


def check_project_lessons(lessons: Sequence[ProjectLesson], wanted: str) -> list[Finding]:
    """An answer that is the lessons of a project, or one lesson with its tasks."""
    project = Project(title="", lessons=list(lessons))
    found = [
        one
        for index, lesson in enumerate(lessons)
        for one in blocks.of_project_lesson(f"/lessons/{index}", lesson)
    ]
    return [*_texts(found, wanted), *_lessons("", project)]


def check_tasks(lesson: ProjectLesson, wanted: str) -> list[Finding]:
    """An answer that is the tasks of a lesson; of the lesson only the tasks are looked at."""
    found = [one for n, task in enumerate(lesson.tasks) for one in blocks.of_task(f"/tasks/{n}", task)]
    return [*_texts(found, wanted), *_tasks("", lesson)]


def check_outlines(found: Outlines, wanted: str) -> list[Finding]:
    return list(_outlines(found.model_copy(update={"language": wanted})))


def _texts(found: Sequence[blocks.Block], wanted: str, known: Known = NOTHING) -> Iterator[Finding]:
    """What holds for every text of every artifact. A lesson is checked as an answer and in its whole course,
    hardly ever with a fault: what was clean is not looked at again, but for the ids of this exam."""
    clean = [_is_clean(replace(one, pointer=""), wanted) for one in found]
    yield from ids((one for one, is_clean in zip(found, clean, strict=True) if is_clean), known)
    rest = [one for one, is_clean in zip(found, clean, strict=True) if not is_clean]
    yield from _of_texts(rest, wanted, known)


@lru_cache(maxsize=CLEAN_TEXTS)
def _is_clean(one: blocks.Block, wanted: str) -> bool:
    """Whether no rule finds anything in a text, whatever its exam says: that only takes findings away."""
    return next(_of_texts([one], wanted, NOTHING), None) is None


def _of_texts(found: Sequence[blocks.Block], wanted: str, known: Known) -> Iterator[Finding]:
    yield from wording(found, known)
    yield from language(found, wanted)
    yield from lengths.lengths(found)
    yield from dangers(found)


def _all_texts(
    found: Sequence[blocks.Block], wanted: str, known: Known = NOTHING
) -> Iterator[Iterable[Finding]]:
    for start in range(0, len(found), BLOCKS_AT_ONCE):
        yield _texts(found[start : start + BLOCKS_AT_ONCE], wanted, known)


def _exam_course(course: ExamCourse, exam: Exam | None) -> Iterator[Iterable[Finding]]:
    ids = _ids_of(exam, [one for topic in course.topics for one in topic.question_ids])
    yield from _all_texts(list(blocks.of(course)), course.language, Known.of(ids, exam))
    yield topics(course.topics)
    placed = [
        (f"/topics/{index}/lessons/{number}", lesson)
        for index, topic in enumerate(course.topics)
        for number, lesson in enumerate(topic.lessons)
    ]
    of_exam = None if exam is None else exam.by_id()
    questions: list[tuple[str, Question]] = []
    for at, lesson in placed:
        yield _lesson(at, lesson, of_exam)
        questions += _placed(at, lesson)
    yield lengths.excuses(
        (f"{at}/worked_questions/{n}/why_wrong/{m}/reason", wrong.reason)
        for at, lesson in placed
        for n, worked in enumerate(lesson.worked_questions)
        for m, wrong in enumerate(worked.why_wrong)
    )
    yield repetition.titles("lesson-title", [(f"{at}/title", lesson.title) for at, lesson in placed])
    yield repetition.near("near-lesson", [(f"{at}/body", lesson.body) for at, lesson in placed])
    yield cues("/topics", [question for _, question in questions])
    yield _around(course)
    yield cues("/final_exam", course.final_exam)
    questions += [(f"/final_exam/{index}", question) for index, question in enumerate(course.final_exam)]
    yield repetition.same_questions(questions)
    if exam is not None:
        yield repetition.from_exam(questions, exam)


def _around(course: WholeCourse) -> Iterator[Finding]:
    """Each question of the final exam by itself, those in dispute, and the terms of the glossary."""
    for index, question in enumerate(course.final_exam):
        at = f"/final_exam/{index}"
        yield from item(at, question)
        yield from repetition.near_options(at, question)
    yield from disputes_of("/final_exam", course.final_exam)
    pointers = [f"/glossary/{index}/term" for index in range(len(course.glossary))]
    yield from lengths.equal("term", pointers, [one.term for one in course.glossary])


def _lesson(at: str, lesson: Lesson, of_exam: Mapping[str, ExamQuestion] | None) -> Iterator[Finding]:
    yield from coverage(at, lesson)
    yield from lengths.lesson_body(at, lesson)
    yield from lengths.sections(f"{at}/body", lesson.body)
    yield from lengths.repeats(at, lesson)
    yield from quiz(at, lesson)
    yield from disputes(at, lesson)
    for pointer, question in _placed(at, lesson):
        yield from repetition.near_options(pointer, question)
    if of_exam is not None:
        yield from sources(at, lesson, of_exam)


def _project_course(course: ProjectCourse) -> Iterator[Iterable[Finding]]:
    found = list(blocks.of(course))
    yield from _all_texts(found, course.language)
    yield facts(found, course.facts)
    yield _projects("/projects", course.projects)
    yield _around(course)
    bodies = [
        (f"/projects/{index}/lessons/{number}/{name}", text)
        for index, project in enumerate(course.projects)
        for number, lesson in enumerate(project.lessons)
        for name, text in (("body", lesson.body), ("example", lesson.example))
    ]
    yield repetition.near("near-lesson", bodies)
    tasks = [
        (f"/projects/{index}/lessons/{number}/tasks/{place}/instructions", task.instructions)
        for index, project in enumerate(course.projects)
        for number, lesson in enumerate(project.lessons)
        for place, task in enumerate(lesson.tasks)
    ]
    yield repetition.near("near-task", tasks)


def _projects(at: str, projects: Sequence[Project]) -> Iterator[Finding]:
    yield from repetition.titles(
        "project-title", [(f"{at}/{index}/title", project.title) for index, project in enumerate(projects)]
    )
    yield from repetition.near(
        "near-project",
        [(f"{at}/{n}/description", one.description) for n, one in enumerate(projects) if one.description],
    )
    for index, project in enumerate(projects):
        here = f"{at}/{index}"
        pointers = [f"{here}/objectives/{n}" for n in range(len(project.objectives))]
        yield from lengths.equal("equal-objectives", pointers, project.objectives)
        yield from _lessons(here, project)


def _lessons(at: str, project: Project) -> Iterator[Finding]:
    placed = [(f"{at}/lessons/{number}", lesson) for number, lesson in enumerate(project.lessons)]
    yield from repetition.titles("lesson-title", [(f"{here}/title", lesson.title) for here, lesson in placed])
    for here, lesson in placed:
        pointers = [f"{here}/objectives/{n}" for n in range(len(lesson.objectives))]
        yield from lengths.equal("equal-objectives", pointers, lesson.objectives)
        yield from lengths.sections(f"{here}/body", lesson.body)
        yield from _tasks(here, lesson)


def _tasks(at: str, lesson: ProjectLesson) -> Iterator[Finding]:
    placed = [(f"{at}/tasks/{n}", task) for n, task in enumerate(lesson.tasks)]
    yield from repetition.titles("task-title", [(f"{here}/title", task.title) for here, task in placed])
    for here, task in placed:
        yield from lengths.task(here, task)


def _outlines(found: Outlines) -> Iterator[Finding]:
    yield from _texts(list(blocks.of(found)), found.language or "")
    outlines = list(enumerate(found.outlines))
    yield from repetition.titles(
        "outline-title", [(f"/outlines/{n}/title", one.title) for n, one in outlines]
    )
    yield from repetition.near(
        "near-outline",
        [
            (
                f"/outlines/{n}/projects",
                "\n".join(f"{project.title} {project.description}" for project in one.projects),
            )
            for n, one in outlines
        ],
    )
    for n, one in outlines:
        yield from _projects(f"/outlines/{n}/projects", one.projects)


def _program(program: Program) -> Iterator[Iterable[Finding]]:
    found = list(blocks.of(program))
    yield from _all_texts(found, program.language)
    # A course may speak of drugs, pain and fasting; nobody trains by it.
    yield advice(found)
    yield training.doses(program)


def _placed(at: str, lesson: Lesson) -> list[tuple[str, Question]]:
    return [(f"{at}/quiz/{index}", question) for index, question in enumerate(lesson.quiz)]


def _ids_of(exam: Exam | None, known: Sequence[str]) -> list[str]:
    of_exam = [question.question_id for question in exam.questions] if exam is not None else []
    return list(dict.fromkeys([*known, *of_exam]))
