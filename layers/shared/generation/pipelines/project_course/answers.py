"""Answers: lessons and tasks that the model wrote, checked. A fault goes back to it as an error it can mend.

Each function is the `parse` of one kind of call: text in, value out, InvalidOutput for anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from generation.pipelines.project_course.contracts import LessonsAnswer, Task, TasksAnswer
from generation.pipelines.shared.answering import essence, quoted, read, refuse, repeated

SHORTEST_REPEAT = 25
"""Characters from which on a text that stands in another cannot do so by accident."""


def parse_lessons(text: str, *, project: str) -> list[dict[str, Any]]:
    """`[{title, objectives, body, example, summary}]`, three to six, no title twice.

    project  title of the project: none of its lessons says it again, as if it were the only one
    """
    lessons = read(LessonsAnswer, text).lessons
    faults = repeated([lesson.title for lesson in lessons], "lessons[*].title")
    for index, lesson in enumerate(lessons):
        where = f"lessons[{index}]"
        if essence(lesson.title) == essence(project):
            faults.append(f"{where}.title: is the title of the project; name what this lesson teaches.")
        if _stands_in(lesson.example, lesson.body):
            faults.append(f"{where}.example: stands in the body already; work another case through.")
        faults += repeated(lesson.objectives, f"{where}.objectives[*]")
    refuse(faults)
    return [lesson.model_dump(mode="json") for lesson in lessons]


def parse_tasks(text: str) -> list[dict[str, Any]]:
    """`[{title, instructions, expected_result, hints, minutes, difficulty}]`, two to four, no title twice,
    in rising difficulty, no hint that gives the result away."""
    tasks = read(TasksAnswer, text).tasks
    faults = repeated([task.title for task in tasks], "tasks[*].title")
    faults += repeated([task.instructions for task in tasks], "tasks[*].instructions")
    for index, task in enumerate(tasks):
        faults += repeated(task.hints, f"tasks[{index}].hints[*]")
        faults += _giveaways(f"tasks[{index}].hints", task)
    refuse([*faults, *_falling(tasks)])
    fields = ("title", "instructions", "expected_result", "hints", "minutes", "difficulty")
    return [
        {name: dumped[name] for name in fields} for dumped in (task.model_dump(mode="json") for task in tasks)
    ]


def _giveaways(where: str, task: Task) -> list[str]:
    return [
        f"{where}[{index}]: {quoted(hint)} gives the expected result away; say how one gets there."
        for index, hint in enumerate(task.hints)
        if _stands_in(task.expected_result, hint)
    ]


def _stands_in(text: str, whole: str) -> bool:
    text = essence(text)
    return len(text) >= SHORTEST_REPEAT and text in essence(whole)


def _falling(tasks: Sequence[Task]) -> list[str]:
    return [
        f"tasks[{index}].difficulty: falls from {earlier.difficulty} to {later.difficulty}; put the tasks "
        "into the order of their difficulty."
        for index, (earlier, later) in enumerate(pairwise(tasks), 1)
        if later.difficulty < earlier.difficulty
    ]
