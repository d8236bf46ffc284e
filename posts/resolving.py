"""What a person does with a post of which nobody knows whether it went out: they look, and say what they saw.

Nothing here sends. After "it is not there" the post goes back to its author and needs its approvals again.
"""

import re
from datetime import datetime

from django.db import transaction

from accounts import order
from accounts.models import Member
from audit import vault
from outlets.canonical import comparable
from outlets.networks import NETWORKS
from outlets.outcomes import NotAnswered
from posts import (
    chain,
    gate,
    notices,
    outcome_notices,
    parts,
    preserving,
    publications,
    remarks,
    sending,
    workflow,
)
from posts.actions import Action
from posts.models import Post, Publication, PublicationState, RemarkKind, Status
from posts.workflow import Taken, WrongStatus

_NUMBER = re.compile(r"(?:^|/status/)(\d{1,19})(?:[/?#].*)?$")


class NoSuchNumber(Exception):
    """What was typed is neither a post's address on the network nor its number."""


class BoundAlready(Exception):
    """That number is the one of another post of the portal."""


def number_in(typed: str) -> str:
    """The network's number of a post, from its address or the number itself. Raises NoSuchNumber."""
    found = _NUMBER.search(typed.strip())
    if found is None:
        raise NoSuchNumber("Paste the address of the post on the network, such as .../status/1858123456789.")
    return found.group(1)


class NotThisPost(Exception):
    """The account shows no such post with exactly the approved words."""


class NetworkIsSilent(Exception):
    """The network did not answer the question."""


def found(*, post_id: int, actor: Member, typed: str, url: str, at: datetime) -> Post:
    """A person saw it on the network, and the network shows it there: it is published.

    It is taken down where that was asked meanwhile. `url` is the address it is shown at. Raises NoSuchNumber,
    NotThisPost, NetworkIsSilent, BoundAlready and what workflow.begin raises.
    """
    number = number_in(typed)
    with transaction.atomic():
        taken = workflow.begin(post_id=post_id, action=Action.FOUND, actor=actor, at=at)
        sought = parts.text_digest(publication=_unknown(taken))
        words = vault.text(digest=sought, agency_id=taken.post.agency_id)
        _require_unbound(taken.post, number)
        if taken.post.repost_of and number != taken.post.repost_of:
            raise NotThisPost("Paste the address of the post that was to be reposted.")
    _require_shown(post=taken.post, number=number, words=words, at=at)
    publication = _found(post_id=post_id, actor=actor, number=number, url=url, at=at)
    preserving.keep_what_is_owed(publication_id=publication.pk, at=at)
    return Post.objects.get(pk=post_id)


def _require_unbound(post: Post, number: str) -> None:
    if Publication.objects.filter(account_id=post.account_id, external_id=number).exists():
        raise BoundAlready("That is another post of the portal. Look for the one with exactly these words.")


def _require_shown(*, post: Post, number: str, words: str, at: datetime) -> None:
    """Ask the account's own timeline, outside any transaction: a wrong number would make a false record."""
    if (held := gate.cannot_reach(post=post)) is not None:
        raise NetworkIsSilent(held.sentence)
    reached = sending.reach(post.account)
    try:
        # What reposts a post is newer than that one.
        shown = reached.timeline(user_id=post.account.external_id, since_id=str(int(number) - 1), now=at)
    except NotAnswered:
        raise NetworkIsSilent("The network does not answer now. Try again in a minute.") from None
    for seen in shown.posts:
        same = bool(post.repost_of) or comparable(seen.text) == comparable(words)
        if seen.number == number and bool(seen.repeats) == bool(post.repost_of) and same:
            return
    raise NotThisPost(
        "The account shows no such post with exactly these words. Compare the address and the words."
    )


@transaction.atomic
def _found(*, post_id: int, actor: Member, number: str, url: str, at: datetime) -> Publication:
    order.taking_away(agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.FOUND, actor=actor, at=at)
    publication = _unknown(taken)
    _require_unbound(taken.post, number)
    attempt = publication.attempts.latest("number")
    taken.post.status = publications.bind(
        publication=publication, number=number, url=url, published_at=attempt.claimed_at, at=at
    )
    publication.save()
    status = chain.follow(post=taken.post, publication=publication)
    said = f"Found on {NETWORKS[taken.post.account.network].display_name} with the number {number}."
    _, sealed = remarks.keep(taken, kind=RemarkKind.LOOKED, words=said)
    workflow.finish(
        taken, verb="post.found", status=status, publication_id=publication.pk, seen_sealed=sealed
    )
    return publication


@transaction.atomic
def not_found(*, post_id: int, actor: Member, reason: str, at: datetime) -> Post:
    """A person looked and it is not there: it goes back to its author, unless other parts of it are out."""
    order.taking_away(agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=Action.NOT_FOUND, actor=actor, at=at)
    publication = _unknown(taken)
    publication.state, publication.waiting_for = PublicationState.CANCELLED, ""
    publication.look_at = None
    publication.save()
    taken.post.due_at, taken.post.status = None, Status.RETURNED
    _, sealed = remarks.keep(taken, kind=RemarkKind.LOOKED, words=reason)
    post = workflow.finish(
        taken,
        verb="post.not_found",
        status=chain.follow(post=taken.post, publication=publication),
        publication_id=publication.pk,
        seen_sealed=sealed,
    )
    if post.status == Status.RETURNED:
        notices.sent_back(post=post, by=actor, rejected=False, at=at)
    elif post.status == Status.TAKEN_DOWN:  # the other parts were deleted already
        outcome_notices.taken_down(post=post, at=at)
    return post


def _unknown(taken: Taken) -> Publication:
    publication = publications.current(post=taken.post)
    if publication is None or publication.state != PublicationState.UNKNOWN:
        raise WrongStatus(taken.post)
    return publication
