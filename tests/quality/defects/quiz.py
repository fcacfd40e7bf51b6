"""Quiz: defects of questions, options and keys."""

from __future__ import annotations

from random import Random

from tests.quality.corpus import exam
from tests.quality.defects.planting import Json, defect, lessons, questions


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


BARE = {"en": "Option B", "de": "Antwort 2", "ru": "Вариант Б"}


@defect("placeholder")
def bare_option(artifact: Json, language: str, random: Random) -> None:
    random.choice(random.choice(questions(artifact))["options"])["text"] = BARE[language]


@defect("near-question")
def nearly_the_same_question(artifact: Json, language: str, random: Random) -> None:
    one, other = random.sample(questions(artifact), 2)
    other["question"] = one["question"].replace(",", ";", 1) + " ok"


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


@defect("equal-options")
def equal_options_otherwise(artifact: Json, language: str, random: Random) -> None:
    options = random.choice(questions(artifact))["options"]
    one, other = random.sample(range(4), 2)
    text = options[other]["text"]
    spaced = text.replace(" ", "\u00a0", 1) + "\u200b"
    options[one]["text"] = random.choice([text.upper(), spaced, text.rstrip(".") + ",", f"“{text}”"])


@defect("key")
def key_otherwise(artifact: Json, language: str, random: Random) -> None:
    question = random.choice(questions(artifact))
    key = question["correct"][0]
    question["correct"] = random.choice(
        [[key.lower()], [key, key], [question["options"][0]["text"]], [f"{key}."]]
    )


@defect("same-question")
def same_question_in_another_order(artifact: Json, language: str, random: Random) -> None:
    one, other = random.sample(questions(artifact), 2)
    texts = [option["text"] for option in one["options"]]
    random.shuffle(texts)
    for option, text in zip(other["options"], texts, strict=True):
        option["text"] = text
    other["question"] = random.choice([one["question"], one["question"].upper(), f"“{one['question']}”"])


@defect("quiz-from-exam", needs_exam=True)
def quiz_from_exam_in_other_signs(artifact: Json, language: str, random: Random) -> None:
    text = random.choice(exam(language)["questions"])["text"]
    random.choice(questions(artifact))["question"] = text.replace(",", " -").replace("?", " ?").lower()
