"""What members had before the portal: courses they passed, and versions of the rules they confirmed."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from accounts import acknowledging, training
from accounts.imports.kinds import Column, Found, Kind, Mark, Row
from accounts.models import Acknowledgement, Agency, AgencyPolicy, Course, Member, TrainingResult
from accounts.rosters import fields
from accounts.training import Outcome

DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%Y-%m-%d %H:%M:%S")
"""As days are written here, and as a spreadsheet gives them."""
WHO = Column(name="log_on_id", label="Log-on ID", headers=fields.BY_NAME["log_on_id"].headers, required=True)
PASSED = (
    WHO,
    Column(name="course", label="Course", headers=("course", "coursename", "training"), required=True),
    Column(name="day", label="Passed on", headers=("passedon", "passed", "date", "day"), required=True),
)
CONFIRMED = (
    WHO,
    Column(name="version", label="Version", headers=("version", "policyversion", "rules"), required=True),
    Column(
        name="day", label="Confirmed on", headers=("confirmedon", "confirmed", "date", "day"), required=True
    ),
)


def day_of(said: str) -> date | None:
    """The day that was written, as in 2025-10-08 or 10/08/2025; None for what is none."""
    for form in DAYS:
        try:
            return datetime.strptime(said, form).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return None


def compare_passed(agency: Agency, rows: Sequence[Row], at: datetime) -> list[Found]:
    """Which results are new: three statements for any number of rows."""
    courses = {one.name.casefold(): one.name for one in Course.objects.filter(agency=agency)}
    results = TrainingResult.objects.filter(agency=agency, passed=True)
    known = {
        (log_on_id, course, passed_at.astimezone(agency.tzinfo).date().isoformat())
        for log_on_id, course, passed_at in results.values_list(
            "member__log_on_id", "course__name", "passed_at"
        )
    }
    return _compare(agency, rows, at, column=PASSED[1], names=courses, known=known, verb="Passed")


def write_passed(agency: Agency, found: Sequence[Found], actor: Member, at: datetime) -> int:
    """Write the results, those of one course and day together."""
    members = _members(agency)
    courses = {one.name: one for one in Course.objects.filter(agency=agency).select_related("agency")}
    groups: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for one in found:
        groups[one.facts["course"], one.facts["day"]].append(members[one.facts["log_on_id"]])
    for (name, day), people in groups.items():
        training.record_all(
            course=courses[name],
            outcomes=dict.fromkeys(people, Outcome.PASSED),
            passed_at=_begins(agency, day),
            actor=actor,
            at=at,
        )
    return len(found)


def compare_confirmed(agency: Agency, rows: Sequence[Row], at: datetime) -> list[Found]:
    """Which confirmations are new: three statements for any number of rows."""
    versions = {one.version.casefold(): one.version for one in AgencyPolicy.objects.filter(agency=agency)}
    said = Acknowledgement.objects.filter(policy__agency=agency)
    known = {
        (log_on_id, version, "")
        for log_on_id, version in said.values_list("member__log_on_id", "policy__version")
    }
    return _compare(agency, rows, at, column=CONFIRMED[1], names=versions, known=known, verb="Confirmed")


def write_confirmed(agency: Agency, found: Sequence[Found], actor: Member, at: datetime) -> int:
    """Write the confirmations, without words: nobody said them here."""
    members = _members(agency)
    versions = {one.version: one for one in AgencyPolicy.objects.filter(agency=agency)}
    for one in found:
        acknowledging.take_over(
            policy=versions[one.facts["version"]],
            member=members[one.facts["log_on_id"]],
            said_at=_begins(agency, one.facts["day"]),
            actor=actor,
            at=at,
        )
    return len(found)


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the rows of a table are compared with."""

    column: Column
    """The course or the version."""
    names: Mapping[str, str]
    members: Mapping[str, Member]
    there: set[tuple[str, str, str]]
    """Member, course or version, and the day; an empty day stands for any."""
    today: date
    verb: str


def _compare(
    agency: Agency,
    rows: Sequence[Row],
    at: datetime,
    *,
    column: Column,
    names: Mapping[str, str],
    known: set[tuple[str, str, str]],
    verb: str,
) -> list[Found]:
    today, met = at.astimezone(agency.tzinfo).date(), dict[tuple[str, str, str], int]()
    beside = _Known(column=column, names=names, members=_members(agency), there=known, today=today, verb=verb)
    return [_row(row, beside, met) for row in rows]


def _row(row: Row, known: _Known, met: dict[tuple[str, str, str], int]) -> Found:
    said = {name: fields.tidy(name, value) for name, value in row.said.items()}
    member, day = known.members.get(said["log_on_id"]), day_of(said["day"])
    name = known.names.get(said[known.column.name].casefold())
    faults = list(_faults(said, member, name, day, known))
    if member is None or name is None or day is None or faults:
        return Found(
            number=row.number, mark=Mark.FAULT, name=str(member or said["log_on_id"]), words=tuple(faults)
        )
    key = (member.log_on_id, name, day.isoformat())
    first = met.setdefault(key, row.number)
    if first != row.number:
        words = (f"Row {first} says the same",)
        return Found(number=row.number, mark=Mark.FAULT, name=str(member), words=words)
    there = bool({key, (*key[:2], "")} & known.there)
    return Found(
        number=row.number,
        mark=Mark.SAME if there else Mark.NEW,
        name=str(member),
        words=() if there else (f"{known.verb} “{name}” on {day.day} {day:%b %Y}",),
        facts={"log_on_id": member.log_on_id, known.column.name: name, "day": day.isoformat()},
    )


def _faults(
    said: Mapping[str, str], member: Member | None, name: str | None, day: date | None, known: _Known
) -> Iterator[str]:
    if member is None:
        yield f"There is no member {said['log_on_id']} here" if said["log_on_id"] else "Log-on ID is missing"
    if name is None:
        yield f"There is no {known.column.label.lower()} “{said[known.column.name]}” here"
    if day is None:
        yield "The day is not written as 2025-10-08 or 10/08/2025"
    elif day > known.today:
        yield "The day is still to come"


def _members(agency: Agency) -> dict[str, Member]:
    return {one.log_on_id: one for one in Member.objects.filter(agency=agency)}


def _begins(agency: Agency, day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), agency.tzinfo)


def _kind(
    key: str,
    title: str,
    about: str,
    columns: tuple[Column, ...],
    compare: Callable[[Agency, Sequence[Row], datetime], list[Found]],
    write: Callable[[Agency, Sequence[Found], Member, datetime], int],
) -> Kind:
    return Kind(
        key=key,
        title=title,
        about=about,
        page="training",
        page_title="Training",
        left="",
        columns=columns,
        compare=compare,
        write=write,
    )


TRAINING = _kind(
    "training",
    "Import training",
    "What members passed before. Make the courses first: they say what is covered and how long it holds.",
    PASSED,
    compare_passed,
    write_passed,
)
ACKNOWLEDGEMENTS = _kind(
    "acknowledgements",
    "Import confirmations",
    "Who confirmed a version of the rules before, on paper or elsewhere.",
    CONFIRMED,
    compare_confirmed,
    write_confirmed,
)
