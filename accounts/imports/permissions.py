"""Permissions for personal devices from before the portal, where the rules in force know such a permission.

Keys cannot be imported, since nobody but the member can show one; networks of the department are a setting.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from accounts.days import end_of
from accounts.devices import PERMITTERS
from accounts.imports.kinds import Column, Found, Kind, Mark, Row
from accounts.imports.people import WHO, NobodyMeant, Register, called, register
from accounts.imports.trained import day_of
from accounts.models import Agency, AgencyPolicy, Device, DeviceKind, Member
from accounts.permitted import LONGEST, Permission, take_over
from accounts.policies import PackHasChanged, pack_of
from accounts.rosters import fields

LONGEST_NAME, LONGEST_REASON = 60, 300
COLUMNS = (
    *WHO,
    Column(name="device", label="Device", headers=("device", "devicename", "phone", "name"), required=True),
    Column(name="by", label="Permitted by", headers=("permittedby", "approvedby", "givenby"), required=True),
    Column(
        name="given", label="Permitted on", headers=("permittedon", "approvedon", "givenon"), required=True
    ),
    Column(
        name="last", label="Last day", headers=("lastday", "expires", "expireson", "until"), required=True
    ),
    Column(name="reason", label="Reason", headers=("reason", "order", "why"), required=True),
)


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the rows of a table are compared with."""

    register: Register
    there: Mapping[tuple[int, str], Sequence[Device]]
    """The personal devices of members by the name in small letters."""
    permits: bool
    agency: Agency
    at: datetime

    def day(self, moment: datetime) -> date:
        """The agency's day of a moment."""
        return moment.astimezone(self.agency.tzinfo).date()


def compare(agency: Agency, rows: Sequence[Row], at: datetime) -> list[Found]:
    """Which permissions are new: three statements for any number of rows."""
    there: dict[tuple[int, str], list[Device]] = {}
    for one in Device.objects.filter(agency=agency, kind=DeviceKind.PERSONAL).order_by("pk"):
        there.setdefault((one.member_id, one.name.casefold()), []).append(one)
    known = _Known(
        register=register(agency=agency), there=there, permits=_permits(agency, at), agency=agency, at=at
    )
    met: dict[tuple[str, str], int] = {}
    return [_row(row, known, met) for row in rows]


def _permits(agency: Agency, at: datetime) -> bool:
    """Whether the rules in force let anybody permit a personal device."""
    try:
        adopted = agency.policy_at(at=at)
        pack = pack_of(policy_pack=adopted.pack, digest=adopted.digest)
    except (AgencyPolicy.DoesNotExist, PackHasChanged):
        return False
    return pack.settings.device_policy in PERMITTERS


def _row(row: Row, known: _Known, met: dict[tuple[str, str], int]) -> Found:
    said = {name: fields.line(value) for name, value in row.said.items()}
    name = called(said)
    words = [] if known.permits else ["Device: the rules in force let nobody permit a personal one"]
    member = None
    try:
        member = known.register.meant(said)
        name = str(member)
    except NobodyMeant as fault:
        words.append(str(fault))
    by = known.register.by_log_on_id.get(said["by"].lower())
    given, last = day_of(said["given"]), day_of(said["last"])
    words += _faults(said, member, by, given, last, known)
    if words or member is None or by is None or given is None or last is None:
        return Found(number=row.number, mark=Mark.FAULT, name=name, words=tuple(words))
    first = met.setdefault((member.log_on_id, said["device"].casefold()), row.number)
    if first != row.number:
        words = [f"Device: row {first} is the same"]
        return Found(number=row.number, mark=Mark.FAULT, name=name, words=tuple(words))
    return _beside(row, said, member, by, given, last, known)


def _faults(
    said: Mapping[str, str],
    member: Member | None,
    by: Member | None,
    given: date | None,
    last: date | None,
    known: _Known,
) -> Iterator[str]:
    today = known.day(known.at)
    for column, longest in (("device", LONGEST_NAME), ("reason", LONGEST_REASON)):
        if not said[column]:
            yield f"{column.capitalize()} is missing"
        elif len(said[column]) > longest:
            yield f"{column.capitalize()} has more than {longest} characters"
    if by is None:
        yield f"Permitted by: there is no member {said['by'] or 'without a log-on ID'} here"
    elif by == member:
        yield "Permitted by: nobody permits their own device"
    if given is None or given > today:
        yield "Permitted on: the day is not written as 2025-10-08 or 10/08/2025, or is still to come"
    if last is None:
        yield "Last day: it is not written as 2026-10-08 or 10/08/2026"
    elif last < today:
        yield "Last day: it has passed"
    elif given is not None and last - given > LONGEST:
        yield "Last day: a permission lasts a year at most"


def _beside(
    row: Row, said: Mapping[str, str], member: Member, by: Member, given: date, last: date, known: _Known
) -> Found:
    there = known.there.get((member.pk, said["device"].casefold()), ())
    ends = [
        one for one in there if one.expires_at and one.expires_at == end_of(last, zone=known.agency.tzinfo)
    ]
    if ends:
        return Found(number=row.number, mark=Mark.SAME, name=str(member))
    if any(one.ended_at is None and one.expires_at and one.expires_at > known.at for one in there):
        words = (f"Device: “{said['device']}” is permitted until another day. End that permission first",)
        return Found(number=row.number, mark=Mark.FAULT, name=str(member), words=words)
    return Found(
        number=row.number,
        mark=Mark.NEW,
        name=str(member),
        words=(f"May use “{said['device']}” to {last.day} {last:%b %Y}, once its key is shown",),
        facts={
            "member": str(member.pk),
            "by": str(by.pk),
            "device": said["device"],
            "reason": said["reason"],
            "given": given.isoformat(),
            "last": last.isoformat(),
        },
    )


def write(agency: Agency, found: Sequence[Found], actor: Member, at: datetime) -> int:
    """Keep the permissions as the papers have them."""
    zone = agency.tzinfo
    return take_over(
        permissions=[
            Permission(
                member_id=int(one.facts["member"]),
                name=one.facts["device"],
                reason=one.facts["reason"],
                by_id=int(one.facts["by"]),
                given_at=datetime.combine(date.fromisoformat(one.facts["given"]), time(), zone),
                expires_at=end_of(date.fromisoformat(one.facts["last"]), zone=zone) or at,
            )
            for one in found
        ],
        actor=actor,
        at=at,
    )


PERMISSIONS = Kind(
    key="permissions",
    title="Import permissions for personal devices",
    about=(
        "What was permitted in writing before. A device counts once its member shows its security key; keys themselves "
        "cannot be imported, and the department's networks are a setting of the portal."
    ),
    page="devices",
    page_title="Devices",
    left="",
    columns=COLUMNS,
    compare=compare,
    write=write,
)
