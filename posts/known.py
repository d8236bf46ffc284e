"""What the database knows against sending a post, in one query: for the gate, under the row lock of the claim."""

from dataclasses import dataclass
from datetime import datetime

from accounts.prepared import Statement
from posts import triggers
from posts.models import Post

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
    ),
    (
        SELECT twin.status FROM posts_post twin
        WHERE (twin.id = origin.translates_id OR twin.translates_id = origin.id)
            AND twin.status IN ('approved', 'returned', 'stopped')
        LIMIT 1
    ),
    EXISTS (
        SELECT 1 FROM posts_inquiry asked
        WHERE asked.agency_id = origin.agency_id AND asked.state = 'open' AND asked.handle <> ''
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
class Known:
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
    other_half: str | None
    """Of a pair: where the other one is while that waits, too, or went back."""
    press_waits: bool
    """Whether anybody with an account asked for the press and waits: only then is it asked whom the post names."""


def known_of(*, post: Post, now: datetime) -> Known:
    """The answers about a post as it is now: one query."""
    (told,) = _ASK.rows(post.pk, now)
    return Known(*told)
