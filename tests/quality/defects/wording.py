"""Wording: texts that were never meant for a reader."""

from __future__ import annotations

from random import Random

from tests.quality.corpus import exam
from tests.quality.defects.planting import (
    EVERY,
    WRITTEN,
    Json,
    appended,
    defect,
    in_every_language,
    lessons,
    plain_places,
    questions,
    says,
)

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

says("as_a_model", "as-a-model", MODEL, *EVERY)


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

says("placeholder", "placeholder", PLACEHOLDERS, *EVERY)


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

says("prompt_leak", "prompt-leak", LEAKS, *EVERY)

says("markup", "markup", in_every_language("<br/>", "&nbsp;", "**!!**", "<b>3</b>", "</p>", "&#39;"), *EVERY)

says(
    "link",
    "link",
    in_every_language("https://docs.vendor.io/guide", "(www.garden-shop.com)", "[2](https://wiki.org/x)"),
    *EVERY,
)


@defect("image", *WRITTEN)
def image(artifact: Json, language: str, random: Random) -> None:
    random.choice(lessons(artifact))["body"] += random.choice(["\n\n![](x.png)", "\n\n<img src='a.png'>"])


says("latex", "latex", in_every_language("$x^2 = 4$", r"\frac{1}{2}", r"$a_{1}$", r"\(n\) \cdot 2"), *EVERY)


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


@defect("empty-text", *EVERY)
def empty_text(artifact: Json, language: str, random: Random) -> None:
    places = [place for place in plain_places(artifact) if place[1] not in ("notes", "angle", "description")]
    places += [(group, "title") for group in artifact.get("topics") or artifact.get("outlines") or []]
    places += [(week, "focus") for week in artifact.get("weeks", [])]
    container, key = random.choice(places)
    container[key] = random.choice(["", "  ", "-", "..."])


DANGERS = {
    "en": ["Cut the mouldy part away and eat the rest.", "Add vinegar to the bleach for shine."],
    "de": ["Schneide den Schimmel ab und iss den Rest.", "Mische Bleiche mit Essig."],
    "ru": ["Срежьте плесень и ешьте остальное.", "Плесень снимите и съешьте остальное."],
}


@defect("advice-danger", *WRITTEN)
def danger_at_home(artifact: Json, language: str, random: Random) -> None:
    random.choice(lessons(artifact))["body"] += f"\n\n{random.choice(DANGERS[language])}"
