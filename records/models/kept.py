"""What is kept of a published post, by plain values alone: a record needs no room above this one.

Texts are in the vault; a row carries their digests. The database refuses a change of what is kept;
disposal has its own way in (records.models.disposal).
"""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from audit.naming import found_by
from directives.decision import class_words

NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'rows of % are kept: TRUNCATE is refused', TG_TABLE_NAME;",
)
WRITTEN_ONCE = [
    pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete),
    NO_TRUNCATE,
]


def begins(*, name: str, otherwise: str, says: str) -> pgtrigger.Trigger:
    """What only goes forwards begins at its first step: no row is written that is further."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition(otherwise),
        func=f"RAISE EXCEPTION '{says}' USING ERRCODE = 'check_violation';",
    )


_KEPT = [
    begins(name="begins_live", otherwise="NEW.state <> 'live'", says="a record begins live"),
    pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
    NO_TRUNCATE,
    pgtrigger.Trigger(
        name="only_taken_down",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="""
            IF to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' THEN
                RAISE EXCEPTION 'what a record keeps is never changed' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state = 'disposed' AND OLD.state <> 'disposed' THEN
                IF current_user <> (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
                    RAISE EXCEPTION 'a record leaves by disposal alone' USING ERRCODE = 'check_violation';
                END IF;
            ELSIF NEW.state <> OLD.state AND NOT (OLD.state = 'live' AND NEW.state = 'taken_down') THEN
                RAISE EXCEPTION 'what was taken down is not live again' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    ),
]
_COUNTS_UP = [
    begins(name="begins_at_nothing", otherwise="NEW.last <> 0", says="record numbers have no gaps"),
    pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
    NO_TRUNCATE,
    pgtrigger.Trigger(
        name="counts_up_by_one",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="""
            IF to_jsonb(NEW) - 'last' <> to_jsonb(OLD) - 'last' OR NEW.last <> OLD.last + 1 THEN
                RAISE EXCEPTION 'record numbers have no gaps' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    ),
]


class State(models.TextChoices):
    """Whether the post still stands on its network, as long as its record is kept. Taking down is not disposing."""

    LIVE = "live", "Live on the network"
    TAKEN_DOWN = "taken_down", "Taken down"
    DISPOSED = "disposed", "Disposed of"


class RecordCounter(models.Model):
    """The last number given for a unit in a year; locked by whoever takes the next one."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    unit_number = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        triggers = _COUNTS_UP
        constraints = [
            models.UniqueConstraint(fields=["agency", "unit_number", "year"], name="one_counter_a_unit_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.unit_number}: {self.last}"


class Record(models.Model):
    """One published post, with everything that led to it."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=30)
    """Year, unit and sequence: '2026-014-00871'. Gapless within a unit and a year of the agency's zone."""
    unit_id = models.BigIntegerField()
    unit_number = models.CharField(max_length=10)
    unit_name = models.CharField(max_length=100)
    """As in headings: '014th District, Shakespeare'."""
    network = models.CharField(max_length=10)
    account_handle = models.CharField(max_length=30)
    account_name = models.CharField(max_length=50)
    external_id = models.CharField(max_length=40)
    """The network's own number of the post."""
    url = models.CharField(max_length=200, blank=True)
    category_label = models.CharField(max_length=80)
    record_class = models.CharField(max_length=80)
    published_at = models.DateTimeField()
    kept_at = models.DateTimeField()
    post_id = models.BigIntegerField()
    text_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=3, blank=True, default="", db_default="")
    """In which the post was written; empty for the department's own."""
    meaning_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    """What it says in the department's own language, in the vault; it was never published."""
    fingerprint = models.CharField(max_length=64)
    """SHA-256 over canonical JSON of what the network received; that JSON is in the vault under it."""
    chain_digest = models.CharField(max_length=64)
    """Canonical JSON of every decision from draft to publication, in the vault."""
    exchange_digest = models.CharField(max_length=64, blank=True)
    """The exact request and the raw answer, in the vault; empty when no answer was ever had."""
    sheet_digest = models.CharField(max_length=64)
    """Canonical JSON of the plain values above as they were kept, in the vault (`records.sheet`)."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.LIVE)

    class Meta:
        triggers = _KEPT
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="a_record_number_is_used_once"),
            models.UniqueConstraint(
                fields=["agency", "network", "external_id"], name="a_network_post_is_kept_once"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="a_record_is_in_a_known_state"),
        ]
        indexes = [
            found_by(
                "chain_digest",
                "exchange_digest",
                "fingerprint",
                "meaning_digest",
                "sheet_digest",
                "text_digest",
                name="records_by_what_they_name",
            ),
            models.Index(fields=["agency", "-published_at", "-id"], name="records_of_an_agency"),
            models.Index(fields=["agency", "unit_id", "-published_at", "-id"], name="records_of_a_unit"),
            models.Index(fields=["agency", "post_id"], name="records_of_a_post"),
            models.Index(
                fields=["agency", "record_class", "published_at", "id"],
                condition=~Q(state="disposed"),
                name="records_not_disposed_of",
            ),
        ]

    DIGESTS: ClassVar[tuple[str, ...]] = (
        "text_digest",
        "fingerprint",
        "chain_digest",
        "exchange_digest",
        "sheet_digest",
    )

    def __str__(self) -> str:
        return f"Record {self.number}"

    @property
    def fingerprint_groups(self) -> list[str]:
        """The fingerprint in eight groups of eight, for people to compare."""
        return [self.fingerprint[start : start + 8] for start in range(0, 64, 8)]

    @property
    def class_words(self) -> str:
        """The record class for people: 'Community information'."""
        return class_words(self.record_class)

    @property
    def taken_down(self) -> bool:
        """Whether the post has been removed from the network; the record stays."""
        return self.state == State.TAKEN_DOWN

    @property
    def disposed(self) -> bool:
        """Whether its content is gone under a certificate; this row, its entries and the trail stay."""
        return self.state == State.DISPOSED


class EntryKind(models.TextChoices):
    """What was added to a record after it was kept."""

    TAKEN_DOWN = "taken_down", "Taken down"
    CAPTURE = "capture", "Capture of the page"
    CORRECTED = "corrected", "Corrected"
    MODERATED = "moderated", "A reply hidden or shown again"
    JUDGED = "judged", "Judged by Communications"


class RecordEntry(models.Model):
    """One later addition to a record: never changed, never removed."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    at = models.DateTimeField()
    actor_name = models.CharField(max_length=120, blank=True)
    """Who did it, titled; empty when the portal did."""
    digest = models.CharField(max_length=64)
    """Canonical JSON of the details, in the vault."""

    class Meta:
        triggers = WRITTEN_ONCE
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EntryKind.values), name="an_entry_is_of_a_known_kind"
            ),
            models.UniqueConstraint(
                fields=["record"], condition=Q(kind="taken_down"), name="a_record_is_taken_down_once"
            ),
        ]
        indexes = [
            found_by("digest", name="entries_by_what_they_name"),
            models.Index(fields=["record", "at", "id"], name="entries_of_a_record"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on record {self.record_id}"


class SealCheck(models.Model):
    """One check of a record's seal, and what it found: so that a page can say when it was last verified."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="seal_checks")
    at = models.DateTimeField()
    verified = models.BooleanField()
    checkpoint_size = models.BigIntegerField(null=True)
    """How many entries of the trail the signed checkpoint covers; null when there was none."""
    first_leaf = models.BigIntegerField(null=True)
    last_leaf = models.BigIntegerField(null=True)
    signer = models.CharField(max_length=64, blank=True)
    """SHA-256 of the public key that signed the checkpoint."""
    waiting = models.PositiveIntegerField(default=0)
    """Entries of the trail that no signed checkpoint covered yet; the next one does, within seconds."""
    failures = models.JSONField(default=list)
    """Plain sentences; empty when nothing is wrong."""

    class Meta:
        triggers = [pgtrigger.Protect(name="written_once", operation=pgtrigger.Update)]
        indexes = [models.Index(fields=["record", "-at", "-id"], name="last_seal_check")]

    def __str__(self) -> str:
        return f"Check of record {self.record_id}: {'verified' if self.verified else 'not verified'}"
