"""Stops as people speak of them: what one covers in words, and who may place and lift it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.authority import Authority
from accounts.models import Member, OutletAccount, Role, Unit
from posts import permissions, queues
from posts.models import PORTAL, WIDE, ReadingState, Scope, Stop, TimelineReading
from posts.permissions import LEADS, Ruling

_CLAUSE = "CPD-TW.V.B.5"
NAMED = ("post", "member", "unit", "account__unit", "within", "placed_by", "released_by")
"""What is read with a stop to tell of it."""
_ABOVE = frozenset({Role.COMMUNICATIONS, Role.ADMINISTRATOR})
"""Who stops the whole department, and lifts that stop."""


class NothingToStop(Exception):
    """What a stop was asked for does not exist in the agency of whoever asks."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a stop is to cover: a scope with the row or the kind of post it names."""

    scope: Scope
    member: Member | None = None
    unit: Unit | None = None
    account: OutletAccount | None = None
    category: str = ""
    within: Unit | None = None
    """The unit to which a stop on a member or a kind of post reaches; None for the whole department."""

    @property
    def home(self) -> Unit | None:
        """The one unit it stays inside; None where it reaches further."""
        return self.account.unit if self.account else self.unit or self.within

    @property
    def columns(self) -> dict[str, object]:
        """As the columns of a stop."""
        return {
            "scope": self.scope,
            "member": self.member,
            "unit": self.unit,
            "account": self.account,
            "category": self.category,
            "within": self.within,
        }


def may_place(*, authority: Authority, target: Target) -> Ruling:
    """Acts that stop never need a tour of duty."""
    if target.scope == Scope.DEPARTMENT:
        return _one_of(_ABOVE, authority, "Communications and administrators stop the whole department.")
    if target.home is None or (target.account is not None and target.account.corporate):
        return _one_of({Role.COMMUNICATIONS}, authority, "Communications stops what reaches beyond one unit.")
    role = authority.role_in(*LEADS, unit_id=target.home.pk)
    if role is None:
        return Ruling(
            allowed=False,
            slug="not_authorised",
            reason="Sergeants and commanders of the unit and Communications do this.",
            clause=_CLAUSE,
        )
    return Ruling(allowed=True, role=role)


def may_lift(*, authority: Authority, stop: Stop) -> Ruling:
    """What Communications placed, Communications lifts; lifting lets posts out again, so it needs a tour.

    The stop of a restored database stays while an account's timeline was not read since the backup.
    """
    if handles := unread(stop):
        return _no(f"Not read since the backup: {', '.join(handles)}.", "timeline_unread")
    return may_answer_for(authority=authority, stop=stop)


def unread(stop: Stop) -> list[str]:
    """The accounts whose timelines stand in the way of lifting a stop."""
    waiting = TimelineReading.objects.filter(restoration__stop=stop, state=ReadingState.WAITING)
    handles = waiting.order_by("account__handle").values_list("account__handle", flat=True)
    return [f"@{handle}" for handle in handles.distinct()]


def may_answer_for(*, authority: Authority, stop: Stop) -> Ruling:
    """Who decides about a stop, whatever still stands in the way of lifting it."""
    home = home_of(stop)
    if stop.scope == Scope.DEPARTMENT and stop.held_role in {PORTAL, Role.ADMINISTRATOR}:
        ruling = _one_of(_ABOVE, authority, "Communications and administrators lift this stop.")
    elif stop.held_role == Role.COMMUNICATIONS or home is None:
        ruling = _one_of(
            {Role.COMMUNICATIONS},
            authority,
            "Communications placed this stop, so Communications lifts it.",
            slug="stopped_above",
        )
    else:
        role = authority.role_in(*LEADS, unit_id=home)
        ruling = (
            Ruling(allowed=True, role=role) if role else _no("Its unit's leads and Communications lift it.")
        )
    if not ruling.allowed:
        return ruling
    return permissions.ready(authority, ruling.role, "lift a stop", unit_id=home or authority.unit_id)


def concerning(*, authority: Authority) -> QuerySet[Stop]:
    """The wide stops that reach where a member works, and those on the member; all of them for the offices."""
    wide = Stop.objects.filter(agency_id=authority.agency_id, scope__in=WIDE).select_related(*NAMED)
    if authority.department_wide:
        return wide
    units = {authority.unit_id, *(unit for _, unit in authority.roles)}
    return wide.filter(
        Q(scope=Scope.DEPARTMENT)
        | Q(scope=Scope.CATEGORY, within__isnull=True)
        | Q(within__in=units)
        | Q(unit__in=units)
        | Q(account__unit__in=units)
        | Q(member=authority.member_id)
    )


def history(found: QuerySet[Stop], *, after: str | None, size: int) -> tuple[Sequence[Stop], str | None]:
    """One page of the stops that were lifted, the newest first, and where the next page begins."""
    past = found.filter(released_at__isnull=False).order_by("-placed_at", "-pk")
    begun = queues.begins(after)
    if begun is not None:
        placed_at, pk = begun
        past = past.filter(Q(placed_at__lt=placed_at) | Q(placed_at=placed_at, pk__lt=pk))
    rows = list(past[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return rows[:size], f"{last.placed_at.isoformat()}_{last.pk}" if last else None


def home_of(stop: Stop) -> int | None:
    """The unit a stop stays inside; None where it reaches further."""
    if stop.account is not None:
        return stop.account.unit_id
    if stop.post is not None:
        return stop.post.unit_id
    return stop.unit_id or stop.within_id


def in_words(stop: Stop) -> str:
    """'the whole department', 'the 014th District', 'posts of the kind “Arrest” in the 014th District'."""
    within = f" in the {stop.within.short_name}" if stop.within else ""
    if stop.member is not None:
        return f"{stop.member.titled_name}{within}"
    if stop.unit is not None:
        return f"the {stop.unit.short_name}"
    if stop.account is not None:
        return f"@{stop.account.handle}"
    if stop.category:
        return f"posts of the kind “{kind_in_words(stop.category)}”{within}"
    return "one post" if stop.scope == Scope.POST else "the whole department"


def kind_in_words(category: str) -> str:
    """'community_event' as 'Community event': a stop outlives the version of the rules that named the kind."""
    return category.replace("_", " ").capitalize()


def by(stop: Stop) -> str:
    """Who placed a stop."""
    return stop.placed_by.titled_name if stop.placed_by else "The portal"


def _one_of(
    roles: set[Role] | frozenset[Role], authority: Authority, reason: str, slug: str = "not_authorised"
) -> Ruling:
    held = next((role for role in sorted(roles) if authority.holds(role)), "")
    return Ruling(allowed=True, role=held) if held else _no(reason, slug)


def _no(reason: str, slug: str = "not_authorised") -> Ruling:
    return Ruling(allowed=False, slug=slug, reason=reason, clause=_CLAUSE)
