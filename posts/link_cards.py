"""What the links of a post answer, and the card of the first: asked for when its author pauses, fetched by a worker.

Nobody waits for it, nothing depends on it, and no page is asked by a browser of the department: what the portal shows
is what the portal was told, and when. Nothing of the post goes along.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from accounts.models import Agency, Member
from outlets import heads, pages
from outlets.links import links
from outlets.pages import NotFetched, Way
from posts import looking, slots
from posts.models import LinkCard

FRESH_FOR = timedelta(hours=1)
TRY_AGAIN_AFTER = timedelta(minutes=5)
"""A page that did not answer is asked again so late."""
LOST_AFTER = timedelta(seconds=30)
"""What was asked for and not fetched by then has no worker any more."""
MOST_LINKS = 5
"""So many links of a text are asked; of what follows nothing is said."""
MOST_ASKED = 40
LONGEST_IN_SHORT = 60
ASKED_WITHIN = timedelta(minutes=10)
ANSWERED = 200
PAGE_BYTES = 512 * 1024
PICTURE_BYTES = 2 * 1024 * 1024
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_SENTENCES = {
    "no_page": "what the link opens is not a page",
    "no_name": "nobody knows the name in the link",
    "not_public": "its address is not on the open internet",
    "no_answer": "the page did not answer",
    "bad_certificate": "the page could not prove who it is",
    "refused": "the page answered with an error",
    "round": "the link leads on too many times",
    "other_port": "its address names a port, and the portal asks only where pages usually are",
    "says_nothing": "the page does not describe itself",
}
"""Why there is no card, in words for people."""
_SILENT = {
    "no_name": "nobody knows the name in it",
    "not_public": "its address is not on the open internet",
    "no_answer": "nothing came within five seconds",
    "bad_certificate": "it could not prove who it is",
    "round": "it leads on too many times",
}
"""Why whoever opens a link sees no page."""
_GONE = frozenset({404, 410})
_BROKEN = range(500, 600)
"""Answers that every reader gets. Others may be for programs alone: a page that wants a name or a cookie first."""


def _in_short(url: str) -> str:
    written = url.partition("://")[2].rstrip("/")
    return written if len(written) <= LONGEST_IN_SHORT else f"{written[:LONGEST_IN_SHORT]}…"


@dataclass(frozen=True, kw_only=True)
class Linked:
    """A link of a text, with what is known of its page."""

    url: str
    key: str
    card: LinkCard | None
    at: datetime

    @property
    def host(self) -> str:
        """The name in the link, as it is written."""
        return urlsplit(self.url).hostname or ""

    @property
    def known(self) -> bool:
        """Whether the page was ever asked, and has answered or not."""
        return self.card is not None and self.card.fetched_at is not None

    @property
    def fault(self) -> str:
        """Why there is no card, in words that follow a colon."""
        return _SENTENCES.get(self.card.fault, "") if self.card else ""

    @property
    def silent(self) -> str:
        """Why whoever opens the link sees no page, in a few words; empty where they do, or nobody knows."""
        if self.card is None or not self.known:
            return ""
        if self.card.status in _GONE:
            return f"there is no such page ({self.card.status})"
        if self.card.status in _BROKEN:
            return f"its server has a fault ({self.card.status})"
        return _SILENT.get(self.card.fault, "")

    @property
    def in_short(self) -> str:
        """The link as people write it, cut where it is long."""
        return _in_short(self.url)

    def answer(self, *, zone: ZoneInfo) -> "Answer":
        """What came when it was last asked, and when that was: 'chicago.gov answered (Sat 21 Nov, 14:05 CST)'."""
        if self.card is None or self.card.fetched_at is None:
            return _answer(self.url, f"no answer of {self.in_short} is kept")
        if self.silent:
            came = f"showed no page, {self.silent}"
        elif self.card.status is None:
            return _answer(self.url, f"{self.in_short} was not asked: {self.fault}")
        else:
            came = "answered" if self.card.status == ANSWERED else f"answered with {self.card.status}"
        when = slots.in_words(self.card.fetched_at, zone=zone)
        return _answer(self.url, f"{self.in_short} {came}", f" ({when})")

    @property
    def elsewhere(self) -> str:
        """The host to which the link leads on, where that is another one."""
        leads_to = self.card.leads_to if self.card else ""
        return leads_to if leads_to.removeprefix("www.") != self.host.removeprefix("www.") else ""

    @property
    def wanted(self) -> bool:
        """Whether the page is to be asked, or asked again."""
        if self.card is None:
            return True
        if self.card.fetched_at is None or self.card.fetched_at < self.card.asked_at:
            return self.at - self.card.asked_at > LOST_AFTER
        return self.at - self.card.fetched_at > (TRY_AGAIN_AFTER if self.card.fault else FRESH_FOR)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is told of a link to whoever approves."""

    words: str
    mark: str
    """The same for the same words about the same link, whenever it was asked."""


def _answer(url: str, words: str, when: str = "") -> Answer:
    return Answer(words=f"{words}{when}", mark=hashlib.sha256(f"{url} {words}".encode()).hexdigest()[:12])


def all_of(*, text: str, agency_id: int, at: datetime) -> tuple[Linked, ...]:
    """The links of a text in order, with what is kept of each: one query; none without a link."""
    return _of_urls(_urls(text), agency_id=agency_id, at=at)


def _of_urls(urls: Sequence[str], *, agency_id: int, at: datetime) -> tuple[Linked, ...]:
    """Each link once, in order."""
    keys = {key_of(url=url): url for url in urls}
    if not keys:
        return ()
    rows = LinkCard.objects.defer("picture").filter(agency_id=agency_id, key__in=keys)
    cards = {row.key: row for row in rows}
    return tuple(Linked(url=url, key=key, card=cards.get(key), at=at) for key, url in keys.items())


