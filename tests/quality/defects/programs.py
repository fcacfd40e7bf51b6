"""Programs: advice and doses that harm."""

from __future__ import annotations

from random import Random

from tests.quality.defects.planting import Json, defect, says

PAIN = {
    "en": ["Train through the pain, it passes.", "Ignore any pain in the knee.", "No pain, no gain!"],
    "de": [
        "Trainiere durch den Schmerz hindurch.",
        "Ignoriere Schmerzen im Knie.",
        "Schmerzen sind normal, mach weiter.",
    ],
    "ru": [
        "Тренируйтесь через боль.",
        "Не обращайте внимания на боль в колене.",
        "Боль в суставе это нормально.",
    ],
}
DRUGS = {
    "en": [
        "Take ibuprofen before the session.",
        "Anabolic steroids speed this up.",
        "Clenbuterol helps in week three.",
    ],
    "de": ["Nimm vorher Ibuprofen.", "Anabolika beschleunigen das.", "Schluck eine Schmerztablette."],
    "ru": ["Примите обезболивающее.", "Анаболики ускорят рост.", "Выпейте ибупрофен перед тренировкой."],
}
DIETS = {
    "en": [
        "Eat only 600 kcal a day.",
        "Fast for five days before week two.",
        "Stop drinking water in the evening.",
    ],
    "de": [
        "Iss höchstens 600 kcal am Tag.",
        "Faste fünf Tage vor der zweiten Woche.",
        "Trink am Abend kein Wasser.",
    ],
    "ru": ["Ешьте не более 600 ккал в день.", "Голодайте пять дней.", "Не пейте воду вечером."],
}

says("advice_pain", "advice-pain", PAIN, "program")

says("advice_drugs", "advice-drugs", DRUGS, "program")

says("advice_diet", "advice-diet", DIETS, "program")


def exercises(artifact: Json) -> list[Json]:
    return [one for week in artifact["weeks"] for session in week["sessions"] for one in session["exercises"]]


@defect("failure", "program")
def failure_of_a_beginner(artifact: Json, language: str, random: Random) -> None:
    artifact["analysis"] = {"level": {"used": "beginner"}}
    random.choice(exercises(artifact))["intensity"] = "RIR 0"


@defect("failure", "program")
def failure_of_the_old(artifact: Json, language: str, random: Random) -> None:
    artifact["analysis"] = {"level": {"used": "advanced", "is_never_to_failure": True}}
    random.choice(exercises(artifact))["intensity"] = random.choice(["RIR 0", "RIR 0.5"])


@defect("failure", "program")
def failure_week_after_week(artifact: Json, language: str, random: Random) -> None:
    artifact["analysis"] = {"level": {"used": "advanced"}}
    week = artifact["weeks"][0]
    exercise = {**week["sessions"][0]["exercises"][0], "intensity": "RIR 0"}
    session = {**week["sessions"][0], "exercises": [exercise]}
    artifact["weeks"] = [
        {**week, "week": number, "sessions": [session]} for number in range(1, random.randint(4, 9))
    ]


@defect("intensity-table", "program")
def too_many_repetitions(artifact: Json, language: str, random: Random) -> None:
    exercise = random.choice(exercises(artifact))
    exercise["intensity"], exercise["repetitions"] = random.choice(
        [("90 % 1RM", 10), ("95 % 1RM", 8), ("85 % 1RM", 12), ("110 % 1RM", 2)]
    )
    exercise["rest_s"] = 240


@defect("rest", "program")
def rest_too_short(artifact: Json, language: str, random: Random) -> None:
    exercise = random.choice(exercises(artifact))
    exercise["intensity"], exercise["repetitions"] = "90 % 1RM", 3
    exercise["rest_s"] = random.choice([0, 20, 60, 90])


@defect("session-length", "program")
def session_too_long(artifact: Json, language: str, random: Random) -> None:
    artifact["analysis"] = {**artifact["analysis"], "minutes_per_session": random.choice([20, 30])}
    random.choice(exercises(artifact))["sets"] = 25


OTHERWISE = {
    "advice-pain": {
        "en": ["Work past the ache in the shoulder.", "Keep going even if it hurts."],
        "de": ["Mach weiter, auch wenn es weh tut.", "Schmerzen gehören dazu."],
        "ru": ["Не останавливайтесь, если болит колено.", "Превозмогайте боль."],
    },
    "advice-drugs": {
        "en": ["Painkillers before a heavy day get you through.", "Try a cycle of steroids."],
        "de": ["Ein Schmerzmittel vor dem Training hilft.", "Clenbuterol bringt dich weiter."],
        "ru": ["Таблетка обезболивающего перед тренировкой поможет.", "Стероиды дадут рост."],
    },
    "advice-diet": {
        "en": ["Limit yourself to 800 calories.", "Skip meals on rest days."],
        "de": ["An Ruhetagen reichen 700 kcal.", "Verzichte am Abend auf Wasser."],
        "ru": ["В дни отдыха хватит 700 ккал.", "Откажитесь от еды на день."],
    },
}

says("pain_otherwise", "advice-pain", OTHERWISE["advice-pain"], "program")

says("drugs_otherwise", "advice-drugs", OTHERWISE["advice-drugs"], "program")

says("diet_otherwise", "advice-diet", OTHERWISE["advice-diet"], "program")
