"""Texts in the one form in which ours and the network's can be compared."""

import html
import unicodedata
from collections.abc import Mapping, Sequence

from outlets.weighted import tidy


def canonical(*, text: str, urls: Sequence[Mapping[str, object]] = ()) -> str:
    """NFC, LF, shortened links opened by the network's own list, HTML entities undone, trimmed.

    `urls` is `entities.urls` as X gives it; a link to attached media has no place in our text and is dropped.
    Links of our own that lack https:// are given it by X, so compare `comparable()` forms.
    """
    for url in urls:
        short, full = url.get("url"), url.get("expanded_url")
        if isinstance(short, str) and isinstance(full, str):
            text = text.replace(short, "" if "media_key" in url else full)
    return tidy(unicodedata.normalize("NFC", html.unescape(text))).strip()


def comparable(text: str) -> str:
    """Canonical text with the scheme of links taken away, since X adds one where the author wrote none."""
    return (
        canonical(text=text).replace("https://", "").replace("http://", "").replace("/\n", "\n").rstrip("/")
    )
