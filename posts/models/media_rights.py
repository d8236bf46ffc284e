"""Whose a picture is, who is in it, and which pictures may be used only as they were blurred.

The words, with names of people, are in the vault; here stands what is asked of many pictures at once.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.naming import found_by
from posts import written_once as once


class Owner(models.TextChoices):
    """Who made a picture. The labels are what people choose from."""

    DEPARTMENT = "department", "The department"
    SOMEBODY_ELSE = "somebody_else", "Somebody else"


class MediaRights(models.Model):
    """What a member said of a picture: whose it is, who is in it, until when it may be shown.

    Written once. The last one of a picture counts from then on; a version keeps the one it was judged by.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    picture = models.ForeignKey("posts.Picture", on_delete=models.PROTECT, related_name="rights")
    owner = models.CharField(max_length=20, choices=Owner.choices)
    ends_on = models.DateField(null=True)
    """The last day, in the agency's zone, on which it may be shown; null where no end was agreed."""
    facts_digest = models.CharField(max_length=64)
    """All of it as canonical JSON, in the vault."""
    document_digest = models.CharField(max_length=64, blank=True)
    """A file that shows the licence or the consent, among the vault's files."""
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        triggers = once.frozen
        constraints = [
            models.CheckConstraint(condition=Q(owner__in=Owner.values), name="a_picture_has_a_known_owner"),
        ]
        indexes = [
            found_by("document_digest", "facts_digest", name="rights_by_what_they_name"),
            models.Index(fields=["picture", "-id"], name="rights_of_a_picture"),
            models.Index(
                fields=["agency", "ends_on"], condition=Q(ends_on__isnull=False), name="rights_by_their_end"
            ),
        ]

    def __str__(self) -> str:
        return f"Rights {self.pk} of picture {self.picture_id}"


class Restriction(models.Model):
    """A picture of which a blurred one was made: nobody uses it as it was, until somebody allows that with a reason."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    picture = models.ForeignKey("posts.Picture", on_delete=models.PROTECT, related_name="restrictions")
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)
    reason_digest = models.CharField(max_length=64, blank=True)
    """Why the picture may be used as it was, in the vault."""

    class Meta:
        triggers = once.lifted_once
        constraints = [
            models.UniqueConstraint(
                fields=["picture"], condition=Q(lifted_at__isnull=True), name="a_picture_is_restricted_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True, reason_digest="")
                | (Q(lifted_by__isnull=False, lifted_at__isnull=False) & ~Q(reason_digest="")),
                name="whoever_allows_the_unblurred_says_why",
            ),
        ]
        indexes = [found_by("reason_digest", name="restrictions_by_what_they_name")]

    def __str__(self) -> str:
        return f"Restriction {self.pk} of picture {self.picture_id}"


class EndedRightsTold(models.Model):
    """That Communications and a unit were told once of a post that is out with a picture whose rights ended."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("posts.Post", on_delete=models.PROTECT, related_name="+")
    rights = models.ForeignKey(MediaRights, on_delete=models.PROTECT, related_name="told")
    told_at = models.DateTimeField()

    class Meta:
        triggers = once.frozen
        constraints = [
            models.UniqueConstraint(fields=["rights", "post"], name="ended_rights_are_told_once"),
        ]

    def __str__(self) -> str:
        return f"Post {self.post_id} told of rights {self.rights_id}"
