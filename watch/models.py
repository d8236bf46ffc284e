"""The one table of the watch room."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedView(models.Model):
    """A lane and filters of the floor that a member named: theirs alone, gone when they delete it.

    It is a bookmark, not an act of the department: the trail is not told.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="views_of_the_floor"
    )
    name = models.CharField(max_length=40)
    choice = models.CharField(max_length=300, blank=True)
    """The query of the floor's address, as `watch.choosing.Choice` writes it."""
    first = models.BooleanField(default=False)
    """The floor opens with it."""
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "name"], name="a_view_is_named_once"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(first=True), name="the_floor_opens_with_one_view"
            ),
        ]

    def __str__(self) -> str:
        return self.name
