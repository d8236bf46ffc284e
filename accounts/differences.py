"""Whether django-guardian's rows are those that the authorisations in force give: nothing missing, nothing too much."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from accounts import grants
from accounts.models import Member, Unit

FOLLOWED_WITHIN = timedelta(minutes=2)
"""A role that begins or ends by its date is followed within a minute; two are given before it counts as wrong."""

_SQL = """
WITH meant (role, codename) AS (
    SELECT * FROM unnest(%(roles)s::text[], %(codenames)s::text[])
), held AS (
    SELECT given.member_id, given.unit_id, meant.codename,
        bool_or(given.starts_at <= %(since)s AND (given.ends_at IS NULL OR given.ends_at > %(at)s)) AS throughout
    FROM accounts_authorisation given JOIN meant ON meant.role = given.role
    WHERE given.starts_at <= %(at)s AND (given.ends_at IS NULL OR given.ends_at > %(since)s)
    GROUP BY given.member_id, given.unit_id, meant.codename
), present AS (
    SELECT given.user_id AS member_id, given.content_object_id AS unit_id, permission.codename
    FROM accounts_unitgrant given JOIN auth_permission permission ON permission.id = given.permission_id
), wrong AS (
    SELECT held.member_id, held.unit_id, held.codename, TRUE AS missing FROM held
    WHERE held.throughout AND NOT EXISTS (
        SELECT FROM present WHERE present.member_id = held.member_id AND present.unit_id = held.unit_id
        AND present.codename = held.codename)
    UNION ALL
    SELECT present.member_id, present.unit_id, present.codename, FALSE FROM present
    WHERE NOT EXISTS (
        SELECT FROM held WHERE held.member_id = present.member_id AND held.unit_id = present.unit_id
        AND held.codename = present.codename)
)
SELECT member.id, member.log_on_id, unit.id, unit.number, wrong.codename, wrong.missing
FROM wrong JOIN accounts_member member ON member.id = wrong.member_id
JOIN accounts_unit unit ON unit.id = wrong.unit_id
ORDER BY unit.number, member.log_on_id, wrong.codename
"""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A row of guardian's that is missing, or that no authorisation gives."""

    member_id: int
    log_on_id: str
    unit_id: int
    unit: str
    permission: str
    missing: bool

    def __str__(self) -> str:
        wrong = (
            "is missing although a role gives it" if self.missing else "is there although no role gives it"
        )
        return f"{self.permission} of {self.log_on_id} in unit {self.unit} {wrong}."


def found(*, at: datetime) -> list[Difference]:
    """What differs now and for longer than dates take to be followed, in all agencies: one query."""
    pairs = [(role, name) for role, names in grants.PERMISSIONS.items() for name in sorted(names)]
    asked: dict[str, Any] = {
        "roles": [str(role) for role, _ in pairs],
        "codenames": [name for _, name in pairs],
        "at": at,
        "since": at - FOLLOWED_WITHIN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, asked)
        return [
            Difference(
                member_id=row[0],
                log_on_id=row[1],
                unit_id=row[2],
                unit=row[3],
                permission=row[4],
                missing=row[5],
            )
            for row in cursor.fetchall()
        ]


@transaction.atomic
def mend(*, differences: list[Difference], at: datetime) -> None:
    """Make the rows follow the authorisations again, for every member and unit in which something differs."""
    members = Member.objects.in_bulk({one.member_id for one in differences})
    units = Unit.objects.in_bulk({one.unit_id for one in differences})
    for member_id, unit_id in sorted({(one.member_id, one.unit_id) for one in differences}):
        grants.follow(member=members[member_id], unit=units[unit_id], at=at)
