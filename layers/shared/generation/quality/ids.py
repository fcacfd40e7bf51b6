"""Ids: names of questions that the exam has and no reader knows."""

from __future__ import annotations

import re
from collections.abc import Collection

_LOOKS_LIKE_AN_ID = re.compile(r"^(?:[A-Za-z]{1,12}[-_ ]?\d+|[A-Za-z](?:[^\W_]|\.)*[-_](?=[\w-]*\d)[\w-]*)$")
_NAMES_A_PRODUCT = re.compile(r"^[A-Za-z]\d$")


def id_pattern(question_ids: Collection[str]) -> re.Pattern[str] | None:
    """Finds ids that look like ids; "1" and "S3" could be anything."""
    ids = [one for one in question_ids if _LOOKS_LIKE_AN_ID.match(one) and not _is_name(one)]
    numbers = [one for one in question_ids if one.isdigit()]
    parts = [rf"(?<![\w-])(?:{'|'.join(map(re.escape, ids))})(?![\w-])"] if ids else []
    if numbers:
        parts.append(
            r"(?i:\b(?:questions?|frage|pregunta|questão|domanda|вопрос\w*|问题|問題|題|第)\s?"
            r"(?:no\.? ?|nr\.? ?|#|№ ?)?)"
            rf"(?:{'|'.join(map(re.escape, numbers))})(?!\w)"
        )
    return re.compile("|".join(parts)) if parts else None


def _is_name(one: str) -> bool:
    """Two characters are a name before they are an id, unless the letter says "question"."""
    return bool(_NAMES_A_PRODUCT.match(one)) and one[0] not in "qQ"
