"""Whether a reader sees anything at all."""

import unicodedata

_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_DRAWN_EMPTY = frozenset("\u034f\u115f\u1160\u2800\u3164\ufe0e\ufe0f\uffa0")
"""Letters, marks and a pattern of Braille that show nothing by themselves."""


def is_blank(text: str) -> bool:
    """Whether a text is nothing but spaces, marks without width and letters that are drawn empty."""
    return all(unicodedata.category(char) in _UNSEEN or char in _DRAWN_EMPTY for char in text)
