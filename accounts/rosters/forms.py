"""What an administrator says of the calendar and of the recipients."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import Agency, Member, PeriodCalendar, Place, RosterRecipient
from accounts.periods import PERIOD_DAYS
from accounts.rosters.settings import Said

FIRST_YEAR, LAST_YEAR = 2000, 2199


class CalendarForm(forms.Form):
    """From which day periods are counted, and which years end elsewhere."""

    anchor_on = forms.DateField(
        label="First day of period 1",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=f"Every later period is counted from it: {PERIOD_DAYS} days each, 13 a year.",
    )
    anchor_year = forms.IntegerField(
        label="Of the year", min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.NumberInput()
    )
    year_ends = forms.CharField(
        label="Years that end on another day",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: the year, a colon, the last day of its last period. For example 2027: 2027-12-25.",
    )

    @classmethod
    def of(cls, kept: PeriodCalendar | None) -> "CalendarForm":
        """The form as the calendar stands; for a new one, Chicago's count."""
        if kept is None:
            return cls(initial={"anchor_on": date(2015, 1, 4), "anchor_year": 2015})
        lines = [
            f"{one.year}: {one.ends_on}" for one in sorted(kept.year_ends.all(), key=lambda one: one.year)
        ]
        known = {"anchor_on": kept.anchor_on, "anchor_year": kept.anchor_year}
        return cls(initial={**known, "year_ends": "\n".join(lines)})

    def clean_anchor_on(self) -> date:
        """A day that can be counted from."""
        day: date = self.cleaned_data["anchor_on"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Choose a day from {FIRST_YEAR} to {LAST_YEAR}.")
        return day

    def clean_year_ends(self) -> dict[int, date]:
        """The chosen last days by year."""
        return read_year_ends(self.cleaned_data["year_ends"])

    @property
    def said(self) -> dict[str, Any]:
        """What was chosen, for accounts.periods."""
        return {name: self.cleaned_data[name] for name in ("anchor_on", "anchor_year", "year_ends")}

    @property
    def known(self) -> dict[str, Any]:
        """What the form begins with, for accounts.periods."""
        year_ends = read_year_ends(self.initial.get("year_ends", ""))
        return {**{name: self.initial[name] for name in ("anchor_on", "anchor_year")}, "year_ends": year_ends}


def read_year_ends(typed: str) -> dict[int, date]:
    """'2027: 2027-12-25' a line, by year. Raises forms.ValidationError with the line that cannot be read."""
    found: dict[int, date] = {}
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        year, _, day = line.partition(":")
        try:
            found[int(year)] = date.fromisoformat(day.strip())
        except ValueError:
            raise forms.ValidationError(
                f"“{line[:40]}” is not a year and a day, such as 2027: 2027-12-25."
            ) from None
    return found


class RecipientsForm(forms.Form):
    """A member or an address for each of the two offices, and how rosters reach them."""

    by_link = forms.BooleanField(required=False, label="Send a link to the portal instead of the files")
    email_domain = forms.RegexField(
        regex=r"^[A-Za-z0-9.-]+\.[A-Za-z]{2,}$",
        required=False,
        max_length=80,
        label="Department e-mail ends in",
        help_text="The part after the @, such as chicagopolice.org. Empty allows any.",
        error_messages={"invalid": "Write a domain, such as chicagopolice.org."},
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        members = Member.objects.filter(agency=agency, is_active=True)
        for place in Place:
            self.fields[f"{place}_email"] = forms.EmailField(
                label=place.label,
                help_text="The e-mail of a member, or an address outside the portal.",
            )
        self._members = members

    @classmethod
    def of(cls, agency: Agency, kept: PeriodCalendar | None) -> "RecipientsForm":
        """The form as the settings stand."""
        known: dict[str, Any] = {
            f"{one.place}_email": one.email
            for one in RosterRecipient.objects.filter(agency=agency).select_related("member")
        }
        if kept:
            known |= {"by_link": kept.by_link, "email_domain": kept.email_domain}
        return cls(initial=known, agency=agency)

    @property
    def said(self) -> Said:
        """What was chosen: an address that a member has is that member."""
        typed = {place.value: self.cleaned_data[f"{place}_email"] for place in Place}
        members = {one.email.casefold(): one for one in self._members.filter(email__in=typed.values())}
        return Said(
            recipients={place: members.get(email.casefold(), email) for place, email in typed.items()},
            by_link=self.cleaned_data["by_link"],
            email_domain=self.cleaned_data["email_domain"],
        )
