"""The reviewer's side: approve, stand in, return, reject."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import order
from accounts.models import Member
from audit import vault
from directives.blank import is_blank
from posts import (
    attesting,
    firings,
    holding,
    notices,
    parts,
    permissions,
    permitting,
    plans,
    undecided,
    workflow,
)
from posts import digest as digests
from posts.actions import Action
from posts.models import Approval, Ground, Post, Revision, RouteStep, Status, Verdict
from posts.workflow import Taken


class ReadSomethingElse(Exception):
    """The reviewer had another version before their eyes than the one that waits now."""


class NotAttested(Exception):
    """A box of the attestation is not ticked."""


class NotGuided(Exception):
    """The rules want guidance in words, and none was written."""


@dataclass(frozen=True, kw_only=True)
class Attested:
    """What the reviewer said by approving (CPD-TW.V.B.4): the form as it was shown."""

    form: str
    """'sentence' or 'boxes'."""
    said: tuple[str, ...]
    """The sentence, or the labels of the boxes that were ticked."""
    facts: tuple[str, ...] = ()


@transaction.atomic
def approve(
    *,
    post_id: int,
    binding: str,
    actor: Member,
    attested: Attested,
    guidance: str = "",
    at: datetime,
    counted_with: list[int] | None = None,
) -> Post:
    """Give the step whose turn it is to the exact version that was read, with guidance where there is some.

    Where the rules want it in words nothing is given without (CPD-TW.V.D.10). The last step opens the publication,
    once every office that must be told has been, and agrees with what the author set aside. Of a pair that is counted
    at once: the version is added to `counted_with`. Raises ReadSomethingElse, NotAttested, NotGuided, TimeIsOver,
    plans.TooLong and what workflow.begin raises.
    """
    taken = _begin_verdict(post_id, Action.APPROVE, actor, binding, at)
    undecided.refuse(post=taken.post, revision=taken.revision, now=at)
    step = permissions.step_of(authority=taken.authority, standing=taken.standing)
    decision = _decision_to_agree_with(taken)
    kept, said_sealed = _attest(taken, step, attested, guidance, decision)
    _give(taken, step, Verdict.APPROVED, **kept)
    post = _move_on(
        taken,
        step,
        verb="post.approved",
        role=taken.role,
        attested_sealed=said_sealed,
    )
    if guidance:
        notices.guided(post=post, by=actor, at=at)
    _agree(taken, step, decision, counted_with)
    return post


@transaction.atomic
def stand_in(
    *,
    post_id: int,
    binding: str,
    actor: Member,
    attested: Attested,
    reason: str,
    guidance: str = "",
    at: datetime,
    counted_with: list[int] | None = None,
) -> Post:
    """Give the step of an office of which nobody is on call, in its place and with a reason (CPD-TW.V.D.10).

    One person fills one step: it is another member of Communications who gives that office's own. The office is
    told. Raises as `approve`.
    """
    taken = _begin_verdict(post_id, Action.STAND_IN, actor, binding, at)
    undecided.refuse(post=taken.post, revision=taken.revision, now=at)
    step = permissions.step_stood_in_for(authority=taken.authority, standing=taken.standing)
    decision = _decision_to_agree_with(taken)
    kept, said_sealed = _attest(taken, step, attested, guidance, decision)
    why, why_sealed = vault.seal(content=reason, agency_id=taken.post.agency_id)
    _give(taken, step, Verdict.APPROVED, stood_in_for=step.role, stand_in_digest=why, **kept)
    post = _move_on(
        taken,
        step,
        verb="post.stood_in",
        office=step.role,
        attested_sealed=said_sealed,
        reason_sealed=why_sealed,
    )
    notices.stood_in(post=post, office=step.role, by=actor, at=at)
    if guidance:
        notices.guided(post=post, by=actor, at=at)
    _agree(taken, step, decision, counted_with)
    return post


def _agree(
    taken: Taken, step: RouteStep, decision: Mapping[str, Any], counted_with: list[int] | None
) -> None:
    """By giving the last step somebody says that the author was right to set aside what the version did."""
    if decision.get("asides") and not taken.standing.left_after(step=step):
        firings.answered(revision=taken.revision, post=taken.post, right=False, counted_with=counted_with)


def _attest(
    taken: Taken, step: RouteStep, attested: Attested, guidance: str, decision: Mapping[str, Any]
) -> tuple[dict[str, str], str]:
    """Keep what was said, and permit what it permits: what the approval keeps of it, and the sealed digest.

    Raises NotAttested where a box is missing, NotGuided where the guidance is.
    """
    agency_id = taken.post.agency_id
    boxes = attesting.boxes_of(decision=decision, step_key=step.key)
    if boxes and (attested.form != "boxes" or {box["label"] for box in boxes} - set(attested.said)):
        raise NotAttested("Tick every box, or return the post.")
    asked = attesting.guidance_asked(decision=decision, step_key=step.key)
    if asked and is_blank(guidance):
        raise NotGuided("Write your guidance in a sentence, or return the post.")
    permitting.give_with(
        post=taken.post,
        revision=taken.revision,
        step=step,
        decision=decision,
        actor=taken.actor,
        at=taken.at,
    )
    said: dict[str, Any] = {"form": attested.form, "said": attested.said, "facts": attested.facts}
    if checklist := attesting.checklist_of(decision=decision, step_key=step.key):
        said["checklist"] = checklist
    kept = {}
    if guidance:
        # Sealed with what was said, so that the trail proves these words too.
        kept["reason_digest"], sealed = vault.seal(content=guidance, agency_id=agency_id)
        said["guidance"] = {"asked": asked, "sealed": sealed}
    kept["attested_digest"], said_sealed = vault.seal(content=digests.canonical(said), agency_id=agency_id)
    return kept, said_sealed


def _move_on(taken: Taken, step: RouteStep, *, verb: str, **keys: object) -> Post:
    """To the next step; after the last to its time, or to the offices that have not been told yet."""
    at = taken.at
    turns = taken.standing.turns_after(step=step)
    ready = not turns and not taken.standing.with_offices
    if ready:
        taken.post.due_at = taken.revision.not_before or at
    post = workflow.finish(
        taken,
        verb=verb,
        status=Status.APPROVED if ready else Status.IN_REVIEW,
        turns=turns,
        revision_id=taken.revision.pk,
        step=step.key,
        **keys,
    )
    if ready:
        holding.await_its_time(post=post, revision=taken.revision, at=at)
        notices.approved(post=post, at=at)
    elif not turns or turns[0].position == step.position:
        # Nobody new is asked: others beside this step were already, or only an office is still to be told.
        notices.no_longer_wanted(post=post, role=step.role if turns else "")
    else:
        notices.no_longer_wanted(post=post)
        notices.review_wanted(post=post, steps=turns, at=at)
    return post


@transaction.atomic
def return_(
    *,
    post_id: int,
    binding: str,
    actor: Member,
    reason: str,
    at: datetime,
    ground: str = Ground.OTHER,
    counted_with: list[int] | None = None,
) -> Post:
    """Send the post back to its author with a reason; against a rule, what its author set aside was right."""
    taken = _begin_verdict(post_id, Action.RETURN, actor, binding, at)
    return _end_review(taken, Verdict.RETURNED, Status.RETURNED, ground, reason, counted_with)


@transaction.atomic
def reject(
    *,
    post_id: int,
    binding: str,
    actor: Member,
    reason: str,
    at: datetime,
    ground: str = Ground.OTHER,
    counted_with: list[int] | None = None,
) -> Post:
    """End the post with a reason; its author can still copy or edit it and submit again. It counts as `return_`."""
    taken = _begin_verdict(post_id, Action.REJECT, actor, binding, at)
    return _end_review(taken, Verdict.REJECTED, Status.REJECTED, ground, reason, counted_with)


def _end_review(
    taken: Taken,
    verdict: Verdict,
    status: Status,
    ground: str,
    reason: str,
    counted_with: list[int] | None,
) -> Post:
    kept, sealed = vault.seal(content=reason, agency_id=taken.post.agency_id)
    step = permissions.step_of(authority=taken.authority, standing=taken.standing)
    _give(taken, step, verdict, reason_digest=kept, ground=ground)
    taken.post.due_at = None
    post = workflow.finish(
        taken,
        verb=f"post.{verdict.value}",
        status=status,
        revision_id=taken.revision.pk,
        step=step.key,
        reason_sealed=sealed,
    )
    notices.sent_back(post=post, by=taken.actor, rejected=verdict == Verdict.REJECTED, at=taken.at)
    if ground == Ground.RULE:
        firings.answered(revision=taken.revision, post=post, right=True, counted_with=counted_with)
    return post


def read_decision(*, revision: Revision, agency_id: int) -> dict[str, Any]:
    """The engine's decision that was frozen with a revision, as plain JSON (directives.decision.Decision)."""
    decision: dict[str, Any] = json.loads(vault.text(digest=revision.decision_digest, agency_id=agency_id))
    return decision


