"""A course, its exam and a program, as the API answers them; with markup where text is expected."""

from __future__ import annotations

from typing import Any

EXAM: dict[str, Any] = {
    "title": "Git *basics*",
    "questions": [
        {
            "question_id": "q1",
            "text": "Which command records staged changes?",
            "options": [
                {"option_id": "a", "text": "git commit"},
                {"option_id": "b", "text": "git <b>push</b>"},
            ],
            "correct": ["a"],
            "explanation": "It makes a commit.",
            "references": ["git-commit(1)"],
        },
        {
            "question_id": "q2",
            "text": "Which commands talk to a remote?\n    Choose two.",
            "options": [
                {"option_id": "a", "text": "git fetch"},
                {"option_id": "b", "text": "git push"},
                {"option_id": "c", "text": "git add"},
            ],
            "correct": ["a", "b"],
        },
    ],
}

_LESSON: dict[str, Any] = {
    "lesson_id": "l1",
    "title": "Commits # 1",
    "objectives": ["Record changes"],
    "body": "# What it is\n\nA **commit**.\n\n```sh\ngit commit",
    "key_points": ["Small commits"],
    "question_ids": ["q1", "q2"],
    "worked_questions": [
        {"question_id": "q1", "why_right": "It records.", "why_wrong": [{"option_id": "b", "reason": "No."}]},
        {"question_id": "q2", "why_right": "Both do.", "why_wrong": [{"option_id": "c", "reason": "Local."}]},
    ],
    "quiz": [
        {
            "question": "Which one?",
            "options": [{"option_id": "a", "text": "this"}, {"option_id": "b", "text": "that"}],
            "correct": ["b"],
            "explanation": "Because.",
        }
    ],
}

COURSE: dict[str, Any] = {
    "course_id": "course_1",
    "title": "Git *basics*",
    "description": "All of it.",
    "language": "en",
    "status": "draft",
    "made_by": "offline",
    "created_at": "2026-11-22T08:00:00.000Z",
    "coverage": {"questions_total": 2, "questions_covered": 2, "missing": []},
    "topics": [
        {
            "topic_id": "t1",
            "title": "Working <locally>",
            "description": "What happens here.",
            "question_ids": ["q1", "q2"],
            "status": "completed",
            "lessons": [_LESSON],
        }
    ],
}

PROJECT_COURSE: dict[str, Any] = {
    "course_id": "course_1",
    "title": "Bees & *hives*",
    "description": "From nothing to honey.",
    "language": "en",
    "audience": None,
    "status": "draft",
    "made_by": "offline",
    "created_at": "2026-11-22T08:00:00.000Z",
    "introduction": "You build *one* hive.",
    "glossary": [{"term": "Pine <wood>", "meaning": "Soft, and easy to saw.", "lesson_ids": ["l1", "gone"]}],
    "summary": "## A hive\n\nIf it splits, drill first.",
    "projects": [
        {
            "project_id": "p1",
            "title": "A hive",
            "description": "Build one.",
            "objectives": ["Saw straight"],
            "status": "completed",
            "lessons": [
                {
                    "lesson_id": "l1",
                    "title": "Wood",
                    "objectives": ["Choose wood"],
                    "body": "# Which\n\nPine.",
                    "example": "A <b>board</b>.",
                    "summary": "Pine will do.",
                    "status": "completed",
                    "tasks": [
                        {
                            "task_id": "t1",
                            "title": "Buy a board",
                            "instructions": "1. Go\n2. Buy",
                            "expected_result": "You own a board.",
                            "hints": ["Measure first"],
                            "minutes": 30,
                            "difficulty": 2,
                        }
                    ],
                }
            ],
        },
        {
            "project_id": "p2",
            "title": "Honey",
            "description": None,
            "objectives": [],
            "status": "pending",
            "lessons": [],
        },
    ],
}

PROGRAM: dict[str, Any] = {
    "program_id": "program_1",
    "title": "Stronger | faster",
    "description": "Two weeks.",
    "language": "en",
    "status": "ready",
    "goal": "general_fitness",
    "level": "enhanced",
    "level_reason": "The first answer keeps to all rules.",
    "generation_error": None,
    "made_by": "offline",
    "created_at": "2026-11-22T08:00:00.000Z",
    "weeks": [
        {
            "week": 1,
            "focus": "Base",
            "is_deload": False,
            "sessions": [
                {
                    "day": 1,
                    "title": "Legs",
                    "notes": "",
                    "exercises": [
                        {
                            "exercise_id": "back_squat",
                            "name": "Back squat",
                            "equipment": ["barbell", "rack"],
                            "sets": 3,
                            "repetitions": 5,
                            "duration_s": None,
                            "load_kg": 57.5,
                            "intensity": "75 % 1RM",
                            "rest_s": 180,
                            "notes": "Deep | slow",
                            "substitutes": ["goblet_squat"],
                        },
                        {
                            "exercise_id": "plank",
                            "name": "Plank",
                            "equipment": ["bodyweight"],
                            "sets": 3,
                            "repetitions": 1,
                            "duration_s": 45,
                            "load_kg": None,
                            "intensity": None,
                            "rest_s": 60,
                            "notes": "",
                            "substitutes": [],
                        },
                    ],
                }
            ],
        },
        {"week": 2, "focus": "Rest", "is_deload": True, "sessions": []},
    ],
    "analysis": {},
    "validation": {"rules_checked": ["a", "b"], "violations": []},
}
