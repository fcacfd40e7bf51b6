"""Projects: outlines, projects and tasks that are one."""

from __future__ import annotations

from random import Random

from tests.quality.defects.planting import Json, defect, lessons


@defect("project-title", "outlines")
def project_twice(artifact: Json, language: str, random: Random) -> None:
    projects = random.choice(artifact["outlines"])["projects"]
    projects[0]["title"] = projects[1]["title"]


@defect("near-outline", "outlines")
def outline_twice(artifact: Json, language: str, random: Random) -> None:
    one, other = artifact["outlines"]
    one["projects"] = [dict(project) for project in other["projects"]]


@defect("task-title", "project")
def task_twice(artifact: Json, language: str, random: Random) -> None:
    tasks = random.choice(lessons(artifact))["tasks"]
    tasks[0]["title"] = tasks[1]["title"]


@defect("near-task", "project")
def tasks_alike(artifact: Json, language: str, random: Random) -> None:
    tasks = random.choice(lessons(artifact))["tasks"]
    tasks[0]["instructions"] = tasks[1]["instructions"] + random.choice(["", " 2"])


@defect("hint-gives-away", "project")
def hint_gives_away(artifact: Json, language: str, random: Random) -> None:
    task = random.choice(random.choice(lessons(artifact))["tasks"])
    task["hints"][-1] = task["expected_result"]


@defect("hint-number", "project")
def hints_left_out(artifact: Json, language: str, random: Random) -> None:
    task = random.choice(random.choice(lessons(artifact))["tasks"])
    task["hints"] = task["hints"][:1]


@defect("equal-hints", "project")
def equal_hints(artifact: Json, language: str, random: Random) -> None:
    task = random.choice(random.choice(lessons(artifact))["tasks"])
    task["hints"] = [task["hints"][0], random.choice([task["hints"][0].lower(), f"“{task['hints'][0]}”"])]


@defect("outline-title", "outlines")
def outlines_of_one_title(artifact: Json, language: str, random: Random) -> None:
    one, other = artifact["outlines"]
    one["title"] = other["title"] + random.choice(["", ".", " "])
