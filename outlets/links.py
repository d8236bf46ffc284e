"""Where X sees links, hashtags, mentions and cashtags. Spans are (start, end) in code points."""

import re
import unicodedata
from collections.abc import Iterable

from outlets.tlds import TLDS

Span = tuple[int, int]

_ACCENTED = (
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b"
    r"\u0263\u0268\u026f\u0272\u0289\u028b\u02bb\u1e00-\u1eff"
)
_DIRECTION = "\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
_NOT_IN_NAMES = r"\s\x00-\x1f\x7f!#-/:-@\[-_{-~\ufffe\ufeff\uffff" + _DIRECTION
_NAME = f"[^{_NOT_IN_NAMES}]"
# Label and count limits keep the search linear; the domain name system allows no more than 63 either.
_LABEL = rf"{_NAME}(?:(?:{_NAME}|[-_]){{0,61}}{_NAME})?"
_DOMAIN = rf"(?:{_LABEL}\.){{1,12}}(?:xn--[a-z0-9-]{{1,59}}|{_NAME}{{2,40}})"
_IN_PATH = rf"a-z0-9\u0400-\u04ff{_ACCENTED}!*';:=+,.$/%#\[\]\-\u2013_~@|&"
_PARENS = rf"\((?:[{_IN_PATH}]|\([{_IN_PATH}]+\))+\)"
_PATH = rf"(?:/(?:(?:[{_IN_PATH}]|{_PARENS})*(?:[a-z0-9\u0400-\u04ff{_ACCENTED}=_#/+\-]|{_PARENS}))?)"
_QUERY = r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])"
_AFTER_DOMAIN = re.compile(rf"(?::\d+)?{_PATH}?{_QUERY}?", re.IGNORECASE)
_START = re.compile(
    rf"(?<![a-z0-9@\uff20$#\uff03])(?P<scheme>https?://)?(?P<domain>{_DOMAIN})", re.IGNORECASE
)
_PLAIN_DOMAIN = re.compile(rf"(?:[a-z0-9{_ACCENTED}-]+\.)+(?:{_NAME}+|xn--[a-z0-9-]+)", re.IGNORECASE)
_MENTION = re.compile(
    r"(?:(?<![a-z0-9_!#$%&*@\uff20])|(?<![a-z0-9_+~.-]rt)(?<=rt)|(?<=[^a-z0-9_+~.-]rt:))"
    rf"[@\uff20][a-z0-9_]{{1,20}}(?![@\uff20a-z0-9_{_ACCENTED}]|/[a-z]|://)",
    re.IGNORECASE,
)
_CASHTAG = re.compile(r"(?<!\S)\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?=$|\s|[!-/:-@\[-`{-~])", re.IGNORECASE)


def links(text: str) -> list[Span]:
    """Links with http(s)://, and bare names under a known top-level domain; no trailing punctuation."""
    spans: list[Span] = []
    position = 0
    while match := _START.search(text, position):
        start, begin = match.start(), match.start("domain")
        end = _domain_end(text, begin, match.end("domain"))
        position = match.end() if end is None else _end_of_link(text, end)
        if end is not None and match["scheme"]:
            spans.append((start, position))
        elif end is not None and text[start - 1 : start] not in {"-", "_", ".", "/"}:
            spans += _bare(text, begin, end, position)
    return spans


def _end_of_link(text: str, end_of_domain: int) -> int:
    after = _AFTER_DOMAIN.match(text, end_of_domain)
    return after.end() if after else end_of_domain


def _bare(text: str, begin: int, end_of_domain: int, end: int) -> list[Span]:
    """Without a scheme only plainly written names count; the last one owns the path behind the domain."""
    spans = [match.span() for match in _PLAIN_DOMAIN.finditer(text, begin, end_of_domain)]
    if spans and "/" in text[end_of_domain:end].partition("?")[0]:
        spans[-1] = (spans[-1][0], end)
    return spans


def _domain_end(text: str, start: int, end: int) -> int | None:
    """Where the longest name in text[start:end] that closes with a known top-level domain ends."""
    labels = text[start:end].split(".")
    for count in range(len(labels), 1, -1):
        if "_" in labels[count - 2]:
            continue
        following = text[start + len(".".join(labels[:count])) :][:1]
        if ending := _ending(labels[count - 1], following):
            return start + len(".".join(labels[: count - 1])) + 1 + len(ending)
    return None


def _ending(label: str, following: str) -> str:
    """The top-level domain at the head of a label, or nothing. 'example.com@host' is no link."""
    if label.lower() in TLDS or label.lower().startswith("xn--"):
        return "" if following and following in "@+-" else label
    head = re.match(r"[a-z]{2,}(?![0-9a-z@+-])", label, re.IGNORECASE)
    return head.group() if head and head.group().lower() in TLDS else ""


def mentions(text: str) -> list[Span]:
    """@handle, not inside words or addresses; @handle/list names a list and mentions nobody."""
    return [match.span() for match in _MENTION.finditer(text)]


def cashtags(text: str) -> list[Span]:
    """$TICKER standing by itself."""
    return [match.span() for match in _CASHTAG.finditer(text)]


def hashtags(text: str) -> list[Span]:
    """# and at least one letter; letters of every script, digits, marks and underscores belong to it."""
    return [
        span for span in _hash_runs(text) if _holds_letter(text[slice(*span)]) and not _spoiled(text, span)
    ]


def _hash_runs(text: str) -> Iterable[Span]:
    for match in re.finditer("[#\uff03](?![\ufe0f\u20e3])", text):
        end = match.end()
        while end < len(text) and _in_tag(text[end]):
            end += 1
        yield match.start(), end


def _in_tag(char: str) -> bool:
    return (
        unicodedata.category(char) in {"Nd", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me"}
        or char in "_\u200c\u200d\u00b7"
    )


def _holds_letter(tag: str) -> bool:
    return any(unicodedata.category(char)[0] in "LM" for char in tag)


def _spoiled(text: str, span: Span) -> bool:
    """Something glued before or behind makes it no hashtag: word#tag, &#39, #tag#tag, #tag://."""
    start, end = span
    before = text[start - 1 : start]
    glued = before != "" and before not in "\ufe0e\ufe0f" and (before == "&" or _in_tag(before))
    return glued or text.startswith(("#", "\uff03", "://"), end)
