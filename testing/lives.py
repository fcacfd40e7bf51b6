"""Lives of functions: they end, or meet another request, at any call of a port."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Died(BaseException):
    """The function ends where it stands."""


class Life:
    """Of one function: it ends at its n-th call of a port, before or after that."""

    def __init__(self, dies_at: int | None = None, after: bool = False) -> None:
        self.calls = 0
        self._dies_at = dies_at
        self._after = after

    def through(self, port: Any, *names: str) -> Any:
        """The port; with names, only calls of these count."""
        return Through(port, self, names)

    def call(self, method: Any, *arguments: Any, **named: Any) -> Any:
        self.calls += 1
        dies, after = self.fate()
        if dies and not after:
            raise self.death()
        answer = method(*arguments, **named)
        if dies:
            raise self.death()
        return answer

    def fate(self) -> tuple[bool, bool]:
        """Whether it ends at this call, and whether after it."""
        return self.calls == self._dies_at, self._after

    def death(self) -> BaseException:
        return Died()


class Beside(Life):
    """A life in which something else happens at the n-th call."""

    def __init__(self, at: int, happens: Callable[[], object]) -> None:
        super().__init__()
        self._at = at
        self._happens = happens

    def call(self, method: Any, *arguments: Any, **named: Any) -> Any:
        if self.calls + 1 == self._at:
            self._happens()
        return super().call(method, *arguments, **named)


class Through:
    def __init__(self, port: Any, life: Life, names: tuple[str, ...]) -> None:
        self._port = port
        self._life = life
        self._names = names

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)
        if self._names and name not in self._names:
            return method
        return lambda *arguments, **named: self._life.call(method, *arguments, **named)


class Dying(Beside):
    """A life in which something else happens, and that ends a number of calls later."""

    def __init__(self, at: int, happens: Callable[[], object], later: int) -> None:
        super().__init__(at, happens)
        self._ends_at = at + later

    def call(self, method: Any, *arguments: Any, **named: Any) -> Any:
        answer = super().call(method, *arguments, **named)
        if self.calls == self._ends_at:
            raise Died
        return answer


def points_of(ask: Any) -> list[tuple[int, bool]]:
    """Every call of a port that an undisturbed function makes, to die before and after it."""
    life = Life()
    ask(life)
    return [(point, after) for point in range(1, life.calls + 1) for after in (False, True)]
