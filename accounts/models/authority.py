"""Authority with dates: who may do what for which unit, from when to when, given by whom; and tours of duty."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class Role(models.TextChoices):
    """What an authorisation makes of a member within its unit; the last four act for the whole department."""

    USMR = "usmr", "Unit social media representative"
    SERGEANT = "sergeant", "Designated sergeant"
    ACTING_SERGEANT = "acting_sergeant", "Acting sergeant"
    COMMANDER = "commander", "Unit commander"
    ACTING_COMMANDER = "acting_commander", "Acting commander"
    COMMUNICATIONS = "communications", "Communications Division"
    COMMUNITY_POLICING = "community_policing", "Office of Community Policing"
    RECORDS = "records", "Records"
    ADMINISTRATOR = "administrator", "Administrator"


DEPARTMENT_WIDE = frozenset({Role.COMMUNICATIONS, Role.COMMUNITY_POLICING, Role.RECORDS, Role.ADMINISTRATOR})
"""Roles that reach every unit of their own agency."""
COMMANDERS = (Role.COMMANDER, Role.ACTING_COMMANDER)
"""Who leads a unit: its commander, or whoever acts for them between two dates (CPD-TW.V.B)."""
ACTING = (Role.ACTING_SERGEANT, Role.ACTING_COMMANDER)
"""Roles that are given for a time because somebody is away (CPD-TW.V.B)."""


class Ending(models.TextChoices):
    """How an authorisation came to its end; empty for one that ended on its last day, or of before."""

    ENDED = "ended", "Ended"
    SUSPENDED = "suspended", "Suspended"
    REVOKED = "revoked", "Revoked"
    TRANSFERRED = "transferred", "Moved to another unit"


class AuthorisationQueries(models.QuerySet["Authorisation"]):
    """The questions asked of authorisations."""

    def in_force(self, *, at: datetime) -> "AuthorisationQueries":
        """Those that hold at a moment: begun, and not ended."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)


class Authorisation(models.Model):
    """One dated grant of a role in a unit by whoever may give it (CPD-TW.III.C, V.A.1, V.B)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="authorisations")
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="authorisations")
    role = models.CharField(max_length=20, choices=Role.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    """Null only for the first administrator of an agency."""
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=300, blank=True)
    for_cause = models.BooleanField(default=False)
    reconfirmed_for = models.ForeignKey(
        "accounts.Period", on_delete=models.PROTECT, null=True, related_name="+"
    )
    """The newest police period for which a submitted roster names this member again (CPD-TW.V.A.2)."""
    exception = models.CharField(max_length=300, blank=True, default="", db_default="")
    """Why a district's representative is not of its community policing office (CPD-TW.III.C note)."""
    ended_how = models.CharField(max_length=12, choices=Ending.choices, blank=True, default="", db_default="")
    was_to_end_at = models.DateTimeField(null=True)
    """When a suspended role would have ended by itself: offered to whoever gives it back."""
    resumes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    """The suspended authorisation that this one takes up again."""

    objects: ClassVar[AuthorisationQueries] = AuthorisationQueries.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=models.F("starts_at")),
                name="an_authorisation_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="a_role_is_a_known_one"),
        ]
        indexes = [
            models.Index(fields=["member", "ends_at"], name="authority_of_a_member"),
            models.Index(fields=["unit", "role", "ends_at"], name="who_holds_a_role"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.member} in {self.unit}"


class UnitGrant(UserObjectPermissionBase):
    """django-guardian's row for a member and a unit; written only by accounts.grants."""

    content_object = models.ForeignKey("accounts.Unit", on_delete=models.CASCADE)


class UnitGroupGrant(GroupObjectPermissionBase):
    """django-guardian's row for a group and a unit; the portal makes no groups, the library asks for the table."""

    content_object = models.ForeignKey("accounts.Unit", on_delete=models.CASCADE)


class TourSource(models.TextChoices):
    """Who said that somebody is on duty."""

    SELF = "self", "The member"
    FILE = "file", "A duty roster"
    SUPERVISOR = "supervisor", "A supervisor"


class Tour(models.Model):
    """A tour of duty: acts that publish are a member's own only while it lasts (CPD-TW.III.E)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="tours")
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    """When it ends by itself, or was ended."""
    source = models.CharField(
        max_length=10,
        choices=TourSource.choices,
        default=TourSource.SELF,
        db_default=models.Value(TourSource.SELF.value),
    )
    reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    """Why it was extended, or why a supervisor put the member on duty."""
    given_by = models.ForeignKey(
        "accounts.Member", on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    """The supervisor, or whoever loaded the duty roster."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=models.F("started_at")), name="a_tour_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["member", "-ends_at"], name="tour_of_a_member")]

    def __str__(self) -> str:
        return f"{self.member} until {self.ends_at:%Y-%m-%d %H:%M} UTC"
