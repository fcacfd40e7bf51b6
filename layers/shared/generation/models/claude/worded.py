"""Worded: the schema of an answer as part of the prompt, for servers that know no structured output.

They speak the Messages API and leave `output_config` out or refuse it, so nothing but the prompt can tell a
model behind them what form its answer is to have.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from generation.engine.ports import ModelRequest

_THOUGHTS = re.compile(r"^\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_FENCED = re.compile(r"```(?:json)?[ \t]*\n(.*)\n[ \t]*```", re.DOTALL | re.IGNORECASE)

FORM = """# The form of the answer

Answer with one JSON object that satisfies the JSON schema in `answer_schema`, and with nothing else: no words before or after it, no code fence. Every field that the schema requires is there, also where it is null, and no other."""  # noqa: E501 - a prompt


def worded(request: ModelRequest) -> ModelRequest:
    """The same request with its schema behind the last message: what stands before it, the part that a cache
    keeps, is as it was."""
    if request.schema is None:
        return request
    told = json.dumps(request.schema, ensure_ascii=False)
    for character in "&<>":
        told = told.replace(character, f"\\u{ord(character):04x}")
    *earlier, last = request.turns
    text = f"{last.text}\n\n{FORM}\n\n<answer_schema>{told}</answer_schema>"
    return replace(request, turns=(*earlier, replace(last, text=text)), schema=None)


def unwrapped(text: str) -> str:
    """The JSON of an answer that has thoughts before it, or stands in a code fence with words around it;
    anything else as it is, so that the model is told what is wrong with it."""
    text = _THOUGHTS.sub("", text, count=1).strip()
    if text.startswith("{"):
        return text
    fenced = _FENCED.search(text)
    if fenced is not None and fenced[1].lstrip().startswith("{"):
        return fenced[1].strip()
    begin, end = text.find("{"), text.rfind("}")
    return text[begin : end + 1] if 0 <= begin < end else text
