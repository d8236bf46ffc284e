"""Pictures of posts: uploads under way, what came of them, and where they are used.

The bytes are in the vault (`audit.blobs`) under their digests; alt text of what is frozen is in the vault as well.
"""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from audit.naming import found_by
from posts import triggers as rules
from posts import written_once as once

VIDEO = "video/mp4"
MOVING = frozenset({"image/gif", VIDEO})
"""Types of what plays; the bytes of a GIF that stands still are kept as a PNG."""


class Picture(models.Model):
    """A picture of a unit, checked and made ready for a network; used as often as the unit likes."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    original_digest = models.CharField(max_length=64)
    """As it came from the phone, with all that the phone wrote into it: restricted."""
    digest = models.CharField(max_length=64)
    """The exact bytes for the network: upright, sRGB, nothing but pixels."""
    preview_digest = models.CharField(max_length=64)
    """At most 640 pixels on its longer side, of the same type; of what moves a still, a JPEG."""
    media_type = models.CharField(max_length=20)
    lasts_ms = models.PositiveIntegerField(default=0, db_default=0)
    """How many milliseconds it plays; 0 for what stands still."""
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    words_read = models.BooleanField(default=False, db_default=False)
    """Whether a program looked for words in it."""
    words_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    """The words that stand in it, in the vault; empty where none are known."""
    blurred_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, db_index=False, related_name="blurred"
    )
    """The picture in which somebody made faces or plates unreadable; null for what stands as it came."""

    class Meta:
        triggers = once.frozen
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "original_digest"], name="a_picture_of_a_unit_is_made_once"
            ),
        ]
        indexes = [
            found_by(
                "digest",
                "original_digest",
                "preview_digest",
                "words_digest",
                name="pictures_by_what_they_name",
            ),
            models.Index(fields=["unit", "-id"], name="pictures_of_a_unit"),
            models.Index(fields=["original_digest"], name="pictures_by_their_file"),
            models.Index(fields=["digest"], name="pictures_by_their_copy"),
            models.Index(fields=["preview_digest"], name="pictures_by_their_small_copy"),
        ]

    def __str__(self) -> str:
        return f"Picture {self.pk}"

    @property
    def moves(self) -> bool:
        """Whether it plays, and so stands alone in a post."""
        return self.media_type in MOVING

    @property
    def is_video(self) -> bool:
        """Whether it has sound, and its words are captions."""
        return self.media_type == VIDEO

    @property
    def kind_word(self) -> str:
        """'GIF', 'Video' or 'Picture'."""
        return "Video" if self.is_video else "GIF" if self.moves else "Picture"

    @property
    def preview_type(self) -> str:
        """The type of the small copy."""
        return "image/jpeg" if self.moves else self.media_type

    @property
    def seconds(self) -> str:
        """'3.2': how long it plays."""
        return f"{self.lasts_ms / 1000:.1f}"


class UploadState(models.TextChoices):
    """Where an upload is. The labels are what people read."""

    RECEIVING = "receiving", "Being sent"
    CHECKING = "checking", "Being checked"
    READY = "ready", "Ready"
    REFUSED = "refused", "Cannot be used"


class Upload(models.Model):
    """One file on its way from one member into one draft; its bytes wait outside the vault until they are checked."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey("posts.Post", on_delete=models.CASCADE, related_name="uploads")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    """Whose upload it is: nobody else adds to it or reads its state."""
    name = models.CharField(max_length=200)
    """As the file was called; only ever shown to its owner."""
    size_bytes = models.PositiveIntegerField()
    received_bytes = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.RECEIVING)
    sentence = models.CharField(max_length=300, blank=True)
    """Why it cannot be used, and what to do."""
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=UploadState.values), name="an_upload_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(received_bytes__lte=models.F("size_bytes")), name="no_more_than_announced"
            ),
            models.CheckConstraint(
                condition=Q(state="ready") | Q(picture__isnull=True), name="only_what_is_ready_is_a_picture"
            ),
        ]
        indexes = [
            models.Index(fields=["post", "begun_at"], name="uploads_of_a_post"),
            models.Index(fields=["changed_at"], name="uploads_by_age"),
        ]

    def __str__(self) -> str:
        return f"Upload {self.pk} ({self.get_state_display()})"


class DraftPicture(models.Model):
    """A picture in a working copy, in its place, with what it shows in words."""

    draft = models.ForeignKey("posts.Draft", on_delete=models.CASCADE, related_name="pictured")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="drafted")
    part = models.PositiveSmallIntegerField(default=0, db_default=0)
    """Which part of a thread shows it; positions go on from part to part."""
    position = models.PositiveSmallIntegerField()
    """From 1, in the order in which residents see them."""
    alt_text = models.TextField(blank=True)
    language = models.CharField(max_length=3, blank=True, default="", db_default="")
    """Of a video's captions, as `outlets.languages` lists them; empty where nobody chose one."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "position"], name="one_picture_a_place"),
            models.UniqueConstraint(fields=["draft", "picture"], name="a_picture_stands_once_in_a_draft"),
        ]
        indexes = [
            # The same words as posts.searching asks with.
            GinIndex(SearchVector("alt_text", config="english"), name="words_of_alt_texts"),
        ]

    def __str__(self) -> str:
        return f"Picture {self.picture_id} at {self.position} of draft {self.draft_id}"


