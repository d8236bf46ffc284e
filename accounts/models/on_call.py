"""Duty lists of the offices: who of an office is on call, from when to when."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models.authority import Authorisation, Role


class OnCallQueries(models.QuerySet["OnCall"]):
    """The questions asked of duty lists."""

    def at(self, *, at: datetime) -> "OnCallQueries":
        """Who is on call at a moment: listed, active, and still of the office."""
        holds = Authorisation.objects.in_force(at=at).filter(member=OuterRef("member"), role=OuterRef("role"))
        return self.filter(Exists(holds), starts_at__lte=at, ends_at__gt=at, member__is_active=True)


class OnCall(models.Model):
    """One stretch of one member on the duty list of an office (CPD-TW.IV.A.1, V.D.10)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="duty_list")
    """The office."""
    role = models.CharField(max_length=20, choices=Role.choices)
    """The role of the office, so that a route's step finds who is on call without asking for its unit."""
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="on_call")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    """When it ends, or was ended early; equal to `starts_at` where it was taken off before it began."""
    listed_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    listed_at = models.DateTimeField()
    taken_off_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[OnCallQueries] = OnCallQueries.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="a_duty_ends_after_it_starts"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "role", "ends_at"], name="who_is_on_call"),
            models.Index(fields=["unit", "ends_at"], name="duty_list_of_an_office"),
        ]

    def __str__(self) -> str:
        return f"{self.member} on call until {self.ends_at:%Y-%m-%d %H:%M} UTC"
