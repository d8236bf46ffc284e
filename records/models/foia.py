"""What was handed over of the records that a search found: one row for each file that was made, kept for ever."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from audit.naming import found_by
from records.models.kept import NO_TRUNCATE, WRITTEN_ONCE

_ASKED = pgtrigger.Trigger(
    name="asked_once",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        IF (OLD.agency_id, OLD.words, OLD.asked_by_id, OLD.asked_by_name, OLD.asked_at, OLD.record_ids)
            IS DISTINCT FROM
            (NEW.agency_id, NEW.words, NEW.asked_by_id, NEW.asked_by_name, NEW.asked_at, NEW.record_ids) THEN
            RAISE EXCEPTION 'what an export was asked for is never changed' USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.state = 'gone' OR (OLD.state = 'making' AND NEW.state = 'gone') OR (OLD.state = 'ready' AND (
            NEW.state <> 'gone'
            OR to_jsonb(NEW) - '{state,gone_why}'::text[] <> to_jsonb(OLD) - '{state,gone_why}'::text[]
        )) THEN
            RAISE EXCEPTION 'an export that was made is not made again' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)

_ENDS_ITS_OWN = pgtrigger.Trigger(
    name="ends_its_own",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Q(new__ends_id__isnull=False),
    func="""
        IF NOT EXISTS (
            SELECT FROM records_withheld AS entry
            WHERE entry.id = NEW.ends_id AND entry.ends_id IS NULL
              AND (entry.agency_id, entry.record_id, entry.part) = (NEW.agency_id, NEW.record_id, NEW.part)
        ) THEN
            RAISE EXCEPTION 'an entry ends one of the same part of its record' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


class ExportState(models.TextChoices):
    """Where an export is. The labels are what people read."""

    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    GONE = "gone", "Its file is gone"


class Export(models.Model):
    """The records that a search found, asked for as one file. Whoever goes on with it goes on where it stands.

    The file itself is in the store, for some days; what was in it stays in its manifest, which is kept.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)
    """The search, as it was asked."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=120)
    """Titled, as it was then."""
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=ExportState.choices, default=ExportState.MAKING)
    moved_at = models.DateTimeField()
    """When a worker was last at it, though it may only have waited for signatures."""
    record_ids = ArrayField(models.BigIntegerField())
    """The records that were found, in the order in which they go in."""
    left_out: Any = models.JSONField(default=list)
    """What was found and is not in it: the post or the record, and why, in plain words."""
    done = models.PositiveIntegerField(default=0)
    """How many of the records were looked at; the first of them in order."""
    written_bytes = models.BigIntegerField(default=0)
    """How much of the file is sure: what stands behind it was left by a worker that died."""
    listed_bytes = models.BigIntegerField(default=0)
    """The same of the list of what the file holds."""
    manifest_digest = models.CharField(max_length=64, blank=True)
    """Of the manifest, among the files of the vault; empty until it is ready."""
    ready_at = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(null=True)
    """Until when its file can be had."""
    gone_why = models.CharField(max_length=200, blank=True, default="", db_default="")
    """Why its file went before that; empty where it went with its time."""

    class Meta:
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete), NO_TRUNCATE, _ASKED]
        constraints = [
            models.CheckConstraint(
                condition=Q(done__lte=models.Func(F("record_ids"), function="CARDINALITY")),
                name="an_export_counts_its_records",
            ),
            models.CheckConstraint(
                condition=Q(state="making")
                | (Q(ready_at__isnull=False, kept_until__isnull=False) & ~Q(manifest_digest="")),
                name="an_export_that_is_ready_says_what_it_holds",
            ),
        ]
        indexes = [
            found_by("manifest_digest", name="exports_by_what_they_name"),
            models.Index(fields=["agency", "-id"], name="exports_of_an_agency"),
            models.Index(fields=["kept_until"], condition=Q(state="ready"), name="exports_with_a_file"),
            models.Index(fields=["moved_at"], condition=Q(state="making"), name="exports_being_made"),
        ]

    def __str__(self) -> str:
        return f"Export {self.pk}: {self.get_state_display()}"

    @property
    def total(self) -> int:
        """How many records were found."""
        return len(self.record_ids)

    @property
    def name(self) -> str:
        """Of its file and of the folder in it."""
        return f"records-export-{self.pk}"


class Withheld(models.Model):
    """One entry of the log of what is withheld from whoever asks: written once, ended only by another entry."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey("records.Record", on_delete=models.PROTECT, related_name="withheld")
    record_class = models.CharField(max_length=80)
    """As the record has it: the log is read by it."""
    part = models.CharField(max_length=30)
    """'record', 'text', 'approvals', 'picture:2' or 'addition:17' (`records.withheld`)."""
    exemption = models.CharField(max_length=10)
    """Its key among `records.exemptions`; of an entry that ends another, that one's."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    """Titled, as it was then."""
    by_title = models.CharField(max_length=160)
    """'Records, Records Division'."""
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    """Canonical JSON of all of this with its factual basis, or the reason of its end, in the vault."""
    ends = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="ended_by", default=None
    )
    """The earlier entry that holds no longer; null of one that withholds."""

    class Meta:
        triggers = [*WRITTEN_ONCE, _ENDS_ITS_OWN]
        indexes = [
            found_by("digest", name="withheld_by_what_they_name"),
            models.Index(fields=["agency", "-id"], name="withheld_of_an_agency"),
            models.Index(fields=["agency", "exemption", "-id"], name="withheld_by_exemption"),
            models.Index(fields=["agency", "record_class", "-id"], name="withheld_by_class"),
        ]

    def __str__(self) -> str:
        return f"{self.part} of record {self.record_id}"
