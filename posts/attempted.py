"""What the history of a post tells of each call of the network: what was tried, and what the network said to it."""

from collections.abc import Iterator

from accounts.prepared import ByKey
from posts import chain, network_words
from posts.entries import Entry, entry
from posts.models import Attempt, AttemptKind, Outcome, Post

_OUTCOMES = {
    (AttemptKind.PUBLISH, Outcome.PUBLISHED): ("published", "Published"),
    (AttemptKind.PUBLISH, Outcome.REJECTED): ("refused", "The network refused it"),
    (AttemptKind.PUBLISH, Outcome.RATE_LIMITED): ("waited", "The network asked to wait"),
    (AttemptKind.PUBLISH, Outcome.NOT_SENT): ("waited", "It could not be sent yet"),
    (AttemptKind.PUBLISH, Outcome.UNKNOWN): ("unknown", "The network gave no clear answer"),
    (AttemptKind.DELETE, Outcome.DELETED): ("taken_down", "Taken down from the network"),
    (AttemptKind.DELETE, Outcome.REJECTED): ("refused", "The network would not take it down"),
    (AttemptKind.COPY, Outcome.DELETED): ("taken_down", "A second copy was deleted from the network"),
    (AttemptKind.COPY, Outcome.REJECTED): ("refused", "The network would not delete the second copy"),
    (AttemptKind.COPY, Outcome.UNKNOWN): ("waited", "The network gave no clear answer about the second copy"),
}

_TOLD = (
    "kind",
    "outcome",
    "reason",
    "claimed_at",
    "settled_at",
    "exchange_digest",
    "publication__external_id",
    "publication__part",
    "publication__revision__parts",
)
"""All that a line is made of: the whole rows have ten times as many columns."""
_ENDED = ByKey(
    lambda post_id: (
        Attempt.objects.filter(publication__post=post_id, reply=None)
        .exclude(outcome="")
        .select_related("publication__revision")
        .only(*_TOLD)
    )
)


def entries(post: Post) -> Iterator[Entry]:
    """A line for each call that has ended, but those about somebody's reply: one query."""
    for attempt in _ENDED.all(post.pk):
        act, sentence = _OUTCOMES.get(
            (AttemptKind(attempt.kind), Outcome(attempt.outcome)), ("waited", "The takedown is tried again")
        )
        name = chain.name_of(part=attempt.publication.part, of=attempt.publication.revision.parts)
        seconds = (attempt.settled_at - attempt.claimed_at).total_seconds() if attempt.settled_at else 0.0
        detail = network_words.in_words(attempt.reason)
        if act == "published":
            detail = f"The network answered in {seconds:.1f} seconds and gave number {attempt.publication.external_id}"
        yield entry(
            attempt.settled_at or attempt.claimed_at,
            act,
            None,
            f"{name[0].upper()}{name[1:]}: {sentence}" if name else sentence,
            detail=detail,
            digests=tuple(filter(None, (attempt.exchange_digest,))),
        )
