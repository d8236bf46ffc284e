"""Submitting: judge, freeze, route."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Count, Q

from accounts import order
from accounts.models import Member
from audit import trail, vault
from directives.decision import Decision, Step
from directives.joining import joined
from posts import (
    again,
    alerts,
    alike,
    firings,
    freezing,
    holding,
    judging,
    kept_readings,
    lettered,
    notices,
    parts,
    pictured,
    routing,
    said,
    slots,
    uploads,
    workflow,
)
from posts.actions import Action
from posts.coordination import withdrawing
from posts.drafting import SavedMeanwhile
from posts.judging import Judged
from posts.models import Draft, DraftPicture, Post, Revision, Status
from posts.workflow import WrongStatus


class NotReady(Exception):
    """Something is left to fix; `judged` names each finding, and `stale` the answers given for something else."""

    def __init__(self, judged: Judged, *, stale: Sequence[str] = ()) -> None:
        left, older = len(alike.to_fix(judged.decision)), len(stale)
        words = []
        if left or not older:
            words.append(f"{left} thing{'' if left == 1 else 's'} to fix first.")
        if older:
            words.append(f"{older} answer{'' if older == 1 else 's'} to confirm first.")
        super().__init__(" ".join(words))
        self.judged, self.stale = judged, tuple(stale)


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
    drafts = Draft.objects.select_related("saved_by").annotate(
        frozen_before=Count("post__revisions", distinct=True),
        written_by=ArrayAgg("writers", distinct=True, filter=Q(writers__isnull=False), default=[]),
        uploading=uploads.counted(),
    )
    draft = drafts.get(post=post)
    withdrawing.refuse(post=post)
    alerts.refuse(account=post.account, number=post.repost_of, at=at)
    if draft.version != seen_version:
        raise SavedMeanwhile(draft)
    _check_times(draft, at)
    pictures = pictured.standing_in(draft=draft)
    spoken = said.of_pictures(pictures=[each.picture for each in pictures])
    readings = kept_readings.Readings(agency_id=post.agency_id)
    judged = _judged(post, draft, pictures, spoken, draft.uploading, at, readings)
    judged = replace(judged, decision=joined(decision=judged.decision, pack=judged.pack, beside=beside))
    _, stale = _stale(post, draft, pictures, spoken, judged)
    if stale or not judged.decision.may_submit:
        raise NotReady(judged, stale=stale)
    if any(one.restricted for one in judged.decision.media):
        # Whatever the rules say, or do not say yet: the database takes no such version.
        raise pictured.Restricted
    readings.keep()
    revision, route, sealed = freezing.freeze(
        post=post,
        draft=draft,
        pictures=pictures,
        spoken={picture_id: one.row for picture_id, one in spoken.items()},
        number=draft.frozen_before + 1,
        authors={actor.pk, *draft.written_by},
        judged=judged,
        actor=actor,
        at=at,
    )
    post.revision = revision
    first = [step for step in route if step.position == route[0].position]
    status = _enter_route(post, revision, judged.decision, at)
    if taken.standing.stopped_as is not None:
        status = Status.STOPPED
    thread = [revision.digest] if revision.parts > 1 else []
    sealed |= vault.sealed_digests(digests=thread, agency_id=post.agency_id)
    held = list(dict.fromkeys(met.winner.rule for met in judged.decision.set_aside))
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
        rule_held=held[0] if held else None,
        not_before=revision.not_before,
        not_after=revision.not_after,
    )
    _further_held(post, revision, held[1:], actor, at)
    if status == Status.APPROVED:
        holding.await_its_time(post=post, revision=revision, at=at)
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


def _further_held(post: Post, revision: Revision, rules: Sequence[str], actor: Member, at: datetime) -> None:
    """Name in the trail each rule beside the first by which others gave way; no statement for none."""
    if not rules:
        return
    each = [(post.pk, {"revision_id": revision.pk, "rule": rule}) for rule in rules]
    trail.record_all(verb="post.rule_held_too", agency_id=post.agency_id, actor_id=actor.pk, each=each, at=at)


def judged_of(*, post: Post, at: datetime) -> Judged:
    """What the rules in force say of a draft as it was saved last."""
    return looked_at(post=post, at=at).judged


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A draft as it was saved last, as the press that hands it in would find it."""

    judged: Judged
    content: str
    """The digest of what its answers are to be given for; empty where none is wanted again."""
    stale: tuple[str, ...]
    """The questions whose answers were given for something else."""


def looked_at(*, post: Post, at: datetime) -> Looked:
    """The same, with the answers that would be asked again."""
    pictures = pictured.standing_in(draft=post.draft)
    spoken = said.of_pictures(pictures=[each.picture for each in pictures])
    judged = _judged(post, post.draft, pictures, spoken, uploads.waiting(post_id=post.pk), at)
    content, stale = _stale(post, post.draft, pictures, spoken, judged)
    return Looked(judged=judged, content=content, stale=stale)


def _judged(
    post: Post,
    draft: Draft,
    pictures: Sequence[DraftPicture],
    spoken: Mapping[int, said.Said],
    uploading: int,
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
        picture_words=lettered.of(pictures=shown),
        pictures_waiting=uploading,
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


def _stale(
    post: Post,
    draft: Draft,
    pictures: Sequence[DraftPicture],
    spoken: Mapping[int, said.Said],
    judged: Judged,
) -> tuple[str, tuple[str, ...]]:
    """The digest of what would be frozen now, and the questions whose answers were given for something else."""
    wanted = again.wanted(judged=judged, category=post.category, answers=draft.answers)
    if not wanted:
        return "", ()
    now = again.of_draft(
        draft=draft,
        category=post.category,
        account_id=post.account_id,
        further=parts.further_in(draft=draft),
        pictures=pictures,
        facts={picture_id: one.row.facts_digest for picture_id, one in spoken.items()},
    )
    return now, again.stale(draft=draft, wanted=wanted, now=now)


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


def _enter_route(post: Post, revision: Revision, decision: Decision, at: datetime) -> Status:
    if not revision.steps and not revision.notices:
        post.due_at = revision.not_before or at
        return Status.APPROVED
    decides_by = revision.not_before or revision.not_after
    post.due_at = routing.decision_due(decision=decision, send_at=decides_by, at=at)
    return Status.IN_REVIEW
