"""The reviewer's side: approve, return, reject, comment, propose."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.authority import step_roles
from accounts.models import Member
from audit import vault
from posts import digest as digests
from posts import holding, notices, order, remarks, workflow
from posts.actions import Action
from posts.models import Approval, Post, Remark, RemarkKind, Revision, RouteStep, Status, Verdict
from posts.workflow import Taken


class ReadSomethingElse(Exception):
    """The reviewer had another version before their eyes than the one that waits now."""


class NotAttested(Exception):
    """A box of the attestation is not ticked."""


@dataclass(frozen=True, kw_only=True)
class Attested:
    """What the reviewer said by approving (CPD-TW.V.B.4): the form as it was shown."""

    form: str
    """'sentence' or 'boxes'."""
    said: tuple[str, ...]
    """The sentence, or the labels of the boxes that were ticked."""
    facts: tuple[str, ...] = ()


@transaction.atomic
def approve(*, post_id: int, binding: str, actor: Member, attested: Attested, at: datetime) -> Post:
    """Give the step whose turn it is to the exact version that was read.

    The last step opens the publication. Raises ReadSomethingElse, NotAttested and what workflow.begin raises.
    """
    order.claiming(agency_id=actor.agency_id)
    taken = _begin_verdict(post_id, Action.APPROVE, actor, binding, at)
    decision = read_decision(revision=taken.revision, agency_id=taken.post.agency_id)
    boxes = decision["attestation"]["boxes"]
    if boxes and (attested.form != "boxes" or set(attested.said) != {box["label"] for box in boxes}):
        raise NotAttested("Tick every box, or return the post.")
    said = vault.keep(
        content=digests.canonical({"form": attested.form, "said": attested.said, "facts": attested.facts}),
        agency_id=taken.post.agency_id,
    )
    step = _give(taken, Verdict.APPROVED, attested_digest=said)
    left = taken.standing.left_after(step=step)
    status = Status.IN_REVIEW if left else Status.APPROVED
    if left:
        taken.post.needs_role = left[0].role
    else:
        taken.post.due_at = max(at, taken.revision.not_before or at)
    post = workflow.finish(
        taken,
        verb="post.approved",
        status=status,
        revision_id=taken.revision.pk,
        step=step.key,
        role=taken.role,
        attested_sealed=vault.sealed_digest(digest=said, agency_id=taken.post.agency_id),
    )
    if status == Status.APPROVED:
        holding.await_its_time(post=post, at=at)
        notices.approved(post=post, at=at)
    else:
        notices.no_longer_wanted(post=post)
        notices.review_wanted(post=post, at=at)
    return post


@transaction.atomic
def return_(*, post_id: int, binding: str, actor: Member, reason: str, at: datetime) -> Post:
    """Send the post back to its author with a reason."""
    return _end_review(post_id, Action.RETURN, Verdict.RETURNED, Status.RETURNED, binding, actor, reason, at)


@transaction.atomic
def reject(*, post_id: int, binding: str, actor: Member, reason: str, at: datetime) -> Post:
    """End the post with a reason; its author can still copy or edit it and submit again."""
    return _end_review(post_id, Action.REJECT, Verdict.REJECTED, Status.REJECTED, binding, actor, reason, at)


def _end_review(
    post_id: int,
    action: Action,
    verdict: Verdict,
    status: Status,
    binding: str,
    actor: Member,
    reason: str,
    at: datetime,
) -> Post:
    taken = _begin_verdict(post_id, action, actor, binding, at)
    kept = vault.keep(content=reason, agency_id=taken.post.agency_id)
    step = _give(taken, verdict, reason_digest=kept)
    taken.post.due_at = None
    post = workflow.finish(
        taken,
        verb=f"post.{verdict.value}",
        status=status,
        revision_id=taken.revision.pk,
        step=step.key,
        reason_sealed=vault.sealed_digest(digest=kept, agency_id=taken.post.agency_id),
    )
    notices.sent_back(post=post, by=actor, rejected=verdict == Verdict.REJECTED, at=at)
    return post


@transaction.atomic
def remark(*, post_id: int, kind: RemarkKind, text: str, actor: Member, at: datetime) -> Remark:
    """Leave a comment or a proposed wording on the version that is under review."""
    action = Action.PROPOSE if kind == RemarkKind.PROPOSAL else Action.COMMENT
    taken = workflow.begin(post_id=post_id, action=action, actor=actor, at=at)
    made, sealed = remarks.keep(taken, kind=kind, words=text)
    workflow.finish(
        taken,
        verb="post.remarked",
        revision_id=taken.revision.pk,
        kind=kind.value,
        text_sealed=sealed,
    )
    notices.remarked(post=taken.post, remark=made, at=at)
    return made


def read_decision(*, revision: Revision, agency_id: int) -> dict[str, Any]:
    """The engine's decision that was frozen with a revision, as plain JSON (directives.decision.Decision)."""
    decision: dict[str, Any] = json.loads(vault.text(digest=revision.decision_digest, agency_id=agency_id))
    return decision


def _begin_verdict(post_id: int, action: Action, actor: Member, binding: str, at: datetime) -> Taken:
    taken = workflow.begin(post_id=post_id, action=action, actor=actor, at=at)
    if taken.revision.binding != binding:
        raise ReadSomethingElse("The post changed while you read it. Read the new version before you decide.")
    return taken


def _give(taken: Taken, verdict: Verdict, **kept: str) -> RouteStep:
    """Write the verdict on the step that the actor fills, and return that step."""
    step = next(
        step
        for step in taken.standing.waiting
        if taken.authority.role_in(*step_roles(step.role), unit_id=step.unit_id or taken.post.unit_id)
    )
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
    return step
