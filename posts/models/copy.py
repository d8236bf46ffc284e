"""Second copies: what the network took twice, although one call alone was to go out."""

from django.conf import settings
from django.db import models

from audit.naming import found_by
from posts import written_once as once


class SecondCopy(models.Model):
    """A post on the network in the words of a publication that is bound to another number."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    publication = models.ForeignKey("posts.Publication", on_delete=models.PROTECT, related_name="copies")
    external_id = models.CharField(max_length=40)
    url = models.CharField(max_length=200, blank=True)
    found_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Who asked last that it be deleted."""
    reason_digest = models.CharField(max_length=64, blank=True)
    """In the vault: why, in their words."""
    trouble = models.CharField(max_length=300, blank=True)
    """What the network said to the last try."""
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        triggers = once.kept
        constraints = [
            models.UniqueConstraint(fields=["publication", "external_id"], name="a_copy_is_found_once")
        ]
        indexes = [
            found_by("reason_digest", name="copies_by_what_they_name"),
            models.Index(
                fields=["agency"], condition=models.Q(deleted_at__isnull=True), name="copies_that_stand"
            ),
        ]

    def __str__(self) -> str:
        return f"Second copy {self.external_id}"
