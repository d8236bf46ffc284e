"""Texts in the one form in which ours and the network's can be compared."""

import re
from collections.abc import Mapping, Sequence

from outlets.weighted import tidy

_SCHEME = re.compile(r"\bhttps?://", re.IGNORECASE)


def canonical(*, text: str, urls: Sequence[Mapping[str, object]] = ()) -> str:
    """NFC, LF, HTML entities undone, shortened links opened by the network's own list, trimmed.

    `urls` is `entities.urls` as X gives it; a link to attached media has no place in our text and is dropped.
    X gives links a scheme where the author wrote none: compare `comparable()` forms.
    """
    # Exactly what X escapes, in the reverse order: html.unescape() would also touch '&copy' in an address.
    text = text.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
    for url in urls:
        short, full = url.get("url"), url.get("expanded_url")
        if isinstance(short, str) and isinstance(full, str):
            text = text.replace(short, "" if "media_key" in url else full)
    return tidy(text).strip()


def comparable(text: str) -> str:
    """Canonical text with the schemes of its links taken away, for telling whether two texts are the same."""
    return _SCHEME.sub("", canonical(text=text))