def _begin_verdict(post_id: int, action: Action, actor: Member, binding: str, at: datetime) -> Taken:
    # A verdict can be the last before the post waits for its time: no stop is placed meanwhile.
    order.claiming(agency_id=actor.agency_id)
    taken = workflow.begin(post_id=post_id, action=action, actor=actor, at=at)
    if taken.revision.binding != binding:
        raise ReadSomethingElse("The post changed while you read it. Read the new version before you decide.")
    return taken


def _decision_to_agree_with(taken: Taken) -> dict[str, Any]:
    """The frozen decision, read in one question with the words.

    The plan of the account may have lost its long posts since they were submitted. Raises plans.TooLong.
    """
    decided, words = taken.revision.decision_digest, parts.text_digests(revision=taken.revision)
    kept = vault.texts(digests=[decided, *words], agency_id=taken.post.agency_id)
    texts = [kept[digest] for digest in words]
    if not taken.post.repost_of and (sentence := plans.too_long(account=taken.post.account, texts=texts)):
        raise plans.TooLong(sentence)
    decision: dict[str, Any] = json.loads(kept[decided])
    return decision


def _give(taken: Taken, step: RouteStep, verdict: Verdict, **kept: str) -> None:
    """Write the verdict on the step that the actor fills."""
    Approval.objects.create(
        revision=taken.revision,
        step=step,
        verdict=verdict,
        digest=taken.revision.digest,
        binding=taken.revision.binding,
        decided_by=taken.actor,
        decided_at=taken.at,
        held_role=taken.role,
        **kept,
    )
