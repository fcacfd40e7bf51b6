"""Repetition: what a course says twice, and what it has of its exam word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.quality import phrases
from generation.quality.artifact import Exam, ExamQuestion, Question
from generation.quality.findings import Finding, block, quoted, warn
from generation.quality.likeness import SAME, decides, nearest, pairs, swaps
from generation.quality.same import same
from generation.quality.words import count, essence, tokens

Placed = Sequence[tuple[str, str]]
"""(pointer, text)"""

_NAMES_SOMETHING = 4
"""Letters of a word; shorter ones are small words."""

_FORMULA = frozenset(phrases.FORMULA_WORDS.split())
"""Of stems that many questions have."""

LIKE_BUT_FOR_A_WORD = 0.9
"""Likeness from which on two options with different words are told: one word of ten."""

SHORTEST_STEM = 8
"""Words of a stem that is no formula such as "Which of the following is true?"."""


def near_options(at: str, question: Question) -> Iterator[Finding]:
    """Options that hardly differ. What tells two apart by a number, a negation or a sign is an answer."""
    texts = [option.text for option in question.options]
    for earlier, later, likeness in pairs(texts):
        one, other = tokens(texts[earlier]), tokens(texts[later])
        if one == other or decides(one, other):
            continue  # equal ones are `equal-options`
        pointer, first = f"{at}/options/{later}/text", f"option {earlier + 1}"
        # Another word is another answer, as a rule; in long texts a person has to look.
        may_block = not swaps(one, other)
        if not may_block and likeness < LIKE_BUT_FOR_A_WORD:
            continue
        yield _finding("near-options", pointer, texts[later], likeness, first, may_block=may_block)


def same_questions(quiz: Sequence[tuple[str, Question]]) -> Iterator[Finding]:
    """A quiz question that the course asks twice, also with other words or its options in another order."""
    seen: dict[tuple[str, frozenset[str]], str] = {}
    rest = []
    for pointer, question in quiz:
        key = (same(question.question), frozenset(same(option.text) for option in question.options))
        first = seen.setdefault(key, pointer)
        if first != pointer:
            yield block(
                "same-question", f"{pointer}/question", f"Stands at {first} too: {quoted(question.question)}"
            )
        else:
            rest.append((pointer, question))
    stems = [(pointer, question.question) for pointer, question in rest]
    long = [(pointer, stem) for pointer, stem in stems if count(stem) >= SHORTEST_STEM]
    for earlier, later, likeness in pairs([stem for _, stem in long]):
        pointer, stem = long[later]
        if not decides(tokens(long[earlier][1]), tokens(stem)):
            yield _finding("near-question", f"{pointer}/question", stem, likeness, long[earlier][0])


def from_exam(quiz: Sequence[tuple[str, Question]], exam: Exam) -> Iterator[Finding]:
    """A quiz question that is one of the exam's."""
    if not quiz or not exam.questions:
        return
    known = {essence(question.text): question for question in exam.questions}
    rest = []
    for pointer, question in quiz:
        original = known.get(essence(question.question))
        if original is None:
            rest.append((pointer, question))
        elif not _is_formula(question.question) or _shares_options(question, original):
            yield block(
                "quiz-from-exam",
                f"{pointer}/question",
                f"Is a question of the exam: {quoted(question.question)}",
            )
    texts = [question.question for _, question in rest]
    for index, other, likeness in nearest(texts, [question.text for question in exam.questions]):
        pointer, question = rest[index]
        original = exam.questions[other]
        mine, theirs = tokens(question.question), tokens(original.text)
        is_short = count(question.question) < SHORTEST_STEM and not _shares_options(question, original)
        if is_short and (_is_formula(question.question) or swaps(mine, theirs)):
            continue
        if decides(mine, theirs) and likeness < SAME:
            continue
        yield _finding(
            "quiz-from-exam", f"{pointer}/question", question.question, likeness, "a question of the exam"
        )


def near(rule: str, texts: Placed) -> Iterator[Finding]:
    """Texts that are nearly the same, or wholly."""
    for earlier, later, likeness in pairs([text for _, text in texts]):
        pointer, text = texts[later]
        yield _finding(rule, pointer, text, likeness, texts[earlier][0])


def titles(rule: str, placed: Placed) -> Iterator[Finding]:
    """The same title twice."""
    seen: dict[str, str] = {}
    for pointer, title in placed:
        first = seen.setdefault(essence(title) or title, pointer)
        if first != pointer:
            yield block(rule, pointer, f"Is the title of {first} too: {quoted(title)}")


def _is_formula(stem: str) -> bool:
    """ "Which of the following is true?": short, and its longer words name no subject."""
    words = [word for word in tokens(stem) if len(word) >= _NAMES_SOMETHING]
    return count(stem) < SHORTEST_STEM and all(word in _FORMULA for word in words)


def _shares_options(question: Question, other: ExamQuestion) -> bool:
    mine, theirs = ({essence(option.text) for option in one.options} for one in (question, other))
    return len(mine & theirs) * 2 >= len(mine)


def _finding(
    rule: str, pointer: str, text: str, likeness: float, other: str, *, may_block: bool = True
) -> Finding:
    message = f"Is {likeness:.0%} the same as {other}: {quoted(text)}"
    return block(rule, pointer, message) if may_block and likeness >= SAME else warn(rule, pointer, message)
