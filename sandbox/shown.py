"""How X gives a text back: links shortened to t.co, HTML escaped, the originals listed in entities."""

import hashlib
import html
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.count import LINK

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """`entities` is None when there is nothing to list."""

    text: str
    entities: Mapping[str, object] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of a text."""

    text: str
    is_link: bool


def shown(*, post_id: int, text: str) -> Shown:
    """The text as a reader of the API gets it. Offsets count code points of the text with its t.co links."""
    text = unicodedata.normalize("NFC", text)
    out, urls, position = "", [], 0
    for number, match in enumerate(LINK.finditer(text)):
        out += html.escape(text[position : match.start()], quote=False)
        short = f"https://t.co/{_code(post_id, number)}"
        expanded = _with_scheme(match.group())
        urls.append(
            {
                "start": len(out),
                "end": len(out) + len(short),
                "url": short,
                "expanded_url": expanded,
                "display_url": expanded.split("://", 1)[1][:27],
            }
        )
        out += short
        position = match.end()
    out += html.escape(text[position:], quote=False)
    return Shown(text=out, entities={"urls": urls} if urls else None)


def pieces(text: str) -> list[Piece]:
    """The text as residents see it, in order."""
    found, position = [], 0
    for match in LINK.finditer(text):
        found.append(Piece(text=text[position : match.start()], is_link=False))
        found.append(Piece(text=match.group(), is_link=True))
        position = match.end()
    return [*found, Piece(text=text[position:], is_link=False)]


def _with_scheme(link: str) -> str:
    return link if link.lower().startswith(("http://", "https://")) else f"http://{link}"


def _code(post_id: int, number: int) -> str:
    digest = hashlib.sha256(f"{post_id}/{number}".encode()).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:10])
