"""Cards of links: what a page says of itself, kept for a while so that a preview can show it."""

from django.conf import settings
from django.db import models


class LinkCard(models.Model):
    """What one agency was told by a page, or why nothing was: a copy for looking at, never evidence."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.CASCADE, related_name="+")
    url = models.TextField()
    key = models.CharField(max_length=64)
    """SHA-256 of the address: an index takes no address of any length."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    """When it last answered or did not; null while nobody has asked it yet."""
    fault = models.CharField(max_length=20, blank=True)
    """Why there is no card, in a word; empty for a card."""
    status = models.PositiveSmallIntegerField(null=True)
    """How the page answered; null where nothing answered, or where that was not kept yet."""
    leads_to = models.CharField(max_length=255, blank=True)
    """The host at the end of all redirects."""
    title = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=400, blank=True)
    site = models.CharField(max_length=100, blank=True)
    picture = models.BinaryField(blank=True, default=bytes)
    """At most 640 pixels, encoded anew from its pixels; empty without one."""
    picture_type = models.CharField(max_length=20, blank=True)
    picture_width = models.PositiveIntegerField(default=0)
    picture_height = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "key"], name="a_link_has_one_card"),
        ]
        indexes = [
            models.Index(fields=["asked_by", "asked_at"], name="cards_asked_by_a_member"),
            models.Index(fields=["asked_at"], name="cards_by_age"),
        ]

    def __str__(self) -> str:
        return f"Card of link {self.pk}"
