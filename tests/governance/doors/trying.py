"""One field that carries an id, and who tries it with what is not theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.governance.doors.scene import Scene, Thing


def _id(scene: Scene, thing: Thing) -> str:
    return str(thing.id)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field or parameter, tried by one person from the page where they may use it."""

    door: str
    name: str
    by: str
    carries: str
    """The kind of thing whose id it carries; empty where it carries none that the scene has."""
    about: str = ""
    """The thing in the address, of the unit of whoever tries."""
    form: Callable[[Scene, Thing], dict[str, Any]] | None = None
    """The rest of the form; None for a parameter of a GET."""
    status: int = 404
    """What a foreign id is answered with."""
    value: Callable[[Scene, Thing], str] = _id
    writes: frozenset[str] = frozenset()
    """What an honest rest of the form writes, or a page as a passing mark."""

    echoed: bool = False
    """Whether the page says back what was typed."""

    @property
    def nonsense(self) -> int | None:
        """How much nonsense is tried: little where a word is only compared."""
        return 4 if self.name == "binding" else None

    @property
    def words(self) -> str:
        """As a failure names it."""
        return f"{self.door}-{self.name}-{self.by}"