def answers_of(*, texts: Sequence[str], agency: Agency, at: datetime) -> tuple[Answer, ...]:
    """What each link of these texts answered when it was last asked, and which are not: one query; none without one."""
    asked = list(dict.fromkeys(url for text in texts for url in _urls(text)))
    found = _of_urls(asked, agency_id=agency.pk, at=at)
    told = [linked.answer(zone=agency.tzinfo) for linked in found]
    left = [url for text in texts for url in _all_urls(text) if url not in asked]
    return (*told, _not_asked(list(dict.fromkeys(left)))) if left else tuple(told)


def _not_asked(urls: Sequence[str]) -> Answer:
    """'2 further links were not asked: chicago.gov/a, chicago.gov/b (only the first 5 of a text are)'."""
    named = ", ".join(_in_short(url) for url in urls[:MOST_LINKS])
    more = f" and {len(urls) - MOST_LINKS} more" if len(urls) > MOST_LINKS else ""
    links = "link was" if len(urls) == 1 else "links were"
    said = f"{len(urls)} further {links} not asked: {named}{more} (only the first {MOST_LINKS} of a text are)"
    return _answer(" ".join(urls), said)


def of(*, texts: Sequence[str], key: str, agency_id: int, at: datetime) -> Linked | None:
    """One link of these texts by its key; None where it stands in none of them."""
    text = next((text for text in texts if key in {key_of(url=url) for url in _urls(text)}), "")
    found = all_of(text=text, agency_id=agency_id, at=at)
    return next((linked for linked in found if linked.key == key), None)


def key_of(*, url: str) -> str:
    """The name of a link's card: SHA-256 in hexadecimal."""
    return hashlib.sha256(url.encode()).hexdigest()


def _urls(text: str) -> list[str]:
    """The links of a text that are asked."""
    return _all_urls(text)[:MOST_LINKS]


def _all_urls(text: str) -> list[str]:
    """The links as addresses, each once; a bare name is taken as networks take it. None where none may be asked."""
    if not settings.ASK_LINKS:
        return []
    found = (text[slice(*span)] for span in links(text))
    named = (url if url.lower().startswith(("http://", "https://")) else f"https://{url}" for url in found)
    return list(dict.fromkeys(named))


def ask(*, linked: Linked, member: Member, at: datetime) -> None:
    """Have a worker ask the page, where that is wanted and the member has not asked for very many of late."""
    if not linked.wanted or _asked_too_often(member, at):
        return
    with transaction.atomic():
        card, _ = LinkCard.objects.update_or_create(
            agency_id=member.agency_id,
            key=linked.key,
            defaults={"asked_by": member, "asked_at": at},
            create_defaults={"url": linked.url, "asked_by": member, "asked_at": at},
        )
        transaction.on_commit(lambda: _nudge(card.pk), robust=True)


def _asked_too_often(member: Member, at: datetime) -> bool:
    return LinkCard.objects.filter(asked_by=member, asked_at__gt=at - ASKED_WITHIN).count() >= MOST_ASKED


def _nudge(card_id: int) -> None:
    """A broker that is away costs a card, which the next look at the post asks for again."""
    from posts.tasks import fetch_card  # the tasks reach this module by way of the fetching

    fetch_card.delay(card_id)


def way_out() -> Way:
    """How workers reach the open web."""
    return Way(proxy=settings.OUTBOUND_PROXY)


def fetch(*, card_id: int, way: Way, at: datetime) -> str:
    """Ask a page that is to be asked, outside any transaction; the fault, or empty for a card."""
    card = LinkCard.objects.defer("picture").filter(pk=card_id).first()
    if card is None or (card.fetched_at is not None and card.fetched_at >= card.asked_at):
        return "nothing to do"
    known: dict[str, object] = {"fault": "", "leads_to": "", "title": "", "description": "", "site": ""}
    known |= {"picture": b"", "picture_type": "", "status": None}
    try:
        known |= _told(card.url, way)
    except NotFetched as fault:
        known |= {"fault": fault.reason, "status": fault.status}
    LinkCard.objects.filter(pk=card_id).update(**known, fetched_at=at)
    return str(known["fault"])


def _told(url: str, way: Way) -> dict[str, object]:
    """What a page says of itself, as columns. Raises NotFetched."""
    page = pages.fetch(url=url, way=way, accept="text/html", most_bytes=PAGE_BYTES, cut=True)
    if page.media_type not in _PAGES:
        raise NotFetched("no_page", ANSWERED)
    head = heads.read(content=page.content, charset=page.charset, url=page.url)
    if not head.title:
        raise NotFetched("says_nothing", ANSWERED)
    host = (urlsplit(page.url).hostname or "")[:255]
    told: dict[str, object] = {"status": ANSWERED, "leads_to": host, "title": head.title}
    told |= {"description": head.description, "site": head.site}
    return told | (_picture(head.picture, way) if head.picture else {})


def _picture(url: str, way: Way) -> dict[str, object]:
    """The picture of a card, looked at as every picture is; a card whose picture cannot be had goes without."""
    try:
        found = pages.fetch(url=url, way=way, accept="image/*", most_bytes=PICTURE_BYTES, cut=False)
        with TemporaryDirectory(prefix="card-") as folder:
            path = Path(folder) / "picture"
            path.write_bytes(found.content)
            made = looking.made_from(path=path, folder=Path(folder))
    except (NotFetched, looking.Unusable):
        return {}
    return {
        "picture": made.preview,
        "picture_type": made.media_type,
        "picture_width": made.width,
        "picture_height": made.height,
    }
