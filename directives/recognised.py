"""In which other language a text surely is: more than a few small words tell of it."""

import re
from functools import lru_cache

from directives.texts.language import language_of
from directives.texts.reading import READ

LEAST_LETTERS, LEAST_WORDS = 30, 4
"""Less is a name, a motto or a street. With them no labelled post in English is taken for another language."""
_WORD = re.compile(r"(?<![\w@#/.])[^\W\d_]+")


@lru_cache(maxsize=256)
def other_than(*, own: str, text: str) -> str:
    """ISO code; empty for `own`, where the text is short, and where a half of it reads as another language.

    A language that the checks read is told by a single word already, so both halves say it then, and several words.
    """
    code = language_of(text)
    if code in ("", own) or sum(letter.isalpha() for letter in text) < LEAST_LETTERS:
        return ""
    halves = {language_of(half) for half in _halves(text)}
    if code not in READ:
        return code if halves <= {code, ""} else ""
    told = sum(language_of(word) == code for word in _WORD.findall(text))
    return code if halves == {code} and told >= LEAST_WORDS else ""


def _halves(text: str) -> tuple[str, str]:
    """Cut between two words where there are any."""
    middle = text.find(" ", len(text) // 2)
    if middle < 0:
        middle = len(text) // 2
    return text[:middle], text[middle:]
