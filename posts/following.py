"""What a publication follows, and whether it may go out after it.

A further part of a thread follows the part before it: it goes out as a reply to it, once that one is out.
"""

from posts.models import Publication, PublicationState, Status
from posts.reasons import Held

WAITS = "waits_for_its_part"
_WORDS = {
    PublicationState.REFUSED: "The network refused the part before it.",
    PublicationState.UNKNOWN: "Nobody knows yet whether the part before it is out.",
    PublicationState.CANCELLED: "The part before it was not sent.",
    PublicationState.DELETING: "The part before it is being taken down.",
    PublicationState.DELETED: "The part before it was taken down.",
}
"""Of a part that will not be out by itself in a moment."""
_NEXT = "The part before it goes out first."


def held_by(*, publication: Publication) -> Held | None:
    """Why it cannot go out yet for what it follows, or None; it waits where it is."""
    if publication.after is None or publication.after.state == PublicationState.PUBLISHED:
        return None
    sentence = _WORDS.get(PublicationState(publication.after.state), _NEXT)
    return Held(slug=WAITS, sentence=sentence, status=Status.APPROVED)


def reply_to(*, publication: Publication) -> str:
    """The network's number of our own post that it goes out as a reply to; empty where it answers none."""
    if publication.after is not None:
        return publication.after.external_id
    return publication.revision.reply_to
