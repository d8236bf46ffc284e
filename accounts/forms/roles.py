"""What a commander or an administrator says when giving or ending a role."""

from datetime import date, datetime
from typing import Any

from django import forms

from accounts.days import beginning_of, end_of, last_day_before
from accounts.forms.fields import Day, MemberChoice, UnitChoice, field_of, from_today
from accounts.models import Authorisation, Ending, Member, Role, Unit
from accounts.models.agency import UnitKind
from accounts.models.authority import ACTING

UNIT_ROLES = (Role.USMR, Role.SERGEANT, Role.ACTING_SERGEANT)
"""What the commander of a unit gives (CPD-TW.III.C, V.A.1, V.B)."""
OFFICE_ROLES = (
    Role.COMMANDER,
    Role.ACTING_COMMANDER,
    Role.COMMUNICATIONS,
    Role.COMMUNITY_POLICING,
    Role.RECORDS,
    Role.ADMINISTRATOR,
)
"""What only an administrator gives."""
ENDINGS = (Ending.ENDED, Ending.SUSPENDED, Ending.REVOKED)
"""How a person ends a role of another; that somebody moves is an act of its own."""
SERGEANTS_RANK = "Sgt."


class RoleForm(forms.Form):
    """Give a member of a unit a role, from a day to a day, with a reason."""

    member = MemberChoice(queryset=Member.objects.none(), empty_label="Choose a member", label="Member")
    role = forms.ChoiceField(widget=forms.RadioSelect, label="Role")
    starts_on = Day(label="From", required=False, help_text="Empty means at once.")
    ends_on = Day(
        label="Last day",
        required=False,
        help_text="Empty means until it is ended. Whoever acts for another needs one.",
    )
    reason = forms.CharField(
        max_length=300, label="Reason", help_text="Kept with the role, and may be released."
    )
    of_office = forms.BooleanField(
        required=False, label="The member is assigned to the district's community policing office"
    )
    exception = forms.CharField(
        max_length=300,
        required=False,
        label="Why somebody from outside that office",
        help_text="A district's representatives come from its community policing office. "
        "An exception is kept, and shown with the rosters.",
    )

    def __init__(
        self, *args: Any, unit: Unit, giver: Member, roles: tuple[str, ...], at: datetime, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.unit, self.giver, self.at = unit, giver, at
        self.zone = giver.agency.tzinfo
        field_of(self, "role", forms.ChoiceField).choices = [(role, Role(role).label) for role in roles]
        members = Member.objects.filter(unit=unit, is_active=True).exclude(pk=giver.pk)
        field_of(self, "member", MemberChoice).queryset = members.order_by("last_name", "first_name")
        if unit.kind != UnitKind.DISTRICT:
            del self.fields["of_office"], self.fields["exception"]

    def clean_starts_on(self) -> Any:
        """Authority is never given for the past."""
        return from_today(self.cleaned_data["starts_on"], at=self.at, zone=self.zone)

    def clean(self) -> dict[str, Any]:
        """What member, role and days must be to one another."""
        said: dict[str, Any] = super().clean() or {}
        member, role = said.get("member"), said.get("role")
        if role == Role.SERGEANT and member is not None and member.rank != SERGEANTS_RANK:
            self.add_error(
                "member",
                f"{member} is not a sergeant. Designate a sergeant, or name this member acting sergeant with dates.",
            )
        if role == Role.USMR and member is not None and self._unexplained(said):
            self.add_error(
                "exception",
                f"{member} is not known to be of the community policing office. "
                "Tick the box above, or say why somebody else is needed.",
            )
        if role in ACTING and not said.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", f"An {Role(role).label.lower()} has a last day. Choose it.")
        if not self.errors and self.ends_at is not None and self.ends_at <= self.starts_at:
            self.add_error("ends_on", "The last day is before the first. Choose a later day.")
        if not self.errors and self._is_held_already():
            self.add_error("member", f"{member} holds this role on these days already. End that role first.")
        return said

    @property
    def starts_at(self) -> datetime:
        """At once, or when the first day begins in the agency's zone."""
        return beginning_of(self.cleaned_data.get("starts_on"), at=self.at, zone=self.zone)

    @property
    def ends_at(self) -> datetime | None:
        """When the last day is over in the agency's zone."""
        return end_of(self.cleaned_data.get("ends_on"), zone=self.zone)

    @property
    def joins_office(self) -> bool:
        """Whether the commander says that the member is of the community policing office, and nobody knew."""
        return bool(self.cleaned_data.get("of_office")) and not self.cleaned_data["member"].community_policing

    @property
    def outside_because(self) -> str:
        """Why a district's representative is not of the office; empty for everybody else."""
        said, member = self.cleaned_data, self.cleaned_data["member"]
        outside = said["role"] == Role.USMR and not said.get("of_office") and not member.community_policing
        return said.get("exception", "") if outside else ""

    def _unexplained(self, said: dict[str, Any]) -> bool:
        """A district's representative who is neither of its office nor an exception (CPD-TW.III.C note)."""
        if self.unit.kind != UnitKind.DISTRICT or "exception" in self.errors:
            return False
        return not (said["member"].community_policing or said.get("of_office") or said.get("exception"))

    def _is_held_already(self) -> bool:
        held = Authorisation.objects.filter(
            member=self.cleaned_data["member"], unit=self.unit, role=self.cleaned_data["role"]
        )
        begun_before_the_end = held.filter(starts_at__lt=self.ends_at) if self.ends_at else held
        return any(one.ends_at is None or one.ends_at > self.starts_at for one in begun_before_the_end)


class EndForm(forms.Form):
    """End a role, suspend or revoke it, with a reason."""

    how = forms.ChoiceField(choices=[(how.value, how.label) for how in ENDINGS], initial=Ending.ENDED)
    reason = forms.CharField(
        max_length=300, label="Reason", help_text="Kept with the role, and may be released."
    )


class ResumeForm(forms.Form):
    """Give a suspended role back, with a reason, until a day where somebody acts for another."""

    reason = forms.CharField(max_length=300)
    ends_on = Day(label="Last day", required=False)

    def __init__(self, *args: Any, suspended: Authorisation, at: datetime, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.suspended, self.zone = suspended, suspended.unit.agency.tzinfo
        self.at = at

    def clean_ends_on(self) -> Any:
        """Not over already, and there where the role needs one."""
        day: date | None = self.cleaned_data["ends_on"]
        if day is None and self.suspended.role in ACTING:
            raise forms.ValidationError(f"An {self.suspended.get_role_display().lower()} has a last day.")
        return from_today(day, at=self.at, zone=self.zone)

    @property
    def ends_at(self) -> datetime | None:
        """When the last day is over in the agency's zone; on the day that was given before, at the hour of then."""
        day, was = self.cleaned_data["ends_on"], self.suspended.was_to_end_at
        if was is not None and was > self.at and day == last_day_before(was, zone=self.zone):
            return was
        return end_of(day, zone=self.zone)


class TransferForm(forms.Form):
    """Move a member to another unit, with a reason."""

    to = UnitChoice(queryset=Unit.objects.none(), empty_label="Choose a unit", label="New unit")
    reason = forms.CharField(
        max_length=300, label="Reason", help_text="Kept with every role that ends, and may be released."
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(agency_id=member.agency_id).exclude(pk=member.unit_id)
        field_of(self, "to", UnitChoice).queryset = units.order_by("number")
