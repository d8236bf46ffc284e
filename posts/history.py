"""What happened to a post, told in order from its own rows: for its page, for the desk, and for its record."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from accounts.models import Member
from accounts.offices import NAMES
from accounts.prepared import ByKey, Statement
from audit import vault
from posts import (
    afterwards,
    attempted,
    declared,
    from_trail,
    gave_way,
    languages,
    reposts,
    rested,
    slots,
    stopped,
)
from posts.entries import TO_BE_READ, Entry, author_in_words, entry, role_in_words
from posts.models import (
    Approval,
    Correction,
    DutyNotice,
    Post,
    Remark,
    RemarkKind,
    Revision,
    Verdict,
)
from records import keeping

_THERE_IS = Statement("""
WITH frozen AS (SELECT id FROM posts_revision WHERE post_id = $1)
SELECT EXISTS (SELECT 1 FROM posts_remark WHERE revision_id IN (SELECT id FROM frozen)),
    EXISTS (SELECT 1 FROM posts_stop WHERE post_id = $1),
    EXISTS (SELECT 1 FROM posts_hold WHERE post_id = $1),
    EXISTS (
        SELECT 1 FROM posts_attempt
        WHERE publication_id IN (SELECT id FROM posts_publication WHERE post_id = $1)
    ),
    EXISTS (SELECT 1 FROM posts_lapse WHERE revision_id IN (SELECT id FROM frozen))
        OR EXISTS (SELECT 1 FROM posts_rejudgement WHERE revision_id IN (SELECT id FROM frozen)),
    EXISTS (
        SELECT 1 FROM audit_event
        WHERE agency_id = $2 AND subject = 'post' AND subject_id = $1 AND verb = ANY ($3)
    ),
    EXISTS (SELECT 1 FROM posts_revisionpermission WHERE revision_id IN (SELECT id FROM frozen)),
    ARRAY(SELECT revision_id FROM posts_revisionpicture WHERE revision_id IN (SELECT id FROM frozen))
