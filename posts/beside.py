"""The other post of a pair, as the composer and the desk show it beside the one that is open."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from accounts.authority import Authority
from audit import vault
from directives.decision import Step
from posts import (
    halves,
    labels,
    languages,
    parts,
    permissions,
    permitting,
    pictures,
    reviewing,
    standing,
    submission,
    workflow,
)
from posts.actions import Action
from posts.desk import Desk, groups_of
from posts.labels import Answered, Piece
from posts.languages import Spoken
from posts.models import Post, Revision, RouteStep, Status
from posts.permissions import Ruling
from posts.pictured import ShownPicture


@dataclass(frozen=True, kw_only=True)
class Written:
    """The other post while it is written."""

    post: Post
    language: str
    """'Spanish'."""
    code: str
    text: str
    to_fix: int
    """How many things are to fix in it first."""
    route: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Read:
    """The other post as it waits for the same verdict."""

    post: Post
    revision: Revision
    language: str
    spoken: Spoken | None
    texts: Sequence[str]
    pieces: Sequence[Piece]
    shots: Sequence[ShownPicture]
    groups: Sequence[Any]
    answers: Sequence[Answered]
    note: str
    acts: Mapping[Action, Ruling]
    boxes: Sequence[Mapping[str, str]]


def written(*, post: Post, at: datetime) -> Written | None:
    """The other post of a draft's pair, while both are decided about together."""
    other = halves.bound_to(post=post)
    if other is None:
        return None
    decision = submission.judged_of(post=other, at=at).decision
    return Written(
        post=other,
        language=halves.name_of(post=other),
        code=other.draft.language or other.account.agency.language,
        text=other.draft.text,
        to_fix=len(decision.at(level="must_fix")),
        route=decision.route,
    )


def desk_of(*, desk: Desk, authority: Authority) -> tuple[Desk, Read | None]:
    """The desk of a pair: who may not decide about one of the two decides about neither; and the other post."""
    other = halves.bound_to(post=desk.post)
    if other is None:
        return desk, None
    if other.status != Status.IN_REVIEW or other.revision is None:
        why = Ruling(allowed=False, slug="other_half", reason=halves.waits_for(other=other))
        return replace(desk, acts={**desk.acts, **_closed(desk.acts, why)}), None
    read = _read(other, other.revision, authority)
    closed = {
        action: ruling
        for action, ruling in read.acts.items()
        if action in _TOGETHER and not ruling.allowed and action in desk.acts
    }
    acts = {**desk.acts, **closed}
    boxes = {box["key"]: box for box in (*desk.boxes, *read.boxes)}
    return replace(desk, acts=acts, boxes=list(boxes.values())), read


_TOGETHER = frozenset({Action.APPROVE, Action.STAND_IN})


def _closed(acts: Mapping[Action, Ruling], why: Ruling) -> dict[Action, Ruling]:
    return {action: why for action, ruling in acts.items() if action in _TOGETHER and ruling.allowed}


def _read(post: Post, revision: Revision, authority: Authority) -> Read:
    """At most seven queries."""
    stands = standing.of(post)
    digests = parts.text_digests(revision=revision)
    pictured = pictures.frozen(revision_ids=[revision.pk])
    named = (revision.answers_digest, revision.decision_digest, revision.note_digest, revision.meaning_digest)
    wanted = [digest for digest in (*digests, *named) if digest]
    words = vault.texts(digests=[*wanted, *(row.alt_digest for row in pictured)], agency_id=post.agency_id)
    decision = json.loads(words[revision.decision_digest])
    acts = workflow.open_actions(authority=authority, standing=stands)
    own = _own_step(acts, authority, stands)
    texts = [words[digest] for digest in digests]
    return Read(
        post=post,
        revision=revision,
        language=halves.name_of(post=post),
        spoken=languages.spoken(
            code=revision.language,
            meaning=words.get(revision.meaning_digest, ""),
            agency=post.account.agency,
        ),
        texts=texts,
        pieces=labels.pieces(texts[0]),
        shots=pictures.described(rows=pictured, words=words).get(revision.pk, ()),
        groups=groups_of(decision["findings"], acts),
        answers=labels.answered(
            questions=decision["questions"],
            answers=json.loads(words[revision.answers_digest]),
            permissions=permitting.opened_by(decision=decision, revision=revision, authority=authority),
        ),
        note=words.get(revision.note_digest, ""),
        acts=acts,
        boxes=reviewing.boxes_of(decision=decision, step_key=own.key) if own else (),
    )


def _own_step(
    acts: Mapping[Action, Ruling], authority: Authority, stands: standing.Standing
) -> RouteStep | None:
    ruling = acts.get(Action.APPROVE)
    if ruling is None or not ruling.allowed:
        return None
    return permissions.step_of(authority=authority, standing=stands)
