"""What every page shows around its work: who is here, on duty or not, what waits, where to go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts import factors, periods, sessions
from accounts.authority import Authority
from accounts.models import Role
from accounts.models.authority import COMMANDERS
from accounts.signin import authority_of, member_of
from governance import counting, moments
from governance.counting import Counted
from posts.permissions import LEADS

REVIEWERS = (Role.SERGEANT, Role.ACTING_SERGEANT, Role.COMMUNICATIONS)
PLANNERS = (Role.USMR, *COMMANDERS, Role.COMMUNITY_POLICING, *REVIEWERS)
ROSTERS = (
    *COMMANDERS,
    Role.COMMUNICATIONS,
    Role.COMMUNITY_POLICING,
    Role.ADMINISTRATOR,
)
LEADERS = (*COMMANDERS, Role.COMMUNITY_POLICING, Role.ADMINISTRATOR, *REVIEWERS)
STOPPERS = (*COMMANDERS, Role.ADMINISTRATOR, *REVIEWERS)
MOST_SHOWN = 99

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Write", "own_posts", (Role.USMR, Role.COMMUNICATIONS)),
    ("Review", "queue", (*COMMANDERS, *REVIEWERS, Role.COMMUNITY_POLICING)),
    ("Floor", "floor", (Role.COMMUNICATIONS, Role.COMMUNITY_POLICING, Role.ADMINISTRATOR)),
    ("Calendar", "calendar", PLANNERS),
    ("Stops", "stops", STOPPERS),
    ("Trouble", "trouble", LEADS),
    ("Roster", "roster", ROSTERS),
    ("Records", "records", ()),
    ("Library", "library", ()),
    ("Ideas", "contributions", ()),
    ("Insights", "insights", LEADERS),
    ("Accounts", "accounts_register", (*COMMANDERS, Role.COMMUNICATIONS, Role.ADMINISTRATOR)),
    ("People", "people", (*COMMANDERS, Role.ADMINISTRATOR)),
)
"""Word, name of the address, and the roles whom it serves; none named means every member.

Accounts are there for their custodian and deputy too, whatever their roles.
"""

BESIDE = {
    "people": ("conditions", "administration", "devices", "access", "tours", "attempts", "training"),
    "contributions": ("stories", "inquiries"),
    "trouble": ("expired_rights",),
}
"""The pages that a section's own page leads to, by its name: there, too, the navigation says where one is."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One word of the navigation."""

    word: str
    address: str
    count: int
    current: str
    """What aria-current says: 'page' on the section's own page, 'true' below it, empty elsewhere."""


@dataclass(frozen=True, kw_only=True)
class AllStopped:
    """The stop on all publishing, as the red strip tells it."""

    pk: int
    reason: str
    since: datetime
    today: bool
    """Placed on the present day of the agency: its hour says enough."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The frame of one page for one member."""

    agency: str
    zone: str
    zone_name: str
    """'CST' or 'CDT', as it is now."""
    name: str
    unit: str
    roles: tuple[str, ...]
    duty_ends_at: datetime | None
    unread: int
    waiting: int
    training: bool
    stop: AllStopped | None
    sections: tuple[Section, ...]

    @property
    def on_duty(self) -> bool:
        """Whether acts that publish are the member's now."""
        return self.duty_ends_at is not None

    @property
    def agency_short(self) -> str:
        """The initials of the agency: 'CPD'."""
        return "".join(word[0] for word in self.agency.split() if word[:1].isupper())

    @property
    def unread_shown(self) -> str:
        """The count as it fits on the bell."""
        return str(self.unread) if self.unread <= MOST_SHOWN else f"{MOST_SHOWN}+"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the base template: nothing is asked of the database until a template shows it.

    Whoever has given the password alone, or was away too long, sees no more of the portal than somebody signed out:
    pages of errors are drawn for them as well.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not factors.shown(request):
        return {"frame": None, "agency_zone": "UTC"}
    if sessions.over(request=request, at=timezone.now()):
        return {"frame": None, "agency_zone": "UTC"}
    return {
        "frame": SimpleLazyObject(lambda: _frame(request)),
        "agency_zone": SimpleLazyObject(lambda: member_of(request).agency.zone),
    }


def _frame(request: HttpRequest) -> Frame:
    """Three queries in all: the authority's two, and one with every count."""
    authority = authority_of(request)
    member = member_of(request)
    counted = counting.of(authority)
    # The page's other parts ask for the same agency and unit.
    member.agency, member.unit = counted.agency, counted.unit
    return Frame(
        agency=counted.agency.name,
        zone=counted.agency.zone,
        zone_name=f"{moments.local(authority.at, zone=counted.agency.zone):%Z}",
        name=member.titled_name,
        unit=counted.unit.short_name,
        roles=tuple(sorted({Role(role).label for role, _ in authority.roles})),
        duty_ends_at=authority.duty_ends_at,
        unread=counted.unread,
        waiting=counted.waiting,
        training=counted.training,
        stop=_stop(counted, at=authority.at),
        sections=tuple(
            _sections(
                authority=authority,
                path=request.path,
                counts=_counts(authority, counted),
                besides={"accounts_register"} if counted.keeps else set(),
            )
        ),
    )


def _stop(counted: Counted, *, at: datetime) -> AllStopped | None:
    if counted.stop_id is None or counted.stop_reason is None or counted.stopped_at is None:
        return None
    zone = counted.agency.tzinfo
    return AllStopped(
        pk=counted.stop_id,
        reason=counted.stop_reason,
        since=counted.stopped_at,
        today=counted.stopped_at.astimezone(zone).date() == at.astimezone(zone).date(),
    )


def _counts(authority: Authority, counted: Counted) -> dict[str, int]:
    """What waits in each section, by name of its address; one query more for whoever leads a unit."""
    return {
        "queue": counted.waiting,
        "trouble": counted.stuck,
        "roster": periods.rosters_due(authority=authority, agency=counted.agency),
    }


def _sections(*, authority: Authority, path: str, counts: dict[str, int], besides: set[str]) -> list[Section]:
    """Those that serve the member's roles, and those that serve the member `besides`."""
    sections = []
    for word, name, roles in SECTIONS:
        if not roles or name in besides or authority.holds(*roles):
            address = reverse(name)
            below = (address, *(reverse(beside) for beside in BESIDE.get(name, ())))
            current = "page" if path == address else "true" if path.startswith(below) else ""
            sections.append(Section(word=word, address=address, count=counts.get(name, 0), current=current))
    return sections
