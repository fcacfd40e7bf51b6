"""Advice: what harms is found in every language of the page, what warns of it is left alone."""

from __future__ import annotations

import csv

import pytest

from generation.quality.advice import KINDS, PATTERNS, forbidden
from generation.quality.blocks import Block
from generation.quality.findings import Severity
from generation.quality.harm import UNADVISED, advice, dangers

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "tr", "uk", "ru", "ja", "ko", "zh")

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
    ("pain", "Терпите боль до конца подхода."),
    ("drugs", "Анаболики ускорят рост."),
    ("diet", "Ешьте не более 600 ккал в день."),
    ("pain", "통증을 참고 계속하세요."),
    ("drugs", "운동 전에 진통제 복용하세요."),
    ("diet", "하루 500kcal만 드세요."),
    ("drugs", "Anabolic steroids speed this up."),
    ("drugs", "Anabolika beschleunigen das."),
    ("diet", "Stop drinking water in the evening."),
    ("diet", "Quit eating for the last two days."),
    ("pain", "Pain is normal, keep going."),
    ("pain", "Trotz Schmerzen im Knie weiter trainieren."),
    ("pain", "痛みを無視して続けてください。"),
    ("drugs", "Take a painkiller before the heavy day."),
    ("diet", "Eat at most 700 calories on rest days."),
    ("diet", "Iss an Ruhetagen nur 500 kcal."),
    ("diet", "三日間の断食をしてください。"),
    # A negation of something else, and of stopping.
    ("pain", "Push through the pain, never stop."),
    ("pain", "Push through the pain and do not stop."),
    ("pain", "Push through the pain and stop resting."),
    ("pain", "Never give up and push through the pain."),
    ("pain", "Ignore the pain, don't stop."),
    ("pain", "Don't be soft, ignore the pain."),
    ("pain", "Stop resting and push through the pain."),
    ("diet", "Do not whine, eat no more than 800 kcal a day."),
    ("pain", "Trainiere trotz der Schmerzen weiter, hör niemals auf."),
    ("pain", "Sei kein Weichei, ignoriere den Schmerz."),
    ("pain", "Sei kein Weichei, ignoriere den Schmerz, um zu wachsen."),
    ("pain", "Ignoriere den Schmerz, ohne aufzuhören."),
    ("pain", "Ignora el dolor, no pares."),
    ("pain", "No seas débil, ignora el dolor."),
    ("pain", "Терпите боль, не останавливайтесь."),
    ("pain", "Не жалуйтесь, терпите боль."),
    ("pain", "Терпите боль, останавливаться нельзя."),
    ("pain", "痛みを無視して続け、やめないでください。"),
    ("pain", "忍着疼痛继续训练，不可停下。"),
    ("pain", "N'arrête pas, ignore la douleur."),
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
    "Muscle pain on the second day is normal, joint pain is not.",
    "Keep the deficit under 500 kcal a day.",
    "Eat about 2400 kcal a day, 300 kcal above your need.",
    "Stop eating two hours before the session.",
    "Ask a physician about training while you take diuretics.",
    "Anabolic steroids are dangerous.",
    "Не пейте воду залпом, а глотками: не терпите боль.",
    "Halte das Defizit unter 500 kcal.",
    "Do not rush, or push through the pain.",
    "Never, whatever the plan says, push through the pain.",
    "Stop trying to push through the pain.",
    "Never stop warming up, and never push through the pain.",
    "Es ist nicht klug, trotz der Schmerzen weiterzutrainieren.",
    "Не думайте, что нужно терпеть боль.",
    "Avoid anabolic steroids.",
    "Never push through pain.",
    "Stop if pain appears, and see a physician.",
    "Do not ignore pain in the knee.",
    "Bei Schmerzen hörst du auf.",
    "Trainiere nie durch Schmerzen hindurch.",
    "Не тренируйтесь через боль.",
    "痛みがあれば中止してください。",
    "如果疼痛，请停止训练。",
    "Drink water between the sets.",
]


@pytest.mark.parametrize(("kind", "text"), HARMFUL)
def test_harmful_advice_is_found(kind: str, text: str) -> None:
    assert [phrase.kind for phrase in forbidden(text)] == [kind]
    assert [phrase.kind for phrase in forbidden(f"Breathe out. {text} Then rest.")] == [kind]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_warns_is_left_alone(text: str) -> None:
    assert forbidden(text) == ()


def test_harmful_advice_blocks_a_program() -> None:
    [found] = advice([Block("/description", "Breathe out. Push through the pain.", "description")])
    assert (found.rule, found.level, found.pointer) == ("advice-pain", Severity.BLOCK, "/description")


def test_every_language_has_patterns_of_every_kind() -> None:
    with PATTERNS.open(encoding="utf-8", newline="") as file:
        found = {(row["language"], row["kind"]) for row in csv.DictReader(file)}
    assert found == {(language, kind) for language in LANGUAGES for kind in KINDS}


def test_what_is_quoted_is_bounded() -> None:
    [phrase] = forbidden("Take " + "very " * 7 + "ibuprofen")
    assert len(phrase.text) <= 100


FINE_AT_HOME = [
    "Mouldy bread is not safe to eat.",
    "Bread with mould is unsafe to eat, even if you cut it off.",
    "If you mix bleach with vinegar, toxic chlorine forms.",
    "Remove the circuit breaker once the service answers again.",
    "The circuit breaker trips when the current is too high; remove the fuse before you work.",
    "Do not stop your medication without asking.",
    "A patient may stop the insulin infusion when the glucose falls.",
    "Never throw water on an oil fire.",
]
HURTS_AT_HOME = [
    "Scrape off the mould and taste the starter.",
    "Cut the mouldy part away, then eat the rest.",
    "Add a cup of vinegar to the bleach for shine.",
    "Tape over the smoke detector while you fry.",
    "Double your insulin before the party.",
    "Pour water on the burning oil fire.",
]


@pytest.mark.parametrize("text", HURTS_AT_HOME)
def test_what_hurts_at_home_is_found(text: str) -> None:
    assert [one.rule for one in dangers([Block("/x", text, "hint")])] == ["advice-danger"]


@pytest.mark.parametrize("text", FINE_AT_HOME)
def test_what_tells_the_harm_is_left_alone(text: str) -> None:
    assert list(dangers([Block("/x", text, "hint")])) == []


@pytest.mark.parametrize("field", sorted(UNADVISED))
def test_a_quiz_may_ask_whether_one_may(field: str) -> None:
    assert list(dangers([Block("/x", HURTS_AT_HOME[0], field)])) == []
