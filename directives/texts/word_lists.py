"""Many words looked for at once, by a look-up for each word of the text. Linear in the text."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['/-][^\W_]+)*")
_SHORTEST_STEM = 3


class WordList:
    """Words and phrases of folded text; a star at the end of one takes every ending."""

    def __init__(self, *, words: str = "", phrases: Iterable[str] = ()) -> None:
        given = [*words.split(), *(phrase for phrase in phrases if " " not in phrase)]
        self._whole = frozenset(word for word in given if not word.endswith("*"))
        self._stems = frozenset(word[:-1] for word in given if word.endswith("*"))
        self._phrases: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for phrase in phrases:
            if " " in phrase:
                self._phrases[phrase.split()[0]].append((phrase.removesuffix("*"), phrase.endswith("*")))

    def places(self, plain: str) -> list[tuple[int, int]]:
        """Where they stand, in order."""
        return [span for word, start in _words(plain) if (span := self._at(plain, word, start))]

    def within(self, plain: str) -> bool:
        return any(self._at(plain, word, start) for word, start in _words(plain))

    def _at(self, plain: str, word: str, start: int) -> tuple[int, int] | None:
        for phrase, is_stem in self._phrases.get(word, ()):
            end = start + len(phrase)
            if plain.startswith(phrase, start) and (is_stem or not plain[end : end + 1].isalnum()):
                return start, end
        return (start, start + len(word)) if self._says(word) else None

    def _says(self, word: str) -> bool:
        if word in self._whole or (word.endswith("'s") and word[:-2] in self._whole):
            return True
        return bool(self._stems) and any(
            word[:length] in self._stems for length in range(_SHORTEST_STEM, len(word) + 1)
        )


@lru_cache(maxsize=8)
def _words(plain: str) -> tuple[tuple[str, int], ...]:
    return tuple((hit.group()[:60], hit.start()) for hit in _WORD.finditer(plain))
