"""Each rule: cases that it must find, and cases that it must leave alone."""

from __future__ import annotations

from typing import Any

import pytest

from generation.quality.artifact import ExamCourse, ExamQuestion, Question
from generation.quality.blocks import Block
from generation.quality.checking import check
from generation.quality.cues import cues
from generation.quality.findings import Finding, Severity
from generation.quality.items import item
from generation.quality.language import language, other_language
from generation.quality.lengths import sections
from generation.quality.likeness import pairs
from generation.quality.repetition import near_options
from generation.quality.sources import numbers, sources
from generation.quality.wording import Known, wording
from tests.quality.faults import FAULTS
from tests.quality.lessons import lesson, question

LEFT_ALONE = [
    "Use it as an AI assistant for your notes, and check what it says.",
    "A large language model predicts the next word; as a language for models, UML is older.",
    "I can choose between two gears on the flat.",
    "The TODO list of the project is kept on the wall.",
    "An ellipsis (…) stands for what was left out.",
    "The element <em> marks stress in HTML, and <br> ends a line of the markup.",
    "Compare a < b and b > c before you sort.",
    "R&D and Q&A are two departments.",
    "The client asks https://example.com/orders for the list.",
    "Open http://localhost:8080 on your machine.",
    "It costs $5 on Monday and $7 on Tuesday.",
    "The shell replaces $HOME_DIR and $PATH before it runs.",
    "Vitamin C and hepatitis B are two different things.",
    "Plan B is a second plan. Team A plays first.",
    "A is the first letter, and a is its small form.",
    "The option to renew costs nothing.",
    "Answering a question takes a minute.",
    "S3 holds objects and EC2 runs machines.",
    "UTF-8, ISO-8859-1 and RFC-9110 are names of standards.",
    "2 * 3 * 4 = 24, and x_1 is smaller than x_2.",
    "Certainly not every rider oils a chain.",
    "Here is a chain that has lasted for two winters.",
    "Natürlich wächst ein Baum auch im Schatten.",
    "Die Antwort Anna gegenüber war kurz.",
    "Ответ был коротким, а вариант оказался удачным.",
    "Текст письма длинный, пример в нём один.",
]


def wording_of(text: str, field: str = "reason") -> list[Finding]:
    return list(wording([Block("/x", text, field)], Known.of(["q17", "q-1", "S3", "12"])))


@pytest.mark.parametrize(("rule", "text"), FAULTS)
def test_wording_is_found(rule: str, text: str) -> None:
    assert rule in {one.rule for one in wording_of(text) if one.level is Severity.BLOCK}


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_wording_is_left_alone(text: str) -> None:
    assert wording_of(text) == []


def test_what_stands_in_code_is_shown_as_it_is() -> None:
    body = "Write `<br/>` there.\n\n```html\n<img src='a.png'> https://wiki.vendor.org $x^2$\n```\n\nThat is all."
    assert list(wording([Block("/body", body, "body", is_markdown=True)])) == []


def test_an_address_that_the_exam_has_may_be_spoken_of() -> None:
    block = Block("/x", "The header names https://shop.vendor.org/cart.", "reason")
    assert list(wording([block], Known(texts="get https://shop.vendor.org/cart http/1.1"))) == []
    assert [one.rule for one in wording([block])] == ["link"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Look at ![the chain](chain.png) first.", []),
        ("Look at ![the tooth](tooth.png) first.", ["image"]),
        ("Look at <img src='chain.png'> first.", ["markup"]),
        ("Look at <img src='tooth.png'> first.", ["markup", "image"]),
        ("Look at ![the chain](chain.png) of https://shop.vendor.org/cart.", ["link"]),
        ("Look at ![the tooth](https://shop.vendor.org/tooth.png) first.", ["image"]),
    ],
)
def test_an_image_of_the_exam_stands_for_itself_alone(text: str, rules: list[str]) -> None:
    known = Known(texts="![the chain](chain.png)\n<img src='chain.png'>")
    assert sorted(one.rule for one in wording([Block("/x", text, "reason")], known)) == sorted(rules)


