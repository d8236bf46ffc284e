"""What a reviewer must know of one post, read at once for the desk."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from accounts import offices
from accounts.authority import Authority
from audit import vault
from posts import (
    attesting,
    charges,
    course,
    declared,
    differences,
    history,
    labels,
    languages,
    permissions,
    permitting,
    pictures,
    telling,
    workflow,
)
from posts.actions import Action
from posts.course import Course
from posts.differences import Changed, Reviewed
from posts.headed import Group, groups_of
from posts.labels import Answered, Piece
from posts.languages import Spoken
from posts.models import Post, Revision, RevisionPicture, RouteStep, Status
from posts.partdiff import Version
from posts.permissions import Ruling
from posts.pictured import ShownPicture
from posts.standing import Standing
from posts.telling import Line

SIMILAR_FOR = timedelta(days=30)
SIMILAR_AT_MOST = 3
_SIMILAR = (Status.IN_REVIEW, Status.APPROVED, Status.SENDING, Status.PUBLISHED, Status.UNKNOWN)


@dataclass(frozen=True, kw_only=True)
class Similar:
    """Another post of the unit, of the same kind."""

    post: Post
    line: str


@dataclass(frozen=True, kw_only=True)
class Also:
    """What is read in the same questions for the other post of a pair."""

    revision_ids: Sequence[int] = ()
    """Versions whose pictures are shown."""
    digests: Sequence[str] = ()
    """Of words in the vault."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One post as its reviewer reads it."""

    post: Post
    revision: Revision
    kind: str
    texts: Sequence[str]
    """Of all its parts, in order."""
    shots: Sequence[ShownPicture]
    pieces: Sequence[Piece]
    groups: Sequence[Group]
    clear: Sequence[Mapping[str, str]]
    """Rules that found nothing."""
    set_aside: Sequence[Mapping[str, Any]]
    """Rules that disagree: which holds, and which gives way."""
    answers: Sequence[Answered]
    declared: Sequence[Mapping[str, str]]
    """What the author said by sending it; of a pair, both."""
    covered: Sequence[Answered]
    """Of these, those that name a written permission which runs."""
    note: str
    attestation: Mapping[str, Any]
    acts: Mapping[Action, Ruling]
    course: Course
    boxes: Sequence[Mapping[str, str]]
    """What the reader ticks to give their step; none where a sentence is said instead."""
    checklist: Mapping[str, Any] | None
    """What the training has the reader look at to give their step."""
    guides: bool
    """Whether the reader's step is an office's, whose approval can come with guidance."""
    guidance: Sequence[str]
    """What the reader answers in words to give their step."""
    stand_in_for: str
    """The office in whose place the reader may decide."""
    stand_in_boxes: Sequence[Mapping[str, str]]
    stand_in_guidance: Sequence[str]
    cost: str
    similar: Sequence[Similar]
    changed: Changed | None
    """Against what was last reviewed."""
    proposals: Sequence[Changed]
    lines: Sequence[Line]
    held: bool
    """Whether a wide stop in force covers the post."""
    spoken: Spoken | None
    """Of a post in another language, which, and what it means."""
    reads: str
    """The language that its unit asks its reviewer to read, 'Spanish'; empty where it does not."""
    unread: Sequence[str]
    """The names of languages of its texts that no check reads."""
    words: Mapping[str, str] = field(default_factory=dict)
    """By their digests, what was read also."""
    shown: Mapping[int, tuple[ShownPicture, ...]] = field(default_factory=dict)
    """The pictures of the versions that were read also."""

    @property
    def may_decide(self) -> bool:
        """Whether the reader can give the verdict now."""
        return Action.APPROVE in self.acts and self.acts[Action.APPROVE].allowed

    @property
    def why_not(self) -> Ruling | None:
        """Why the reader cannot, in a sentence."""
        ruling = self.acts.get(Action.APPROVE)
        return ruling if ruling and not ruling.allowed else None


