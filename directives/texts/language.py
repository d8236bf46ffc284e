"""Which language a text is in, told by its script and its small words."""

import re
import tomllib
from collections import Counter
from pathlib import Path

from directives.texts.folding import folded

READ = ("en", "es")
_TABLES = tomllib.loads((Path(__file__).parent / "families" / "languages.toml").read_text(encoding="utf-8"))
_SCRIPTS = {code: re.compile(f"[{letters}]") for code, letters in _TABLES["scripts"].items()}
_OF: dict[str, tuple[str, ...]] = {
    word: tuple(code for code, words in _TABLES["small_words"].items() if word in words.split())
    for line in _TABLES["small_words"].values()
    for word in line.split()
}
_WORD = re.compile(r"(?<![\w@#/.])[^\W\d_]+(?:'[^\W\d_]+)?(?![\w/])")
_LETTER = re.compile(r"[^\W\d_]")
_LEAST = 3
"""So many small words at least tell a language that is not read."""
_ONLY_LONG = 10_000


def language_of(text: str) -> str:
    """ISO code; empty where there is too little to tell, and then a text is read as English and Spanish.

    A text with much of a language that is read counts as that one: of two mixed languages one is read at least.
    """
    text = text[:_ONLY_LONG]
    letters = len(_LETTER.findall(text))
    script = max(_SCRIPTS, key=lambda code: len(_SCRIPTS[code].findall(text)))
    if letters and len(_SCRIPTS[script].findall(text)) * 2 > letters and not _disguised(text, script):
        # Japanese writes with Chinese characters too; its own letters tell it.
        return "ja" if script == "zh" and _SCRIPTS["ja"].search(text) else script
    return _by_words(_WORD.findall(folded(text)[0]))


def _disguised(text: str, script: str) -> bool:
    """Whether look-alike letters of another script spell words of a language that is read."""
    return script in ("ru", "el") and _by_words(_WORD.findall(folded(text)[0])) in READ


def _by_words(words: list[str]) -> str:
    counts: Counter[str] = Counter()
    for word in words:
        for code in _OF.get(word, ()):
            counts[code] += 1
    if not counts:
        return ""
    read = max(READ, key=lambda code: counts[code])
    other = max((code for code in _TABLES["small_words"] if code not in READ), key=lambda code: counts[code])
    both = counts["en"] + counts["es"]
    if counts[other] >= _LEAST and counts[other] > 1.5 * counts[read] and counts[other] * 6 > len(words):
        return other if counts[other] > both or counts[read] <= 2 else read
    return read if counts[read] else ""
