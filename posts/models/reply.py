"""Replies of others to our posts that were hidden, or shown again: what is asked of the network, and how it stands."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.naming import found_by
from posts import written_once as once


class HideGround(models.TextChoices):
    """For what a reply may be hidden: a closed list, in which what somebody thinks is no ground."""

    OBSCENE = "obscene", "Obscene words or pictures"
    THREAT = "threat", "A threat, or a call to violence"
    PRIVATE = "private", "Private facts that put somebody in danger"
    ATTACK = "attack", "A personal attack on somebody who holds no office"
    SPAM = "spam", "Advertising or spam"
    OFF_TOPIC = "off_topic", "Nothing to do with the post"


class ReplyState(models.TextChoices):
    """Where the hiding of a reply is; a worker takes it out of 'hiding' and 'showing'."""

    HIDING = "hiding", "Being hidden"
    HIDDEN = "hidden", "Hidden"
    SHOWING = "showing", "Being shown again"
    SHOWN = "shown", "Shown again"
    REFUSED = "refused", "Refused by the network"


class HiddenReply(models.Model):
    """One reply of somebody else in the conversation of a post of ours, since a member asked to hide it."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    publication = models.ForeignKey(
        "posts.Publication", on_delete=models.PROTECT, related_name="hidden_replies"
    )
    """Our post, as it is on the network."""
    account = models.ForeignKey("accounts.OutletAccount", on_delete=models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=40)
    """The network's number of the reply."""
    words_digest = models.CharField(max_length=64)
    """What it said when it was asked to be hidden, in the vault."""
    capture_digest = models.CharField(max_length=64)
    """In the vault: what the network showed of it then, as it came."""
    ground = models.CharField(max_length=10, choices=HideGround.choices)
    reason_digest = models.CharField(max_length=64)
    """In the vault: why, in the words of whoever asked last."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who asked last."""
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReplyState.choices, default=ReplyState.HIDING)
    due_at = models.DateTimeField()
    """The next moment at which a worker may act on it."""
    dispatched_at = models.DateTimeField(null=True)
    waiting_for = models.CharField(max_length=200, blank=True)
    """Why it is not done yet, or what the network said against it."""
    settled_at = models.DateTimeField(null=True)

    class Meta:
        triggers = once.kept
        constraints = [
            models.UniqueConstraint(fields=["account", "external_id"], name="a_reply_is_hidden_once"),
            models.CheckConstraint(
                condition=Q(state__in=ReplyState.values), name="a_reply_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(ground__in=HideGround.values), name="a_reply_is_hidden_for_a_known_ground"
            ),
        ]
        indexes = [
            found_by("capture_digest", "reason_digest", "words_digest", name="replies_by_what_they_name"),
            models.Index(
                fields=["due_at"], condition=Q(state__in=["hiding", "showing"]), name="replies_to_be_hidden"
            ),
        ]

    def __str__(self) -> str:
        return f"Reply {self.external_id} ({self.get_state_display()})"
