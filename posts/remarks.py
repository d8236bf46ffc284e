"""Comments, other words and questions: kept in the vault and tied to the version they are about."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import Member
from audit import vault
from posts import notices, workflow
from posts.actions import Action
from posts.models import Remark, RemarkKind
from posts.workflow import Taken


def keep(taken: Taken, *, kind: RemarkKind, words: str, part: int = 0) -> tuple[Remark, str]:
    """The remark, and its sealed digest for the trail. Raises WrongStatus where nothing is frozen."""
    agency_id = taken.post.agency_id
    digest = vault.keep(content=words, agency_id=agency_id)
    remark = Remark.objects.create(
        revision=taken.revision,
        kind=kind,
        part=part,
        text_digest=digest,
        made_by=taken.actor,
        made_at=taken.at,
    )
    return remark, vault.sealed_digest(digest=digest, agency_id=agency_id)


_SAYING = {
    RemarkKind.COMMENT: Action.COMMENT,
    RemarkKind.PROPOSAL: Action.PROPOSE,
    RemarkKind.QUESTION: Action.ASK,
}


@transaction.atomic
def leave(*, post_id: int, kind: RemarkKind, text: str, actor: Member, at: datetime) -> Remark:
    """Leave a comment, a proposed wording or a question to the unit on the frozen version; it decides nothing."""
    taken = workflow.begin(post_id=post_id, action=_SAYING[kind], actor=actor, at=at)
    made = _say(taken, kind, text)
    if kind == RemarkKind.QUESTION:
        notices.asked(post=taken.post, by=actor, at=at)
    else:
        notices.remarked(post=taken.post, remark=made, at=at)
    return made


@transaction.atomic
def propose(*, post_id: int, wordings: Mapping[int, str], actor: Member, at: datetime) -> list[Remark]:
    """Propose other words for parts of a thread, counted from 0; its authors are told once."""
    taken = workflow.begin(post_id=post_id, action=Action.PROPOSE, actor=actor, at=at)
    made = [_say(taken, RemarkKind.PROPOSAL, wordings[part], part) for part in sorted(wordings)]
    notices.remarked(post=taken.post, remark=made[0], at=at)
    return made


def _say(taken: Taken, kind: RemarkKind, text: str, part: int = 0) -> Remark:
    made, sealed = keep(taken, kind=kind, words=text, part=part)
    workflow.finish(
        taken,
        verb="post.remarked",
        revision_id=taken.revision.pk,
        kind=kind.value,
        text_sealed=sealed,
    )
    return made
