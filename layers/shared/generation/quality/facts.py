"""Facts: what the lessons of a project course say otherwise than the facts that its outline agreed on.

Only what words decide alone is told. `contradicts-fact`: a sentence of the form of a fact, with the same
subject and unit, that has another number or name ("The starter weighs 100 g", "The starter weighs 120 g"); a
name or file that is nearly one of the facts' and none of them. Whatever a sentence adds (a condition, an
earlier state, a part of the thing) makes it another one, and it is left alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rapidfuzz.distance import Indel

from generation.quality.blocks import Block
from generation.quality.findings import Finding, quoted, warn

RULE = "contradicts-fact"

NEARLY = 0.75
"""Likeness by characters from which on a name is another one misspelled."""

_DETERMINERS = frozenset(
    word
    for line in (
        "the a an each every this that its our your their",
        "der die das den dem des ein eine einen einem einer jeder jede jedes dieser diese dieses ihr ihre",
        "el la los las un una cada este esta esto su sus",
        "le les une chaque ce cette il lo gli uno ogni o os as um uma het een de elke",
    )
    for word in line.split()
)
_LINKS = (
    "is|are|weighs?|has|have|measures?|takes?|lasts?|costs?|contains?|holds?|is set to|"
    "ist|sind|wiegt|wiegen|hat|haben|misst|messen|dauert|dauern|kostet|kosten|enthält|enthalten|fasst|beträgt|"
    "es|son|pesan?|tienen?|miden?|duran?|cuestan?|contienen?|"
    "est|sont|pèsent?|mesurent?|durent?|coûtent?|contient|pesa|misura|dura|costa"
)
_CALLED = "is called|is named|heißt|heisst|se llama|s['’]appelle|si chiama|heet"
_QUANTITY = r"(?P<number>\d{1,7}(?:[.,]\d{1,3})?)(?!\d) ?(?P<unit>° ?[CF]|[%€$£]|[^\W\d_]{1,20})"
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
"""A number that is a thousand times another one by the custom of the next country: 1,500 and 1.500."""
_STATES = re.compile(
    rf"(?P<subject>[^:]{{0,60}}?)(?: (?:{_LINKS})|:) "
    rf"(?:exactly |always |genau |immer |exactamente |siempre )?{_QUANTITY}",
    re.IGNORECASE,
)
_STATES_CJK = re.compile(
    r"(?P<subject>[^はが、]{0,40})[はが]"
    + _QUANTITY.replace(r"[^\W\d_]{1,20}", r"[A-Za-z]{1,3}|[^\W\d_ぁ-ん]{1,2}|[^\W\d_]{1,2}")
)
_NAMES = re.compile(rf"(?P<subject>.{{0,60}}?) (?:{_CALLED}) (?P<name>[^,;:.()]{{1,60}})$", re.IGNORECASE)
_BEGINS_WITH_VERB = re.compile(rf"(?:{_CALLED}|{_LINKS}) ", re.IGNORECASE)

_OTHERWISE = re.compile(
    r"\b(?:if|when|unless|instead|other|another|after|before|until|than|not|once|would|were|was|half|twice|"
    r"first|then|now|only|also|sometimes|often|usually|about|around|to|or|per|by|in|"
    r"wenn|falls|sonst|statt|andere[rsnm]?|nach|vor|bis|als|nicht|kein\w*|wäre|war|halb\w*|doppelt|erst|dann|"
    r"jetzt|nur|auch|manchmal|oft|etwa|rund|oder|pro|von|"
    r"si|cuando|salvo|otr[oa]s?|después|antes|hasta|que|no|sería|era|mitad|doble|primero|luego|ahora|solo|"
    r"también|veces|unos|unas|o|por|en)\b|[?…–]|もし|なら|とき|後|前|まで|約|ではな|場合|以上|以下",
    re.IGNORECASE,
)
"""What makes a sentence one about another case than the fact's."""

