"""Courses: topics, coverage and sources of exam courses."""

from __future__ import annotations

from random import Random

from tests.quality.corpus import exam
from tests.quality.defects.planting import Json, Texts, defect, lessons

MISCELLANEOUS = {
    "en": ["Miscellaneous", "Other topics", "Mixed questions", "General"],
    "de": ["Verschiedenes", "Sonstige Themen", "Allgemeines", "Weitere Fragen"],
    "ru": ["Разное", "Прочие вопросы", "Другие темы", "Общее"],
}
MISCELLANEOUS_OTHERWISE = {
    "en": ["Odds and ends", "Everything else", "Assorted topics", "Various questions"],
    "de": ["Dies und das", "Restliche Fragen", "Weitere Themen", "Vermischtes"],
    "ru": ["Всякое", "Остальное", "Разные вопросы", "Другие вопросы"],
}


def entitles(name: str, titles: Texts) -> None:
    """A defect that gives a topic one of the titles."""

    def spoil(artifact: Json, language: str, random: Random) -> None:
        random.choice(artifact["topics"])["title"] = random.choice(titles[language])

    spoil.__name__ = name
    defect("topic-miscellaneous")(spoil)


entitles("miscellaneous", MISCELLANEOUS)
entitles("miscellaneous_otherwise", MISCELLANEOUS_OTHERWISE)


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


@defect("question-twice")
def question_worked_twice(artifact: Json, language: str, random: Random) -> None:
    worked = random.choice(lessons(artifact))["worked_questions"]
    worked.append(dict(random.choice(worked)))


@defect("unknown-question")
def question_of_another_exam(artifact: Json, language: str, random: Random) -> None:
    worked = random.choice(lessons(artifact))["worked_questions"]
    worked.append({**worked[0], "question_id": random.choice(["zz-9", "0", "bike-99"])})


@defect("reason-for-key", needs_exam=True)
def reason_against_the_key(artifact: Json, language: str, random: Random) -> None:
    worked = random.choice(random.choice(lessons(artifact))["worked_questions"])
    known = {question["question_id"]: question for question in exam(language)["questions"]}
    worked["why_wrong"][0]["option_id"] = known[worked["question_id"]]["correct"][0]


@defect("source-quotation", needs_exam=True)
def invented_quotation(artifact: Json, language: str, random: Random) -> None:
    worked = random.choice(random.choice(lessons(artifact))["worked_questions"])
    worked["why_right"] += {
        "en": " The exam's explanation says “everything is replaced after two years”.",
        "de": " Die Erklärung sagt „alles muss nach zwei Jahren ersetzt werden“.",
        "ru": " В объяснении сказано «всё нужно менять через два года».",
    }[language]
