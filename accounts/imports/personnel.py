"""The personnel file: members as the department's own register has them, with the units that they serve in."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import F

from accounts import members, transfers
from accounts.imports.kinds import Column, Found, Kind, Mark, Row
from accounts.models import Agency, Member, Unit
from accounts.rosters import fields

LONGEST = {"first_name": fields.LONGEST_NAME, "last_name": fields.LONGEST_NAME, "rank": 40}
COLUMNS = (
    Column(name="log_on_id", label="Log-on ID", headers=fields.BY_NAME["log_on_id"].headers, required=True),
    Column(name="last_name", label="Last name", headers=("lastname", "surname"), required=True),
    Column(name="first_name", label="First name", headers=("firstname", "givenname"), required=True),
    Column(
        name="unit",
        label="Unit",
        headers=("unit", "unitno", "unitnumber", "district", "unitofassignment"),
        required=True,
    ),
    Column(name="email", label="Department e-mail", headers=fields.BY_NAME["email"].headers, required=True),
    Column(name="rank", label="Rank", headers=fields.BY_NAME["rank"].headers),
    Column(name="star_number", label="Star", headers=fields.BY_NAME["star_number"].headers),
    Column(name="employee_number", label="Employee no.", headers=fields.BY_NAME["employee_number"].headers),
    Column(name="unit_phone", label="Unit phone", headers=fields.BY_NAME["unit_phone"].headers),
)
LABELS = {column.name: column.label for column in COLUMNS}
MOVED = "As the personnel file has it."


def compare(agency: Agency, rows: Sequence[Row], at: datetime) -> list[Found]:
    """What each row would do: two statements for any number of rows."""
    units = {unit.number.casefold().lstrip("0"): unit for unit in Unit.objects.filter(agency=agency)}
    known = {
        one.log_on_id: one for one in Member.objects.annotate(number=F("unit__number")).select_related("unit")
    }
    mails = {one.email.lower(): one.log_on_id for one in known.values()}
    met: dict[str, int] = {}
    found = [_row(row, agency, units, known, mails, met) for row in rows]
    for one in sorted(known.values(), key=lambda one: (one.last_name, one.first_name, one.pk)):
        if one.agency_id == agency.pk and one.is_active and one.log_on_id not in met:
            words = (f"Of the {one.unit.short_name}, and not in the table",)
            found.append(
                Found(
                    number=0, mark=Mark.LEFT, name=str(one), words=words, facts={"log_on_id": one.log_on_id}
                )
            )
    return found


def _row(
    row: Row,
    agency: Agency,
    units: Mapping[str, Unit],
    known: Mapping[str, Member],
    mails: dict[str, str],
    met: dict[str, int],
) -> Found:
    facts = {name: fields.tidy(name, value) for name, value in row.said.items()}
    facts["email"] = facts["email"].lower()
    name = " ".join(filter(None, (facts["first_name"], facts["last_name"]))) or facts["log_on_id"]
    member, unit = known.get(facts["log_on_id"]), units.get(facts["unit"].casefold().lstrip("0"))
    faults = _faults(facts)
    if unit is None and facts["unit"]:
        faults.append(f"There is no unit {facts['unit']} here")
    if member is not None and member.agency_id != agency.pk:
        faults.append("This log-on ID is taken")
    if mails.setdefault(facts["email"], facts["log_on_id"]) != facts["log_on_id"]:
        faults.append("Another member has this e-mail address")
    first = met.setdefault(facts["log_on_id"], row.number)
    if first != row.number:
        faults.append(f"Row {first} is the same member")
    if faults or unit is None:
        return Found(number=row.number, mark=Mark.FAULT, name=name, words=tuple(faults))
    facts["unit"] = unit.number
    if member is None:
        comes = f"Comes to the {unit.short_name}, without any role"
        return Found(number=row.number, mark=Mark.NEW, name=name, words=(comes,), facts=facts)
    words = _changes(member, unit, facts)
    mark = Mark.CHANGED if words else Mark.SAME
    return Found(number=row.number, mark=mark, name=name, words=words, facts=facts)


def _faults(facts: Mapping[str, str]) -> list[str]:
    found = [f"{column.label} is missing" for column in COLUMNS if column.required and not facts[column.name]]
    for name, value in facts.items():
        if value and name in LONGEST:
            long = len(value) > LONGEST[name]
            found += [f"{LABELS[name]} has more than {LONGEST[name]} characters"] if long else []
        elif value and name in fields.BY_NAME and (fault := fields.fault_of(name, value, domain="")):
            found.append(fault)
    return found


def _changes(member: Member, unit: Unit, facts: Mapping[str, str]) -> tuple[str, ...]:
    words = [] if member.is_active else ["Is taken back, without any role"]
    if member.unit_id != unit.pk:
        words.append(f"Moves from the {member.unit.short_name} to the {unit.short_name}: old roles end")
    for name, value in facts.items():
        if name not in ("unit", "log_on_id") and getattr(member, name) != value:
            words.append(f"{LABELS[name]}: {getattr(member, name) or 'empty'} becomes {value or 'empty'}")
    return tuple(words)


def write(agency: Agency, found: Sequence[Found], actor: Member, at: datetime) -> int:
    """Register, change, move and deactivate; nobody deactivates themselves. Returns how many rows did something."""
    units = {unit.number: unit for unit in Unit.objects.filter(agency=agency).select_related("agency")}
    known = {
        one.log_on_id: one for one in Member.objects.filter(agency=agency).select_related("unit", "agency")
    }
    written = 0
    for one in found:
        facts = dict(one.facts)
        log_on_id, unit = facts.pop("log_on_id"), units.get(facts.pop("unit", ""))
        member = known.get(log_on_id)
        if one.mark == Mark.LEFT and member is not None:
            if member.pk == actor.pk:
                continue
            members.deactivate(member_id=member.pk, actor=actor, at=at)
        elif unit is not None and member is None:
            made = members.register(unit=unit, log_on_id=log_on_id, actor=actor, at=at, **facts)
            members.invite(member=made, at=at)
        elif unit is not None and member is not None:
            _change(member, unit, facts, actor, at)
        written += 1
    return written


def _change(member: Member, unit: Unit, facts: Mapping[str, str], actor: Member, at: datetime) -> None:
    members.reactivate(member_id=member.pk, actor=actor, at=at)
    members.change(member_id=member.pk, actor=actor, at=at, **facts)
    if member.unit_id != unit.pk:
        member.refresh_from_db()
        transfers.transfer(member=member, to=unit, actor=actor, at=at, reason=MOVED)


PERSONNEL = Kind(
    key="personnel",
    title="Import the personnel file",
    about=(
        "Members come, change and move between units as the file says. A move ends the roles of the old unit; nobody "
        "gets a role by it."
    ),
    page="administration",
    page_title="Administration",
    left="Deactivate members who are not in the table",
    columns=COLUMNS,
    compare=compare,
    write=write,
)
