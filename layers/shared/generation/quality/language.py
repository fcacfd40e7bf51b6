"""Language: whether what was written is in the language that was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from generation.quality.blocks import Block
from generation.quality.findings import Finding, block, quoted
from generation.quality.identification import identifier
from generation.quality.words import QUOTATION, paragraphs, tokens, without_code

SHORTEST = 60
"""Characters that a text needs. In shorter ones names and terms outweigh the language."""

MARGIN = 1.2
"""By how much another language must be likelier (see `Identifier.scores`), so that terms and names in the
exam's language do not turn a block."""

ENOUGH_FUNCTION_WORDS = 0.22
"""Share of function words that proves a language without a look at its byte sequences; prose has a third."""

_NAMES = (
    "ar arabic العربية|bg bulgarian български|bn bengali বাংলা|ca catalan català|cs czech čeština|"
    "da danish dansk|de german deutsch|el greek ελληνικά|en english englisch anglais inglés|"
    "es spanish español castellano|et estonian eesti|eu basque euskara|fa persian farsi فارسی|"
    "fi finnish suomi|fr french français|ga irish gaeilge|gl galician galego|gu gujarati ગુજરાતી|"
    "he hebrew עברית iw|hi hindi हिन्दी|hr croatian hrvatski|hu hungarian magyar|hy armenian հայերեն|"
    "id indonesian|is icelandic íslenska|it italian italiano|ja japanese 日本語|ka georgian ქართული|"
    "kk kazakh қазақ|ko korean 한국어|lt lithuanian lietuvių|lv latvian latviešu|mk macedonian македонски|"
    "ml malayalam മലയാളം|mr marathi मराठी|ms malay melayu|nl dutch nederlands flemish|"
    "no norwegian norsk nb bokmål nn|pa punjabi ਪੰਜਾਬੀ|pl polish polski|pt portuguese português|"
    "ro romanian română|ru russian русский|sk slovak slovenčina|sl slovenian slovenščina slovene|"
    "sq albanian shqip|sr serbian српски srpski|sv swedish svenska|sw swahili kiswahili|ta tamil தமிழ்|"
    "te telugu తెలుగు|th thai ไทย|tl filipino tagalog fil|tr turkish türkçe|uk ukrainian українська|"
    "ur urdu اردو|vi vietnamese tiếng|zh chinese mandarin 中文 汉语 漢語 简体中文 繁體中文 cantonese yue"
)
CODES: Mapping[str, str] = MappingProxyType(
    {name: entry.split()[0] for entry in _NAMES.split("|") for name in entry.split()}
)
"""Tags and names of the languages that are told apart, in lower case, to their code."""

_KNOWN = frozenset(CODES.values())

_ALIKE = (
    frozenset({"no", "da", "sv"}),
    frozenset({"hr", "sr", "sl", "mk", "bg"}),
    frozenset({"id", "ms"}),
    frozenset({"es", "gl", "ca", "pt"}),
    frozenset({"cs", "sk"}),
    frozenset({"ru", "uk", "bg", "mk", "sr", "kk"}),
    frozenset({"hi", "mr"}),
    frozenset({"ar", "fa", "ur"}),
)
"""Languages that short texts do not tell apart; between two of them the margin is twice as wide."""

_SCRIPTS: Mapping[str, str] = MappingProxyType(
    {
        "ar fa ur": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
        "bg kk mk ru uk": "\u0400-\u052f",
        "bn": "\u0980-\u09ff",
        "el": "\u0370-\u03ff\u1f00-\u1fff",
        "gu": "\u0a80-\u0aff",
        "he": "\u0590-\u05ff",
        "hi mr": "\u0900-\u097f",
        "hy": "\u0530-\u058f",
        "ja": "\u3040-\u30ff\u3400-\u9fff",
        "ka": "\u10a0-\u10ff",
        "ko": "\uac00-\ud7af\u1100-\u11ff",
        "ml": "\u0d00-\u0d7f",
        "pa": "\u0a00-\u0a7f",
        "ta": "\u0b80-\u0bff",
        "te": "\u0c00-\u0c7f",
        "th": "\u0e00-\u0e7f",
        "zh": "\u3400-\u9fff",
    }
)
_SCRIPT_OF: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {code: re.compile(f"[{signs}]") for codes, signs in _SCRIPTS.items() for code in codes.split()}
)
_KANA = re.compile("[\u3040-\u30ff]")
_ALONE_IN_SCRIPT = frozenset(
    {"bn", "el", "gu", "he", "hy", "ja", "ka", "ko", "ml", "pa", "ta", "te", "th", "zh"}
)

