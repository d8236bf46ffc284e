"""The further parts of a thread: as its draft holds them, and as a revision froze them.

The first part is the post itself: its words stand in the draft and the revision, with the number 0.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from audit.naming import found_by
from posts import written_once as once


class DraftPart(models.Model):
    """A further part in a working copy."""

    draft = models.ForeignKey("posts.Draft", on_delete=models.CASCADE, related_name="further")
    number = models.PositiveSmallIntegerField()
    """From 1, in the order in which residents read them."""
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="one_draft_part_a_place")]
        indexes = [
            # The same words as posts.searching asks with.
            GinIndex(SearchVector("text", config="english"), name="words_of_draft_parts"),
        ]

    def __str__(self) -> str:
        return f"Part {self.number} of draft {self.draft_id}"


class RevisionPart(models.Model):
    """A further part as it was frozen."""

    revision = models.ForeignKey("posts.Revision", on_delete=models.PROTECT, related_name="further")
    number = models.PositiveSmallIntegerField()
    """From 1."""
    text_digest = models.CharField(max_length=64)
    """The text, in the vault."""

    class Meta:
        triggers = once.frozen
        constraints = [models.UniqueConstraint(fields=["revision", "number"], name="one_frozen_part_a_place")]
        indexes = [found_by("text_digest", name="parts_by_what_they_name")]

    def __str__(self) -> str:
        return f"Part {self.number} of revision {self.revision_id}"