""")
_REVISIONS = ByKey(
    lambda post_id: Revision.objects.select_related("submitted_by").filter(post=post_id).order_by("number")
)
_VERDICTS_OF = ByKey(
    lambda post_id: Approval.objects.select_related("decided_by", "step").filter(revision__post=post_id)
)


_FIRST = frozenset({"begun", "came_from"})


@dataclass(frozen=True)
class _There:
    """What there is to ask for, in the order of the question: most posts have little of it."""

    remarked: bool
    stopped: bool
    held: bool
    tried: bool
    judged: bool
    told: bool
    permitted: bool
    pictured: Sequence[int]
    """The version of each picture."""


def of(post: Post, *, declarations: bool = True) -> list[Entry]:
    """The history of a post, oldest first; at most ten queries however long it is. Draft, account and unit are read.

    Without `declarations`, what its author said by sending it is left to whoever reads the decision anyway.
    """
    there, revisions = _there(post), _REVISIONS.all(post.pk)
    told = list(from_trail.entries(post)) if there.told else []
    began = next((one.instead_of for one in told if one.instead_of), post.author)
    entries = [
        _begun(post, by=began),
        *gave_way.entries(post=post, revisions=revisions),
        *_revisions(post, revisions, Counter(there.pictured)),
        *_verdicts(post, revisions),
        *_duties(revisions),
        *(_remarks(post) if there.remarked else ()),
        *(stopped.placed(post) if there.stopped else ()),
        *(stopped.held(post) if there.held else ()),
        *(attempted.entries(post) if there.tried else ()),
        *told,
        *(afterwards.entries(revisions) if there.judged else ()),
        *(rested.entries(post, revisions) if there.permitted else ()),
    ]
    if not declarations:
        entries = [replace(one, declared="") for one in entries]
    kept = vault.texts(
        digests=[digest for one in entries for digest in one.to_be_read],
        agency_id=post.agency_id,
    )
    # Of one moment, where it came from stands before what was done with it.
    return sorted((_told(one, kept) for one in entries), key=lambda one: (one.at, one.act not in _FIRST))


def _there(post: Post) -> _There:
    (told,) = _THERE_IS.rows(post.pk, post.agency_id, list(from_trail.SAID))
    return _There(*told)


def _told(told: Entry, kept: dict[str, str]) -> Entry:
    words = kept.get(told.digests[0], "") if told.words == TO_BE_READ else told.words
    if told.because or told.guidance:
        guidance = kept.get(told.guidance, "")
        words = " ".join(filter(None, (kept.get(told.because), guidance and f"Guidance: {guidance}")))
    said = json.loads(kept.get(told.attested, "{}") if told.attested else "{}")
    by_sending = declared.in_words(decision=json.loads(kept.get(told.declared, "{}")))
    return replace(
        told,
        words=words,
        declared=by_sending,
        guidance=kept.get(told.guidance, ""),
        checklist=said.get("checklist", _NO_CHECKLIST)["version"],
        detail=_attested(said)
        or told.detail + (f". The author declared: {by_sending}" if by_sending else ""),
    )


_NO_CHECKLIST: Mapping[str, Any] = {"version": "", "clause": "", "lines": ()}


def _attested(said: Mapping[str, Any]) -> str:
    """What was said by approving, and by which checklist of the training it was read (CPD-TW.V.B.2)."""
    checklist = said.get("checklist", _NO_CHECKLIST)
    told = [f"“{' '.join(said['said'])}”"] if said.get("said") else []
    if checklist["lines"]:
        told.append(
            f"Checklist {checklist['version']} ({checklist['clause']}): “{' '.join(checklist['lines'])}”"
        )
    return " ".join(told)


_BEGAN: dict[str, str] = {
    Correction.REPLACE: "{name} began a post in place of one that was out",
    Correction.REPLY: "{name} began a reply that corrects a post of ours",
}


def _corrected(post: Post) -> str:
    """The record of what a correction corrects, by its number."""
    if post.corrects_id is None:
        return ""
    kept = keeping.record_of(agency_id=post.agency_id, post_id=post.corrects_id)
    return f". It corrects record {kept.number}" if kept else ""


def _began_alone(post: Post) -> str:
    if post.translates_id is not None:
        return "{name} began the translation of a post"
    return "{name} began a copy" if post.copied_from_id else "{name} began a draft"


def _begun(post: Post, *, by: Member) -> Entry:
    if post.repost_of:
        return reposts.begun(post=post, by=by)
    return entry(
        post.created_at,
        "begun",
        by,
        _BEGAN.get(post.correction, _began_alone(post)),
        role=author_in_words(post),
        detail=f"{post.unit.full_name}, @{post.account.handle}{_corrected(post)}",
    )


def _revisions(post: Post, revisions: Sequence[Revision], pictures: Mapping[int, int]) -> Iterator[Entry]:
    for revision in revisions:
        yield entry(
            revision.submitted_at,
            "submitted",
            revision.submitted_by,
            "{name} sent it for approval" if revision.number == 1 else "{name} sent it again",
            role=author_in_words(post),
            detail=f"{_sealed(revision, pictures[revision.pk])}, "
            f"fingerprint {revision.digest[:4]} {revision.digest[4:8]}{_window(revision, post)}",
            revision_number=revision.number,
            declared=revision.decision_digest,
            digests=tuple(
                filter(
                    None,
                    (
                        revision.text_digest,
                        revision.answers_digest,
                        revision.decision_digest,
                        revision.meaning_digest,
                    ),
                )
            ),
        )


def _window(revision: Revision, post: Post) -> str:
    if revision.not_after is None:
        return ""
    told = slots.latest_in_words(
        not_before=revision.not_before, not_after=revision.not_after, zone=post.account.agency.tzinfo
    )
    return f". {told}"


def _sealed(revision: Revision, pictures: int) -> str:
    text = f"Exact text{languages.in_brackets(revision=revision)}"
    if not pictures:
        return f"{text} sealed"
    return f"{text} and {pictures} picture{'' if pictures == 1 else 's'} sealed"


_VERDICTS = {
    Verdict.APPROVED: ("approved", "{name} approved it"),
    Verdict.RETURNED: ("returned", "{name} returned it"),
    Verdict.REJECTED: ("rejected", "{name} rejected it"),
}


def _verdicts(post: Post, revisions: Sequence[Revision]) -> Iterator[Entry]:
    numbers = {revision.pk: revision.number for revision in revisions}
    # What was sent and decided since the versions were read is not told yet.
    for verdict in (one for one in _VERDICTS_OF.all(post.pk) if one.revision_id in numbers):
        act, sentence = _VERDICTS[Verdict(verdict.verdict)]
        approved = verdict.verdict == Verdict.APPROVED
        if verdict.stood_in_for:
            act, sentence = "stood_in", f"{{name}} approved it in place of {NAMES[verdict.stood_in_for]}"
        yield entry(
            verdict.decided_at,
            act,
            verdict.decided_by,
            sentence,
            role=role_in_words(verdict.held_role, post.unit),
            words=TO_BE_READ if verdict.reason_digest and not approved else "",
            attested=verdict.attested_digest,
            guidance=verdict.reason_digest if approved else "",
            because=verdict.stand_in_digest,
            step_id=verdict.step_id,
            in_place_of=NAMES.get(verdict.stood_in_for, ""),
            clause=verdict.step.clause,
            revision_number=numbers[verdict.revision_id],
            digests=tuple(
                filter(None, (verdict.reason_digest, verdict.attested_digest, verdict.stand_in_digest))
            ),
        )


def _duties(revisions: Sequence[Revision]) -> Iterator[Entry]:
    """Which office was to be told, when it had been, and what it answered where that was waited for (CPD-TW.IV.A.1)."""
    numbers = {revision.pk: revision.number for revision in revisions if revision.notices}
    found = DutyNotice.objects.filter(revision__in=numbers).select_related("answered_by").order_by("pk")
    for duty in found if numbers else ():
        office = NAMES[duty.role]
        said = partial(
            entry,
            office=office,
            clause=duty.clause,
            revision_number=numbers[duty.revision_id],
            wait_minutes=duty.wait_minutes,
        )
        longest = f", and its answer is waited for, at most {slots.minutes_in_words(duty.wait_minutes)}"
        waits = longest if duty.wait_minutes else ""
        yield said(duty.written_at, "to_tell", None, f"{office} is told before it goes out{waits}")
        if duty.delivered_at is not None:
            yield said(duty.delivered_at, "told", None, f"{office} had been told")
        if duty.waited_at is not None and duty.answered_by is not None:
            by = duty.answered_by
            yield said(
                duty.waited_at, "office_answered", by, "{name} answered that it may go on", role=office
            )
        elif duty.waited_at is not None:
            yield said(
                duty.waited_at,
                "wait_ended",
                None,
                f"{office} had not answered, so it is waited for no longer",
            )


_REMARKS = {
    RemarkKind.QUESTION: ("asked", "{name} asked the unit"),
    RemarkKind.RECALLED: ("returned", "{name} returned it after it was approved"),
    RemarkKind.OVERRULED: ("rejected", "{name} rejected it after it was approved"),
    RemarkKind.IN_ORDER: ("found_in_order", "{name} found it in order"),
    RemarkKind.TO_CORRECT: ("to_correct", "{name} asked for a correction"),
    RemarkKind.COMMENT: ("remarked", "{name} commented"),
    RemarkKind.PROPOSAL: ("proposed", "{name} proposed a wording"),
    RemarkKind.TAKEDOWN: ("takedown_asked", "{name} asked to take it down"),
    RemarkKind.CORRECTION: ("correction_begun", "{name} began a correction"),
    RemarkKind.LOOKED: ("looked", "{name} looked at the account"),
}


def _remarks(post: Post) -> Iterator[Entry]:
    made = Remark.objects.filter(revision__post=post).select_related("made_by", "revision")
    for remark in made.order_by("pk"):
        act, sentence = _REMARKS[RemarkKind(remark.kind)]
        proposes = remark.kind == RemarkKind.PROPOSAL
        yield entry(
            remark.made_at,
            act,
            remark.made_by,
            f"{sentence} for part {remark.part + 1}" if proposes and remark.revision.parts > 1 else sentence,
            words=TO_BE_READ,
            part=remark.part,
            revision_number=remark.revision.number,
            digests=(remark.text_digest,),
        )