LANGUAGE_FOUND = [
    ("en", "Die Bienen sitzen im Frühjahr eng auf den Waben und brauchen flüssiges Futter."),
    ("de", "The rider holds the gauge against the chain and reads the mark at its end."),
    ("German", "The rider holds the gauge against the chain and reads the mark at its end."),
    ("fr", "Los ciclistas miden la cadena cada mes y la cambian antes de que dañe los piñones."),
    ("pt-BR", "The rider holds the gauge against the chain and reads the mark at its end."),
    ("ja", "The rider holds the gauge against the chain and reads the mark at its end."),
    (
        "en",
        "このチェーンは冬のあいだに伸びてしまったので、新しいものに交換する必要があります。歯も摩耗しているため、小さいスプロケットから順番に確かめてください。",
    ),
    (
        "ja",
        "这条链条在冬天已经磨损拉长，所以必须更换新的链条，否则齿轮的齿也会逐渐变形，最后整个飞轮都必须一起更换，费用会高出很多倍，骑车的人应该每个月测量一次。",
    ),
    ("ru", "Ланцюг зношується поступово, і зубці зірочки змінюють форму, доки не перестають його тримати."),
    (
        "zh",
        "链条很长。The rider holds the gauge against the chain and reads the mark at its end, then again.",
    ),
]
LANGUAGE_LEFT_ALONE = [
    ("en", "Amazon EC2, Amazon S3, AWS Lambda, Elastic Load Balancing and Auto Scaling Groups"),
    ("de", "Die Reserved Instances und On-Demand Instances von Amazon EC2 passen zu stabilen Workloads."),
    ("de", "Der Load Balancer verteilt Requests auf mehrere Targets in mehreren Availability Zones."),
    ("de", "Kurz und auf Englisch: read the manual."),
    ("ja", "Amazon EC2 Reserved Instances / Savings Plans / Spot Instances / Dedicated Hosts"),
    (
        "en",
        "The sign said “Bitte die Fahrräder nicht an die Scheibe lehnen, der Laden ist geöffnet”, so she did not.",
    ),
    ("tlh", "Heghlu'meH QaQ jajvam, and whatever else a language that nobody tells apart may hold."),
    ("de", "Man schreibt `SELECT name FROM riders WHERE chain_length > 110 ORDER BY name` und wartet."),
]


@pytest.mark.parametrize(("wanted", "text"), LANGUAGE_FOUND)
def test_another_language_is_found(wanted: str, text: str) -> None:
    assert [one.rule for one in language([Block("/x", text, "reason")], wanted)] == ["language"]


def test_a_text_is_in_no_other_language_than_its_own() -> None:
    """Also where a third of its letters is written with more than Latin ones."""
    text = (
        "Một bữa ở chợ ấy đã để lại những kỷ niệm rất đẹp về những người bạn cũ của chị ấy ở phố cổ Hội An."
    )
    assert other_language(text, "vi") is None
    assert other_language(text, "en") == "vi"


@pytest.mark.parametrize(("wanted", "text"), LANGUAGE_LEFT_ALONE)
def test_terms_names_quotations_and_code_are_no_language(wanted: str, text: str) -> None:
    assert list(language([Block("/x", text, "reason")], wanted)) == []


ITEMS_FOUND = [
    ("equal-options", question("Which?", "Oil it", "oil  it.", "Wash it", "Leave it")),
    ("equal-options", question("Which?", "Amazon S3", "amazon s3", "Amazon EC2", "AWS Lambda")),
    ("equal-options", question("Which?", "cmd >> f", "cmd > f", "cmd >> f ", "cmd | f")),
    ("equal-options", question("Which?", "Paris", "“Paris.”", "Rome", "Bern")),
    ("all-of-the-above", question("Which?", "Oil it", "Wash it", "Leave it", "All of the above")),
    ("all-of-the-above", question("どれですか", "油", "水", "砂", "上記のすべて")),
    (
        "negative-stem",
        question("Which part is not made of steel?", "Pin", "Tyre", "Plate", "Spoke", correct="B"),
    ),
    ("article-cue", question("A worn tooth looks like a", "Hook", "Arch", "Egg", "Eye")),
    (
        "argues-against-key",
        question("Which?", "Oil", "Water", "Sand", "Air", explanation="Water is correct."),
    ),
    ("option-number", question("Which?", "Oil", "Water")),
]


@pytest.mark.parametrize(("rule", "bad"), ITEMS_FOUND)
def test_items_are_found(rule: str, bad: Question) -> None:
    assert rule in {one.rule for one in item("", bad)}


def test_an_explanation_may_say_what_is_wrong() -> None:
    said = "Oil is correct, and water is not."
    assert list(item("", question("Which?", "Oil", "Water", "Sand", "Air", explanation=said))) == []


