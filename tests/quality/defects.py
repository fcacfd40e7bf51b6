"""Defects: what models were seen to write, and what people leave in, planted into good artifacts.

Each defect spoils a copy at a place that the seed chooses and names the rule that has to find it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.quality.corpus import exam

Json = dict[str, Any]
Spoil = Callable[[Json, str, Random], None]


@dataclass(frozen=True)
class Defect:
    """kinds: of artifacts that it is planted into. blocks: whether the rule has to block."""

    name: str
    rule: str
    kinds: tuple[str, ...]
    spoil: Spoil
    blocks: bool = True
    needs_exam: bool = False


DEFECTS: list[Defect] = []


def defect(rule: str, *kinds: str, blocks: bool = True, needs_exam: bool = False) -> Callable[[Spoil], Spoil]:
    def registered(spoil: Spoil) -> Spoil:
        DEFECTS.append(Defect(spoil.__name__, rule, kinds or ("course",), spoil, blocks, needs_exam))
        return spoil

    return registered


def lessons(artifact: Json) -> list[Json]:
    groups = artifact.get("topics") or artifact.get("projects") or []
    return [lesson for group in groups for lesson in group.get("lessons", [])]


def questions(artifact: Json) -> list[Json]:
    return [question for lesson in lessons(artifact) for question in lesson["quiz"]]


def plain_places(artifact: Json) -> Iterator[tuple[Any, Any]]:
    """Every plain text of an artifact, as container and key."""
    for group in artifact.get("topics", []):
        yield group, "description"
    for lesson in lessons(artifact):
        for index in range(len(lesson.get("key_points", []))):
            yield lesson["key_points"], index
        for worked in lesson.get("worked_questions", []):
            yield worked, "why_right"
            for wrong in worked["why_wrong"]:
                yield wrong, "reason"
        for question in lesson.get("quiz", []):
            yield question, "question"
            yield question, "explanation"
        for task in lesson.get("tasks", []):
            yield task, "instructions"
            yield task, "expected_result"
            yield task["hints"], 0
        if "summary" in lesson:
            yield lesson, "summary"
    for outline in artifact.get("outlines", []):
        yield outline, "angle"
        for project in outline["projects"]:
            yield project, "description"
    for week in artifact.get("weeks", []):
        for session in week["sessions"]:
            yield session, "notes"
            yield session["exercises"][0], "notes"
    if "weeks" in artifact:
        yield artifact, "description"


def plain_place(artifact: Json, random: Random) -> tuple[Any, Any]:
    return random.choice(list(plain_places(artifact)))


def appended(artifact: Json, random: Random, text: str) -> None:
    container, key = plain_place(artifact, random)
    container[key] = f"{container[key]} {text}".strip()


def prose(artifact: Json, random: Random) -> tuple[Any, Any]:
    """A plain text that is long enough to have a language."""
    return random.choice([place for place in plain_places(artifact) if len(place[0][place[1]]) > 90])


EVERY = ("course", "project", "outlines", "program")
WRITTEN = ("course", "project")


@defect("equal-options")
def equal_options(artifact: Json, language: str, random: Random) -> None:
    options = random.choice(questions(artifact))["options"]
    one, other = random.sample(range(4), 2)
    options[one]["text"] = options[other]["text"] + random.choice(["", " ", "."])


@defect("equal-options")
def four_equal_options_all_right(artifact: Json, language: str, random: Random) -> None:
    question = random.choice(questions(artifact))
    for option in question["options"]:
        option["text"] = question["options"][0]["text"]
    question["correct"] = ["A", "B", "C", "D"]


@defect("all-right")
def all_right(artifact: Json, language: str, random: Random) -> None:
    random.choice(questions(artifact))["correct"] = ["A", "B", "C", "D"]


@defect("key")
def key_is_no_option(artifact: Json, language: str, random: Random) -> None:
    random.choice(questions(artifact))["correct"] = [random.choice(["E", "a", "1", "B)"])]


@defect("key")
def no_key(artifact: Json, language: str, random: Random) -> None:
    random.choice(questions(artifact))["correct"] = []


@defect("same-question")
def same_question(artifact: Json, language: str, random: Random) -> None:
    one, other = random.sample(questions(artifact), 2)
    other.clear()
    other.update({**one, "options": [dict(option) for option in one["options"]]})


@defect("quiz-from-exam", needs_exam=True)
def quiz_from_exam(artifact: Json, language: str, random: Random) -> None:
    original = random.choice(exam(language)["questions"])
    question = random.choice(questions(artifact))
    question["question"] = original["text"]
    for option, theirs in zip(question["options"], original["options"], strict=True):
        option["text"] = theirs["text"]


@defect("quiz-from-body")
def quiz_from_body(artifact: Json, language: str, random: Random) -> None:
    lesson = random.choice(lessons(artifact))
    lesson["body"] += "\n\n" + random.choice(lesson["quiz"])["question"]


@defect("option-number")
def option_left_out(artifact: Json, language: str, random: Random) -> None:
    question = random.choice(questions(artifact))
    question["options"] = [
        option
        for option in question["options"]
        if option["option_id"] in question["correct"] or option["option_id"] in random.sample("ABCD", 2)
    ][:3]


@defect("option-ids")
def other_ids(artifact: Json, language: str, random: Random) -> None:
    question = random.choice(questions(artifact))
    names = random.choice(["1234", "abcd", "AACD", "BCDE"])
    place = "ABCD".index(question["correct"][0])
    for option, name in zip(question["options"], names, strict=True):
        option["option_id"] = name
    question["correct"] = [names[place]]


@defect("quiz-number")
def quiz_too_short(artifact: Json, language: str, random: Random) -> None:
    random.choice(lessons(artifact))["quiz"].pop()


MODEL = {
    "en": [
        "As an AI language model, I cannot give advice here.",
        "I'm sorry, but I cannot help with that.",
        "As an AI, I have no hands of my own.",
    ],
    "de": [
        "Als KI-Sprachmodell kann ich das nicht beurteilen.",
        "Als künstliche Intelligenz habe ich keine Hände.",
        "Ich bin ein Sprachmodell und war nie im Garten.",
    ],
    "ru": [
        "Как языковая модель, я не могу дать совет.",
        "Я искусственный интеллект и не имею рук.",
        "Как ИИ, я этого не знаю.",
    ],
}


@defect("as-a-model", *EVERY)
def as_a_model(artifact: Json, language: str, random: Random) -> None:
    appended(artifact, random, random.choice(MODEL[language]))


PLACEHOLDERS = {
    "en": [
        "Lorem ipsum dolor sit amet.",
        "TODO: explain this.",
        "[Insert example here]",
        "This text is to be added later.",
        "{{example}}",
        "TBD",
    ],
    "de": [
        "Lorem ipsum dolor sit amet.",
        "TODO: erklären.",
        "[Hier Beispiel einfügen]",
        "Das ist ein Platzhalter.",
        "{{beispiel}}",
        "TBD.",
    ],
    "ru": [
        "Лорем ипсум.",
        "TODO: дописать.",
        "[вставьте пример]",
        "Здесь будет текст.",
        "{{text}}",
        "Текст-заполнитель.",
    ],
}


@defect("placeholder", *EVERY)
def placeholder(artifact: Json, language: str, random: Random) -> None:
    appended(artifact, random, random.choice(PLACEHOLDERS[language]))


BARE = {"en": "Option B", "de": "Antwort 2", "ru": "Вариант Б"}


@defect("placeholder")
def bare_option(artifact: Json, language: str, random: Random) -> None:
    random.choice(random.choice(questions(artifact))["options"])["text"] = BARE[language]


LEAKS = {
    "en": [
        "The call asks for three question_ids.",
        "Here is the lesson you asked for.",
        "See <question_ids> for the rest.",
        "As requested, the why_wrong follows.",
    ],
    "de": [
        "Hier ist die gewünschte Lektion.",
        "Wie gewünscht folgt nun why_wrong.",
        "Laut Prompt sind es drei.",
        "Die question_ids stehen oben.",
    ],
    "ru": [
        "Вот урок, как вы просили.",
        "Согласно инструкции выше, их три.",
        "Смотрите question_ids выше.",
        "Конечно, вот ответ.",
    ],
}


@defect("prompt-leak", *EVERY)
def prompt_leak(artifact: Json, language: str, random: Random) -> None:
    appended(artifact, random, random.choice(LEAKS[language]))


@defect("markup", *EVERY)
def markup(artifact: Json, language: str, random: Random) -> None:
    appended(artifact, random, random.choice(["<br/>", "&nbsp;", "**!!**", "<b>3</b>", "</p>", "&#39;"]))


@defect("link", *EVERY)
def link(artifact: Json, language: str, random: Random) -> None:
    links = ["https://docs.vendor.io/guide", "(www.garden-shop.com)", "[2](https://wiki.org/x)"]
    appended(artifact, random, random.choice(links))


@defect("image", *WRITTEN)
def image(artifact: Json, language: str, random: Random) -> None:
    random.choice(lessons(artifact))["body"] += random.choice(["\n\n![](x.png)", "\n\n<img src='a.png'>"])


@defect("latex", *EVERY)
def latex(artifact: Json, language: str, random: Random) -> None:
    appended(artifact, random, random.choice(["$x^2 = 4$", r"\frac{1}{2}", r"$a_{1}$", r"\(n\) \cdot 2"]))


LETTERS = {
    "en": ["Option B is a trap.", "So C is correct.", "Answer D fails here.", "The others (B) do not."],
    "de": [
        "Option B ist eine Falle.",
        "Also ist Antwort C gemeint.",
        "Möglichkeit D scheidet aus.",
        "Das andere (B) nicht.",
    ],
    "ru": ["Вариант Б неверен.", "Ответ В подходит.", "Вариант D отпадает.", "Остальное (B) нет."],
}


@defect("option-letter")
def option_letter(artifact: Json, language: str, random: Random) -> None:
    question = random.choice(questions(artifact))
    question["explanation"] += " " + random.choice(LETTERS[language])


@defect("names-an-id")
def names_an_id(artifact: Json, language: str, random: Random) -> None:
    ids = [question["question_id"] for question in exam(language)["questions"]]
    appended(artifact, random, random.choice([f"({random.choice(ids)})", "topic-02", "topic-01-lesson-1"]))


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


@defect("empty-text", *EVERY)
def empty_text(artifact: Json, language: str, random: Random) -> None:
    places = [place for place in plain_places(artifact) if place[1] not in ("notes", "angle", "description")]
    places += [(group, "title") for group in artifact.get("topics") or artifact.get("outlines") or []]
    places += [(week, "focus") for week in artifact.get("weeks", [])]
    container, key = random.choice(places)
    container[key] = random.choice(["", "  ", "-", "..."])


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


@defect("near-question")
def nearly_the_same_question(artifact: Json, language: str, random: Random) -> None:
    one, other = random.sample(questions(artifact), 2)
    other["question"] = one["question"].replace(",", ";", 1) + " ok"


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


@defect("advice-pain", "program")
def advice_pain(artifact: Json, language: str, random: Random) -> None:
    appended(artifact, random, random.choice(PAIN[language]))


@defect("advice-drugs", "program")
def advice_drugs(artifact: Json, language: str, random: Random) -> None:
    appended(artifact, random, random.choice(DRUGS[language]))


@defect("advice-diet", "program")
def advice_diet(artifact: Json, language: str, random: Random) -> None:
    appended(artifact, random, random.choice(DIETS[language]))


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


@defect("all-of-the-above", blocks=False)
def all_of_the_above(artifact: Json, language: str, random: Random) -> None:
    texts = {
        "en": ["All of the above", "None of these"],
        "de": ["Alle genannten", "Keine der genannten Antworten"],
        "ru": ["Всё вышеперечисленное", "Ни один из перечисленных"],
    }
    random.choice(questions(artifact))["options"][3]["text"] = random.choice(texts[language])


@defect("negative-stem", blocks=False)
def negative_stem(artifact: Json, language: str, random: Random) -> None:
    texts = {
        "en": "Four riders describe their chains after the winter. Which of them is not worn?",
        "de": "Vier Völker stehen am Waldrand. Welches von ihnen ist im April nicht in Gefahr?",
        "ru": "Садовник осмотрел четыре дерева после зимы. Какое из них не нуждается в поливе?",
    }
    random.choice(questions(artifact))["question"] = texts[language]


@defect("argues-against-key", blocks=False)
def argues_against_key(artifact: Json, language: str, random: Random) -> None:
    question = random.choice(questions(artifact))
    other = next(option for option in question["options"] if option["option_id"] not in question["correct"])
    says = {
        "en": "The correct answer is {}.",
        "de": "Die richtige Antwort ist {}.",
        "ru": "Правильный ответ: {}.",
    }[language]
    question["explanation"] = says.format(other["text"]) + " " + question["explanation"]
