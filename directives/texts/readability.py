"""How many years of school a text asks for, by the formula of Flesch and Kincaid. English alone, and only advice."""

import re
from collections.abc import Iterator

from directives.texts.hits import sentences
from directives.texts.prepared import Text
from directives.texts.sightings import Check, Sighting

FAR_ABOVE = 15.0
"""Texts for residents aim at grade 8; so far above it advice is given."""
_LEAST_WORDS = 15
"""Fewer say nothing about a grade."""
_WORD = re.compile(r"(?<![\w@#/.'])[a-z]+(?:'[a-z]+)?(?![\w@/])")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouyscgzx]es)$")


def grade(plain: str) -> float | None:
    """Flesch-Kincaid grade of folded English; None where the text is too short to have one."""
    words = _WORD.findall(plain)
    if len(words) < _LEAST_WORDS:
        return None
    said = sum(1 for start, end in sentences(plain) if _WORD.search(plain, start, end))
    spoken = sum(map(_syllables, words))
    return 0.39 * len(words) / max(said, 1) + 11.8 * spoken / len(words) - 15.59


def _syllables(word: str) -> int:
    """As spoken, near enough: groups of vowels, without the silent e at the end."""
    groups = len(_VOWELS.findall(word))
    return max(groups - (1 if _SILENT.search(word) and groups > 1 else 0), 1)


def _sight(text: Text) -> Iterator[Sighting]:
    found = grade(text.plain) if text.language != "es" else None
    if found is not None and found >= FAR_ABOVE:
        yield Sighting(check="readability", span=None, words="", why=f"grade {found:.0f}", sure=False)


READABILITY = Check(
    slug="readability",
    title="Easy to read",
    looks_for="Long sentences of long words: text in English that asks for 15 years of school or more.",
    leaves_alone="Short posts, text in Spanish, and everything that most residents read at once.",
    finds=(
        "Participating organizations collaboratively investigating transportation infrastructure vulnerabilities "
        "throughout metropolitan communities acknowledge considerable disagreement regarding appropriate "
        "accountability methodologies, notwithstanding comprehensive consultation.",
    ),
    leaves=(
        "We are at the library at six tonight. Come and ask us what you want. There will be coffee for all, and cake.",
    ),
    sight=_sight,
    kinds=("post",),
)
