"""Exams in more than one language, and exams in scripts without spaces: nothing goes back needlessly."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, cast

import pytest

from generation.pipelines.exam_course import course
from generation.quality.artifact import artifact
from generation.quality.artifact import exam as read_exam
from generation.quality.blocks import Block
from generation.quality.checking import check
from generation.quality.findings import blocks
from generation.quality.language import language
from generation.quality.likeness import SAME, pairs
from tests.quality.test_imitation import EXAMPLE, GERMAN, imitated
from tests.unit.pipelines.scripted import play

Json = dict[str, Any]
SUBJECTS = [
    "光合成",
    "呼吸",
    "蒸散",
    "発芽",
    "受粉",
    "減数分裂",
    "体細胞分裂",
    "遺伝",
    "突然変異",
    "自然選択",
    "食物連鎖",
    "生態系",
    "酵素",
    "消化",
    "循環",
    "免疫",
    "神経",
    "ホルモン",
    "骨格",
    "筋肉",
    "皮膚",
    "腎臓",
    "肝臓",
    "肺",
    "心臓",
    "血液",
    "抗体",
    "細胞膜",
    "核",
    "葉緑体",
    "ミトコンドリア",
    "リボソーム",
    "染色体",
    "種子",
    "胞子",
    "菌類",
    "細菌",
    "ウイルス",
    "昆虫",
    "魚類",
    "両生類",
    "爬虫類",
    "鳥類",
    "哺乳類",
    "根",
    "茎",
    "葉",
    "花",
    "果実",
    "樹木",
]
RUSSIAN = (
    (
        "Какой орган очищает кровь от продуктов обмена веществ?",
        ("Почки", "Лёгкие", "Желудок"),
        "Почки очищают кровь и выводят лишнее вместе с водой.",
    ),
    (
        "Что происходит с водой при температуре ниже нуля градусов?",
        ("Она замерзает", "Она кипит", "Она исчезает"),
        "При температуре ниже нуля вода превращается в лёд.",
    ),
    (
        "Какая планета находится ближе всего к Солнцу?",
        ("Меркурий", "Венера", "Марс"),
        "Меркурий движется по самой близкой к Солнцу орбите.",
    ),
)


def asked(name: str, text: str, options: tuple[str, ...], right: str, explanation: str) -> Json:
    return {
        "question_id": name,
        "text": text,
        "options": [{"option_id": letter, "text": one} for letter, one in zip("ABCD", options, strict=False)],
        "correct": [right],
        "explanation": explanation,
    }


def japanese(count: int) -> list[Json]:
    """Questions that are alike but for their subject, as generated exams are."""
    return [
        asked(
            f"j{number}",
            f"{one}について正しい説明はどれですか。",
            (
                f"{one}は主に昼間に起こる",
                f"{one}は水を必要とする",
                f"{one}には温度が関係しない",
                f"{one}は常に一定である",
            ),
            "B",
            f"{one}は水がなければ進まないため、乾燥した環境では弱くなります。",
        )
        for number, one in enumerate(SUBJECTS[:count])
    ]


def russian() -> list[Json]:
    return [
        asked(f"r{n}", text, options, "A", explanation)
        for n, (text, options, explanation) in enumerate(RUSSIAN)
    ]


ENGLISH: list[Json] = [{**one, "question_id": f"e{n}"} for n, one in enumerate(EXAMPLE["questions"][:6])]
QUESTIONS: list[Json] = cast("list[Json]", GERMAN["questions"])
GERMAN_ONES: list[Json] = [{**dict(one), "question_id": f"g{n}"} for n, one in enumerate(QUESTIONS)]


def exam_of(*parts: list[Json]) -> Json:
    """Their questions by turns."""
    return {"title": "Mixed", "questions": [one for each in zip_longest(*parts) for one in each if one]}


MIXED = {
    "english and russian": exam_of(ENGLISH[:3], russian()),
    "german and russian": exam_of(GERMAN_ONES, russian()),
    "english and japanese": exam_of(ENGLISH, japanese(6)),
    "all": exam_of(ENGLISH, GERMAN_ONES, russian(), japanese(6)),
}


@pytest.mark.parametrize("wanted", ["English", "German", "Japanese", "Ukrainian"])
@pytest.mark.parametrize("raw", MIXED.values(), ids=MIXED)
def test_a_course_over_an_exam_in_several_languages_passes_at_once(raw: Json, wanted: str) -> None:
    played = play(raw, answer=imitated, language=wanted)
    assert blocks(check(artifact(course.view(played.course)), read_exam(raw))) == []
    assert [key for key in played.worker.prompts if key.endswith("-again")] == []


def test_a_course_over_fifty_questions_in_japanese_passes() -> None:
    raw = exam_of(japanese(50))
    played = play(raw, answer=imitated, language="ja")
    assert blocks(check(artifact(course.view(played.course)), read_exam(raw))) == []


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (
            "en",
            "Recognise when the answer is “Почки”, and tell it from “Лёгкие” and “Желудок”, which it is not.",
        ),
        (
            "en",
            "“光合成は常に一定である” is not what the exam counts for “光合成について正しい説明はどれですか。” here.",
        ),
        ("de", "Erkenne, wann die Antwort „Почки“ ist, und unterscheide sie von „Лёгкие“ und von „Желудок“."),
        (
            "ja",
            "「The loop ends at once」と「The loop never ends」を、条件の書かれた場所から見分けられるようにします。",
        ),
    ],
)
def test_what_is_quoted_of_another_language_is_left_alone(wanted: str, text: str) -> None:
    assert list(language([Block("/x", text, "reason")], wanted)) == []


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("en", "Почки очищают кровь и выводят лишнее вместе с водой, а “liver” делает совсем другое дело."),
        (
            "de",
            "The kidneys clean the blood and lead away what is too much, while the „Leber“ does other work.",
        ),
        (
            "en",
            "光合成には光と水と二酸化炭素が必要で、“water” が足りないとすぐに弱くなってしまいます。だから植物は根から水を吸い上げ、葉から蒸散させています。",
        ),
    ],
)
def test_what_is_in_another_language_is_found_beside_a_quotation(wanted: str, text: str) -> None:
    assert [one.rule for one in language([Block("/x", text, "reason")], wanted)] == ["language"]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("皮膚について正しい説明はどれですか。", "血液について正しい説明はどれですか。", False),
        (
            "皮膚は外からの刺激を受け取り、体温を保つはたらきをします。",
            "皮膚は外からの刺激を受け取り、体温を保つはたらきもします。",
            False,
        ),
        ("水は高いところから低いところへ流れる。", "水は高いところから低いところへ流れる！", True),
        (
            "肝脏把多余的糖变成糖原储存起来，需要时再放出来。",
            "肾脏把多余的盐变成尿液排出体外，需要时会少排一些。",
            False,
        ),
    ],
)
def test_signs_are_compared_by_twos(one: str, other: str, is_same: bool) -> None:
    assert any(likeness >= SAME for _, _, likeness in pairs([one, other])) is is_same


def test_a_long_text_with_one_word_changed_is_still_the_same() -> None:
    body = "".join(f"{one}は水がなければ進まないため、乾燥した環境では弱くなります。" for one in SUBJECTS)
    [(_, _, likeness)] = pairs([body, body.replace("光合成", "炭素固定")])
    assert likeness >= SAME
