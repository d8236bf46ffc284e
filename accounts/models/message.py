"""Messages to members: rows of an outbox, written with the change they tell of."""

from django.db import models
from django.db.models import Q


class Message(models.Model):
    """One thing told to one member: a sentence and a link, never the text of a post."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    to = models.ForeignKey(
        "accounts.Member", on_delete=models.PROTECT, null=True, related_name="messages_received"
    )
    """Null for what goes to an address outside the portal."""
    address = models.EmailField(blank=True)
    """Where it goes by e-mail when that is not the member's own address."""
    kind = models.SlugField(max_length=40)
    subject = models.CharField(max_length=160)
    body = models.TextField()
    link = models.CharField(max_length=200)
    """A path of the portal, beginning with a slash."""
    about_post_id = models.BigIntegerField(null=True)
    """So that a reminder that has become needless can be dropped."""
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["to", "-written_at"], name="messages_of_a_member"),
            models.Index(
                fields=["about_post_id"],
                condition=Q(about_post_id__isnull=False),
                name="messages_about_a_post",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to__isnull=False) | ~Q(address=""), name="a_message_goes_to_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def email(self) -> str:
        """The address that it is sent to."""
        return self.address or (self.to.email if self.to else "")


class Enclosure(models.Model):
    """A file of the vault that goes with a message by e-mail."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class Channel(models.TextChoices):
    """How a message reaches its member."""

    PORTAL = "portal", "In the portal"
    EMAIL = "email", "By e-mail"


class DeliveryState(models.TextChoices):
    """Where a delivery is."""

    DUE = "due", "To be sent"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Not delivered"
    DROPPED = "dropped", "No longer needed"


class Delivery(models.Model):
    """One try after another to bring one message over one channel."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.DUE)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="one_delivery_a_channel")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="due"), name="deliveries_due"),
            models.Index(fields=["-due_at"], condition=Q(state="failed"), name="deliveries_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_state_display()}"
