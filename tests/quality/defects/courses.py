"""Courses: topics, coverage and sources of exam courses."""

from __future__ import annotations

from random import Random

from tests.quality.defects.planting import Json, defect, lessons


@defect("topic-miscellaneous")
def miscellaneous(artifact: Json, language: str, random: Random) -> None:
    titles = {
        "en": ["Miscellaneous", "Other topics", "Mixed questions", "General"],
        "de": ["Verschiedenes", "Sonstige Themen", "Allgemeines", "Weitere Fragen"],
        "ru": ["Разное", "Прочие вопросы", "Другие темы", "Общее"],
    }
    random.choice(artifact["topics"])["title"] = random.choice(titles[language])


@defect("topic-title")
def topic_twice(artifact: Json, language: str, random: Random) -> None:
    one, other = artifact["topics"]
    one["title"] = other["title"].upper() if random.random() < 0.5 else other["title"]


@defect("topic-too-large")
def topic_too_large(artifact: Json, language: str, random: Random) -> None:
    artifact["topics"][0]["question_ids"] += [f"more-{number}" for number in range(random.randint(20, 40))]


@defect("question-unworked")
def question_left_out(artifact: Json, language: str, random: Random) -> None:
    worked = random.choice(lessons(artifact))["worked_questions"]
    del worked[random.randrange(len(worked))]


@defect("source-number", needs_exam=True)
def altered_number(artifact: Json, language: str, random: Random) -> None:
    known = {"en": ["0.75 %", "0.5 %"], "de": ["4 kg"], "ru": ["80 %"]}[language]
    claims = [
        worked
        for lesson in lessons(artifact)
        for worked in lesson["worked_questions"]
        if any(number in worked["why_right"] for number in known)
    ]
    worked = random.choice(claims)
    for number in known:
        altered = str(random.randint(11, 79))
        worked["why_right"] = worked["why_right"].replace(number, f"{altered} {number.split()[1]}")


@defect("reason-missing", needs_exam=True)
def reason_left_out(artifact: Json, language: str, random: Random) -> None:
    random.choice(random.choice(lessons(artifact))["worked_questions"])["why_wrong"].pop()
