"""The gate: asked inside the claim, under the row lock and the shared side of the stop lock."""

from datetime import datetime

from django.db.models import Q

from accounts.models import AccountStatus, Authorisation
from posts import corrections, coverage, following, health, lapsing, lateness, parts, rejudging, standing
from posts.judging import PackHasChanged
from posts.models import Approval, Post, Publication, PublicationState, Revision, RevisionAuthor, Status
from posts.reasons import Held

MISSED = "Its time had passed before it could go out. Choose what becomes of it."


def holds_back(*, post: Post, publication: Publication, now: datetime) -> Held | None:
    """The first reason against sending, or None. `now` is the database's clock."""
    revision = publication.revision
    if post.revision_id != revision.pk or publication.account_id != post.account_id:
        return Held(
            slug="another_version", sentence="The approval is for another version.", status=Status.RETURNED
        )
    if coverage.over(post=post).exists():
        return Held(slug="stopped", sentence="A stop is in force.", status=Status.STOPPED)
    # A thread that has begun in time is finished: residents see half of it meanwhile.
    if not publication.part and lateness.missed(post=post, revision=revision, now=now):
        return Held(slug="missed", sentence=MISSED, status=Status.MISSED)
    stands = standing.of(post)
    if not stands.fully_approved:
        return Held(slug="not_approved", sentence="A step lacks its approval.", status=Status.RETURNED)
    if stands.untold:
        return Held(
            slug="office_not_told", sentence="An office has not been told of it yet.", status=Status.APPROVED
        )
    changed = _under_other_rules(post=post, revision=revision, now=now) or _without_authority(
        post=post, now=now
    )
    if changed is not None:
        return changed
    if post.account.status != AccountStatus.ACTIVE:
        return Held(
            slug="account_not_active", sentence="The account is not approved for use.", status=Status.APPROVED
        )
    if _bytes_differ(post=post, publication=publication):
        return Held(
            slug="account_changed",
            sentence="The account changed after it was approved, so it must be approved again.",
            status=Status.RETURNED,
        )
    return (
        health.waits(account=post.account, now=now)
        or following.held_by(publication=publication)
        or _same_words_unknown(publication=publication)
        or cannot_reach(post=post)
        # Asked last: where nothing but this holds a replacement back, what it replaces is deleted.
        or corrections.held_by(post=post, publication=publication)
    )


def _under_other_rules(*, post: Post, revision: Revision, now: datetime) -> Held | None:
    """Rules that took effect since ask for more; what asks for nothing more goes out as it is."""
    try:
        judged = rejudging.under_rules_in_force(post=post, revision=revision, at=now)
    except PackHasChanged:
        return Held(
            slug="rules_unreadable",
            sentence="The rules in force cannot be read. Whoever runs the portal must look at its packs.",
            status=Status.APPROVED,
        )
    if judged is None or judged.stands:
        return None
    return Held(
        slug="rules_changed",
        sentence="New rules took effect and ask for more. Its page says what is missing.",
        status=Status.RETURNED,
    )


def _same_words_unknown(*, publication: Publication) -> Held | None:
    """Nobody could tell it apart, on the account, from a post with the same words that may be out already."""
    same_words = Publication.objects.alias(words=parts.WORDS).filter(
        account_id=publication.account_id,
        state=PublicationState.UNKNOWN,
        words=parts.text_digest(publication=publication),
    )
    if not same_words.exists():
        return None
    return Held(
        slug="same_words_unknown",
        sentence="Another post with the same words may be out already. It waits until that is known.",
        status=Status.APPROVED,
    )


def _bytes_differ(*, post: Post, publication: Publication) -> bool:
    """Whether what would be sent now, from this account on this network, is not what was approved."""
    would_be = parts.frozen_received(post=post, revision=publication.revision)
    return parts.fingerprint(received=would_be) != publication.revision.digest


def cannot_reach(*, post: Post) -> Held | None:
    """Why nothing can be sent to, or deleted on, the post's account now."""
    return health.out_of_reach(account=post.account)


def _without_authority(*, post: Post, now: datetime) -> Held | None:
    """Authority of those who wrote or approved it that has ended: for cause it goes back, else a person keeps it."""
    ended = _ended(post=post, now=now)
    if any(for_cause and ends_at and post.created_at <= ends_at <= now for for_cause, ends_at in ended):
        return Held(
            slug="authority_ended",
            sentence="The authority of somebody who wrote or approved it was ended for cause.",
            status=Status.RETURNED,
        )
    if ended and lapsing.unkept(post=post, now=now):
        return Held(
            slug="authority_lapsed",
            sentence="The authority of somebody who wrote or approved it has ended. Its unit keeps or withdraws it.",
            status=Status.APPROVED,
        )
    return None


def _ended(*, post: Post, now: datetime) -> list[tuple[bool, datetime | None]]:
    """What these people held that ended since the post was begun, or all where somebody may not sign in any more."""
    decided = Approval.objects.filter(revision=post.revision_id).values("decided_by")
    people = decided.union(RevisionAuthor.objects.filter(revision=post.revision_id).values("member"))
    held = Authorisation.objects.filter(member__in=people, agency_id=post.agency_id)
    over = Q(ends_at__gte=post.created_at, ends_at__lte=now) | Q(member__is_active=False)
    return list(held.filter(over).values_list("for_cause", "ends_at"))
