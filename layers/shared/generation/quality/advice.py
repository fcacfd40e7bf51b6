"""Advice: what no text may tell a person to do.

`advice.csv` has regular expressions by language and kind: training on through pain, taking drugs, starving or
drying out. All languages are looked for in every text, since a language may be given by any name. A phrase
beside a negation (`never train through pain`) is advice to the contrary and left alone. Words cannot find
everything; they find what is said plainly. A negation of stopping (`never stop`) denies nothing, nor does one
that ends at a comma before the phrase (`don't be soft, ignore the pain`).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from generation.quality.findings import clipped

PATTERNS = Path(__file__).with_name("advice.csv")

KINDS = {
    "pain": "training on through pain",
    "drugs": "taking drugs",
    "diet": "starving or drying out",
}

MOST_QUOTED = 100
"""Characters of a phrase that a finding names."""

_NEAR = 45
"""Characters before a phrase in which a negation turns it round."""

_NEAR_AFTER = 18
"""And behind it, for languages that negate at the end."""

# Texts, not compiled: handlers import this module and never look at a program.
_NEGATION = (
    r"\b(?:not|never|no|don't|don’t|avoid|without|instead of|nor|neither|refuse|against)\b|"
    r"\bstop (?:trying to )?$|"
    r"\b(?:forbidden|dangerous|harmful)\b|"
    r"\b(?:nicht|nie|niemals|kein\w*|vermeide\w*|ohne|statt|weder|verboten|gefährlich|schädlich)\b|"
    r"\b(?:jamais|jamás|ne|n['’]|sans|évite\w*|nunca|sin|evit\w+|não|sem)\b|"
    r"\b(?:non|mai|senza|niet|nooit|geen|zonder|nigdy|asla)\b|"
    r"\b(?:не|нельзя|никогда|без|избега\w+|вместо|ни|ніколи|опасн\w+|вредн\w+|запрещ\w+|відмов\w+|отказ\w+)\b|"
    r"ない|ません|せず|避け|禁止|危険|やめ|不要|切勿|请勿|勿|避免|不能|不可|不应|别|危险|마십시오|마세요|않|금지|말고|"
    r"\bلا\b|\bتجنب|मत|न करें|नहीं"
)
"""Says that what stands behind it is not to be done."""

_GOES_ON = (
    r"(?:n['’]t|\b(?:never|not|no|cannot|without|refuse to))\s(?:ever |you )?"
    r"(?:stop|quit|paus|rest\b|resting|giv(?:e|ing) up|hold(?:ing)? back|let(?:ting)? up)\w*|"
    r"\b(?:hör\w*|geb\w*|gib) (?:\w+ )?(?:nicht|nie|niemals) auf\b|"
    r"\b(?:nicht|nie|niemals|ohne) (?:auf(?:zu)?(?:hör|geb)\w*|(?:zu )?stopp\w*)|\b(?:ohne|keine) pausen?\b|"
    r"\b(?:no|nunca|jamás|sin|não|nem|sem) (?:te |se |os )?"
    r"(?:par[aeo]\w*|det[ei]n\w+|rind\w+|abandon\w+|descans\w+|desist\w+)|"
    r"(?:\bne (?:t['’]|vous )?|\bn['’]|\bsans (?:s['’])?)(?:arrêt|abandonn)\w*(?:-\w+)?(?: (?:pas|jamais))?|"
    r"\b(?:non|senza|mai) (?:ti )?(?:ferm|smett|moll|arrend)\w*(?: mai)?|"
    r"\b(?:stop|geef) (?:\w+ )?(?:niet|nooit)(?: op)?\b|\b(?:niet|nooit|zonder) (?:te )?(?:stopp\w*|opgeven)|"
    r"\bnie (?:przesta|przeryw|poddaw|zatrzym)\w*|\b(?:asla )?(?:dur|pes et|vazgeç|bırak)m[ae]\w*|"
    r"\b(?:не|без) (?:зупин|припин|кида|здава|остан[ао]в|прекращ|прерыв|броса|сдава|отдых)\w*|"
    r"\b(?:останавлив|прекращ|прерыв|сдава)\w* (?:нельзя|запрещ\w+|недопустимо)|"
    r"(?:止め|止まら|やめ|休ま|諦め|あきらめ)(?:ない|ません|ず|ては?(?:いけ|なら)(?:ない|ません))|"
    r"(?:不要|不能|不可|不应|绝不|切勿|请勿|不|别|勿)(?:停(?:下来?|止)?|放弃|休息|中断)|"
    r"(?:멈추|포기하|중단하|쉬)지 ?(?:마|말|않)"
)
"""A negation of stopping."""

_CLAUSE = r"[.!?;:。！？；]"
_COMMA = r"[,，、،](?!\d)"
_JOINS = (
    r"^\s?(?:or|nor|that|oder|noch|dass|o|ni|ou|que|né|che|nem|of|dat|lub|ani|że|или|ни|что|чтобы|або|чи|що)\b|"
    r"^[^,]*(?:\bzu \w|\wzu\w)\w*en\b"
)
"""Behind a comma: goes on with what stands before it, or is a German infinitive that depends on it."""

_CONDITION = r"\b(?:if|while|who|whoever|whether|wenn|falls|wer|si|quem|se|если|кто)\s(?:\w+\s){0,2}$"
"""Stands before what somebody does already."""

_NEGATED_WITHIN = r"\b(?:never|not|niemals|nie|nicht|nunca|jamais|pas|mai|niet|nooit|asla|никогда|нельзя)\b"
_NEGATED_BEHIND = (
    r"^\s?(?:nicht|niet|niemals|nooit|pas)\b|ない|ません|避け|禁止|危険|やめ|不可|则停|就停|"
    r"立即停|停止|않|금지|중단|지 ?마|지 ?말|"
    r"\b(?:(?:is|are) (?:forbidden|dangerous|not|never)|(?:ist|sind) (?:verboten|gefährlich|tabu))|"
    r"\bstop\b(?! \w+ing)|"
    r"запрещ|опасн|недопустим|нельзя"
)
_IS_BALANCE = r"deficit|surplus|defizit|überschuss|d[ée]ficit|excedent|дефицит|профицит|赤字|缺口"
"""Calories that are a difference, no diet."""

_CACHED_TEXTS = 4_096
"""A note stands in every week of a program."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """kind: of KINDS. text: as it stands there."""

    kind: str
    text: str


@lru_cache(maxsize=_CACHED_TEXTS)
def forbidden(text: str) -> tuple[Phrase, ...]:
    """The first phrase of each kind that tells a person to do what could harm them."""
    found = []
    for kind, pattern in patterns().items():
        for match in pattern.finditer(text):
            if not is_denied(text, match):
                found.append(Phrase(kind, clipped(match[0], MOST_QUOTED)))
                break
    return tuple(found)


def is_denied(text: str, match: re.Match[str]) -> bool:
    """Whether a phrase is negated, belongs to a condition or tells a difference."""
    clause = re.split(_CLAUSE, text[max(0, match.start() - _NEAR) : match.start()])[-1]
    after = re.split(_CLAUSE, text[match.end() : match.end() + _NEAR_AFTER])[0]
    looked_at = (
        (_NEGATION, _governing(_without_going_on(clause), match[0] + after)),
        (_CONDITION, clause),
        (_NEGATED_WITHIN, match[0]),
        (_NEGATED_BEHIND, _without_going_on(after)),
        (_IS_BALANCE, clause + match[0] + after),
    )
    return any(re.search(pattern, part, re.IGNORECASE) for pattern, part in looked_at)


def _without_going_on(text: str) -> str:
    return re.sub(_GOES_ON, " ", text, flags=re.IGNORECASE)


def _governing(clause: str, phrase: str) -> str:
    """The part of a clause whose negation holds for the phrase behind it: what follows the last comma, or all
    of it where that goes on with what stands before the comma (`do not rush, or ...`; `never, ever ...`)."""
    *earlier, last = re.split(_COMMA, clause)
    is_joined = re.search(_JOINS, last + phrase, re.IGNORECASE)
    is_aside = any(re.search(rf"(?:{_NEGATION})$", part, re.IGNORECASE) for part in earlier)
    return clause if is_joined or is_aside else last


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """By kind, of all languages."""
    by_kind: dict[str, list[str]] = {kind: [] for kind in KINDS}
    with PATTERNS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            by_kind[row["kind"]].append(f"(?:{row['pattern']})")
    return {kind: re.compile("|".join(parts), re.IGNORECASE) for kind, parts in by_kind.items()}
