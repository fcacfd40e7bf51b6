"""Questions for these tests, and weird ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.data.exams import load


def questions_of(path: Path) -> list[dict[str, Any]]:
    """The questions of an exam, as a client sends them."""
    questions: list[dict[str, Any]] = load(path)["questions"]
    return questions


def question(number: int, text: str, *answers: str, explanation: str = "", topic: str = "") -> dict[str, Any]:
    """A question whose first answer is right."""
    options = [{"option_id": "ABCDEFGHIJ"[i], "text": answer} for i, answer in enumerate(answers)]
    raw: dict[str, Any] = {
        "question_id": f"q{number}",
        "text": text,
        "options": options,
        "correct": ["A"],
    }
    return raw | {key: value for key, value in (("explanation", explanation), ("topic", topic)) if value}


# Anything a client may store: no half surrogate pairs, no NUL, something to read.
_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60)
_marked_up = st.sampled_from(
    [
        "<br/>",
        "<b>bold</b>",
        "<script>alert(1)</script>",
        "# Heading",
        "1. list",
        "a_b_c *d*",
        "www.example.com https://example.com/[x](y)",
        "¿Qué? Größe, 日本語の質問, שאלה, 🦊",
        "...",
        "Amazon EC2 and Amazon S3.",
    ]
)
shown = st.one_of(_texts, _marked_up, st.tuples(_marked_up, _texts).map(" ".join)).filter(
    lambda text: any(character.isprintable() and not character.isspace() for character in text)
)


@st.composite
def weird_questions(draw: Any, most: int = 12) -> list[dict[str, Any]]:
    """1 to `most` questions, some of them the same but for their id."""
    count = draw(st.integers(1, most))
    questions: list[dict[str, Any]] = []
    for number in range(count):
        is_repeated: bool = draw(st.booleans())
        if questions and is_repeated:
            repeated: dict[str, Any] = draw(st.sampled_from(questions))
            questions.append({**repeated, "question_id": f"q{number}"})
            continue
        answers: list[str] = draw(st.lists(shown, min_size=2, max_size=5))
        raw = question(number, draw(shown), *answers, explanation=draw(st.one_of(st.just(""), shown)))
        right: set[str] = draw(st.sets(st.sampled_from("ABCDE"[: len(answers)]), min_size=1))
        questions.append(raw | {"correct": sorted(right)})
    return questions
