"""Kind `lesson`: a lesson about one topic, composed from its questions and their explanations.

Nothing in it is invented: each sentence about the subject stands in the exam, and where the exam gives
no reason the lesson says so. The frame around them is in the language that the call names (`words`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from local.claude.course.body import body
from local.claude.course.markup import plain
from local.claude.course.questions import BadData, Question, chosen_questions, parse_questions, texts_of
from local.claude.course.quiz import quiz
from local.claude.course.said import said
from local.claude.course.second_reader import remember
from local.claude.course.text import is_stop, length, sentences, shorten, stem, words
from local.claude.course.words import FOREIGN_TITLE, Words, words_of
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
    said_in = words_of(tags, texts_of(questions))
    made = quiz(questions, said_in, _others(tags, questions))
    found = {
        "title": _title(plain(title), call, said_in),
        "objectives": _objectives(questions, said_in),
        "body": body(plain(title), questions, said_in),
        "key_points": _key_points(questions, said_in),
        "worked_questions": worked_questions(questions, said_in),
        "quiz": made,
    }
    remember(questions, made)
    return {"topics": None, "merged_topics": None, "lesson": found, "whole_course": None}


def _others(tags: Mapping[str, Any], questions: Sequence[Question]) -> list[Question]:
    """The rest of the exam, where the call brings it."""
    chosen = {question.question_id for question in questions}
    raw = [one for one in tags["questions"] if isinstance(one, dict) and one.get("question_id") not in chosen]
    return parse_questions({"questions": raw[:_MOST_OTHERS]}) if raw else []


def _title(topic: str, call: Mapping[str, Any], said_in: Words) -> str:
    part, parts = call.get("part", 1), call.get("parts", 1)
    topic = shorten(topic, FOREIGN_TITLE if said_in.is_foreign else _TITLE_LENGTH)
    if not isinstance(parts, int) or parts < 2:
        return topic
    return (
        f"{topic} ({part}/{parts})"
        if said_in.is_foreign
        else said_in("part", topic=topic, part=part, parts=parts)
    )


def _objectives(questions: Sequence[Question], said_in: Words) -> list[str]:
    """One for each answer that is a name, with what else was on offer; one for each other question."""
    offered: dict[str, list[str]] = {}
    for question in questions:
        if question.is_named:
            others = [option.name for option in question.wrong if option.is_name]
            named = said_in.listed([said_in.own(option.name) for option in question.right])
            offered.setdefault(named, []).extend(said_in.own(other) for other in others)
        elif question.text:
            offered.setdefault(f"\n{said_in.own(_asked(question))}", [])
    return [_objective(answer, others, said_in) for answer, others in offered.items()][:_MOST_OBJECTIVES] or [
        said_in("any_objective")
    ]


def _objective(answer: str, others: Sequence[str], said_in: Words) -> str:
    if answer.startswith("\n"):
        return said_in("objective", question=answer[1:])
    apart = [other for other in dict.fromkeys(others) if other != answer][:3]
    shown = shorten(answer, _ASKED_LENGTH)
    if not apart:
        return said_in("recognise", answer=shown)
    return said_in("tell_apart", answer=shown, others=said_in.listed(apart))


def _key_points(questions: Sequence[Question], said_in: Words) -> list[str]:
    """From each explanation the sentence that has most of its answer in it; else question and answer."""
    found = [
        said_in.own(_best_sentence(question)) if said(question.explanation) else _fact(question, said_in)
        for question in questions
    ]
    if len(_distinct(found)) < _FEWEST_KEY_POINTS:
        found += [_fact(question, said_in) for question in questions]
        found.append(said_in("read_every"))
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


def _fact(question: Question, said_in: Words) -> str:
    answer = said_in.own(shorten(question.answer, _SENTENCE_LENGTH))
    return f"{said_in.own(_asked(question))} {answer}."


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
