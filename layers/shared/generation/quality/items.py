"""Items: the quiz questions of a lesson, each for itself.

After Haladyna, Downing and Rodriguez, A review of multiple-choice item-writing guidelines for classroom
assessment, Applied Measurement in Education 2002;15:309-334.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generation.quality import phrases
from generation.quality.artifact import Lesson, Option, Question
from generation.quality.asked import MAX_QUIZ, QUIZ_OPTIONS, quiz_questions
from generation.quality.findings import Finding, block, quoted, warn
from generation.quality.same import bare, same
from generation.quality.words import count, essence, tokens

_MARKED = re.compile(
    r"\b(?:NOT|EXCEPT|CANNOT|NEVER|LEAST|NICHT|KEIN\w*|AUSSER|PAS|SAUF|NO|EXCEPTO|NÃO|EXCETO|НЕ|КРОМЕ|НЕЛЬЗЯ)\b|\*\*[^*]+\*\*"
)
_ARTICLE = re.compile(r"(?<![\w'’])(an?)(?:\s?(?:_|\.{3}|…)\s?[?:.]?|\s?:)?$")
_ENDING = 12
"""Characters of a stem in which its last word and a blank behind it stand."""
_BLANK = re.compile("_+")
_VOWEL = re.compile(r"^\W*[aeiou]", re.IGNORECASE)
_SOUNDS_OTHERWISE = re.compile(
    r"^\W*(?:uni|use|usu|eu|one|once|ubi|hour|honest|heir|honou?r|[FHLMNRSX][A-Z0-9]|[A-Z]{2,})"
)
_SHORTEST_PROSE = 3
"""Letters; shorter ones are units and flags."""

_SAYS_SOMETHING = 3
"""Words that the other options have on average."""

SHORTEST_QUOTED = 6
"""Words of a question from which on it does not stand in a body by accident."""


def quiz(at: str, lesson: Lesson) -> Iterator[Finding]:
    """The quiz of a lesson: as many questions as were asked for, each sound."""
    wanted, given = quiz_questions(len(lesson.question_ids)), len(lesson.quiz)
    if given < wanted or given > MAX_QUIZ:
        yield block("quiz-number", f"{at}/quiz", f"{given} quiz questions, {wanted} were asked for.")
    elif given > wanted:
        yield warn("quiz-number", f"{at}/quiz", f"{given} quiz questions, {wanted} were asked for.")
    body = f" {essence(lesson.body)} "
    for index, question in enumerate(lesson.quiz):
        here = f"{at}/quiz/{index}"
        yield from item(here, question)
        stem = essence(question.question)
        if count(question.question) >= SHORTEST_QUOTED and f" {stem} " in body:
            yield block(
                "quiz-from-body", f"{here}/question", f"Stands in the body: {quoted(question.question)}"
            )


def item(at: str, question: Question) -> Iterator[Finding]:
    yield from _options(at, question)
    yield from _key(at, question)
    yield from _form(at, question)


def _options(at: str, question: Question) -> Iterator[Finding]:
    ids = [option.option_id for option in question.options]
    if len(ids) != len(QUIZ_OPTIONS):
        yield block(
            "option-number", f"{at}/options", f"{len(ids)} options, {len(QUIZ_OPTIONS)} were asked for."
        )
    elif tuple(ids) != QUIZ_OPTIONS:
        yield block("option-ids", f"{at}/options", f"The ids are {quoted(', '.join(ids))}, not A, B, C, D.")
    if len(set(ids)) < len(ids):
        yield block("option-ids", f"{at}/options", "Two options have the same id.")
    yield from _bare_letters(at, question)
    texts = [option.text for option in question.options]
    for index, text in enumerate(texts):
        first = next((place for place in range(index) if is_same_option(texts[place], text)), None)
        if first is not None:
            yield block(
                "equal-options",
                f"{at}/options/{index}/text",
                f"Is the same as option {first + 1}: {quoted(text)}",
            )


def is_same_option(one: str, other: str) -> bool:
    """Whether two options are one answer. Signs tell options apart (see `same`), and so does the case of
    what is no word of prose: `String` and `string`, `ls -L` and `ls -l`, MB and Mb."""
    if same(one) != same(other):
        return False
    words, others = bare(one).split(), bare(other).split()
    different = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    return not different or (len(words) > 1 and any(all(map(_is_prose, pair)) for pair in different))


def _is_prose(word: str) -> bool:
    return (
        len(word) >= _SHORTEST_PROSE and word.isalpha() and word in (word.lower(), word.title(), word.upper())
    )


def _bare_letters(at: str, question: Question) -> Iterator[Finding]:
    """An option that is its own letter, beside options that say something. A vitamin, a grade or a language
    is called so too, beside others of one word."""
    own = [_is_own_letter(option) for option in question.options]
    words = [count(option.text) for option, is_own in zip(question.options, own, strict=True) if not is_own]
    if any(own) and (all(own) or sum(words) >= len(words) * _SAYS_SOMETHING):
        index = own.index(True)
        shown = quoted(question.options[index].text)
        yield block("placeholder", f"{at}/options/{index}/text", f"An option that says nothing: {shown}")


def _is_own_letter(option: Option) -> bool:
    return option.text.strip().strip("().:").upper() == option.option_id


def _key(at: str, question: Question) -> Iterator[Finding]:
    ids = [option.option_id for option in question.options]
    unknown = [one for one in question.correct if one not in ids]
    if unknown:
        yield block("key", f"{at}/correct", f"{quoted(', '.join(unknown))} is no option of this question.")
    if not question.correct:
        yield block("key", f"{at}/correct", "No option is marked as right.")
    if len(set(question.correct)) < len(question.correct):
        yield block("key", f"{at}/correct", "An option is marked as right twice.")
    if len(ids) > 1 and set(ids) <= set(question.correct):
        yield block("all-right", f"{at}/correct", "All options are marked as right.")
    yield from argues_for_another(at, question)


def argues_for_another(at: str, question: Question) -> Iterator[Finding]:
    """An explanation that calls an option right, word for word, that is no key. Three of five such
    faults say it in other words: those are for whoever answers the question without the key."""
    for option in question.options:
        if option.option_id not in question.correct and says_right(question.explanation, option.text):
            yield warn("argues-against-key", f"{at}/explanation", f"Calls this right: {quoted(option.text)}")


def says_right(text: str, option: str) -> bool:
    """Whether a text says of an option, in its own words, that it is the right one."""
    name = option.strip().rstrip(".")
    if len(name) < 3 or name.casefold() not in text.casefold():
        return False
    after = rf"{re.escape(name)}[\"”»“']?,?\s+{phrases.IS_RIGHT}\b"
    before = (
        r"(?:correct|right|best) (?:answer|option|choice) is (?:therefore )?[\"“«]?(?:an? |the )?"
        rf"{re.escape(name)}|(?:richtige?|korrekte?) (?:antwort|lösung) ist [\"„«]?{re.escape(name)}|"
        rf"правильный (?:ответ|вариант)\s*[—–:-]?\s*[\"«]?{re.escape(name)}|"
        rf"正解は[「『]?{re.escape(name)}|正确(?:答案|选项)是[“「]?{re.escape(name)}"
    )
    return re.search(f"{after}|{before}", text, re.IGNORECASE) is not None


def _form(at: str, question: Question) -> Iterator[Finding]:
    for index, option in enumerate(question.options):
        if phrases.ALL_OF_THE_ABOVE.search(option.text):
            yield warn(
                "all-of-the-above",
                f"{at}/options/{index}/text",
                f"Refers to other options: {quoted(option.text)}",
            )
    stem = question.question
    if (match := phrases.NEGATIVE_STEM.search(stem.casefold())) and not _MARKED.search(stem):
        yield warn("negative-stem", f"{at}/question", f"A negation that is not marked: {quoted(match[0])}")
    yield from _article(at, question)


def _article(at: str, question: Question) -> Iterator[Finding]:
    """ "... is an" before options of which only the key begins with a vowel."""
    stem = _BLANK.sub("_", question.question.rstrip())
    ending = _ARTICLE.search(stem[-_ENDING:])
    if ending is None:
        return
    wants_vowel = ending[1] == "an"
    fitting = [
        option.option_id for option in question.options if _begins_with_vowel(option.text) is wants_vowel
    ]
    if len(fitting) < len(question.options):
        yield warn(
            "article-cue",
            f"{at}/question",
            f"Its last word, “{ending[1]}”, fits to {len(fitting)} options only.",
        )


def _begins_with_vowel(text: str) -> bool:
    return bool(_VOWEL.match(text)) is not bool(_SOUNDS_OTHERWISE.match(text))


def overlap(question: Question) -> list[int]:
    """How many words of the stem each option repeats; words of fewer than four letters say nothing."""
    stem = {word for word in tokens(question.question) if len(word) > 3 or not word.isascii()}
    return [len(stem & set(tokens(option.text))) for option in question.options]


def single_keys(questions: Sequence[Question]) -> list[tuple[Question, int]]:
    """Questions of four options with one key, and the place of the key."""
    found = []
    for question in questions:
        ids = [option.option_id for option in question.options]
        if len(ids) == len(QUIZ_OPTIONS) and len(question.correct) == 1 and question.correct[0] in ids:
            found.append((question, ids.index(question.correct[0])))
    return found
