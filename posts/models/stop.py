"""Stops: what may not go out, until released."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from posts import triggers as rules


class Stop(models.Model):
    """A stop on one post, in force until it is released (CPD-TW.V.B.5, V.E.3)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    post = models.ForeignKey("posts.Post", on_delete=models.PROTECT, related_name="stops")
    reason = models.CharField(max_length=300)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    held_role = models.CharField(max_length=20)
    """The role of who placed it: what Communications stopped, Communications releases."""
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True)

    class Meta:
        triggers = rules.released_once
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(released_at__isnull=True), name="one_stop_in_force_a_post"
            )
        ]

    def __str__(self) -> str:
        return f"Stop on post {self.post_id}"
