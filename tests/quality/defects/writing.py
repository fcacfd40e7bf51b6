"""Writing: language, lengths, what is said twice."""

from __future__ import annotations

from random import Random

from tests.quality.defects.planting import EVERY, WRITTEN, Json, defect, lessons, prose

FOREIGN = {
    "en": "Das Volk verbraucht im April mehr als im ganzen Winter zusammen, und der Futterkranz sagt, wie lange es reicht.",
    "de": "Дерево пьёт самыми тонкими корнями, а они остаются в старой земле, когда его выкапывают из сада.",
    "ru": "A rider brings a bicycle whose gears were set up last week, and still the chain jumps whenever she stands on it.",
}
RELATED = {
    "en": "La cadena se desgasta poco a poco, y los dientes del piñón cambian de forma hasta que ya no la sujetan bien.",
    "de": "De ketting slijt langzaam, en de tanden van het tandwiel veranderen van vorm totdat ze hem niet meer houden.",
    "ru": "Дерево п'є найтоншими коренями, а вони залишаються в старій землі, коли його викопують із саду восени.",
}


@defect("language", *EVERY)
def other_language(artifact: Json, language: str, random: Random) -> None:
    container, key = prose(artifact, random)
    container[key] = random.choice([FOREIGN, RELATED])[language]


@defect("language", *WRITTEN)
def paragraph_in_another_language(artifact: Json, language: str, random: Random) -> None:
    lesson = random.choice(lessons(artifact))
    parts = lesson["body"].split("\n\n")
    parts.insert(random.randrange(len(parts)), random.choice([FOREIGN, RELATED])[language])
    lesson["body"] = "\n\n".join(parts)


@defect("length", *WRITTEN)
def stump_of_a_body(artifact: Json, language: str, random: Random) -> None:
    lesson = random.choice(lessons(artifact))
    lesson["body"] = lesson["body"].split("\n\n")[0]


@defect("length", *WRITTEN)
def endless_body(artifact: Json, language: str, random: Random) -> None:
    lesson = random.choice(lessons(artifact))
    lesson["body"] = "\n\n".join(f"{lesson['body']}\n\n{number}." for number in range(12))


@defect("length")
def reason_of_a_word(artifact: Json, language: str, random: Random) -> None:
    worked = random.choice(random.choice(lessons(artifact))["worked_questions"])
    random.choice(worked["why_wrong"])["reason"] = {"en": "Wrong.", "de": "Falsch.", "ru": "Неверно."}[
        language
    ]


@defect("equal-reasons")
def equal_reasons(artifact: Json, language: str, random: Random) -> None:
    worked = random.choice(random.choice(lessons(artifact))["worked_questions"])
    one, other = random.sample(worked["why_wrong"], 2)
    one["reason"] = other["reason"]


@defect("excuse")
def excuse(artifact: Json, language: str, random: Random) -> None:
    text = {
        "en": "The exam marks another option as right and gives no reason for this one.",
        "de": "Die Prüfung wertet eine andere Möglichkeit als richtig und nennt hierzu keinen Grund.",
        "ru": "Экзамен считает верным другой ответ и ничего не говорит об этом варианте.",
    }[language]
    for lesson in lessons(artifact):
        for worked in lesson["worked_questions"]:
            worked["why_wrong"][0]["reason"] = text


@defect("equal-key-points")
def equal_key_points(artifact: Json, language: str, random: Random) -> None:
    points = random.choice(lessons(artifact))["key_points"]
    one, other = random.sample(range(len(points)), 2)
    points[one] = points[other]


@defect("near-lesson")
def one_body_for_two_lessons(artifact: Json, language: str, random: Random) -> None:
    one, other = lessons(artifact)
    one["body"] = other["body"] + random.choice(["", "\n\n.", " "])


@defect("empty-section", *WRITTEN)
def empty_section(artifact: Json, language: str, random: Random) -> None:
    lesson = random.choice(lessons(artifact))
    parts = lesson["body"].split("\n\n")
    headings = [index for index, part in enumerate(parts) if part.startswith("## ")]
    parts.insert(random.choice(headings), "## 1+1")
    lesson["body"] = "\n\n".join(parts)


@defect("language")
def explanation_in_another_language(artifact: Json, language: str, random: Random) -> None:
    lesson = random.choice(lessons(artifact))
    random.choice(lesson["quiz"])["explanation"] = random.choice([FOREIGN, RELATED])[language]


@defect("equal-objectives", *WRITTEN)
def equal_objectives(artifact: Json, language: str, random: Random) -> None:
    objectives = random.choice(lessons(artifact))["objectives"]
    objectives.append(random.choice([objectives[0], objectives[0].upper(), objectives[0] + " "]))


@defect("only-announces", *WRITTEN, blocks=False)
def section_that_only_announces(artifact: Json, language: str, random: Random) -> None:
    random.choice(lessons(artifact))["body"] += {
        "en": "\n\n## Tools\n\nThis section explains which tools are needed.",
        "de": "\n\n## Werkzeug\n\nIn diesem Abschnitt geht es um das Werkzeug.",
        "ru": "\n\n## Инструмент\n\nВ этом разделе мы рассмотрим инструменты.",
    }[language]