_FUNCTION_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        code: frozenset(listed.split())
        for code, listed in {
            "en": "the of and to is are that which with for it as by be or not this from can has have when "
            "what you your its at on does only than if but they their a how each where one would because",
            "de": "der die das und ist ein eine einen einem einer nicht mit von auf für den dem des zu sich "
            "wird werden wenn auch nur aber wie oder sie er es im am bei aus als dass sind was hat kann",
            "fr": "le la les des une et est que qui dans pour pas avec sur au aux du ce cette il elle vous "
            "sont ou par plus mais son sa ses leur l d qu n s quand",
            "es": "el los las una que del y en por con para es se su lo como más pero sus al esta este cuando "
            "son también o si no",
            "ru": "и в не на что с как это по но из у за от к для то если он она они так же или который "
            "чтобы когда его при вы бы",
        }.items()
    }
)
_OF_ANY_LANGUAGE = frozenset({"option", "sign", "exam_title", "topic_titles"})
"""Options may be sentences of a language that is taught; the title of an exam course is its exam's; a row of
topics' titles is no prose, and each is looked at itself."""

_QUOTED = re.compile("“[^“”]{1,200}”|„[^„“”]{1,200}[“”]|«[^«»]{1,200}»|「[^「」]{1,200}」|『[^『』]{1,200}』")
"""Also a word or two: an answer of an exam in another language, or in another script."""

_NOT_WORDS = re.compile(r"https?://\S+|(?<!\S)\S*[/\\@_]\S*|[#*>|~=+]+|\d+")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_LATIN_WORD = re.compile("(?<![A-Za-zÀ-ɏ])[a-zß-ɏ]{2,}(?![A-Za-zÀ-ɏ])")
_FEW_LATIN_WORDS = 6
_FOREIGN_SHARE = 0.3


def code(language: str) -> str | None:
    """ISO 639 code of a tag or a name; None for languages that are not told apart."""
    name = language.strip().casefold()
    return CODES.get(name) or CODES.get(re.split(r"[\s(,-]", name)[0])


def language(blocks: Iterable[Block], wanted: str) -> Iterator[Finding]:
    """`language`: a block of prose that is in another language than the artifact."""
    expected = code(wanted)
    if expected is None:
        return
    for one in blocks:
        if one.field in _OF_ANY_LANGUAGE:
            continue
        parts = paragraphs(one.text) if one.is_markdown else [one.text]
        for part in parts:
            found = other_language(prose(part), expected)
            if found is not None:
                yield block("language", one.pointer, f"Is in “{found}”, not in “{expected}”: {quoted(part)}")
                break


def prose(text: str) -> str:
    """What of a text is in its own language: no code, addresses, numbers, and no quotations."""
    without = _QUOTED.sub(" ", QUOTATION.sub(" ", without_code(text)))
    return " ".join(_NOT_WORDS.sub(" ", without).split())


@lru_cache(maxsize=4_096)
def other_language(text: str, expected: str) -> str | None:
    """The language that a text is in, where that is surely not `expected`; else None."""
    found = _found(text, expected) if len(text) >= SHORTEST else None
    return None if found == expected else found


def _found(text: str, expected: str) -> str | None:
    """None where nothing speaks against `expected`."""
    if (script := _SCRIPT_OF.get(expected)) is not None:
        return _by_script(text, expected, script)
    letters = len(_LETTER.findall(text))
    if letters and len(_LATIN.findall(text)) < letters * (1 - _FOREIGN_SHARE) and expected != "sr":
        return _likeliest(text)
    function_words = _FUNCTION_WORDS.get(expected)
    if function_words is not None:
        found = tokens(text)
        if sum(word in function_words for word in found) >= len(found) * ENOUGH_FUNCTION_WORDS:
            return None
    return _by_sequences(text, expected)


def _by_script(text: str, expected: str, script: re.Pattern[str]) -> str | None:
    letters, own = len(_LETTER.findall(text)), len(script.findall(text))
    if own < letters * _FOREIGN_SHARE:
        # Names and terms in Latin letters are no language; sentences have small words between them.
        is_latin = len(_LATIN.findall(text)) > letters / 2
        if is_latin and len(_LATIN_WORD.findall(text)) < _FEW_LATIN_WORDS:
            return None
        return _likeliest(text)
    if expected in ("ja", "zh"):
        has_kana = len(_KANA.findall(text)) > own * 0.1
        if has_kana is not (expected == "ja"):
            return "zh" if expected == "ja" else "ja"
        return None
    return None if expected in _ALONE_IN_SCRIPT else _by_sequences(text, expected)


def prepare() -> None:
    """Unpacks what the first check would unpack. May run in a thread beside others."""
    identifier(_KNOWN)


def _by_sequences(text: str, expected: str) -> str | None:
    scores = identifier(_KNOWN).scores(text)
    if expected not in scores:
        return None
    best = max(scores, key=lambda one: scores[one])
    is_alike = any({best, expected} <= group for group in _ALIKE)
    return best if scores[best] - scores[expected] > MARGIN * (1 + is_alike) else None


def _likeliest(text: str) -> str:
    scores = identifier(_KNOWN).scores(text)
    return max(scores, key=lambda one: scores[one]) if scores else "unknown"
