"""Course as Markdown: one file that reads well anywhere, with everything that the course holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generation.exports import around, markdown

Document = Mapping[str, Any]


def exam_course_markdown(course: Document, exam_questions: Iterable[Document]) -> str:
    """The file.

    course          as `GET /v1/courses/{course_id}` answers
    exam_questions  as they were uploaded: the course names them by their ids, here they are written out; one
                    that is not there is named by its id
    """
    questions = {question["question_id"]: question for question in exam_questions}
    parts = [*_head(course), *_contents(course), *around.introduction(course)]
    for number, topic in enumerate(course["topics"], 1):
        parts += _topic(topic, str(number), questions)
    parts += [*around.summary(course), *around.glossary(course, "topics"), *_final_exam(course)]
    parts += [*_solutions(course), *_colophon(course)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(course: Document) -> Iterator[str]:
    yield f"# {markdown.text(course['title'])}"
    yield markdown.lines(course.get("description") or "")
    coverage = course["coverage"]
    yield (
        f"*{coverage['questions_covered']} of {coverage['questions_total']} questions covered"
        f" · made by {markdown.text(course['made_by'] or 'nobody yet')}*"
    )


def _contents(course: Document) -> Iterator[str]:
    yield "## Contents"
    entries = []
    for number, topic in enumerate(course["topics"], 1):
        entries.append(f"- [{number}. {markdown.text(topic['title'])}](#topic-{number})")
        entries += [
            f"  - [{number}.{part} {markdown.text(lesson['title'])}](#lesson-{number}-{part})"
            for part, lesson in enumerate(topic["lessons"], 1)
        ]
    before, behind = around.listed(course)
    yield "\n".join(
        [*before, *entries, *behind, "- [Solutions](#solutions)", "- [About this course](#about)"]
    )


def _final_exam(course: Document) -> Iterator[str]:
    questions = course.get("final_exam")
    if not questions:
        return
    yield f"{markdown.anchor('final-exam')}\n\n## Final exam"
    yield from _quiz(questions, "final")
    yield "[Solutions](#solutions-final)"


def _quiz(questions: Iterable[Document], place: str) -> Iterator[str]:
    for index, question in enumerate(questions, 1):
        yield f"{markdown.anchor(f'quiz-{place}-{index}')}**{index}.** {markdown.lines(question['question'])}"
        yield _options(question["options"])


def _topic(topic: Document, number: str, questions: Mapping[str, Document]) -> Iterator[str]:
    yield f"{markdown.anchor(f'topic-{number}')}\n\n## {number}. {markdown.text(topic['title'])}"
    yield markdown.lines(topic.get("description") or "")
    if not topic["lessons"]:
        yield f"*This topic is not generated: {markdown.text(topic['status'])}.*"
    for part, lesson in enumerate(topic["lessons"], 1):
        yield from _lesson(lesson, f"{number}.{part}", questions)


def _lesson(lesson: Document, number: str, questions: Mapping[str, Document]) -> Iterator[str]:
    place = number.replace(".", "-")
    yield f"{markdown.anchor(f'lesson-{place}')}\n\n### {number} {markdown.text(lesson['title'])}"
    if lesson["objectives"]:
        yield "**You will be able to**"
        yield _bullets(lesson["objectives"])
    yield markdown.body(lesson["body"], level=3)
    if lesson["key_points"]:
        yield "#### Key points"
        yield _bullets(lesson["key_points"])
    if lesson["worked_questions"]:
        yield "#### Worked questions"
    for worked in lesson["worked_questions"]:
        yield from _worked(worked, questions.get(worked["question_id"], {}))
    if lesson["quiz"]:
        yield "#### Quiz"
    yield from _quiz(lesson["quiz"], place)
    if lesson["quiz"]:
        yield f"[Solutions](#solutions-{place})"


def _worked(worked: Document, question: Document) -> Iterator[str]:
    yield f"**{markdown.text(worked['question_id'])}** {markdown.lines(question.get('text', ''))}".rstrip()
    yield _options(question.get("options", []), marked=question.get("correct", []))
    yield f"**Why right:** {markdown.lines(worked['why_right'])}"
    if doubt := worked.get("marking_doubt"):
        yield f"**The exam's key is doubtful:** {markdown.lines(doubt['reason'])}"
        if doubt["likely"]:
            yield f"**Likelier to be right:** {markdown.text(', '.join(doubt['likely']))}"
    if worked.get("disputed"):
        yield _disputed(worked)
    if worked["why_wrong"]:
        yield "**Why the others are wrong:**"
        yield "\n".join(
            f"- {markdown.text(wrong['option_id'])}: {markdown.text(wrong['reason'])}"
            for wrong in worked["why_wrong"]
        )
    if question.get("references"):
        yield "*See " + "; ".join(markdown.text(reference) for reference in question["references"]) + "*"


def _solutions(course: Document) -> Iterator[str]:
    yield f"{markdown.anchor('solutions')}\n\n## Solutions"
    for number, topic in enumerate(course["topics"], 1):
        for part, lesson in enumerate(topic["lessons"], 1):
            if lesson["quiz"]:
                place = f"{number}-{part}"
                title = f"{number}.{part} {markdown.text(lesson['title'])}"
                yield f"{markdown.anchor(f'solutions-{place}')}**{title}**"
                yield "\n".join(_solution(question, place, i) for i, question in enumerate(lesson["quiz"], 1))
    if course.get("final_exam"):
        yield f"{markdown.anchor('solutions-final')}**Final exam**"
        yield "\n".join(_solution(one, "final", i) for i, one in enumerate(course["final_exam"], 1))


def _solution(question: Document, place: str, index: int) -> str:
    right = markdown.text(", ".join(question["correct"]))
    told = f"- [{index}.](#quiz-{place}-{index}) **{right}**: {markdown.text(question['explanation'])}"
    return f"{told} {_disputed(question)}" if question.get("disputed") else told


def _disputed(question: Document) -> str:
    dispute = question["disputed"]
    answer = markdown.text(", ".join(dispute["answer"]))
    told = f"Two models disagree on this question; the second one says {answer}"
    if dispute.get("about") == "explanation":
        told = f"The explanation argues for {answer}, and not for the key; this question is not graded"
    return f"**{told}:** " + markdown.text(dispute["reason"])


def _colophon(course: Document) -> Iterator[str]:
    coverage = course["coverage"]
    yield f"{markdown.anchor('about')}\n\n## About this course"
    facts = [
        f"Made by: {markdown.text(course['made_by'] or 'nobody yet')}",
        f"Coverage: {coverage['questions_covered']} of {coverage['questions_total']} questions",
        f"Not covered: {markdown.text(', '.join(coverage['missing'])) or 'none'}",
        f"Language: {markdown.text(course.get('language') or 'en')}",
        f"Status: {markdown.text(course['status'])}",
        f"Created: {markdown.text(course['created_at'])}",
        f"Course: {markdown.text(course['course_id'])}",
    ]
    if (course["made_by"] or "").startswith("recorded answers"):
        facts.append("Recorded: a language model wrote this on that day; none was asked for this course.")
    if course["made_by"] == "offline":
        facts.append(
            "Offline: no language model was asked, the text is taken from the exam's own explanations."
        )
    yield "\n".join(f"- {fact}" for fact in facts)


def _options(options: list[Document], marked: list[str] | None = None) -> str:
    """One line an option; with `marked` given, the right ones carry a tick."""
    ticks = {option["option_id"]: " ✓" for option in options if option["option_id"] in (marked or [])}
    return "\n".join(
        f"- **{markdown.text(option['option_id'])}** {markdown.text(option['text'])}"
        + ticks.get(option["option_id"], "")
        for option in options
    )


def _bullets(items: list[str]) -> str:
    return "\n".join(f"- {markdown.text(item)}" for item in items)
