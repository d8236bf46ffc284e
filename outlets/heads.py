"""What a page says of itself to networks: the og: and twitter: lines in its head."""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from outlets.weighted import written

TITLE_MOST = 140
DESCRIPTION_MOST = 280
SITE_MOST = 80
_SPACE = re.compile(r"\s+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_PLAIN = re.compile(
    r"ascii|utf-8(-sig)?|utf-16(-[lb]e)?|iso8859-\d+|cp\d+|koi8-[ru]|gb.*|big5.*|euc_.*|shift_jis.*"
)
"""Character sets of pages; Python knows others that are none, and slow."""
_SNIFFED = 2_048
_NAMES = {
    "title": ("og:title", "twitter:title"),
    "description": ("og:description", "twitter:description", "description"),
    "site": ("og:site_name",),
    "picture": ("og:image:secure_url", "og:image", "twitter:image", "twitter:image:src"),
}
"""By which names a page may say it, the first that is there counts."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """One page's own words, without what nobody sees or what turns the order of letters; without a title no card."""

    title: str
    description: str
    site: str
    picture: str
    """The address of a picture, or empty."""


class _Read(Exception):
    """The head is over."""


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            raise _Read
        if tag == "meta":
            held = dict(attrs)
            name = (held.get("property") or held.get("name") or "").strip().lower()
            self.said.setdefault(name, held.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "head":
            raise _Read


def read(*, content: bytes, charset: str, url: str) -> Head:
    """What a page says of itself; whatever is not said, or is broken, is empty."""
    lines = _Lines()
    try:
        lines.feed(_decoded(content, charset))
    except _Read:
        pass
    except AssertionError:  # html.parser gives up on a declaration that is none
        pass
    said = {
        part: next((lines.said[n] for n in names if lines.said.get(n)), "") for part, names in _NAMES.items()
    }
    return Head(
        title=_line(said["title"], TITLE_MOST),
        description=_line(said["description"], DESCRIPTION_MOST),
        site=_line(said["site"], SITE_MOST),
        picture=_joined(url, said["picture"].strip()),
    )


def _decoded(content: bytes, charset: str) -> str:
    if not charset:
        named = _CHARSET.search(content[:_SNIFFED])
        charset = named[1].decode("ascii") if named else "utf-8"
    try:
        known = codecs.lookup(charset).name
    except LookupError:
        known = ""
    return content.decode(known if _PLAIN.fullmatch(known) else "utf-8", errors="replace")


def _line(said: str, most: int) -> str:
    seen = "".join(one for one in written(said) if unicodedata.category(one) != "Cf")
    line = _SPACE.sub(" ", seen).strip()
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _joined(url: str, picture: str) -> str:
    try:
        return urljoin(url, picture) if picture else ""
    except ValueError:
        return ""
