"""How long records are kept: series of approved applications, and holds that keep whatever they are on.

Whoever writes a row of these tables, or disposes of a record, first locks the row of the agency
(`records.officers.require`): no hold is placed while what it is on is disposed of.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.naming import found_by
from directives.decision import class_words
from records.models.kept import NO_TRUNCATE, WRITTEN_ONCE, Record


class Trigger(models.TextChoices):
    """What a period begins with. The labels are what people choose from."""

    PUBLISHED = "published", "The day it was published"
    YEAR_END = "year_end", "The end of the calendar year in which it was published"
    OTHER = "other", "Another event, of which the portal does not know"


class Series(models.Model):
    """One item of an approved application, as the records officer entered it; of an item the last version counts.

    The portal ships none: no law says how long posts are kept, the approved application does.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=40)
    """Its number in the application: '120.04'."""
    version = models.PositiveSmallIntegerField()
    """From 1."""
    title = models.CharField(max_length=120)
    application = models.CharField(max_length=60)
    """The number of the approved application, without which nothing may be disposed of."""
    approved_on = models.DateField()
    """The day on the approved copy."""
    classes = models.JSONField()
    """The classes of record that it covers; none in a version that ends the series."""
    trigger = models.CharField(max_length=10, choices=Trigger.choices)
    permanent = models.BooleanField()
    months = models.PositiveSmallIntegerField()
    """The period from the trigger on; 0 for ever."""
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        triggers = WRITTEN_ONCE
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "item", "version"], name="a_version_of_a_series_is_one"
            ),
            models.CheckConstraint(condition=~Q(application=""), name="a_series_names_its_application"),
            models.CheckConstraint(
                condition=Q(trigger__in=Trigger.values), name="a_series_begins_with_a_known_trigger"
            ),
            models.CheckConstraint(
                condition=Q(permanent=True, months=0) | Q(permanent=False, months__gt=0),
                name="a_series_is_permanent_or_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}, {self.title}"

    @property
    def period(self) -> str:
        """'3 years and 6 months', or 'Permanently'."""
        if self.permanent:
            return "Permanently"
        parts = [(self.months // 12, "year"), (self.months % 12, "month")]
        return " and ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in parts if count)

    @property
    def trigger_words(self) -> str:
        """After 'from': 'the day it was published'."""
        label = str(Trigger(self.trigger).label)
        return label[0].lower() + label[1:]

    @property
    def class_words(self) -> list[str]:
        """What it covers, for people."""
        return [class_words(one) for one in self.classes]


class HoldKind(models.TextChoices):
    """Why records are kept whatever their series says. The labels are what people choose from."""

    LITIGATION = "litigation", "Litigation"
    FOIA = "foia", "FOIA request"
    AUDIT = "audit", "Audit"


class LegalHold(models.Model):
    """A hold on named records, or on all that a description fits, those to come among them; it is only ever lifted."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=HoldKind.choices)
    name = models.CharField(max_length=120)
    """'Doe v. City, 2026 CV 104'."""
    reason_digest = models.CharField(max_length=64)
    """Why, in the vault."""
    named = models.BooleanField()
    """Whether it is on the records of HeldRecord; else on those that the next four fit, where nothing fits all."""
    unit_id = models.BigIntegerField(null=True)
    record_class = models.CharField(max_length=80, blank=True)
    begins_at = models.DateTimeField(null=True)
    """On what was published from then on."""
    ends_at = models.DateTimeField(null=True)
    """On what was published before then."""
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)
    lift_reason_digest = models.CharField(max_length=64, blank=True)
    """Why it was lifted, in the vault."""

    class Meta:
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            NO_TRUNCATE,
            pgtrigger.Trigger(
                name="lifted_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.lifted_at IS NOT NULL
                       OR to_jsonb(NEW) - '{lifted_by_id,lifted_at,lift_reason_digest}'::text[]
                       <> to_jsonb(OLD) - '{lifted_by_id,lifted_at,lift_reason_digest}'::text[] THEN
                        RAISE EXCEPTION 'a hold is only ever lifted, once' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=HoldKind.values), name="a_hold_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True, lift_reason_digest="")
                | (Q(lifted_by__isnull=False, lifted_at__isnull=False) & ~Q(lift_reason_digest="")),
                name="whoever_lifts_a_hold_says_why",
            ),
        ]
        indexes = [
            found_by("lift_reason_digest", "reason_digest", name="holds_by_what_they_name"),
            models.Index(fields=["agency", "-id"], name="holds_of_an_agency"),
            models.Index(fields=["agency"], condition=Q(lifted_at__isnull=True), name="holds_in_force"),
            models.Index(
                fields=["agency", "id"],
                condition=Q(lifted_at__isnull=True, named=False),
                name="holds_that_describe",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HeldRecord(models.Model):
    """A record that a hold names."""

    hold = models.ForeignKey(LegalHold, on_delete=models.PROTECT, related_name="held")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="holds")

    class Meta:
        triggers = WRITTEN_ONCE
        constraints = [models.UniqueConstraint(fields=["hold", "record"], name="a_hold_names_a_record_once")]

    def __str__(self) -> str:
        return f"Record {self.record_id} under hold {self.hold_id}"
