"""What contradicts the facts of an outline is told; what is about another case is left alone."""

from __future__ import annotations

import pytest

from generation.quality.artifact import artifact
from generation.quality.blocks import Block
from generation.quality.checking import check
from generation.quality.facts import facts
from tests.quality.corpus import good

AGREED = {
    "en": [
        "The starter weighs 100 g, and is called the mother.",
        "A loaf weighs 800 g.",
        "The oven is set to 230 °C.",
        "The sheet has 12 columns.",
        "The second rise lasts 90 minutes.",
        "The baker of the course is Anna Weber.",
        "All amounts stand in amounts.csv.",
        "Budget: 40 €",
    ],
    "de": [
        "Der Vorteig wiegt 100 g und heißt Mutter.",
        "Ein Laib wiegt 800 g.",
        "Die Tabelle hat 12 Spalten.",
        "Die zweite Gare dauert 90 Minuten.",
        "Bäckerin des Kurses ist Anna Weber.",
        "Alle Mengen stehen in mengen.csv.",
    ],
    "es": [
        "La masa madre pesa 100 g y se llama Lola.",
        "Cada pan pesa 800 g.",
        "La tabla tiene 12 columnas.",
        "El segundo reposo dura 90 minutos.",
        "La panadera del curso es Ana Robles.",
        "Las cantidades están en cantidades.csv.",
    ],
    "ja": ["生地は500gです。", "発酵は90分です。"],
}

CONTRADICTIONS = [
    ("en", "The starter weighs 120 g."),
    ("en", "Remember: the starter weighs 0.2 kg, and smells of apples."),
    ("en", "The starter is called the chief."),
    ("en", "Each loaf weighs **750 g**."),
    ("en", "Shape it well. The loaf weighs 900 g, the tin is greased."),
    ("en", "The oven is set to 250 °C."),
    ("en", "Your sheet has 14 columns."),
    ("en", "The second rise lasts 2 hours."),
    ("en", "Show the crust to Anna Weaber, who bakes it every day."),
    ("en", "Write each weight into `amount.csv` and close it."),
    ("en", "Budget: 60 €"),
    ("de", "Der Vorteig wiegt 150 g."),
    ("de", "Der Vorteig heißt Chefin."),
    ("de", "Jeder Laib wiegt 1 kg."),
    ("de", "Die Tabelle hat 10 Spalten."),
    ("de", "Die zweite Gare dauert 60 Minuten."),
    ("de", "Zeig die Kruste der Bäckerin Anna Wever, sie kennt sie."),
    ("de", "Trag das Gewicht in `menge.csv` ein."),
    ("es", "La masa madre pesa 120 g."),
    ("es", "La masa madre se llama Pepa."),
    ("es", "Cada pan pesa 700 g."),
    ("es", "La tabla tiene 9 columnas."),
    ("es", "El segundo reposo dura 2 horas."),
    ("es", "Enseña la corteza a la panadera Ana Roblas."),
    ("ja", "生地は450gです。"),
    ("ja", "発酵は60分です。"),
]
HONEST = [
    ("en", "The starter weighs 100 g."),
    ("en", "The starter weighs 0.1 kg."),
    ("en", "Take 20 g of the starter and feed it with 40 g of flour and 40 g of water."),
    ("en", "After two days the starter weighs 300 g."),
    ("en", "If the starter weighs 120 g, throw 20 g away."),
    ("en", "The starter weighs 120 g before you take 20 g out of it."),
    ("en", "A small loaf weighs 400 g."),
    ("en", "The crumb of the loaf weighs 600 g."),
    ("en", "The loaf weighs less than 800 g once it is baked."),
    ("en", "Is the oven set to 200 °C?"),
    ("en", "The oven is not set to 250 °C."),
    ("en", "The first rise lasts 3 hours."),
    ("en", "The second rise lasts an hour and a half."),
    ("en", "In France the starter is called levain."),
    ("en", "The starter is called the mother."),
    ("en", "The sheet has 12 columns and 30 rows."),
    ("en", "Another sheet has 5 columns."),
    ("en", "Give it to Anna Weber, or to Anna Winter."),
    ("en", "Copy amounts.csv to amounts2.csv, and read prices.csv."),
    ("en", "Anna Webers Brot is how Germans would write it."),
    ("de", "Der Vorteig wiegt 100 g."),
    ("de", "Nach zwei Tagen wiegt der Vorteig 300 g."),
    ("de", "Wiegt der Vorteig 120 g, nimm 20 g davon."),
    ("de", "Ein kleiner Laib wiegt 400 g."),
    ("de", "Die erste Gare dauert 3 Stunden."),
    ("de", "Die zweite Gare dauert 1,5 Stunden."),
    ("de", "Anna Webers Laib ist mengen.csv zufolge der schwerste."),
    ("es", "La masa madre pesa 0,1 kg."),
    ("es", "Después de dos días la masa madre pesa 300 g."),
    ("es", "Si el pan pesa 900 g, córtalo."),
    ("es", "El primer reposo dura 3 horas."),
    ("ja", "生地は500gです。"),
    ("ja", "小さい生地は250gです。"),
    ("ja", "発酵後の生地は800gです。"),
]


