"""How X gives a text back: links shortened to t.co, HTML escaped, the originals listed in entities."""

import hashlib
import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.count import LINK

MENTION = re.compile(r"(?<![0-9A-Za-z_@])@([0-9A-Za-z_]{1,30})(?![0-9A-Za-z_@])")
_PHOTO, _VIDEO = "photo", "video"
_PICTURES = -1
"""In place of a link's number in the text."""
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


def shown(*, post_id: int, text: str, media_keys: Sequence[str] = ()) -> Shown:
    """The text as a reader of the API gets it, a link to its pictures at the end.

    Offsets count code points of the text with its t.co links.
    """
    text = unicodedata.normalize("NFC", text)
    urls: list[dict[str, object]] = []
    out, position = "", 0
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
    if media_keys:
        out += " " if out else ""
        urls += _of_pictures(post_id, len(out), media_keys)
        out += f"https://t.co/{_code(post_id, _PICTURES)}"
    entities = {name: each for name, each in (("urls", urls), ("mentions", _mentions(out))) if each}
    return Shown(text=out, entities=entities or None)


def _mentions(text: str) -> list[dict[str, object]]:
    return [
        {"start": match.start(), "end": match.end(), "username": match[1]} for match in MENTION.finditer(text)
    ]


def _of_pictures(post_id: int, start: int, media_keys: Sequence[str]) -> list[dict[str, object]]:
    """One entry a picture, all of one link."""
    short = f"https://t.co/{_code(post_id, _PICTURES)}"
    return [
        {
            "start": start,
            "end": start + len(short),
            "url": short,
            "expanded_url": f"https://x.com/i/status/{post_id}/{_VIDEO if media_key[0] == '7' else _PHOTO}/{number}",
            "display_url": f"pic.x.com/{short.rpartition('/')[2]}",
            "media_key": media_key,
        }
        for number, media_key in enumerate(media_keys, start=1)
    ]


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