class RevisionPicture(models.Model):
    """A picture as it was frozen: exact bytes, type and alt text, by digest."""

    revision = models.ForeignKey("posts.Revision", on_delete=models.PROTECT, related_name="pictured")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="+")
    part = models.PositiveSmallIntegerField(default=0, db_default=0)
    """Which part of a thread shows it; positions go on from part to part."""
    position = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=20)
    alt_digest = models.CharField(max_length=64)
    """The alt text, in the vault."""
    rights = models.ForeignKey(
        "posts.MediaRights", on_delete=models.PROTECT, null=True, db_index=False, related_name="frozen"
    )
    """What was said of it when it was judged; null where nobody was asked."""
    language = models.CharField(max_length=3, blank=True, default="", db_default="")
    """Of a video's captions, part of the fingerprint; empty for all else, and for what was frozen before a language
    could be chosen, which goes out as English."""

    class Meta:
        triggers = [*once.frozen, rules.blurred_stays_blurred]
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="one_frozen_picture_a_place")
        ]
        indexes = [found_by("alt_digest", "digest", name="used_by_what_they_name")]

    def __str__(self) -> str:
        return f"Picture {self.picture_id} at {self.position} of revision {self.revision_id}"


class NetworkUpload(models.Model):
    """A video on its way to a network in pieces: how much of it the network has, so that it goes on there."""

    account = models.ForeignKey("accounts.OutletAccount", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    media_id = models.CharField(max_length=40)
    sent_bytes = models.PositiveIntegerField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "digest"], name="a_video_goes_up_once_at_a_time")
        ]
        indexes = [models.Index(fields=["expires_at"], name="network_uploads_by_expiry")]

    def __str__(self) -> str:
        return f"{self.media_id} on account {self.account_id}, {self.sent_bytes} bytes"


class NetworkMedia(models.Model):
    """What a network already has of a picture with an alt text, until it forgets it."""

    account = models.ForeignKey("accounts.OutletAccount", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    alt_digest = models.CharField(max_length=64)
    media_id = models.CharField(max_length=40)
    ask_at = models.DateTimeField(null=True)
    """While the network still prepares it: when it is asked again. Null once a post may name it."""
    asks = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How often it was asked: the gaps grow."""
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "digest", "alt_digest"], name="a_picture_is_uploaded_once"
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="media_by_expiry")]

    def __str__(self) -> str:
        return f"{self.media_id} on account {self.account_id}"
