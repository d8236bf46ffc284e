"""Written permissions: what a member may use or say of the department's, who allowed it and until when."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import F, Q


class PermissionKind(models.TextChoices):
    """What is permitted in writing."""

    CONFIDENTIAL = "confidential", "Confidential material"
    MATERIAL = "material", "Records and pictures of the department"
    MARKS = "marks", "Marks of the department"
    SPOKESPERSON = "spokesperson", "Speaking for the department"
    OPEN_CASE = "open_case", "An open case"


_DECISION = ("decided_at", "decided_by", "granted")


def _all(*, unset: bool) -> Q:
    return Q(**{f"{name}__isnull": unset for name in _DECISION})


def _differs(*columns: str) -> pgtrigger.Q:
    changed = pgtrigger.Q()
    for column in columns:
        changed |= pgtrigger.Q(**{f"old__{column}__df": pgtrigger.F(f"new__{column}")})
    return changed


class WrittenPermission(models.Model):
    """One permission as it was asked for, and what became of it (CPD-SM.II.C.2, III.D, CPD-TW.V.D.11).

    It counts from its decision to its last day or its end. The database refuses a decision about one's own, a second
    decision, and one that is given without a last day, save for an open case: that ends with the version of the post.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    """Of whoever asked, as it was then: its posts may rest on it."""
    kind = models.CharField(max_length=12, choices=PermissionKind.choices)
    asked_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    covers = models.CharField(max_length=500)
    """What exactly it is for, in the words of whoever asked."""
    wanted_until = models.DateTimeField(null=True)
    file_digest = models.CharField(max_length=64, blank=True, default="")
    """In the vault's files: the paper that came with the question; empty where none did."""
    file_name = models.CharField(max_length=120, blank=True, default="")
    granted = models.BooleanField(null=True)
    """Null while nobody has decided."""
    decided_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    letter_digest = models.CharField(max_length=64, blank=True, default="")
    """In the vault: the letter that says what was decided, word for word."""
    expires_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=_differs("agency_id", "unit_id", "kind", "asked_by_id", "covers", "file_digest")
                | pgtrigger.Q(old__ended_at__isnull=False)
                | (
                    pgtrigger.Q(old__decided_at__isnull=False)
                    & _differs(
                        "granted", "decided_by_id", "decided_at", "reason", "letter_digest", "expires_at"
                    )
                ),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PermissionKind.values), name="a_permission_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=_all(unset=True) | (_all(unset=False) & ~Q(decided_by=F("asked_by"))),
                name="a_permission_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(granted=True) | Q(expires_at__isnull=False) | Q(kind="open_case"),
                name="a_permission_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | (Q(granted=True, ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="a_permission_is_ended_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-asked_at", "-id"], name="permissions_of_an_agency"),
            models.Index(fields=["asked_by", "-asked_at", "-id"], name="permissions_of_a_member"),
            models.Index(fields=["unit", "kind"], name="permissions_of_a_unit"),
        ]

    def runs(self, *, at: datetime) -> bool:
        """Whether it counts at a moment."""
        over = self.expires_at is not None and self.expires_at <= at
        return bool(self.granted) and self.ended_at is None and not over

    def __str__(self) -> str:
        return f"Permission {self.pk} ({self.get_kind_display()})"