def read(
    *, post: Post, standing: Standing, revision: Revision, authority: Authority, also: Also | None = None
) -> Desk:
    """Everything about the version under review: at most fourteen queries, and one for links.

    Account, agency and unit are loaded.
    """
    entries = history.of(post, declarations=False)
    before = differences.last_reviewed(entries, revision=revision)
    digests = _text_digests(post, revision, before)
    also = also or Also()
    pictured = _pictured(post, revision, before, also)
    similar = _similar(post, authority.at)
    texts = _texts(post, revision, digests, similar, pictured, also)
    shown = pictures.described(rows=pictured, words=texts)
    theirs = {pk: shown.pop(pk, ()) for pk in also.revision_ids}
    words = {number: [texts[digest] for digest in of_version] for number, of_version in digests.items()}
    now = Version(texts=words[revision.number], shots=shown.pop(revision.pk, ()))
    decision = json.loads(texts[revision.decision_digest])
    acts = workflow.open_actions(authority=authority, standing=standing)
    zone = post.account.agency.tzinfo
    own, absent = _steps(standing, authority, acts)
    answers = labels.answered(
        questions=decision["questions"],
        answers=json.loads(texts[revision.answers_digest]),
        permissions=permitting.opened_by(decision=decision, revision=revision, authority=authority),
    )
    return Desk(
        post=post,
        revision=revision,
        kind=labels.of([revision]).category(revision),
        texts=now.texts,
        shots=now.shots,
        pieces=labels.pieces(now.texts[0]),
        groups=groups_of(decision=decision, own=own.key if own else ""),
        clear=decision["clear"],
        set_aside=decision.get("set_aside", ()),
        answers=answers,
        declared=declared.once(decision["declarations"]),
        covered=[one for one in answers if one.permission and one.permission.runs(at=authority.at)],
        note=texts.get(revision.note_digest, ""),
        attestation=attesting.attestation_of(
            decision=decision, texts=now.texts, agency=post.account.agency, at=authority.at
        ),
        acts=acts,
        course=course.of(revision=revision, standing=standing, entries=entries, at=authority.at),
        boxes=attesting.boxes_of(decision=decision, step_key=own.key) if own else (),
        checklist=attesting.checklist_of(decision=decision, step_key=own.key) if own else None,
        guides=own is not None and own.role in offices.NAMES,
        guidance=attesting.guidance_asked(decision=decision, step_key=own.key) if own else (),
        stand_in_for=offices.NAMES[absent.role] if absent else "",
        stand_in_boxes=attesting.boxes_of(decision=decision, step_key=absent.key) if absent else (),
        stand_in_guidance=attesting.guidance_asked(decision=decision, step_key=absent.key) if absent else (),
        cost=charges.words(network=post.account.network, texts=now.texts),
        similar=[
            Similar(post=other, line=labels.first_line(texts[other.revision.text_digest]))
            for other in similar
            if other.revision is not None
        ],
        changed=differences.since(
            verdict=before.verdict,
            before=Version(texts=words[before.number], shots=next(iter(shown.values()), ())),
            after=now,
            reader_id=authority.member_id,
        )
        if before
        else None,
        proposals=differences.proposed(
            entries, revision=revision, texts=now.texts, reader_id=authority.member_id
        ),
        lines=telling.lines(entries, reader_id=authority.member_id, at=authority.at, zone=zone),
        held=bool(standing.under),
        spoken=languages.spoken(
            code=revision.language,
            meaning=texts.get(revision.meaning_digest, ""),
            agency=post.account.agency,
        ),
        reads=standing.reading.language if standing.reading else "",
        unread=languages.unread(decision=decision),
        words=texts,
        shown=theirs,
    )


def _steps(
    standing: Standing, authority: Authority, acts: Mapping[Action, Ruling]
) -> tuple[RouteStep | None, RouteStep | None]:
    """The step the reader may give, and the one they may give in the place of an office."""
    may = {action for action, ruling in acts.items() if ruling.allowed}
    own = permissions.step_of(authority=authority, standing=standing) if Action.APPROVE in may else None
    if Action.STAND_IN not in may:
        return own, None
    return own, permissions.step_stood_in_for(authority=authority, standing=standing)


def _text_digests(post: Post, revision: Revision, before: Reviewed | None) -> dict[int, list[str]]:
    """The digests of the texts of all parts, of the version under review and of the one that was reviewed last."""
    first = {revision.number: revision.text_digest}
    if before is not None:
        first[before.number] = before.text_digest
    further = differences.of_further(post=post, numbers=list(first)) if before or revision.parts > 1 else {}
    return {number: [digest, *further.get(number, ())] for number, digest in first.items()}


def _texts(
    post: Post,
    revision: Revision,
    digests: Mapping[int, Sequence[str]],
    similar: Sequence[Post],
    pictured: Sequence[RevisionPicture],
    also: Also,
) -> dict[str, str]:
    wanted = [revision.answers_digest, revision.decision_digest, *also.digests]
    wanted += [digest for digest in (revision.note_digest, revision.meaning_digest) if digest]
    wanted += [digest for of_version in digests.values() for digest in of_version]
    wanted += pictures.digests_of(rows=pictured)
    wanted += [other.revision.text_digest for other in similar if other.revision is not None]
    return vault.texts(digests=wanted, agency_id=post.agency_id)


def _pictured(post: Post, revision: Revision, before: Reviewed | None, also: Also) -> list[RevisionPicture]:
    """The pictures of the version under review and of the one that was reviewed last: one query."""
    if before is None:
        return pictures.frozen(revision_ids=[revision.pk, *also.revision_ids])
    both = Q(post=post, number__in=[revision.number, before.number]) | Q(pk__in=also.revision_ids)
    return pictures.frozen(revision_ids=Revision.objects.filter(both).values_list("pk", flat=True))


def _similar(post: Post, at: datetime) -> list[Post]:
    others = Post.objects.filter(
        unit_id=post.unit_id,
        category=post.category,
        status__in=_SIMILAR,
        changed_at__gte=at - SIMILAR_FOR,
        revision__isnull=False,
    )
    others = others.exclude(Q(pk=post.pk) | Q(pk=post.translates_id) | Q(translates=post))
    return list(others.select_related("revision").order_by("-changed_at", "-pk")[:SIMILAR_AT_MOST])
