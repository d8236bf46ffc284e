"""Agencies, the policy they have adopted, and their units."""

import zoneinfo
from datetime import datetime

import pgtrigger
from django.db import models

_TWO_PERSONS = pgtrigger.Trigger(
    name="two_persons",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    func="""
        IF EXISTS (
            SELECT 1 FROM accounts_agencypolicy earlier
            WHERE earlier.agency_id = NEW.agency_id AND earlier.id < NEW.id
        ) AND NOT EXISTS (
            SELECT 1 FROM accounts_policyproposal WHERE policy_id = NEW.id
        ) THEN
            RAISE EXCEPTION 'two persons change rules' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
"""Only the first rules of an agency come without a proposal: before them nobody holds a role under any rules."""


class Agency(models.Model):
    """One police department: everything below belongs to exactly one."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=60, default="America/Chicago")
    language = models.CharField(max_length=3, default="en", db_default="en")
    """In which it mostly speaks to residents, as `outlets.languages` lists them: captions begin with it."""
    quiet_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """After so many days without a post the unit's sergeants and commander are told; null: nobody is."""
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def tzinfo(self) -> zoneinfo.ZoneInfo:
        """The zone in which this agency's times are shown and its days begin."""
        return zoneinfo.ZoneInfo(self.zone)

    def policy_at(self, *, at: datetime) -> "AgencyPolicy":
        """The policy in force at a moment; the past is judged by the rule that was in force then.

        Raises AgencyPolicy.DoesNotExist before the first adoption.
        """
        policy = self.policies.filter(effective_at__lte=at).order_by("-effective_at", "-pk").first()
        if policy is None:
            raise AgencyPolicy.DoesNotExist(f"{self.name} had adopted no policy by {at:%Y-%m-%d %H:%M} UTC.")
        return policy


class AgencyPolicy(models.Model):
    """A version of a policy pack that an agency has adopted, from a moment on. Never edited in place."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="policies")
    pack = models.SlugField(max_length=40)
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    effective_at = models.DateTimeField()
    adopted_at = models.DateTimeField()
    source_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    """The text of the pack in the vault; empty for what was adopted before it was kept there."""

    class Meta:
        triggers = [
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete),
            _TWO_PERSONS,
        ]
        constraints = [
            models.UniqueConstraint(fields=["agency", "pack", "version"], name="a_version_is_adopted_once"),
        ]
        indexes = [models.Index(fields=["agency", "-effective_at"], name="policy_in_force")]

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"


class UnitKind(models.TextChoices):
    """What a unit is to the rules."""

    DISTRICT = "district", "District"
    COMMUNICATIONS = "communications", "Communications"
    COMMUNITY_POLICING = "community-policing", "Community policing"
    OFFICE = "office", "Office"
    COMMAND = "command", "Command"
    HEAD = "head", "Head of the department"


class Unit(models.Model):
    """A district or an office; the scope of every right that is not department-wide."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    number = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    needs_reader = models.BooleanField(default=False, db_default=False)
    """Whether its posts in another language are reviewed only by who reads it, or by Communications."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="a_unit_number_is_used_once")
        ]
        permissions = [
            ("draft_posts", "Write posts for the unit"),
            ("review_posts", "Review posts of the unit"),
            ("see_posts", "See posts of the unit"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name in headings: '014th District, Shakespeare', or an office's own name."""
        return f"{self.short_name}, {self.name}" if self.kind == UnitKind.DISTRICT else self.name

    @property
    def short_name(self) -> str:
        """The name in running text: '014th District', or an office's own name."""
        return f"{ordinal(self.number)} District" if self.kind == UnitKind.DISTRICT else self.name


def ordinal(number: str) -> str:
    """'014' becomes '014th', '001' becomes '001st': Chicago writes its districts with three digits."""
    if not number.isdigit():
        return number
    value = int(number)
    suffix = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{number}{suffix}"
