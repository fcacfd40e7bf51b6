"""Kind `lesson`: a lesson about one topic, composed from its questions and their explanations.

Nothing in it is invented: each sentence about the subject stands in the exam, and where the exam gives
no reason the lesson says so. Only the frame around them is in English, whatever `language` asks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from local.claude.course.body import body
from local.claude.course.markup import plain
from local.claude.course.questions import BadData, Question, chosen_questions, parse_questions
from local.claude.course.quiz import quiz
from local.claude.course.said import said
from local.claude.course.text import is_stop, length, sentences, shorten, stem, words
from local.claude.course.titles import listed
from local.claude.course.worked import worked_questions

_MOST_OTHERS = 40
"""Questions of other lessons that a quiz takes options from."""

_MOST_OBJECTIVES = 6
_MOST_KEY_POINTS = 10
_FEWEST_KEY_POINTS = 2
_TITLE_LENGTH = 170
_ASKED_LENGTH = 240
_SENTENCE_LENGTH = 400


def lesson(tags: Mapping[str, Any]) -> dict[str, Any]:
    """`lesson` for `<call>`, `<topic>` and `<questions>`, or those of them that `<question_ids>` names.
    Raises BadData.

    All but `body` is plain text; `body` is Markdown in which everything from the exam is escaped.
    """
    questions = chosen_questions(tags)
    call = tags.get("call")
    call = call if isinstance(call, dict) else {}
    topic = tags.get("topic")
    title = topic.get("title") if isinstance(topic, dict) else None
    if not isinstance(title, str) or not title.strip():
        raise BadData("<topic> must have a title")
    found = {
        "title": _title(plain(title), call),
        "objectives": _objectives(questions),
        "body": body(plain(title), questions, language=str(call.get("language") or "en")),
        "key_points": _key_points(questions),
        "worked_questions": worked_questions(questions),
        "quiz": quiz(questions, _others(tags, questions)),
    }
    return {"topics": None, "merged_topics": None, "lesson": found, "whole_course": None}


def _others(tags: Mapping[str, Any], questions: Sequence[Question]) -> list[Question]:
    """The rest of the exam, where the call brings it."""
    chosen = {question.question_id for question in questions}
    raw = [one for one in tags["questions"] if isinstance(one, dict) and one.get("question_id") not in chosen]
    return parse_questions({"questions": raw[:_MOST_OTHERS]}) if raw else []


def _title(topic: str, call: Mapping[str, Any]) -> str:
    part, parts = call.get("part", 1), call.get("parts", 1)
    topic = shorten(topic, _TITLE_LENGTH)
    return f"{topic} (part {part} of {parts})" if isinstance(parts, int) and parts > 1 else topic


def _objectives(questions: Sequence[Question]) -> list[str]:
    """One for each answer that is a name, with what else was on offer; one for each other question."""
    offered: dict[str, list[str]] = {}
    for question in questions:
        if question.is_named:
            others = [option.name for option in question.wrong if option.is_name]
            offered.setdefault(listed([option.name for option in question.right]), []).extend(others)
        elif question.text:
            offered.setdefault(f"\n{_asked(question)}", [])
    return [_objective(answer, others) for answer, others in offered.items()][:_MOST_OBJECTIVES] or [
        "Answer the questions of this lesson."
    ]


def _objective(answer: str, others: Sequence[str]) -> str:
    if answer.startswith("\n"):
        return f"Answer: {answer[1:]}"
    apart = [other for other in dict.fromkeys(others) if other != answer][:3]
    tell = f", and tell it from {listed(apart)}" if apart else ""
    return f"Recognise when the answer is {shorten(answer, _ASKED_LENGTH)}{tell}."


def _key_points(questions: Sequence[Question]) -> list[str]:
    """From each explanation the sentence that has most of its answer in it; else question and answer."""
    found = [
        _best_sentence(question) if said(question.explanation) else _fact(question) for question in questions
    ]
    if len(_distinct(found)) < _FEWEST_KEY_POINTS:
        found += [_fact(question) for question in questions]
        found.append("Read every option before you answer.")
    return _distinct(found)[:_MOST_KEY_POINTS]


def _best_sentence(question: Question) -> str:
    answer = _subject(question.answer)
    subject = answer | _subject(question.text)

    def worth(sentence: str) -> float:
        has = {stem(word) for word in words(sentence)}
        # A long sentence has more of everything; short ones are easier to keep.
        return len(has & subject) + len(has & answer) - len(sentence) / 400

    return shorten(max(sentences(said(question.explanation)), key=worth), _SENTENCE_LENGTH)


def _subject(text: str) -> set[str]:
    return {stem(word) for word in words(text) if not is_stop(word)}


def _fact(question: Question) -> str:
    return f"{_asked(question)} {shorten(question.answer, _SENTENCE_LENGTH)}."


def _asked(question: Question) -> str:
    """The question, or the end of a long one: what is asked stands there."""
    if length(question.text) <= _ASKED_LENGTH:
        return question.text or f"Question {question.question_id}:"
    parts = sentences(question.text)
    end = parts.pop()
    while parts and length(parts[-1]) + length(end) < _ASKED_LENGTH:
        end = f"{parts.pop()} {end}"
    return shorten(f"… {end}" if parts else end, _ASKED_LENGTH + 2)


def _distinct(texts: Sequence[str]) -> list[str]:
    return list({text.casefold(): text for text in reversed(texts)}.values())[::-1]
