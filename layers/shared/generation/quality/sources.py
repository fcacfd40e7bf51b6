"""Sources: what a lesson says that the exam says, against the exam.

Numbers and quotations after normalising, exactly: fuzzy matching accepted every altered digit and every "not"
that was put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generation.quality import phrases
from generation.quality.artifact import ExamQuestion, Lesson, WorkedQuestion
from generation.quality.findings import Finding, block, quoted, warn
from generation.quality.items import says_right
from generation.quality.words import count, plain, tokens

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-zа-я])|(?<=[。！？])|\n+")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_GROUPED = re.compile(r"(?<=\d)[\s,'’](?=\d{3}(?!\d))")
_QUOTATION = re.compile('“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|"([^"]+)"|「([^「」]+)」|『([^『』]+)』')
SHORTEST_QUOTATION = 4
"""Words; shorter ones are terms."""


def sources(at: str, lesson: Lesson, exam: Mapping[str, ExamQuestion]) -> Iterator[Finding]:
    """Worked questions against their questions: their options, and what is claimed to stand in them."""
    for index, worked in enumerate(lesson.worked_questions):
        question = exam.get(worked.question_id)
        here = f"{at}/worked_questions/{index}"
        if question is None:
            yield block("unknown-question", here, f"The exam has no question {quoted(worked.question_id)}.")
            continue
        yield from _options(here, worked, question)
        yield from _doubt(here, worked, question)
        yield from _claims(f"{here}/why_right", worked.why_right, question)
        for number, wrong in enumerate(worked.why_wrong):
            yield from _claims(f"{here}/why_wrong/{number}/reason", wrong.reason, question)
        for option in question.options:
            if option.option_id not in question.correct and says_right(worked.why_right, option.text):
                yield warn(
                    "argues-against-key", f"{here}/why_right", f"Calls this right: {quoted(option.text)}"
                )


def _options(at: str, worked: WorkedQuestion, question: ExamQuestion) -> Iterator[Finding]:
    wanted = [option.option_id for option in question.options if option.option_id not in question.correct]
    given = [wrong.option_id for wrong in worked.why_wrong]
    if missing := [one for one in wanted if one not in given]:
        yield block("reason-missing", f"{at}/why_wrong", f"No reason for {quoted(', '.join(missing))}.")
    for number, one in enumerate(given):
        if one in question.correct:
            message = f"The exam marks {quoted(one)} as right."
            yield block("reason-for-key", f"{at}/why_wrong/{number}", message)
        elif one not in wanted:
            yield block(
                "reason-for-none", f"{at}/why_wrong/{number}", f"{quoted(one)} is no option of the question."
            )


def _doubt(at: str, worked: WorkedQuestion, question: ExamQuestion) -> Iterator[Finding]:
    """`doubt-likely`: a doubt of the marking that names the key itself, or nothing that one can choose."""
    if worked.marking_doubt is None:
        return
    options = {option.option_id for option in question.options}
    for number, one in enumerate(worked.marking_doubt.likely):
        pointer = f"{at}/marking_doubt/likely/{number}"
        if one in question.correct:
            yield block("doubt-likely", pointer, f"{quoted(one)} is what the exam marks as right already.")
        elif one not in options:
            yield block("doubt-likely", pointer, f"{quoted(one)} is no option of the question.")


def _claims(pointer: str, text: str, question: ExamQuestion) -> Iterator[Finding]:
    claims = [part for part in _SENTENCE.split(plain(text)) if part and phrases.CLAIMS_A_SOURCE.search(part)]
    if not claims:
        return
    texts = [question.text, question.explanation or "", *(option.text for option in question.options)]
    source = plain(" ".join([*texts, *(question.references or [])]))
    known = set(numbers(source))
    words = f" {' '.join(tokens(source))} "
    for claim in claims:
        unknown = [number for number in numbers(claim) if number not in known]
        # What has no explanation leans on a reference, whose numbers do not stand in the exam.
        if unknown and question.explanation:
            yield block(
                "source-number", pointer, f"“{unknown[0]}” does not stand in the exam: {quoted(claim)}"
            )
        for match in _QUOTATION.finditer(claim):
            said = next(part for part in match.groups() if part)
            if count(said) >= SHORTEST_QUOTATION and f" {' '.join(tokens(said))} " not in words:
                yield block("source-quotation", pointer, f"Does not stand in the exam: {quoted(said)}")


def numbers(text: str) -> list[str]:
    """As they are compared: digits grouped or not, `90 %` as `90`, `1.50` as `1.5`."""
    found = []
    for number in _NUMBER.findall(_GROUPED.sub("", plain(text))):
        whole, dot, part = number.replace(",", ".").partition(".")
        is_decimal = dot and part.isdigit()
        part = part.rstrip("0") if is_decimal else part
        found.append(
            f"{int(whole)}.{part}"
            if is_decimal and part and whole.isdigit()
            else str(int(whole))
            if whole.isdigit() and (not dot or is_decimal)
            else number
        )
    return found
