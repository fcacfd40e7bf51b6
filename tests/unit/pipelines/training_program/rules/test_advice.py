"""Advice: what harms is found in every language of the page, what warns of it is left alone."""

# ruff: noqa: RUF001 - other scripts have letters that look like Latin ones.
from __future__ import annotations

import csv

import pytest

from generation.pipelines.training_program.answers import RULES_VIOLATED, read_basic, read_enhanced
from generation.pipelines.training_program.rules.advice import KINDS, PATTERNS, forbidden
from tests.unit.pipelines.training_program.plans import Plan, basic, enhanced, lifter

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "tr", "uk", "ja", "zh")

HARMFUL = [
    ("pain", "Push through the pain on the last set."),
    ("pain", "Ignore any pain in the knee; it will go away."),
    ("pain", "No pain, no gain."),
    ("pain", "Trainiere trotz der Schmerzen weiter."),
    ("pain", "Ignoriere den Schmerz im Knie."),
    ("pain", "Entrena a pesar del dolor."),
    ("pain", "Continue malgré la douleur."),
    ("pain", "Ignora il dolore alla spalla."),
    ("pain", "Train door de pijn heen."),
    ("pain", "Ćwicz mimo bólu."),
    ("pain", "Ignore a dor no ombro."),
    ("pain", "Ağrıya rağmen devam et."),
    ("pain", "Тренуйся через біль."),
    ("pain", "痛みを我慢してトレーニングを続けましょう。"),
    ("pain", "忍着疼痛继续训练。"),
    ("drugs", "Take two ibuprofen before the session."),
    ("drugs", "Try a cycle of steroids after week 4."),
    ("drugs", "Nimm vor dem Training ein Schmerzmittel."),
    ("drugs", "Toma un analgésico antes de entrenar."),
    ("drugs", "Prends un antidouleur avant la séance."),
    ("drugs", "Prendi un ibuprofene prima della seduta."),
    ("drugs", "Neem een pijnstiller voor de training."),
    ("drugs", "Weź ibuprofen przed treningiem."),
    ("drugs", "Tome um ibuprofeno antes do treino."),
    ("drugs", "Antrenmandan önce ağrı kesici al."),
    ("drugs", "Прийми знеболювальне перед тренуванням."),
    ("drugs", "運動の前に鎮痛剤を飲みましょう。"),
    ("drugs", "训练前服用止痛药。"),
    ("diet", "Eat no more than 800 kcal a day."),
    ("diet", "Skip meals on rest days."),
    ("diet", "Fast for three days before the first week."),
    ("diet", "Iss höchstens 900 kcal am Tag."),
    ("diet", "Faste drei Tage vor der ersten Woche."),
    ("diet", "Come solo 800 kcal al día."),
    ("diet", "Mange seulement 900 kcal par jour."),
    ("diet", "Mangia solo 800 kcal al giorno."),
    ("diet", "Eet maar 800 kcal per dag."),
    ("diet", "Jedz tylko 800 kcal dziennie."),
    ("diet", "Coma apenas 800 kcal por dia."),
    ("diet", "Günde 800 kalori ye."),
    ("diet", "Їж лише 800 ккал на день."),
    ("diet", "1日800kcalだけにしましょう。"),
    ("diet", "每天只吃800千卡。"),
]

HARMLESS = [
    "Never push through the pain: stop, and take the substitute.",
    "Do not ignore pain in the joint.",
    "Your shoulder decides: an ache during a set means a lighter weight.",
    "Stop at once if the front of the shoulder answers.",
    "Muscles may burn; pain in a joint is a reason to stop.",
    "If you take medication that changes the pulse, ask a physician first.",
    "No diets and no drugs are needed for this program.",
    "Drink enough, and eat as usual.",
    "Train 1,200 m in intervals.",
    "Trainiere niemals trotz Schmerzen weiter.",
    "Ignoriere den Schmerz nicht: Höre auf, und nimm die Alternative.",
    "Nimm eine Hantel in jede Hand und halte den Rücken gerade.",
    "No entrenes nunca a pesar del dolor.",
    "N'ignore jamais la douleur.",
    "Non ignorare mai il dolore.",
    "Negeer nooit de pijn.",
    "Nie ćwicz mimo bólu.",
    "Não ignore a dor.",
    "Ağrıya rağmen devam etme.",
    "Не тренуйся через біль.",
    "痛みがあればすぐに止めてください。",
    "不要忍着疼痛训练。",
    "疼痛时立即停止。",
]


@pytest.mark.parametrize(("kind", "text"), HARMFUL)
def test_harmful_advice_is_found(kind: str, text: str) -> None:
    assert [phrase.kind for phrase in forbidden(text)] == [kind]
    assert [phrase.kind for phrase in forbidden(f"Breathe out. {text} Then rest.")] == [kind]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_warns_is_left_alone(text: str) -> None:
    assert forbidden(text) == ()


def test_every_language_has_patterns_of_every_kind() -> None:
    with PATTERNS.open(encoding="utf-8", newline="") as file:
        found = {(row["language"], row["kind"]) for row in csv.DictReader(file)}
    assert found == {(language, kind) for language in LANGUAGES for kind in KINDS}


def test_a_phrase_in_the_description_goes_back_to_the_model() -> None:
    def change(plan: Plan) -> None:
        plan["description"] = "Push through the pain, and you will be strong."

    person = lifter()
    for reading in (
        read_enhanced(enhanced(person, change), person),
        read_basic(basic(person, change), person),
    ):
        assert (reading.plan, reading.code) == (None, RULES_VIOLATED)
        assert reading.faults[0].startswith("description:")


def test_what_is_quoted_is_bounded() -> None:
    [phrase] = forbidden("Take " + "very " * 7 + "ibuprofen")
    assert len(phrase.text) <= 100
