"""What the search reads besides the words of posts, and the searches that members keep."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models


class PictureWords(models.Model):
    """The words that stand in a picture, for the search alone: the vault holds them, and this is taken from there."""

    picture = models.OneToOneField(
        "posts.Picture", on_delete=models.CASCADE, primary_key=True, related_name="sought"
    )
    text = models.TextField()

    class Meta:
        # The same words as posts.searching asks with.
        indexes = [GinIndex(SearchVector("text", config="english"), name="words_in_pictures")]

    def __str__(self) -> str:
        return f"Words in picture {self.picture_id}"


class ReplyWords(models.Model):
    """What a kept reply said when it was asked to be hidden, for the search alone: a copy of what the vault holds."""

    reply = models.OneToOneField(
        "posts.HiddenReply", on_delete=models.CASCADE, primary_key=True, related_name="sought"
    )
    text = models.TextField()

    class Meta:
        # The same words as posts.searching asks with.
        indexes = [GinIndex(SearchVector("text", config="english"), name="words_of_replies")]

    def __str__(self) -> str:
        return f"Words of reply {self.reply_id}"


class SavedSearch(models.Model):
    """Words that a member looks for again, under a name: theirs alone, gone when they delete it.

    It is a bookmark, not an act of the department: the trail is not told.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(max_length=40)
    words = models.CharField(max_length=200)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "name"], name="a_search_is_named_once")]

    def __str__(self) -> str:
        return self.name
