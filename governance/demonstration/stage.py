"""Where the stories are played: the people, the clock, and each act of the workflow at its past moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from accounts import duty, outbox
from accounts.models import Member, Role
from accounts.presence import Presence
from directives.model import Shown
from governance.cast import PRACTICE, Cast, House
from governance.demonstration import answering
from governance.demonstration.drawing import draw
from governance.demonstration.piece import Ending, Piece
from governance.demonstration.training import TrainingGround
from posts import (
    attesting,
    drafting,
    duties,
    looking,
    pictured,
    pictures,
    publications,
    reconciling,
    remarks,
    reviewing,
    rights,
    sending,
    standing,
    submission,
    uploads,
)
from posts.drafting import Written
from posts.models import Draft, Post, RemarkKind, Revision, RouteStep, Status
from posts.reviewing import Attested
from posts.said import Rights

OFFICES = {
    Role.COMMUNICATIONS: ("natarajan", "foster"),
    Role.COMMUNITY_POLICING: ("washington",),
}
"""Who decides for an office."""
GUIDANCE = "Post it as it stands."
AT_THE_STATION = Presence(in_network=True, key_id=None)
"""Where everybody was while the past is played."""


@dataclass
class Stage:
    """One agency while its past is played."""

    cast: Cast
    house: House
    ground: TrainingGround
    now: datetime
    _tours: dict[str, datetime] = field(default_factory=dict)
    """When the last tour of each ends."""
    _drawn: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    """The last drawing of a scene for a unit, and what it shows, until it has been used again."""

    def member(self, key: str, *, at: datetime) -> Member:
        """Somebody, on duty at that moment, at a device of the department."""
        member = self.cast.people[key]
        member.presence = AT_THE_STATION
        if self._tours.get(key, at) <= at:
            self._tours[key] = duty.start(member=member, at=at).ends_at
        return member

    def sergeants(self, unit: str) -> tuple[str, ...]:
        """Who reviews the posts of a unit; the first of them is at work today."""
        roles = {Role.SERGEANT, Role.ACTING_SERGEANT}
        return tuple(p.key for p in self.house.people if p.unit == unit and roles.intersection(p.roles))

    def begin(self, piece: Piece, *, text: str, at: datetime) -> Post:
        """The author begins; the text may be a first one."""
        written = piece.written(begun_at=at, zone=self.cast.agency.tzinfo)
        return drafting.begin_post(
            account_id=self.cast.accounts[f"{piece.unit}{PRACTICE if piece.practice else ''}"].pk,
            actor=self.member(piece.by, at=at),
            at=at,
            written=replace(written, text=text),
        )

    def rewrite(self, post: Post, piece: Piece, *, at: datetime) -> None:
        """The author saves the last text over the first; what missed its time goes out as soon as approved."""
        actor = self.member(piece.by, at=at)
        written, seen = self._written(post, piece), _draft(post).version
        drafting.save(post_id=post.pk, actor=actor, written=written, seen_version=seen, at=at)

    def take_back(self, post: Post, piece: Piece, *, at: datetime) -> None:
        """The author edits again what has missed its time."""
        drafting.reopen(post_id=post.pk, actor=self.member(piece.by, at=at), at=at)

    def illustrate(self, post: Post, piece: Piece, *, at: datetime) -> None:
        """The author adds a drawing; every second time the one that the unit has of the scene already."""
        actor = self.member(piece.by, at=at)
        kept = self._drawn.pop((piece.unit, piece.picture), None)
        if kept is None:
            kept = self._drawn[piece.unit, piece.picture] = self._uploaded(post, piece, actor, at)
        picture_id, alt_text = kept
        pictures.attach(post_id=post.pk, picture_id=picture_id, alt_text=alt_text, actor=actor, at=at)

    def _uploaded(self, post: Post, piece: Piece, actor: Member, at: datetime) -> tuple[int, str]:
        drawing = draw(scene=piece.picture, seed=piece.text)
        content = drawing.content
        upload = uploads.begin(
            post_id=post.pk, actor=actor, name=drawing.name, size_bytes=len(content), at=at
        )
        uploads.add(upload_id=upload.pk, actor=actor, offset=0, content=content, at=at)
        looking.look(upload_id=upload.pk, at=at)
        made = uploads.state(upload_id=upload.pk, actor=actor, at=at).picture
        if made is None:
            raise RuntimeError(f"The drawing of {piece.picture} was refused.")
        rights.say(picture=made, rights=self._rights(piece, at), seen=0, actor=actor, at=at)
        return made.pk, drawing.alt_text

    def _rights(self, piece: Piece, at: datetime) -> Rights:
        """The department's own, or lent by a club for some days."""
        if not piece.lent_days:
            shown: tuple[Shown, ...] = ("evidence",) if piece.category == "evidence" else ()
            return Rights(owner="department", shown=shown)
        return Rights(
            owner="somebody_else",
            licence="The cycling club lent its drawing for this event.",
            reference="E-mail of the club's secretary",
            ends_on=at.astimezone(self.cast.agency.tzinfo).date() + timedelta(days=piece.lent_days),
        )

    def _written(self, post: Post, piece: Piece) -> Written:
        written = piece.written(begun_at=post.created_at, zone=self.cast.agency.tzinfo)
        written = replace(written, pictures=pictured.in_draft(draft=_draft(post)))
        return replace(written, send_at=None) if piece.ending == Ending.MISSED_THEN_SENT else written

    def submit(self, post: Post, piece: Piece, *, at: datetime) -> None:
        """The author sends it on its route, says no where its words alone ask, and confirms what is asked again."""
        actor = self.member(piece.by, at=at)
        answering.say_no(post=Post.objects.get(pk=post.pk), actor=actor, at=at)
        answering.confirm(post=Post.objects.get(pk=post.pk), actor=actor, at=at)
        submission.submit(post_id=post.pk, actor=actor, seen_version=_draft(post).version, at=at)
        post.refresh_from_db()

    def reviewer(self, post: Post, piece: Piece, *, at: datetime) -> Member:
        """Somebody who can fill a step whose turn it is; only the first of each work today."""
        role = Role(standing.of(post).waiting[0].role)
        keys = OFFICES.get(role) or self.sergeants(piece.unit)
        today = piece.when.days == 0
        return self.member(keys[0] if today else keys[post.pk % len(keys)], at=at)

    def approve(self, post: Post, piece: Piece, *, at: datetime) -> None:
        """One step, attested as the form of the post demands."""
        actor = self.reviewer(post, piece, at=at)
        decision = reviewing.read_decision(revision=_frozen(post), agency_id=post.agency_id)
        step = standing.of(post).waiting[0]
        asked = attesting.guidance_asked(decision=decision, step_key=step.key)
        reviewing.approve(
            post_id=post.pk,
            binding=_binding(post),
            actor=actor,
            attested=_attested(decision, step),
            guidance=GUIDANCE if asked else "",
            at=at,
        )
        post.refresh_from_db()

    def send_back(self, post: Post, piece: Piece, *, rejected: bool = False, at: datetime) -> None:
        """The reviewer returns or rejects it with the reason of the piece."""
        act = reviewing.reject if rejected else reviewing.return_
        actor = self.reviewer(post, piece, at=at)
        act(
            post_id=post.pk,
            binding=_binding(post),
            actor=actor,
            ground=piece.ground,
            reason=piece.said,
            at=at,
        )
        post.refresh_from_db()

    def remark(self, post: Post, piece: Piece, kind: RemarkKind, text: str, *, at: datetime) -> None:
        """The reviewer says something that decides nothing."""
        actor = self.reviewer(post, piece, at=at)
        remarks.leave(post_id=post.pk, kind=kind, text=text, actor=actor, at=at)

    def call_network(self, post: Post, *, at: datetime) -> None:
        """What a worker does when the post is due: claim, call, settle, by a clock that stands at the moment."""
        publication = publications.current(post=post)
        if publication is None:
            raise RuntimeError(f"Post {post.pk} has nothing to send.")
        self.ground.set_clock(at=at)
        ticks = count()
        sending.send(
            publication_id=publication.pk, now_by=lambda: at + timedelta(milliseconds=180 * next(ticks))
        )
        post.refresh_from_db()

    def looks_at(self, post: Post) -> datetime | None:
        """When the portal reads the account for a post of which nobody knows whether it went out; None if not."""
        publication = publications.current(post=post)
        return publication.look_at if publication else None

    def look_for(self, post: Post, *, at: datetime) -> None:
        """What a worker does then."""
        publication = publications.current(post=post)
        if publication is None:
            raise RuntimeError(f"Post {post.pk} has nothing to look for.")
        self.ground.set_clock(at=at)
        reconciling.look(publication_id=publication.pk, reach=sending.reach, now_by=lambda: at)
        post.refresh_from_db()

    def deliver_at(self, at: datetime) -> None:
        """As the worker would have: the messages that were due, and what waited for an office to be told."""
        while outbox.deliver_due(at=at):
            pass
        for post_id in duties.reached():
            duties.go_on(post_id=post_id, at=at)

    def late_minutes(self, post: Post) -> int:
        """How long after its time the post still goes out by itself."""
        return _frozen(post).late_minutes


def in_review(post: Post) -> bool:
    """Whether a step waits."""
    return post.status == Status.IN_REVIEW


def _draft(post: Post) -> Draft:
    post.draft.refresh_from_db()
    return post.draft


def _binding(post: Post) -> str:
    return _frozen(post).binding


def _frozen(post: Post) -> Revision:
    if post.revision is None:
        raise RuntimeError(f"Post {post.pk} was not submitted.")
    return post.revision


def _attested(decision: Mapping[str, Any], step: RouteStep) -> Attested:
    attestation = decision["attestation"]
    boxes = attesting.boxes_of(decision=decision, step_key=step.key)
    sentence = () if attestation["boxes"] else (attestation["sentence"],)
    return Attested(
        form="boxes" if boxes else "sentence",
        said=(*sentence, *(box["label"] for box in boxes)),
        facts=tuple(attestation["facts"]),
    )
