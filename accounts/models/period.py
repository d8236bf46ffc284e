"""The calendar of police periods: when each begins, when its roster is due, and who receives it."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from accounts.models.agency import Agency


class PeriodCalendar(models.Model):
    """How an agency counts its police periods, and how its rosters go out (CPD-TW.V.A.2)."""

    agency = models.OneToOneField("accounts.Agency", on_delete=models.PROTECT, related_name="period_calendar")
    anchor_on = models.DateField()
    """The first day of the first period of `anchor_year`; every later period is counted from it."""
    anchor_year = models.PositiveSmallIntegerField()
    by_link = models.BooleanField(default=False)
    """Rosters are sent as a link into the portal instead of as attachments."""
    email_domain = models.CharField(max_length=80, blank=True)
    """The part after the @ that every department e-mail must have; empty leaves it open."""
    set_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Periods of {self.anchor_year} begin {self.anchor_on}"


class YearEnd(models.Model):
    """The last day of one year's last period, where the department chose another than the count gives."""

    calendar = models.ForeignKey(PeriodCalendar, on_delete=models.CASCADE, related_name="year_ends")
    year = models.PositiveSmallIntegerField()
    ends_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "year"], name="a_year_ends_once")]

    def __str__(self) -> str:
        return f"{self.year} ends {self.ends_on}"


class Period(models.Model):
    """One police period of one agency, from the midnight before its first day to the one after its last."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="periods")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="a_period_is_counted_once"),
            models.UniqueConstraint(fields=["agency", "starts_on"], name="one_period_begins_on_a_day"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_period_has_a_day"),
        ]

    def __str__(self) -> str:
        return f"period {self.number} of {self.year}"

    def begins_at(self, *, agency: "Agency") -> datetime:
        """Midnight in the agency's zone: on a day the clocks change, that day has 23 or 25 hours."""
        return datetime.combine(self.starts_on, time(), agency.tzinfo)

    def due_at(self, *, agency: "Agency") -> datetime:
        """When its roster is due: the first day's last minute is the last that is in time."""
        return datetime.combine(self.starts_on + timedelta(days=1), time(), agency.tzinfo) - timedelta(
            minutes=1
        )

    def is_over(self, *, on: date) -> bool:
        """Whether its last day has passed."""
        return self.ends_on < on


class Place(models.TextChoices):
    """The two offices to which every roster goes."""

    DIRECTOR = "director", "Director, Office of Community Policing"
    COMMUNICATIONS = "communications", "Communications Division"


class RosterRecipient(models.Model):
    """Who receives the rosters for one of the two offices: a member, or an address outside the portal."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="roster_recipients")
    place = models.CharField(max_length=20, choices=Place.choices)
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    address = models.EmailField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "place"], name="one_recipient_a_place"),
            models.CheckConstraint(
                condition=Q(member__isnull=False, address="") | (Q(member__isnull=True) & ~Q(address="")),
                name="a_recipient_is_a_member_or_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()}: {self.email}"

    @property
    def email(self) -> str:
        """Where the roster is sent."""
        return self.member.email if self.member else self.address
