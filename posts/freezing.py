"""Freezing: the immutable version of a draft, bound to its exact bytes, with its authors and its route."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Member, Role
from audit import vault
from directives.decision import Step
from directives.model import LATE_MINUTES
from posts import (
    corrections,
    duties,
    languages,
    parts,
    permitting,
    pictured,
    readers,
    replies,
    routing,
    slots,
)
from posts import digest as digests
from posts.judging import Judged
from posts.models import Draft, DraftPicture, MediaRights, Post, Revision, RevisionAuthor, RouteStep
from posts.parts import Part


def freeze(
    *,
    post: Post,
    draft: Draft,
    pictures: Sequence[DraftPicture],
    spoken: Mapping[int, MediaRights],
    number: int,
    authors: Set[int],
    judged: Judged,
    actor: Member,
    at: datetime,
) -> tuple[Revision, list[RouteStep], dict[str, str]]:
    """The immutable revision of a draft with its authors, its route in order, and the sealed digests by which the trail
    names its words, answers, decision and meaning.

    Raises NotOut and NothingChanged where a correction cannot be one.
    """
    agency_id, decision = post.agency_id, judged.decision
    texts = [digests.normal(text) for text in (draft.text, *parts.further_in(draft=draft))]
    not_after = _latest(draft, post, late_minutes=decision.late_minutes)
    reply_to = corrections.replied_to(post=post)
    may_reply = replies.allowed(post=post, reply_to=reply_to, settings=judged.pack.settings)
    received = parts.received(
        post=post,
        parts=[
            Part(text=text, media=pictured.media_of(rows=[row for row in pictures if row.part == number]))
            for number, text in enumerate(texts)
        ],
        reply_settings=may_reply,
        reply_to=reply_to,
    )
    fingerprint = parts.fingerprint(received=received)
    corrections.refuse_the_same(post=post, digest=fingerprint, text=texts[0])
    route = [_route_row(step, post) for step in decision.route]
    category = judged.pack.category(key=post.category)
    answers, reasons = digests.canonical(draft.answers), digests.canonical(decision.as_json())
    note = [draft.note] if draft.note.strip() else []
    meant = languages.meant(draft=draft, agency=post.account.agency)
    meaning = languages.meaning_of(draft=draft, texts=texts) if meant else []
    contents = [texts[0], answers, reasons, *meaning, *note]
    sealed = vault.seal_all(contents=contents, agency_id=agency_id)
    kept = [vault.digest_of(each) for each in contents]
    meaning_digest = kept[3] if meaning else ""
    revision = Revision.objects.create(
        post=post,
        number=number,
        draft_version=draft.version,
        digest=fingerprint,
        binding=digests.of_agreement(
            digest=fingerprint,
            category=post.category,
            answers=draft.answers,
            route=route,
            pack_digest=decision.pack_digest,
            not_before=draft.send_at,
            not_after=not_after,
            corrects=(post.correction, post.corrects_id) if post.corrects_id else None,
            reposts=kept[0] if post.repost_of else "",
            means=(meant, meaning_digest) if meant else None,
            media=[
                spoken[each.picture_id].facts_digest if each.picture_id in spoken else "" for each in pictures
            ],
        ),
        text_digest=kept[0],
        parts=len(texts),
        note_digest=kept[-1] if note else "",
        language=meant,
        meaning_digest=meaning_digest,
        needs_reader=bool(readers.asked_of(post=post, language=meant)),
        reply_settings=may_reply,
        reply_to=reply_to,
        category=post.category,
        category_label=category.label if category else post.category,
        record_class=decision.record_class,
        steps=len(route),
        notices=len(decision.notices),
        permissions=len(decision.permissions),
        answers_digest=kept[1],
        decision_digest=kept[2],
        findings=[
            {"level": f.level, "rule": f.rule, "clause": f.clause}
            for f in decision.findings
            if f.level != "must_fix"
        ],
        gave_way=bool(decision.set_aside or decision.asides),
        sensitive=bool(category and category.sensitive),
        pack=decision.pack_slug,
        pack_version=decision.pack_version,
        pack_digest=decision.pack_digest,
        not_before=draft.send_at,
        not_after=not_after,
        late_minutes=category.late_minutes if category else LATE_MINUTES,
        urgent=bool(category and category.urgent),
        submitted_by=actor,
        submitted_at=at,
    )
    RevisionAuthor.objects.bulk_create(
        RevisionAuthor(revision=revision, member_id=member_id) for member_id in sorted(authors)
    )
    permitting.freeze(revision=revision, decision=decision, found=judged.permitted)
    parts.freeze(revision=revision, texts=texts, received=received)
    pictured.freeze(revision=revision, rows=pictures, said=spoken)
    steps = RouteStep.objects.bulk_create(RouteStep(revision=revision, **row) for row in route)
    duties.freeze(revision=revision, post=post, demanded=decision.notices, at=at)
    return revision, sorted(steps, key=lambda step: (step.position, step.pk)), sealed


def _latest(draft: Draft, post: Post, *, late_minutes: int) -> datetime | None:
    """The moment after which it does not go out any more: as chosen, else the end of the day it was meant for."""
    if draft.send_at is None or draft.send_until is not None:
        return draft.send_until
    late = draft.send_at + timedelta(minutes=late_minutes)
    return max(late, slots.end_of_day(moment=draft.send_at, zone=post.account.agency.tzinfo))


def _route_row(step: Step, post: Post) -> dict[str, Any]:
    unit_id = post.unit_id if step.scope == "unit" else None
    role = routing.role_of(step=step, post=post)
    return {
        "position": step.position,
        "key": step.key,
        "role": role.value,
        "unit_id": None if role == Role.COMMUNICATIONS else unit_id,
        "name": step.title,
        "clause": step.why_clause,
        "why": step.why,
    }
