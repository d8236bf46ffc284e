"""Deleting a second copy: asked by a lead with a reason, written to the ledger before the call, and settled like it.

Deleting again is harmless: what nobody knows of afterwards stands on the page of trouble until somebody asks again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import authority as authorities
from accounts.models import Member, OutletAccount
from audit import trail, vault
from posts import alive, charges, clock, gate, permissions, sending, standing
from posts import digest as digests
from posts.actions import Action
from posts.models import Attempt, AttemptKind, Post, Publication, SecondCopy
from posts.workflow import Refused


class CannotDelete(Exception):
    """No second copy can be deleted now; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """All that the call needs."""

    attempt_id: int
    account: OutletAccount
    external_id: str
    claimed_at: datetime


def delete(
    *, post_id: int, actor: Member, reason: str, at: datetime, now_by: Callable[[], datetime] = clock.now
) -> SecondCopy:
    """Delete the oldest second copy of a post on the network, and return it as it stands then.

    It needs no tour, as nothing that stops does. Raises Post.DoesNotExist, workflow.Refused or CannotDelete.
    """
    with alive.while_calling():
        claim = _claim(post_id=post_id, actor=actor, reason=reason, at=at)
        outcome = sending.reach(claim.account).delete(claim.external_id, now=claim.claimed_at)
        sending.written(attempt_id=claim.attempt_id, outcome=outcome, now_by=now_by)
    return SecondCopy.objects.get(attempts=claim.attempt_id)


@transaction.atomic
def _claim(*, post_id: int, actor: Member, reason: str, at: datetime) -> Claim:
    posts = Post.objects.select_for_update(of=("self",)).select_related(
        "account__agency", "account__unit", "unit", "revision"
    )
    post = posts.get(pk=post_id, agency_id=actor.agency_id)
    ruling = permissions.ruling(
        authority=authorities.load(member=actor, at=at),
        action=Action.TAKE_DOWN,
        standing=standing.of(post),
    )
    if ruling.slug == "not_your_unit":
        raise Post.DoesNotExist
    if not ruling.allowed:
        raise Refused(ruling)
    there = SecondCopy.objects.filter(publication__post=post, deleted_at__isnull=True).order_by("pk")
    copy = there.select_for_update(of=("self",)).first()
    if copy is None:
        raise CannotDelete("No second copy of this post stands on the network any more.")
    if (held := gate.cannot_reach(post=post)) is not None:
        raise CannotDelete(held.sentence)
    Publication.objects.select_for_update().get(pk=copy.publication_id)
    if Attempt.objects.filter(publication_id=copy.publication_id, outcome="").exists():
        raise CannotDelete("The network is being asked about this post. Try again in a minute.")
    return _attempt(copy, post, actor, reason, at)


def _attempt(copy: SecondCopy, post: Post, actor: Member, reason: str, at: datetime) -> Claim:
    copy.reason_digest, sealed = vault.seal(content=reason, agency_id=post.agency_id)
    copy.asked_by = actor
    copy.save(update_fields=["reason_digest", "asked_by"])
    attempt = Attempt.objects.create(
        publication_id=copy.publication_id,
        copy=copy,
        number=Attempt.objects.filter(publication_id=copy.publication_id).count() + 1,
        kind=AttemptKind.COPY,
        digest=digests.of(digests.canonical({"copy": copy.external_id})),
        claimed_at=at,
        cost_micros=charges.micros(kind=AttemptKind.DELETE, text=""),
    )
    alive.claims(attempt_id=attempt.pk)
    trail.record(
        verb="post.copy_delete_asked",
        agency_id=post.agency_id,
        actor_id=actor.pk,
        subject_id=post.pk,
        at=at,
        copy_id=copy.pk,
        attempt_id=attempt.pk,
        reason_sealed=sealed,
    )
    return Claim(attempt_id=attempt.pk, account=post.account, external_id=copy.external_id, claimed_at=at)