_SENTENCE = re.compile(r"(?<=[.!?]) |(?<=[。！？])")
_CLAUSE = re.compile(r"[;；]|,? (?:and|und|y|et|e) |, (?=\D)|、", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MARKUP = re.compile(r"[*_`#>|“”„\"「」]")
_FILE = re.compile(r"(?<![\w./-])[A-Za-z][\w-]*\.[a-z][a-z0-9]{1,4}(?!\w|\.\w)")
_PROPER = re.compile(r"(?<![.!?:]\s)(?<!^)(?<=\s)(?=([^\W\d_a-z][^\W\d_]{2,}) ([^\W\d_a-z][^\W\d_]{2,}))")
_MOST_WORDS = 4
"""Of a subject: what is longer has more in it than the thing."""

_UNITS: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        **dict.fromkeys(("g", "gram", "grams", "gramm", "gramos", "グラム"), ("mass", 1.0)),
        **dict.fromkeys(("kg", "kilo", "kilos", "キロ"), ("mass", 1000.0)),
        "mg": ("mass", 0.001),
        **dict.fromkeys(("ml", "milliliter", "mililitros"), ("volume", 1.0)),
        "cl": ("volume", 10.0),
        **dict.fromkeys(("l", "litre", "litres", "liter", "liters", "litro", "litros"), ("volume", 1000.0)),
        "mm": ("length", 1.0),
        "cm": ("length", 10.0),
        "m": ("length", 1000.0),
        "km": ("length", 1_000_000.0),
        **dict.fromkeys(
            ("s", "sec", "second", "seconds", "sekunde", "sekunden", "segundo", "segundos", "秒"),
            ("time", 1.0),
        ),
        **dict.fromkeys(
            ("min", "minute", "minutes", "minuten", "minuto", "minutos", "分"), ("time", 60.0)
        ),
        **dict.fromkeys(
            ("h", "hour", "hours", "stunde", "stunden", "hora", "horas", "時間"), ("time", 3600.0)
        ),
    }
)  # fmt: skip
_STEM = 5
"""Letters by which forms of a counted noun are alike: column, columns."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """value: a number in the smallest unit of its kind, or a name. said: as it stands in the text."""

    subject: frozenset[str]
    kind: str
    value: float | str
    said: str

    def is_as(self, other: _Statement) -> bool:
        """With room for what a conversion of units rounds: 1.1 kg are 1,100 g."""
        if isinstance(self.value, float) and isinstance(other.value, float):
            return math.isclose(self.value, other.value)
        return self.value == other.value


def facts(blocks: Iterable[Block], agreed: Sequence[str]) -> Iterator[Finding]:
    """`contradicts-fact` of all texts of a course."""
    known = [(fact, one) for fact in agreed for one in _statements(fact)]
    by_subject: dict[tuple[frozenset[str], str], list[tuple[str, _Statement]]] = {}
    for fact, one in known:
        by_subject.setdefault((one.subject, one.kind), []).append((fact, one))
    names = _names(agreed)
    for block in blocks if agreed else ():
        # An example works another case through than the course's own.
        if block.field != "example":
            yield from _otherwise(block, by_subject)
        yield from _misspelled(block, names)


def _otherwise(
    block: Block, known: Mapping[tuple[frozenset[str], str], Sequence[tuple[str, _Statement]]]
) -> Iterator[Finding]:
    if not known:
        return
    for one in _statements(block.text):
        agreed = known.get((one.subject, one.kind), ())
        if agreed and not any(one.is_as(fact) for _, fact in agreed):
            told = f"Says {quoted(one.said)} where the outline agreed: {quoted(agreed[0][0])}"
            yield warn(RULE, block.pointer, told)


def _statements(text: str) -> Iterator[_Statement]:
    """Those of a text that are decided: a subject and its number or name, and nothing that qualifies them."""
    for line in text.splitlines():
        for sentence in _SENTENCE.split(" ".join(_MARKUP.sub("", line).split())):
            if _OTHERWISE.search(sentence.replace("set to", "")) is None:
                yield from _of_sentence(sentence)


def _of_sentence(sentence: str) -> Iterator[_Statement]:
    """A clause that begins with its verb goes on with the subject of the one before it."""
    before = ""
    for clause in _CLAUSE.split(sentence):
        found = _match(clause.strip(" .。"), before)
        if found is not None:
            before = found["subject"]
            yield from _statement(found)


def _match(clause: str, subject: str) -> re.Match[str] | None:
    if _BEGINS_WITH_VERB.match(clause):
        clause = f"{subject} {clause}"
    for told in dict.fromkeys((clause, clause.rpartition(": ")[2])):
        if found := _NAMES.match(told) or _STATES.match(told) or _STATES_CJK.match(told):
            return found
    return None


def _statement(found: re.Match[str]) -> Iterator[_Statement]:
    subject = _subject(found["subject"])
    if subject and "name" in found.re.groupindex:
        if name := _key(found["name"]):
            yield _Statement(subject, "name", " ".join(name), found["name"].strip())
    elif subject and _AMBIGUOUS.fullmatch(found["number"]) is None:
        unit = "".join(found["unit"].split()).casefold()
        kind, factor = _UNITS.get(unit, (unit[:_STEM], 1.0))
        said = found.string[found.start("number") : found.end("unit")]
        yield _Statement(subject, kind, float(found["number"].replace(",", ".")) * factor, said)


def _subject(text: str) -> frozenset[str]:
    """Words of the thing that a clause is about; empty where it is about more than one."""
    words = [word.casefold() for word in _WORD.findall(text)]
    places = [place for place, word in enumerate(words) if word in _DETERMINERS]
    if len(places) > 1:
        return frozenset()
    own = words[places[0] + 1 :] if places else words
    return frozenset(own) if 0 < len(own) <= _MOST_WORDS else frozenset()


def _key(name: str) -> list[str]:
    return [word for word in (one.casefold() for one in _WORD.findall(name)) if word not in _DETERMINERS]


def _names(agreed: Sequence[str]) -> frozenset[str]:
    """Files and proper names of the facts, as they stand there."""
    whole = "\n".join(agreed)
    return frozenset({*_FILE.findall(whole), *(" ".join(found) for found in _PROPER.findall(whole))})


def _misspelled(block: Block, names: frozenset[str]) -> Iterator[Finding]:
    if not names:
        return
    text = _MARKUP.sub("", block.text)
    found = [*_FILE.findall(text), *(" ".join(one) for one in _PROPER.findall(text))]
    for one in dict.fromkeys(found):
        if one not in names and (meant := next((name for name in names if _is_nearly(one, name)), None)):
            yield warn(RULE, block.pointer, f"{quoted(one)}: the outline agreed on {quoted(meant)}.")


def _is_nearly(one: str, name: str) -> bool:
    """One word of two, or the name of a file, differs by a few letters: no number, no ending of a case."""
    mine, theirs = (re.split(r"[ .]", text) for text in (one, name))
    if len(mine) != len(theirs):
        return False
    differing = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    if len(differing) != 1:
        return False
    [(a, b)] = differing
    is_file = "." in name
    if is_file and a == mine[-1]:
        return False
    is_ending = not is_file and (a.startswith(b) or b.startswith(a))
    has_number = any(map(str.isdigit, a + b))
    return (
        not is_ending
        and not has_number
        and float(Indel.normalized_similarity(a.casefold(), b.casefold())) >= NEARLY
    )
