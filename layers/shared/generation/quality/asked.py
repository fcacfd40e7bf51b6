"""Asked: what the prompts ask for in numbers. They word it, the rules of length hold answers to it."""

from __future__ import annotations

MIN_QUIZ, MAX_QUIZ = 2, 5
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
