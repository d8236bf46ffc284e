"""The written permissions that a frozen version rests on."""

from django.db import models

from posts import written_once as once


class RevisionPermission(models.Model):
    """One written permission of one version: its rules ask for it, and the claim again."""

    revision = models.ForeignKey("posts.Revision", on_delete=models.PROTECT, related_name="permitted")
    permission = models.ForeignKey(
        "accounts.WrittenPermission", on_delete=models.PROTECT, related_name="revisions"
    )

    class Meta:
        triggers = once.frozen
        constraints = [
            models.UniqueConstraint(fields=["revision", "permission"], name="a_permission_is_bound_once")
        ]

    def __str__(self) -> str:
        return f"Revision {self.revision_id} rests on permission {self.permission_id}"
