"""Errors of the local stack: everything that a person is told in one line instead of a traceback.

CommandError
  ConfigurationError   what was chosen cannot work
  TranslationError     the template has something that the translation does not know
  DeploymentError      the emulator did not come up as the template says
  ChildError           a process of the stack did not start, or ended by itself
  LaunchError          a stack in a process of its own did not become ready
  GenerateError        nothing was generated
  ApiProblem           the API answered with an error
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class CommandError(Exception):
    """`str()` is what a person should read."""


class ConfigurationError(CommandError):
    """The message says what to change."""


class TranslationError(CommandError):
    """The message names the resource or the route."""


class DeploymentError(CommandError):
    """The message names the resource or the route."""


class ChildError(CommandError):
    """The message holds the end of the process's log."""


class LaunchError(CommandError):
    """What the stack had to say is on its standard error."""


class GenerateError(CommandError):
    """The message is for the person who wanted a course."""


class ApiProblem(CommandError):
    """An answer that is an error: its problem document, or what there is instead of one."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", ""))
        self.problem = problem
        title = problem.get("title") or "Error"
        lines = [f"{title} ({status}{', ' + self.code if self.code else ''})"]
        if problem.get("detail") not in (None, "", title):
            lines.append(f"  {problem['detail']}")
        for error in problem.get("errors") or []:
            lines.append(f"  {error.get('pointer') or 'body'}: {error.get('message')}")
        super().__init__("\n".join(lines))
