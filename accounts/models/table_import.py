"""Tables that somebody uploads: checked first, written when they confirm what the check found."""

import uuid

from django.db import models


class TableImport(models.Model):
    """One table of members, training or devices, what the check found in it, and whether it was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=20)
    name = models.CharField(max_length=120)
    rows = models.JSONField(default=list)
    """The rows as they were read: number of the row, and the values by name of the column."""
    outcome = models.JSONField(default=list)
    """What the check found for each row."""
    digest = models.CharField(max_length=64, blank=True)
    """Of what the check saw: where the rows of the portal have changed since, it is checked again."""
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["changed_at"], name="tables_by_last_change")]

    def __str__(self) -> str:
        return self.name
