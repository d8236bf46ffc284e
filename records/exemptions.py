"""The grounds on which a part of a record may be withheld: dated data with their source, never words of the code."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "exemptions.toml"
STATUTE = "5 ILCS 140"


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """One ground of the law."""

    key: str
    cite: str
    """'7(1)(c)'."""
    words: str
    source: str
    confidence: str
    """'read' where the official text was read; 'memory' where it must be before anybody relies on it."""
    as_of: date

    @property
    def label(self) -> str:
        """As people choose it."""
        unread = "" if self.confidence == "read" else " (read the law before you rely on it)"
        return f"{self.cite}: {self.words}{unread}"


@lru_cache(maxsize=1)
def known() -> dict[str, Exemption]:
    """Each ground by its key, in the order of the law."""
    told = tomllib.loads(_FILE.read_text())
    return {one["key"]: Exemption(**one) for one in told["exemption"]}
