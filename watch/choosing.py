"""What a reader narrowed the floor to, and the address that says so: a link can be sent, a view can be saved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from django.db.models import QuerySet, Subquery
from django.urls import reverse

from accounts.models import OutletAccount, Unit
from posts.models import Post, Status
from watch.lanes import LANES, Lane, lane_of

EVERYTHING = "all"
"""The lane word of the address for all lanes beside each other."""
_LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which posts: every part that is empty lets all through."""

    unit: str = ""
    """Its number."""
    kind: str = ""
    """The key of a kind of post in the agency's rules."""
    account: str = ""
    """Its handle."""
    status: str = ""
    sensitive: bool = False

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return self != Filters()

    def narrow(self, posts: QuerySet[Post], *, agency_id: int) -> QuerySet[Post]:
        """Only the posts that pass. A unit that the agency does not have lets none through."""
        if self.unit:
            units = Unit.objects.filter(agency_id=agency_id, number=self.unit)
            # One value, so that the database walks the index of that unit.
            posts = posts.filter(unit_id=Subquery(units.values("pk")[:1]))
        if self.account:
            kept = OutletAccount.objects.filter(agency_id=agency_id, handle=self.account)
            posts = posts.filter(account_id__in=kept.values("pk"))
        if self.kind:
            posts = posts.filter(category=self.kind)
        if self.status:
            posts = posts.filter(status=self.status)
        return posts.filter(revision__sensitive=True) if self.sensitive else posts


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A lane, or all of them (None), and filters."""

    lane: Lane | None = None
    filters: Filters = Filters()

    @property
    def query(self) -> str:
        """The choice as the query of an address; `read` takes it back."""
        parts = {
            "lane": self.lane.key if self.lane else EVERYTHING,
            "unit": self.filters.unit,
            "kind": self.filters.kind,
            "account": self.filters.account,
            "status": self.filters.status,
            "sensitive": "1" if self.filters.sensitive else "",
        }
        return urlencode({name: word for name, word in parts.items() if word})

    @property
    def address(self) -> str:
        """Where the floor shows it."""
        return f"{reverse('floor')}?{self.query}"

    def behind(self, cursor: str) -> str:
        """The page of the lane that begins behind a cursor."""
        return f"{self.address}&{urlencode({'after': cursor})}"

    def in_lane(self, lane: Lane | None) -> "Choice":
        """The same filters in another lane, or in all; a status that the lane does not hold is dropped."""
        status = self.filters.status if lane and self.filters.status in lane.statuses else ""
        return Choice(lane=lane, filters=replace(self.filters, status=status))

    def with_unit(self, number: str) -> "Choice":
        """The same with another unit, or ('') with all. An account belongs to its unit, so it goes."""
        return replace(self, filters=replace(self.filters, unit=number, account=""))

    def without(self, part: str) -> "Choice":
        """The same without one filter."""
        return replace(self, filters=replace(self.filters, **{part: getattr(Filters(), part)}))


def read(query: Mapping[str, str]) -> Choice:
    """The choice of an address. What was tampered with is left out; a status alone opens the lane that holds it."""
    status = query.get("status", "")
    status = status if status in Status.values else ""
    lane = LANES.get(query.get("lane", ""))
    if lane is None and status:
        lane = lane_of(status)
    if lane is not None and status not in lane.statuses:
        status = ""
    return Choice(
        lane=lane,
        filters=Filters(
            unit=_word(query, "unit"),
            kind=_word(query, "kind"),
            account=_word(query, "account"),
            status=status,
            sensitive=query.get("sensitive") == "1",
        ),
    )


def read_text(query: str) -> Choice:
    """The choice that was kept as the query of an address."""
    return read(dict(parse_qsl(query)))


def _word(query: Mapping[str, str], name: str) -> str:
    """No number, key or handle holds a NUL, and no database takes one."""
    return query.get(name, "").replace("\x00", "").strip()[:_LONGEST]
