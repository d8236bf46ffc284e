"""One spelling for letters that look alike, each with the place it came from. Linear in the length of the text."""

import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cs"})
"""Marks without width, controls of direction, accents that stand alone, halves of a letter."""
_DRAWN_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
SPELLING = tomllib.loads((Path(__file__).parent / "families" / "spelling.toml").read_text(encoding="utf-8"))
_LIKE = {letter: plain for plain, letters in SPELLING["looks_like"].items() for letter in letters}


def folded(text: str) -> tuple[str, list[int]]:
    """Small plain letters without accents, and for each of them the index of the code point it came from."""
    letters: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        plain = char.lower() if char.isascii() else _plain(char)
        letters.append(plain)
        places.extend([at] * len(plain))
    return "".join(letters), places


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    if char in _DRAWN_EMPTY:
        return ""
    small = _LIKE.get(char, char).casefold()
    spread = unicodedata.normalize("NFKD", _LIKE.get(small, small))
    kept = (one for one in spread if unicodedata.category(one) not in _UNSEEN)
    plain = "".join(_LIKE.get(one, one) for one in kept)
    return " " if plain.isspace() else plain
