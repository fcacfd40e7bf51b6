"""Harm: what would hurt whoever does it, told as something to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generation.quality import phrases
from generation.quality.advice import KINDS, forbidden, is_denied
from generation.quality.blocks import SIGN, Block
from generation.quality.findings import Finding, block, quoted

UNADVISED = frozenset({"option", SIGN, "reason", "question"})
"""Where a course asks whether one may, and says why one may not."""

_AROUND = 120
"""Characters before and behind a phrase in which its sentence is looked at."""


def advice(blocks: Iterable[Block]) -> Iterator[Finding]:
    """`advice-pain`, `advice-drugs`, `advice-diet`: in programs, what harms whoever follows it."""
    for one in blocks:
        for phrase in forbidden(one.text):
            message = f"Advice that is never given ({KINDS[phrase.kind]}): {quoted(phrase.text)}"
            yield block(f"advice-{phrase.kind}", one.pointer, message)


def dangers(blocks: Iterable[Block]) -> Iterator[Finding]:
    """`advice-danger`: in courses, what is known to hurt at home."""
    for one in blocks:
        if one.field in UNADVISED:
            continue
        for match in phrases.FORBIDDEN_AT_HOME.finditer(one.text):
            says_why_not = phrases.TELLS_THE_HARM.search(_sentence(one.text, match))
            if not says_why_not and not is_denied(one.text, match):
                message = f"Advises what may hurt somebody: {quoted(match[0])}"
                yield block("advice-danger", one.pointer, message)
                break


def _sentence(text: str, match: re.Match[str]) -> str:
    """What stands around a match, to the ends of its sentence."""
    before = re.split(r"[.!?。！？]", text[max(0, match.start() - _AROUND) : match.start()])[-1]
    after = re.split(r"[.!?。！？]", text[match.end() : match.end() + _AROUND])[0]
    return before + match[0] + after
