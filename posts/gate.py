"""The gate: asked inside the claim, under the row lock and the shared side of the stop lock."""

from dataclasses import replace
from datetime import datetime

from accounts.models import AccountStatus
from posts import (
    alerts,
    by_days,
    corrections,
    following,
    halves,
    health,
    lapsing,
    lateness,
    parts,
    press_waits,
    rejudging,
    said_anew,
)
from posts.judging import PackHasChanged, pack_in_force
from posts.known import Known, known_of
from posts.models import Post, Publication, PublicationState, Revision, Status
from posts.reasons import Held

MISSED = "Its time had passed before it could go out. Choose what becomes of it."
PERMISSION_ENDED = Held(
    slug="permission_ended",
    sentence="A written permission that it rests on has ended. Name another one, or take out what needs it.",
    status=Status.RETURNED,
)
REST_LATE = Held(
    slug="rest_late",
    sentence="The rest of the thread is late. A person sends it, or takes down what is out.",
    status=Status.PARTLY_OUT,
)
"""The rest follows in a moment or not by itself: hours later residents would not know what it belongs to."""

ALERT_OVER = Held(
    slug="alert_over",
    sentence="The crime alert that it reposts is over, so it does not go out.",
    status=Status.APPROVED,
    told_otherwise=True,
)
"""It is withdrawn in a moment, and its writers are told then (posts.coordination.pulling)."""
PAIR_STOPPED = Held(
    slug="pair_stopped",
    sentence="The other post of its pair is stopped. It waits with that one.",
    status=Status.APPROVED,
)
PAIR_WENT_BACK = Held(
    slug="pair_went_back",
    sentence="The other post of its pair went back to its author, and this one with it.",
    status=Status.RETURNED,
)
RIGHTS_ENDED = Held(
    slug="rights_ended",
    sentence="A picture may not be shown any more: its rights have ended, or it was blurred since.",
    status=Status.RETURNED,
)
SAID_ANEW = Held(
    slug="said_anew",
    sentence="By what was said since of a picture in it more is asked. Open it to see what is missing.",
    status=Status.RETURNED,
)
RULE_BEGAN = Held(
    slug="rule_began",
    sentence="Rules count on certain days. Since it was sent in one has begun or ended, and more is asked now. Open it "
    "to see what is missing, and submit it again.",
    status=Status.RETURNED,
)
RULES_CHANGED = Held(
    slug="rules_changed",
    sentence="New rules took effect and ask for more. Its page says what is missing.",
    status=Status.RETURNED,
)
RULES_UNREADABLE = Held(
    slug="rules_unreadable",
    sentence="The rules in force cannot be read. Whoever runs the portal must look at its packs.",
    status=Status.APPROVED,
)


def holds_back(*, post: Post, publication: Publication, now: datetime) -> Held | None:
    """The first reason against sending, or None. `now` is the database's clock."""
    asked = ask(post=post, publication=publication, now=now)
    return asked if isinstance(asked, Held) else None


def ask(*, post: Post, publication: Publication, now: datetime) -> Held | parts.Part:
    """The first reason against sending, or what goes out: exactly what was approved."""
    revision = publication.revision
    if post.revision_id != revision.pk or publication.account_id != post.account_id:
        return Held(
            slug="another_version", sentence="The approval is for another version.", status=Status.RETURNED
        )
    known = known_of(post=post, now=now)
    if known.stopped:
        return Held(slug="stopped", sentence="A stop is in force.", status=Status.STOPPED)
    if lateness.missed(post=post, publication=publication, now=now):
        return REST_LATE if publication.part else Held(slug="missed", sentence=MISSED, status=Status.MISSED)
    fallen = _fallen(post=post, revision=revision, known=known, now=now)
    fallen = fallen or (None if publication.part else _with_its_pair(post=post, known=known, now=now))
    if fallen is not None:
        return fallen
    if post.account.status != AccountStatus.ACTIVE:
        return Held(
            slug="account_not_active", sentence="The account is not approved for use.", status=Status.APPROVED
        )
    frozen = parts.frozen(revision=revision, agency_id=post.agency_id)
    if _bytes_differ(post=post, revision=revision, frozen=frozen):
        return Held(
            slug="account_changed",
            sentence="The account changed after it was approved, so it must be approved again.",
            status=Status.RETURNED,
        )
    return (
        health.waits(account=post.account, now=now)
        or following.held_by(publication=publication)
        or _same_words_unknown(publication=publication, known=known)
        or cannot_reach(post=post)
        # Asked last: where nothing but this holds a replacement back, what it replaces is deleted.
        or corrections.held_by(post=post, publication=publication)
        or frozen[publication.part]
    )