def test_near_options_differ_by_a_word_that_decides_nothing() -> None:
    text = "Turn the barrel adjuster of the rear derailleur by half a turn against the clock"
    near = question("Which?", text, f"{text} hand", "Oil the chain", "Change the cable")
    assert [one.rule for one in near_options("", near)] == ["near-options"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("up to 90 %", ["90"]),
        ("1,000 and 1 000 and 1'000", ["1000", "1000", "1000"]),
        ("0.50 or 0,5", ["0.5", "0.5"]),
        ("in 2024-05", ["2024", "5"]),
        ("\uff19\uff10\uff05", ["90"]),
    ],
)
def test_numbers_are_compared_as_they_are_meant(text: str, found: list[str]) -> None:
    assert numbers(text) == found


def worked(why_right: str) -> list[str]:
    known = ExamQuestion.model_validate(
        {
            "question_id": "q",
            "text": "How long is a day on the mountain?",
            "options": [{"option_id": "a", "text": "24 hours"}, {"option_id": "b", "text": "25 hours"}],
            "correct": ["a"],
            "explanation": "A day has 24 hours and does not depend on the place.",
        }
    )
    taught = lesson(
        worked_questions=[
            {
                "question_id": "q",
                "why_right": why_right,
                "why_wrong": [{"option_id": "b", "reason": "One more."}],
            }
        ]
    )
    return [one.rule for one in sources("", taught, {"q": known})]


@pytest.mark.parametrize(
    ("why_right", "rules"),
    [
        ("The exam's explanation gives 24 hours.", []),
        ("The exam's explanation gives 23 hours.", ["source-number"]),
        ("A year has 365 days. The explanation says that a day has 24 hours.", []),
        ("The explanation says “does not depend on the place”.", []),
        ("The explanation says “does depend on the place”.", ["source-quotation"]),
        ("By experience it has 23 hours.", []),
    ],
)
def test_what_is_claimed_of_the_exam_stands_in_it(why_right: str, rules: list[str]) -> None:
    assert worked(why_right) == rules


def test_likeness_counts_words_numbers_and_operators() -> None:
    one = "a chain of eleven speeds is replaced at half a percent"
    assert [round(likeness, 2) for *_, likeness in pairs([one, one.replace("half", "one")])] == [0.91]
    assert list(pairs(["x <= 3 and y", "z >= 3 or w"])) == []


def test_a_section_without_text_is_found_but_not_a_heading_above_headings() -> None:
    assert [one.rule for one in sections("", "## One\n\n## Two\n\nText that is here.")] == ["empty-section"]
    assert list(sections("", "## One\n\n### A part\n\nText that is here.\n\n```\n# no heading\n```")) == []
    assert [one.rule for one in sections("", "## One\n\nIn this section we will learn how it works.")] == [
        "only-announces"
    ]


def many(number: int, place: int | None, key: str) -> list[Question]:
    """place: of the key; None spreads it evenly."""
    found = []
    for n in range(number):
        options = ["a thing", "my thing", "or thing", "so thing"]
        where = n % 4 if place is None else place
        options[where] = key
        found.append(question(f"What happens in situation {n}?", *options, correct="ABCD"[where]))
    return found


@pytest.mark.parametrize(
    ("questions", "rules"),
    [
        (many(20, None, "so it is"), set()),
        (many(20, 0, "no thing"), {"key-position"}),
        (many(20, None, "the longest of all things"), {"key-longest"}),
        (many(20, None, "happens"), {"key-overlap"}),
        (many(6, 0, "the longest of all things"), set()),
    ],
)
def test_cues_of_a_set_are_found(questions: list[Question], rules: set[str]) -> None:
    assert {one.rule for one in cues("", questions) if one.level is Severity.BLOCK} == rules


def test_a_topic_may_hold_much_of_a_small_exam() -> None:
    topics: list[dict[str, Any]] = [
        {"title": f"Chains {n}", "description": "", "question_ids": ids, "lessons": []}
        for n, ids in enumerate([[f"a{i}" for i in range(12)], [f"b{i}" for i in range(8)]])
    ]
    course = ExamCourse.model_validate({"title": "Bicycles", "language": "en", "topics": topics})
    assert "topic-too-large" not in {one.rule for one in check(course)}
    topics[1]["question_ids"].append("b8")
    course = ExamCourse.model_validate({"title": "Bicycles", "language": "en", "topics": topics})
    assert "topic-too-large" in {one.rule for one in check(course)}
