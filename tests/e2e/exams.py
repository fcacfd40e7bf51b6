"""Exams of any size for the end-to-end tests, made up: subjects with facts, each asked for in turn."""

from __future__ import annotations

from typing import Any

SUBJECTS = (
    ("storage", "object bucket versioning lifecycle replication archive"),
    ("network", "subnet gateway routing firewall peering balancer"),
    ("identity", "policy role token federation session permission"),
    ("compute", "instance autoscaling container image placement spot"),
    ("database", "index transaction replica partition backup throughput"),
    ("billing", "budget invoice reservation allocation forecast credit"),
)


def exam(questions: int) -> dict[str, Any]:
    """`questions` different questions, most with an explanation, some with two right answers."""
    return {
        "title": f"Cloud operations, {questions} questions",
        "questions": [_question(n) for n in range(questions)],
    }


def _question(number: int) -> dict[str, Any]:
    subject, words = SUBJECTS[number % len(SUBJECTS)]
    word = words.split()[number // len(SUBJECTS) % 6]
    case = number // (len(SUBJECTS) * 6)
    correct = ["A", "C"] if number % 7 == 0 else ["B"]
    question: dict[str, Any] = {
        "question_id": f"q{number + 1}",
        "text": f"Case {case}: which setting of {subject} decides how a {word} behaves under load?",
        "options": [
            {"option_id": letter, "text": f"The {subject} {word} {kind} of case {case}"}
            for letter, kind in zip("ABCD", ("limit", "class", "mode", "owner"), strict=True)
        ],
        "correct": correct,
    }
    if number % 5:
        question["explanation"] = (
            f"The {word} of {subject} is governed by its class. The owner only pays for it. (Case {case}.)"
        )
    return question


def topics(count: int, each: int = 5) -> dict[str, Any]:
    """An exam that says itself which `count` topics it has."""
    made = exam(count * each)
    for number, question in enumerate(made["questions"]):
        question["topic"] = f"Topic {number % count + 1}"
    return made
