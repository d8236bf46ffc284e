"""The other post of a pair, as the composer and the desk show it beside the one that is open."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from accounts.authority import Authority
from directives.decision import Declaration, Step
from posts import (
    alike,
    attesting,
    declared,
    differences,
    halves,
    labels,
    languages,
    parts,
    permissions,
    permitting,
    standing,
    submission,
    workflow,
)
from posts.actions import STEPS, Action
from posts.desk import Also, Desk
from posts.differences import Changed
from posts.drafting import NONE
from posts.headed import groups_of
from posts.judgement import Older, older_of
from posts.labels import Answered, Piece
from posts.languages import Spoken
from posts.link_cards import Answer
from posts.models import Approval, Draft, Post, Revision, RouteStep, Status
from posts.partdiff import Version
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
    version: int
    writable: bool
    """Whether its text can be written beside the other: it is a draft of one part."""
    to_fix: tuple[str, ...]
    """What is to fix in it first, in sentences."""
    route: tuple[Step, ...]
    declarations: tuple[Declaration, ...]
    """What its author says by sending both."""
    meanwhile: Draft | None = None
    """What somebody else saved, while another text was typed here."""
    older: tuple[Older, ...] = ()
    """The answers that the press to hand both in asked again of it."""
    content: str = ""
    """The digest of what they are asked about."""

    @property
    def to_confirm(self) -> int:
        """How many of these are not ticked."""
        return sum(not one.ticked for one in self.older)

    @property
    def asked_again(self) -> str:
        """The keys of these questions, as the form carries them."""
        return ",".join(one.question.key for one in self.older)


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
    declared: Sequence[Mapping[str, str]]
    """What the author said by sending it."""
    covered: Sequence[Answered]
    """Of these, those that name a written permission which runs."""
    unread: Sequence[str]
    note: str
    acts: Mapping[Action, Ruling]
    boxes: Sequence[Mapping[str, str]]
    guidance: Sequence[str]
    facts: Sequence[str]
    """What its approval rests on."""
    links: Sequence[Answer]
    """Of these, what its links answered."""
    changed: Changed | None
    """Against what was last reviewed of it."""


def written(
    *, post: Post, at: datetime, again: bool = False, still: Mapping[str, str] = NONE
) -> Written | None:
    """The other post of a draft's pair, while both are decided about together.

    With `again` it has the answers that are to be confirmed, `still` says which of these are ticked.
    """
    other = halves.bound_to(post=post)
    if other is None:
        return None
    looked = submission.looked_at(post=other, at=at)
    decision = looked.judged.decision
    saves = other.status in STEPS[Action.SAVE].sources
    return Written(
        post=other,
        language=halves.name_of(post=other),
        code=other.draft.language or other.account.agency.language,
        text=other.draft.text,
        version=other.draft.version,
        writable=saves and other.draft.parts == 1,
        to_fix=tuple(card.first.sentence for card in alike.to_fix(decision)),
        route=decision.route,
        declarations=decision.declarations,
        older=older_of(
            decision=decision,
            answers=other.draft.answers,
            still=still,
            stale=looked.stale if again and saves else (),
            now=looked.content,
        ),
        content=looked.content,
    )


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """The other post of a pair under review, and what of it is read with the desk of the first."""

    post: Post
    revision: Revision | None
    """None where it does not wait for the same verdict."""
    digests: Sequence[str] = ()
    before: Approval | None = None
    """The last verdict on an earlier version."""
    digests_before: Sequence[str] = ()

    @property
    def also(self) -> Also:
        """Its pictures and words, those of what was reviewed before, too."""
        if self.revision is None:
            return Also()
        one = self.revision
        named = (one.answers_digest, one.decision_digest, one.note_digest, one.meaning_digest)
        ids = [one.pk, *([self.before.revision_id] if self.before else [])]
        return Also(revision_ids=ids, digests=[*self.digests, *self.digests_before, *filter(None, named)])


def waiting(*, post: Post) -> Waiting | None:
    """The other post of a pair: one query, and one more where it came back before."""
    other = halves.bound_to(post=post)
    if other is None:
        return None
    revision = other.revision
    if other.status != Status.IN_REVIEW or revision is None:
        return Waiting(post=other, revision=None)
    given = Approval.objects.filter(revision__post=other, revision__number__lt=revision.number)
    rows = given.select_related("revision", "decided_by").order_by("-decided_at", "-pk")
    before = rows.first() if revision.number > 1 else None
    return Waiting(
        post=other,
        revision=revision,
        digests=parts.text_digests(revision=revision),
        before=before,
        digests_before=parts.text_digests(revision=before.revision) if before else (),
    )


def desk_of(*, desk: Desk, other: Waiting | None, authority: Authority) -> tuple[Desk, Read | None]:
    """The desk of a pair: who may not decide about one of the two decides about neither; and the other post.

    The desk was read with what the other is read with.
    """
    if other is None:
        return desk, None
    if other.revision is None:
        why = Ruling(allowed=False, slug="other_half", reason=halves.waits_for(other=other.post))
        return replace(desk, acts={**desk.acts, **_closed(desk.acts, why)}), None
    read = _read(other, other.revision, desk, authority)
    closed = {
        action: ruling
        for action, ruling in read.acts.items()
        if action in _TOGETHER and not ruling.allowed and action in desk.acts
    }
    acts = {**desk.acts, **closed}
    boxes = {box["key"]: box for box in (*desk.boxes, *read.boxes)}
    facts = list(dict.fromkeys((*desk.attestation["facts"], *read.facts)))
    attestation = {**desk.attestation, "facts": facts, "links": (*desk.attestation["links"], *read.links)}
    guidance = list(dict.fromkeys((*desk.guidance, *read.guidance)))
    desk = replace(desk, acts=acts, boxes=list(boxes.values()), guidance=guidance, attestation=attestation)
    return replace(desk, declared=declared.once((*desk.declared, *read.declared))), read


_TOGETHER = frozenset({Action.APPROVE, Action.STAND_IN})


def _closed(acts: Mapping[Action, Ruling], why: Ruling) -> dict[Action, Ruling]:
    return {action: why for action, ruling in acts.items() if action in _TOGETHER and ruling.allowed}


def _read(other: Waiting, revision: Revision, desk: Desk, authority: Authority) -> Read:
    """Two queries: how it stands; one more for its links."""
    post, words = other.post, desk.words
    stands = standing.of(post)
    decision = json.loads(words[revision.decision_digest])
    acts = workflow.open_actions(authority=authority, standing=stands)
    own = _own_step(acts, authority, stands)
    texts, shots = [words[digest] for digest in other.digests], desk.shown.get(revision.pk, ())
    form = attesting.attestation_of(
        decision=decision, texts=texts, agency=post.account.agency, at=authority.at
    )
    answers = labels.answered(
        questions=decision["questions"],
        answers=json.loads(words[revision.answers_digest]),
        permissions=permitting.opened_by(decision=decision, revision=revision, authority=authority),
    )
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
        shots=shots,
        groups=groups_of(decision=decision, own=own.key if own else ""),
        answers=answers,
        declared=decision["declarations"],
        covered=[one for one in answers if one.permission and one.permission.runs(at=authority.at)],
        unread=languages.unread(decision=decision),
        note=words.get(revision.note_digest, ""),
        acts=acts,
        boxes=attesting.boxes_of(decision=decision, step_key=own.key) if own else (),
        guidance=attesting.guidance_asked(decision=decision, step_key=own.key) if own else (),
        facts=form["facts"],
        links=form["links"],
        changed=_changed(other, Version(texts=texts, shots=shots), desk, authority),
    )


def _changed(other: Waiting, now: Version, desk: Desk, authority: Authority) -> Changed | None:
    """Against what was last reviewed of it; None for its first version."""
    if other.before is None:
        return None
    before = Version(
        texts=[desk.words[digest] for digest in other.digests_before],
        shots=desk.shown.get(other.before.revision_id, ()),
    )
    mine = other.before.decided_by_id == authority.member_id
    who = "you" if mine else other.before.decided_by.titled_name
    did = other.before.get_verdict_display().lower()
    return differences.between(
        title=f"Changed since {who} {did} it", at=other.before.decided_at, before=before, after=now
    )


def _own_step(
    acts: Mapping[Action, Ruling], authority: Authority, stands: standing.Standing
) -> RouteStep | None:
    ruling = acts.get(Action.APPROVE)
    if ruling is None or not ruling.allowed:
        return None
    return permissions.step_of(authority=authority, standing=stands)