def told(language: str, text: str, field: str = "project_body") -> list[str]:
    found = list(facts([Block("/body", text, field, is_markdown=True)], AGREED[language]))
    assert {(one.rule, one.level) for one in found} <= {("contradicts-fact", "warn")}
    return [one.message for one in found]


@pytest.mark.parametrize(("language", "text"), CONTRADICTIONS)
def test_what_contradicts_a_fact_is_told(language: str, text: str) -> None:
    assert len(told(language, text)) == 1


@pytest.mark.parametrize(("language", "text"), HONEST)
def test_what_contradicts_none_is_left_alone(language: str, text: str) -> None:
    assert told(language, text) == []


@pytest.mark.parametrize(
    ("agreed", "text", "said"),
    [
        ("The starter weighs 1500 g.", "The starter weighs 1,500 g.", None),
        ("Der Vorteig wiegt 1500 g.", "Der Vorteig wiegt 1.500 g.", None),
        ("The starter weighs 1,500 g.", "The starter weighs 1.2 kg.", None),
        ("The starter weighs 0.125 kg.", "The starter weighs 130 g.", "“130 g”"),
        ("The starter weighs 0.125 kg.", "The starter weighs 125 g.", None),
        ("The starter weighs 1.1 kg.", "The starter weighs 1100 g.", None),
        ("The pinch weighs 7 mg.", "The pinch weighs 0.007 g.", None),
        ("The second rise lasts 90 minutes.", "The second rise lasts 60 minutes.", "“60 minutes”"),
        ("The oven is set to 230 °C.", "The oven is set to 250 °C.", "“250 °C”"),
        ("The starter is called the mother.", "The starter is called the Old Chief.", "“the Old Chief”"),
        ("発酵は90分です。", "発酵は60分です。", "“60分”"),
    ],
)
def test_a_number_is_told_as_it_stands_and_left_alone_where_it_may_be_two(
    agreed: str, text: str, said: str | None
) -> None:
    found = [one.message for one in facts([Block("/body", text, "project_body")], [agreed])]
    assert found == ([] if said is None else [f"Says {said} where the outline agreed: “{agreed}”"])


def test_an_example_has_numbers_of_its_own_but_the_same_names() -> None:
    assert told("en", "The loaf weighs 600 g.", "example") == []
    assert len(told("en", "Write it into `amount.csv`.", "example")) == 1


def test_without_facts_nothing_is_told() -> None:
    assert list(facts([Block("/body", "A loaf weighs 1 g.", "project_body")], [])) == []


def test_the_facts_of_a_course_are_held_against_all_of_it() -> None:
    course = {**good("project", "en"), "facts": AGREED["en"]}
    assert check(artifact(course)) == []
    course["projects"][0]["lessons"][0]["summary"] += " The oven is set to 250 °C."
    course["glossary"] = [
        {"term": "Mother", "meaning": "The starter weighs 300 g and is kept cool.", "lesson_ids": []}
    ]
    found = [(one.rule, one.pointer) for one in check(artifact(course))]
    assert found == [
        ("contradicts-fact", "/projects/0/lessons/0/summary"),
        ("contradicts-fact", "/glossary/0/meaning"),
    ]
