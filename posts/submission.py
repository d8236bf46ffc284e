"""Submitting: judge, freeze, route."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count

from accounts import order
from accounts.models import Member, Role
from audit import vault
from directives.decision import Decision, Step
from directives.joining import joined
from directives.model import LATE_MINUTES
from posts import (
    again,
    corrections,
    duties,
    firings,
    holding,
    judging,
    kept_readings,
    languages,
    notices,
    parts,
    permitting,
    pictured,
    readers,
    routing,
    said,
    slots,
    uploads,
    workflow,
)
from posts import digest as digests
from posts.actions import Action
from posts.coordination import withdrawing
from posts.drafting import SavedMeanwhile
from posts.judging import Judged
from posts.models import Draft, DraftPicture, MediaRights, Post, Revision, RevisionAuthor, RouteStep, Status
from posts.parts import Part
from posts.workflow import WrongStatus


class NotReady(Exception):
    """Something is left to fix; `judged` names each finding."""

    def __init__(self, judged: Judged) -> None:
        left = len(judged.decision.at(level="must_fix"))
        super().__init__(f"{left} thing{'' if left == 1 else 's'} to fix first.")
        self.judged = judged


class SlotHasPassed(Exception):
    """The chosen time, or the latest one, is already over, or the two leave no time between them."""


@transaction.atomic
def submit(
    *,
    post_id: int,
    actor: Member,
    seen_version: int,
    at: datetime,
    beside: Sequence[Step] = (),
    counted_with: list[firings.Judged] | None = None,
) -> Post:
    """Freeze the draft and send it on its route.

    Pressing twice finds what the first press froze. The other post of a pair goes by posts.pairs alone, whose steps
    `beside` are taken, too, and which counts both at once: what is to be counted is added to `counted_with`. Raises
    NotReady, SlotHasPassed, SavedMeanwhile and what workflow.begin raises.
    """
    order.claiming(agency_id=actor.agency_id)
    try:
        taken = workflow.begin(post_id=post_id, action=Action.SUBMIT, actor=actor, at=at)
    except WrongStatus:
        pressed = _already_submitted(post_id=post_id, actor=actor, seen_version=seen_version)
        if pressed is None:
            raise
        return pressed
    post = taken.post
    drafts = Draft.objects.select_related("saved_by").annotate(frozen_before=Count("post__revisions"))
    draft = drafts.get(post=post)
    withdrawing.refuse(post=post)
    if draft.version != seen_version:
        raise SavedMeanwhile(draft)
    _check_times(draft, at)
    pictures = pictured.standing_in(draft=draft)
    spoken = said.of_pictures(pictures=[each.picture for each in pictures])
    readings = kept_readings.Readings(agency_id=post.agency_id)
    judged = _judged(post, draft, pictures, spoken, at, readings)
    judged = replace(judged, decision=joined(decision=judged.decision, pack=judged.pack, beside=beside))
    if not judged.decision.may_submit:
        raise NotReady(judged)
    if any(one.restricted for one in judged.decision.media):
        # Whatever the rules say, or do not say yet: the database takes no such version.
        raise pictured.Restricted
    readings.keep()
    revision, route = freeze(
        post=post,
        draft=draft,
        pictures=pictures,
        spoken={picture_id: one.row for picture_id, one in spoken.items()},
        number=draft.frozen_before + 1,
        judged=judged,
        actor=actor,
        at=at,
    )
    post.revision = revision
    first = [step for step in route if step.position == route[0].position]
    status = _enter_route(post, revision, judged.decision, at)
    if taken.standing.stopped_as is not None:
        status = Status.STOPPED
    some = [revision.digest] if revision.parts > 1 else []
    some += [revision.meaning_digest] if revision.meaning_digest else []
    sealed = vault.sealed_digests(
        digests=[revision.text_digest, revision.answers_digest, revision.decision_digest, *some],
        agency_id=post.agency_id,
    )
    post = workflow.finish(
        taken,
        verb="post.submitted",
        status=status,
        turns=first,
        revision_id=revision.pk,
        bytes_sealed=sealed[revision.text_digest],
        thread_sealed=sealed.get(revision.digest),
        answers_sealed=sealed[revision.answers_digest],
        decision_sealed=sealed[revision.decision_digest],
        meaning_sealed=sealed.get(revision.meaning_digest),
        pack_digest=revision.pack_digest,
        not_before=revision.not_before,
        not_after=revision.not_after,
    )
    if status == Status.APPROVED:
        holding.await_its_time(post=post, at=at)
    elif status == Status.IN_REVIEW:
        notices.review_wanted(post=post, steps=first, at=at)
    else:
        notices.waits_for_release(post=post, at=at)
    spoke = firings.Judged(revision=revision, post=post, decision=judged.decision)
    if counted_with is None:
        firings.submitted(judged=[spoke], at=at)
    else:
        counted_with.append(spoke)
    return post


def judged_of(*, post: Post, at: datetime) -> Judged:
    """What the rules in force say of a draft as it was saved last."""
    pictures = pictured.standing_in(draft=post.draft)
    spoken = said.of_pictures(pictures=[each.picture for each in pictures])
    return _judged(post, post.draft, pictures, spoken, at)


def _judged(
    post: Post,
    draft: Draft,
    pictures: Sequence[DraftPicture],
    spoken: Mapping[int, said.Said],
    at: datetime,
    readings: kept_readings.Readings | None = None,
) -> Judged:
    """With `readings` they hold afterwards what the checks noticed, where the rules ask for it."""
    pack = judging.pack_in_force(agency=post.account.agency, at=at)
    shown = [each.picture for each in pictures]
    return judging.judge_draft(
        account=post.account,
        category=post.category,
        text=draft.text,
        answers=draft.answers,
        send_at=draft.send_at,
        send_until=draft.send_until,
        at=at,
        alt_texts=[each.alt_text for each in pictures],
        pictures_waiting=uploads.waiting(post_id=post.pk),
        further=parts.further_in(draft=draft),
        post=post,
        shown_in=[each.part for each in pictures],
        moving={n: each.picture.media_type for n, each in enumerate(pictures, start=1) if each.picture.moves},
        language=draft.language,
        meaning=draft.meaning,
        media=said.facts(pictures=shown, spoken=spoken, held=said.restricted(pictures=shown)),
        pack=pack,
        reader=readings.of if readings and kept_readings.wanted(pack=pack) else None,
    )


def _check_times(draft: Draft, at: datetime) -> None:
    """Raises SlotHasPassed."""
    if draft.send_at is not None and draft.send_at <= at:
        raise SlotHasPassed("The time you chose has passed. Choose a later one, or as soon as approved.")
    if draft.send_until is not None:
        fault = slots.latest_fault(send_at=draft.send_at, send_until=draft.send_until, at=at)
        if fault:
            raise SlotHasPassed(fault)


def _already_submitted(*, post_id: int, actor: Member, seen_version: int) -> Post | None:
    """The post that the first press froze; its row is locked since workflow.begin."""
    post = (
        Post.objects.select_related("revision")
        .filter(pk=post_id, agency_id=actor.agency_id, status__in=[Status.IN_REVIEW, Status.APPROVED])
        .first()
    )
    if post is None or post.revision is None:
        return None
    same = post.revision.submitted_by_id == actor.pk and post.revision.draft_version == seen_version
    return post if same else None


def freeze(
    *,
    post: Post,
    draft: Draft,
    pictures: Sequence[DraftPicture],
    spoken: Mapping[int, MediaRights],
    number: int,
    judged: Judged,
    actor: Member,
    at: datetime,
) -> tuple[Revision, list[RouteStep]]:
    """The immutable revision of a draft with its authors, and its route in order.

    Raises NotOut and NothingChanged where a correction cannot be one.
    """
    agency_id, decision = post.agency_id, judged.decision
    texts = [digests.normal(text) for text in (draft.text, *parts.further_in(draft=draft))]
    not_after = draft.send_until
    if draft.send_at is not None and not_after is None:
        late = draft.send_at + timedelta(minutes=decision.late_minutes)
        not_after = max(late, slots.end_of_day(moment=draft.send_at, zone=post.account.agency.tzinfo))
    reply_to = corrections.replied_to(post=post)
    received = parts.received(
        post=post,
        parts=[
            Part(text=text, media=pictured.media_of(rows=[row for row in pictures if row.part == number]))
            for number, text in enumerate(texts)
        ],
        reply_settings=post.account.reply_settings,
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
    kept = vault.keep_all(contents=[texts[0], answers, reasons, *meaning, *note], agency_id=agency_id)
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
        reply_settings=post.account.reply_settings,
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
        RevisionAuthor(revision=revision, member_id=member_id)
        for member_id in sorted({actor.pk, *draft.writers.values_list("pk", flat=True)})
    )
    again.answered(draft=draft, pack=judged.pack, texts=texts, pictures=pictures)
    permitting.freeze(revision=revision, decision=decision, found=judged.permitted)
    parts.freeze(revision=revision, texts=texts, received=received)
    pictured.freeze(revision=revision, rows=pictures, said=spoken)
    steps = RouteStep.objects.bulk_create(RouteStep(revision=revision, **row) for row in route)
    duties.freeze(revision=revision, post=post, demanded=decision.notices, at=at)
    return revision, sorted(steps, key=lambda step: (step.position, step.pk))


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


def _enter_route(post: Post, revision: Revision, decision: Decision, at: datetime) -> Status:
    if not revision.steps and not revision.notices:
        post.due_at = revision.not_before or at
        return Status.APPROVED
    decides_by = revision.not_before or revision.not_after
    post.due_at = routing.decision_due(decision=decision, send_at=decides_by, at=at)
    return Status.IN_REVIEW
