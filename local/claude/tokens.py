"""An estimate of tokens, since Claude's tokenizer is not public.

One token is taken as four UTF-8 bytes, the usual rule for English, rounded up for each text, plus four for
each block of the prompt (role and delimiters). Nobody has compared it with what Claude reports; code and
tables are surely under-counted. It is the same for the same text, always, which is what tests and cost
arithmetic need of it.
"""

from __future__ import annotations

BYTES_PER_TOKEN = 4
TOKENS_PER_BLOCK = 4


def estimate(text: str) -> int:
    """Tokens of `text`."""
    return -(-len(text.encode()) // BYTES_PER_TOKEN)


def cut(text: str, max_tokens: int) -> str:
    """The longest beginning of `text` of at most `max_tokens`, never half a character."""
    return text.encode()[: max_tokens * BYTES_PER_TOKEN].decode(errors="ignore")
