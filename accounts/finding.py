"""Finding members by name, log-on ID, star or employee number, for whoever may."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.authority import Authority
from accounts.models import Authorisation, Member
from accounts.models.authority import COMMANDERS
from accounts.models.member import SOUGHT

MOST = 25
_FEWEST = 2
"""Letters below which a word would find half the department."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A member, with the roles they hold now as people say them."""

    member: Member
    roles: tuple[str, ...]
    opens: bool
    """Whether the page with all that they may do is open to whoever looked."""


def members(*, authority: Authority, words: str) -> list[Found]:
    """Active members of the agency in whom each word begins a name or a number; of one's own unit for most.

    Commanders and the department-wide offices find everybody of their agency. At most one more than MOST, so that a
    page can say that there are more. Two queries.
    """
    asked = [word for word in words.split() if len(word) >= _FEWEST]
    if not asked:
        return []
    found = Member.objects.filter(agency_id=authority.agency_id, is_active=True)
    if not (authority.department_wide or authority.holds(*COMMANDERS)):
        found = found.filter(unit_id=authority.unit_id)
    for word in asked:
        begins = Q()
        for field in SOUGHT:
            begins |= Q(**{f"{field}__istartswith": word})
        found = found.filter(begins)
    rows = list(found.select_related("unit").order_by("last_name", "first_name", "pk")[: MOST + 1])
    roles: dict[int, list[Authorisation]] = {}
    for held in Authorisation.objects.in_force(at=authority.at).filter(member__in=rows).order_by("role"):
        roles.setdefault(held.member_id, []).append(held)
    return [_found(row, roles.get(row.pk, []), authority) for row in rows]


def _found(member: Member, held: list[Authorisation], authority: Authority) -> Found:
    return Found(
        member=member,
        roles=tuple(one.get_role_display() for one in held),
        opens=authority.shows(member=member, in_units={one.unit_id for one in held}),
    )
