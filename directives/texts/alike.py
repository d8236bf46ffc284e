"""How much two texts say the same. Pure, and the same whichever comes first.

Addresses of pages, figures and the names of days and times do not count: the same words with another link or another
day are the same words.
"""

import re
from functools import lru_cache
from itertools import pairwise

from directives.texts.folding import folded
from directives.texts.prepared import LONGEST

FEWEST = 5
"""Words that a text must have to be laid beside another: greetings are alike and repeat nothing."""
_LINK = re.compile(r"https?://\S+|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|org|gov|net|edu|us)(?:/\S*)?(?!\w)")
_HALF_DAY = re.compile(r"(?<![^\W\d_])[ap]\.? ?m\b\.?")
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
_DAYS = """
mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september
october november december today tonight tomorrow noon midnight
lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto
septiembre setiembre octubre noviembre diciembre hoy manana mediodia medianoche
"""
_NAMES_OF_TIME = frozenset(_DAYS.split())


def tells_when(word: str) -> bool:
    """Whether a folded word is a figure or the name of a day or a time: one post has this one, another that."""
    return word in _NAMES_OF_TIME or any(char.isdigit() for char in word)


def likeness(one: str, other: str) -> int:
    """0 to 100: how many of the pairs of neighboring words in both texts stand in both, in percent."""
    mine, theirs = _pairs(one), _pairs(other)
    if not mine or not theirs:
        return 0
    return 100 * len(mine & theirs) // len(mine | theirs)


@lru_cache(maxsize=512)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    """Kept for a while: a draft is laid beside the same posts at each pause in typing. None of a short text."""
    plain = _HALF_DAY.sub(" ", _LINK.sub(" ", folded(text[:LONGEST])[0]))
    words = [word for word in _WORD.findall(plain) if not tells_when(word)]
    return frozenset(pairwise(words)) if len(words) >= FEWEST else frozenset()
