"""Whom a row of a table means: by log-on ID, by employee number, or by both."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.imports.kinds import Column
from accounts.models import Agency, Member
from accounts.rosters import fields

WHO = tuple(
    Column(name=name, label=fields.BY_NAME[name].label, headers=fields.BY_NAME[name].headers)
    for name in ("log_on_id", "employee_number")
)
"""One of them says whom a row means; the other may be left out."""


class NobodyMeant(Exception):
    """The row names no one member of the agency; the sentence says why."""


def called(said: Mapping[str, str]) -> str:
    """What a row calls its member, for a row that means nobody."""
    return said.get("log_on_id") or said.get("employee_number") or "Nobody"


@dataclass(frozen=True, kw_only=True)
class Register:
    """The members of an agency as a table may name them. A value."""

    by_log_on_id: Mapping[str, Member]
    by_employee_number: Mapping[str, Sequence[Member]]

    def meant(self, said: Mapping[str, str]) -> Member:
        """The active member of a row. Raises NobodyMeant, naming the column."""
        log_on_id = fields.tidy("log_on_id", said.get("log_on_id", ""))
        number = fields.tidy("employee_number", said.get("employee_number", ""))
        found = self._numbered(number) if number else None
        if log_on_id:
            named = self.by_log_on_id.get(log_on_id)
            if named is None:
                raise NobodyMeant(f"Log-on ID: there is no member {log_on_id} here")
            if found is not None and found != named:
                raise NobodyMeant(f"Employee no.: {number} is {found}, and {log_on_id} is {named}")
            found = named
        if found is None:
            raise NobodyMeant("Log-on ID and Employee no. are both missing")
        if not found.is_active:
            raise NobodyMeant(f"Log-on ID: {found} is no longer a member")
        return found

    def _numbered(self, number: str) -> Member:
        found = self.by_employee_number.get(number, ())
        if len(found) != 1:
            many = "more than one member" if found else "no member"
            raise NobodyMeant(f"Employee no.: {many} here has {number}")
        return found[0]


def register(*, agency: Agency) -> Register:
    """Everybody of an agency: one statement."""
    members = list(Member.objects.filter(agency=agency).select_related("unit"))
    numbered: dict[str, list[Member]] = defaultdict(list)
    for one in members:
        if one.employee_number:
            numbered[one.employee_number].append(one)
    return Register(by_log_on_id={one.log_on_id: one for one in members}, by_employee_number=numbered)