def _fallen(*, post: Post, revision: Revision, known: Known, now: datetime) -> Held | None:
    """Why its approvals count no longer, or wait for somebody to keep them."""
    if known.lacks_approval:
        return Held(slug="not_approved", sentence="A step lacks its approval.", status=Status.RETURNED)
    if known.office_not_told:
        return Held(
            slug="office_not_told", sentence="An office has not been told of it yet.", status=Status.APPROVED
        )
    if known.permission_lacks:
        return PERMISSION_ENDED
    if alerts.ended(account=post.account, number=post.repost_of, at=now) is not None:
        return ALERT_OVER
    changed = RIGHTS_ENDED if known.rights_ended else None
    changed = changed or _under_other_rules(post=post, revision=revision, known=known, now=now)
    changed = changed or _names_who_asked(post=post, revision=revision, known=known, now=now)
    return changed or _without_authority(post=post, known=known, now=now)


def _with_its_pair(*, post: Post, known: Known, now: datetime) -> Held | None:
    """Of a pair that was approved together what holds one back holds both back; what is out binds nobody."""
    if known.other_half == Status.STOPPED:
        return PAIR_STOPPED
    if known.other_half == Status.RETURNED:
        return PAIR_WENT_BACK
    other = halves.other_of(post=post) if known.other_half else None
    if other is None or other.revision is None:
        return None
    theirs = known_of(post=other, now=now)
    if theirs.stopped:
        return PAIR_STOPPED
    fallen = _fallen(post=other, revision=other.revision, known=theirs, now=now)
    if fallen is None:
        return None
    return replace(fallen, sentence=f"Its pair, in {halves.name_of(post=other)}, waits. {fallen.sentence}")


def _under_other_rules(*, post: Post, revision: Revision, known: Known, now: datetime) -> Held | None:
    """Rules that took effect or began since, or what was said since of a picture, ask for more; the rest goes out."""
    if known.pack_digest is None:
        return None
    try:
        same = known.pack_digest == revision.pack_digest
        judged = None if same else rejudging.under_rules_in_force(post=post, revision=revision, at=now)
        if known.said_anew and said_anew.asks_for(
            post=post, revision=revision, pack=pack_in_force(agency=post.account.agency, at=now), at=now
        ):
            return SAID_ANEW
        if judged is not None and not judged.stands:
            return RULES_CHANGED
        # A thread that has begun goes on: its rest could never be sent under a rule that began between two parts.
        waits = post.status == Status.APPROVED
        began = waits and by_days.begun(post=post, revision=revision, judged=judged, at=now)
    except PackHasChanged:
        return RULES_UNREADABLE
    return RULE_BEGAN if began else None


def _names_who_asked(*, post: Post, revision: Revision, known: Known, now: datetime) -> Held | None:
    """Whoever it names asked for the press and waits; a thread that has begun to go out goes on."""
    if not known.press_waits or post.status != Status.APPROVED:
        return None
    try:
        found = press_waits.finding(post=post, revision=revision, at=now)
    except PackHasChanged:
        return RULES_UNREADABLE
    if found is None:
        return None
    return Held(
        slug="press_waits",
        sentence=f"Somebody whom it names asked for the press, and Communications answers ({found.clause}).",
        status=Status.RETURNED,
    )


def _same_words_unknown(*, publication: Publication, known: Known) -> Held | None:
    """Nobody could tell it apart, on the account, from a post with the same words that may be out already."""
    if not known.unknown_beside:
        return None
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


def _bytes_differ(*, post: Post, revision: Revision, frozen: tuple[parts.Part, ...]) -> bool:
    """Whether what would be sent now, from this account on this network, is not what was approved."""
    would_be = parts.received(
        post=post, parts=frozen, reply_settings=revision.reply_settings, reply_to=revision.reply_to
    )
    return parts.fingerprint(received=would_be) != revision.digest


def cannot_reach(*, post: Post) -> Held | None:
    """Why nothing can be sent to, or deleted on, the post's account now."""
    return health.out_of_reach(account=post.account)


def _without_authority(*, post: Post, known: Known, now: datetime) -> Held | None:
    """Authority of those who wrote or approved it that has ended: for cause it goes back, else a person keeps it."""
    if not known.authority_ended and not known.training_asked:
        return None
    if known.ended_for_cause:
        return Held(
            slug="authority_ended",
            sentence="The authority of somebody who wrote or approved it was ended for cause.",
            status=Status.RETURNED,
        )
    if lapsing.unkept(post=post, now=now):
        return Held(
            slug="authority_lapsed",
            sentence="The authority of somebody who wrote or approved it has ended. Its unit keeps or withdraws it.",
            status=Status.APPROVED,
        )
    return None
