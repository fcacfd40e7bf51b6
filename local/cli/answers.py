"""Answers of the API, as lines in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from local.cli.client import ApiClient
from local.cli.generate import sign_in
from local.errors import GenerateError
from local.terminal import plain, write


def show(
    client: ApiClient, ask: Callable[[ApiClient], list[str]], person: Mapping[str, Any] | None = None
) -> int:
    """Asks as that person (`sign_in`) and shows the lines of the answer. Raises GenerateError, ApiProblem."""
    sign_in(client, person)
    try:
        lines = ask(client)
    except httpx.HTTPError as error:
        raise GenerateError(f"the API did not answer: {type(error).__name__} {error}") from error
    # Titles, owners and reasons are what somebody has written: no command of theirs reaches the terminal.
    write(sys.stdout, "".join(f"{plain(line)}\n" for line in lines))
    return 0
