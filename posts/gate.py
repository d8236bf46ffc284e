"""The gate: asked inside the claim, under the row lock and the shared side of the stop lock."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import AccountStatus
from posts import corrections, following, health, lapsing, lateness, parts, rejudging, said_anew, triggers
from posts.judging import PackHasChanged, pack_in_force
from posts.models import Post, Publication, PublicationState, Revision, Status
from posts.prepared import Statement
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

_ASK = Statement(
    """
SELECT _STOPPED, _STEP_LACKS_APPROVAL, _OFFICE_NOT_TOLD, _PERMISSION_LACKS,
    (
        SELECT policy.digest FROM accounts_agencypolicy policy
        WHERE policy.agency_id = origin.agency_id AND policy.effective_at <= $2
        ORDER BY policy.effective_at DESC, policy.id DESC LIMIT 1
    ),
    ended.some IS NOT NULL, COALESCE(ended.for_cause, FALSE),
    EXISTS (
        SELECT 1 FROM accounts_conditionrule rule
        WHERE rule.agency_id = origin.agency_id AND rule.condition = 'training' AND rule.force = 'enforced'
            AND rule.starts_at <= $2
    ),
    EXISTS (
        SELECT 1 FROM posts_publication other WHERE other.account_id = origin.account_id AND other.state = 'unknown'
    ),
    EXISTS (
        SELECT 1 FROM posts_revisionpicture shown
        JOIN accounts_agency agency ON agency.id = origin.agency_id
        LEFT JOIN LATERAL (
            SELECT said.ends_on FROM posts_mediarights said
            WHERE said.picture_id = shown.picture_id ORDER BY said.id DESC LIMIT 1
        ) last ON TRUE
        WHERE shown.revision_id = origin.revision_id AND (
            last.ends_on < ($2 AT TIME ZONE agency.zone)::date
            OR EXISTS (
                SELECT 1 FROM posts_restriction held
                WHERE held.picture_id = shown.picture_id AND held.lifted_at IS NULL
            )
        )
    ),
    EXISTS (
        SELECT 1 FROM posts_revisionpicture shown JOIN posts_mediarights said ON said.picture_id = shown.picture_id
        WHERE shown.revision_id = origin.revision_id AND said.id > COALESCE(shown.rights_id, 0)
    )
FROM posts_post origin, LATERAL (
    SELECT bool_or(TRUE) AS some,
        bool_or(held.for_cause AND held.ends_at BETWEEN part.since AND $2) AS for_cause
    FROM (
        SELECT decided_by_id AS member_id, decided_at AS since
        FROM posts_approval WHERE revision_id = origin.revision_id
        UNION ALL
        SELECT author.member_id, revision.submitted_at
        FROM posts_revisionauthor author JOIN posts_revision revision ON revision.id = author.revision_id
        WHERE author.revision_id = origin.revision_id
    ) part
    JOIN accounts_authorisation held ON held.member_id = part.member_id AND held.agency_id = origin.agency_id
    JOIN accounts_member member ON member.id = held.member_id
    WHERE held.ends_at BETWEEN origin.created_at AND $2 OR NOT member.is_active
) ended
WHERE origin.id = $1
""".replace("_STOPPED", triggers.STOPPED)
    .replace(
        "_STEP_LACKS_APPROVAL",
        triggers.STEP_LACKS_APPROVAL.format(revision="origin.revision_id", post="origin.id"),
    )
    .replace("_OFFICE_NOT_TOLD", triggers.OFFICE_NOT_TOLD.format(revision="origin.revision_id"))
    .replace("_PERMISSION_LACKS", triggers.PERMISSION_LACKS.format(revision="origin.revision_id", now="$2"))
)
"""What the database knows against sending, in one query: the stops of every scope, and what the triggers ask, too."""


@dataclass(frozen=True)
class _Known:
    """The answers, in the order of the question."""

    stopped: bool
    lacks_approval: bool
    office_not_told: bool
    permission_lacks: bool
    """Whether a written permission that its rules ask for has ended, or its last day is over."""
    pack_digest: str | None
    """Of the rules in force; None before the agency adopted any."""
    authority_ended: bool
    """Of those who wrote or approved it: since the post was begun, or since they may not sign in any more."""
    ended_for_cause: bool
    """Since their part in it: what others submit and approve afterwards is theirs."""
    training_asked: bool
    """Whether a rule of the agency or of any unit has ever enforced training: only then is it asked who lost theirs."""
    unknown_beside: bool
    """Whether nobody knows of another post of the account whether it is out."""
    rights_ended: bool
    """Whether a picture may not be shown any more: its rights ended, or a blurred one was made of it since."""
    said_anew: bool
    """Whether something was said of a picture since it was judged."""


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
    known = _known(post=post, now=now)
    if known.stopped:
        return Held(slug="stopped", sentence="A stop is in force.", status=Status.STOPPED)
    if lateness.missed(post=post, publication=publication, now=now):
        return REST_LATE if publication.part else Held(slug="missed", sentence=MISSED, status=Status.MISSED)
    if known.lacks_approval:
        return Held(slug="not_approved", sentence="A step lacks its approval.", status=Status.RETURNED)
    if known.office_not_told:
        return Held(
            slug="office_not_told", sentence="An office has not been told of it yet.", status=Status.APPROVED
        )
    if known.permission_lacks:
        return PERMISSION_ENDED
    changed = RIGHTS_ENDED if known.rights_ended else None
    changed = changed or _under_other_rules(post=post, revision=revision, known=known, now=now)
    if (changed := changed or _without_authority(post=post, known=known, now=now)) is not None:
        return changed
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


def _known(*, post: Post, now: datetime) -> _Known:
    (told,) = _ASK.rows(post.pk, now)
    return _Known(*told)


def _under_other_rules(*, post: Post, revision: Revision, known: _Known, now: datetime) -> Held | None:
    """Rules that took effect since, or what was said since of a picture, ask for more; what does not goes out."""
    if known.pack_digest is None or (known.pack_digest == revision.pack_digest and not known.said_anew):
        return None
    try:
        judged = rejudging.under_rules_in_force(post=post, revision=revision, at=now)
        if known.said_anew and said_anew.asks_for(
            post=post, revision=revision, pack=pack_in_force(agency=post.account.agency, at=now)
        ):
            return SAID_ANEW
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


def _same_words_unknown(*, publication: Publication, known: _Known) -> Held | None:
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


def _without_authority(*, post: Post, known: _Known, now: datetime) -> Held | None:
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
