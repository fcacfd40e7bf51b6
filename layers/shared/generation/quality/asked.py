"""Asked: what the prompts ask for in numbers. They word it, the rules of length hold answers to it."""

from __future__ import annotations

from collections.abc import Sequence

MIN_QUIZ, MAX_QUIZ = 2, 5
MAX_TERMS = 60
FEWEST_FINAL, MOST_FINAL, MAX_FINAL = 4, 30, 40
"""Questions of a final exam: as wanted, and as many as it can become where each of many topics has one."""

QUIZ_OPTIONS = ("A", "B", "C", "D")
"""Ids of the options of a quiz question, in order."""


def lesson_words(questions: int) -> int:
    """Words that the body of an exam course's lesson over so many questions is to have."""
    return 600 + 90 * questions


def fewest_lesson_words(questions: int) -> int:
    """What is enough where the subject is small: as much as was asked for until courses were found thin."""
    return 250 + 60 * questions


def quiz_questions(questions: int) -> int:
    """Quiz questions of a lesson over so many questions."""
    return max(MIN_QUIZ, min(MAX_QUIZ, 1 + (questions + 1) // 2))


def final_questions(sizes: Sequence[int]) -> list[int]:
    """Questions of the final exam on each topic, by how many of the exam's it has: a third of them in all,
    and of each topic one at least."""
    total = sum(sizes)
    wanted = max(len(sizes), min(MOST_FINAL, max(FEWEST_FINAL, round(total / 3))))
    shares = [wanted * size / total for size in sizes]
    counts = [max(1, int(share)) for share in shares]
    order = sorted(range(len(sizes)), key=lambda place: counts[place] - shares[place])
    for place in (order * wanted)[: max(0, wanted - sum(counts))]:
        counts[place] += 1
    return counts
