"""Where the stories are played: the people, the clock, and each act of the workflow at its past moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from accounts import duty, outbox
from accounts.models import Member, Role
from governance.cast import Cast
from governance.demonstration.piece import Piece
from governance.demonstration.training import TrainingGround
from posts import drafting, publications, reviewing, sending, submission
from posts.models import Post, RemarkKind, Revision, Status
from posts.reviewing import Attested

SERGEANTS: Mapping[str, tuple[str, ...]] = {
    "001": ("hale", "castillo"),
    "014": ("whitfield", "brody"),
    "018": ("murphy", "grant"),
    "PAT": ("ibarra",),
}
"""The first of them is at work today."""
COMMUNICATIONS = ("natarajan", "foster")


@dataclass
class Stage:
    """One agency while its past is played."""

    cast: Cast
    ground: TrainingGround
    now: datetime

    def member(self, key: str, *, at: datetime) -> Member:
        """Somebody, on duty at that moment."""
        member = self.cast.people[key]
        duty.start(member=member, at=at)
        return member

    def begin(self, piece: Piece, *, text: str, at: datetime) -> Post:
        """The author begins; the text may be a first one."""
        written = piece.written(begun_at=at, zone=self.cast.agency.tzinfo)
        return drafting.begin_post(
            account_id=self.cast.accounts[piece.unit].pk,
            actor=self.member(piece.by, at=at),
            at=at,
            written=drafting.Written(**{**written.__dict__, "text": text}),
        )

    def rewrite(self, post: Post, piece: Piece, *, at: datetime) -> None:
        """The author saves the last text over the first."""
        drafting.save(
            post_id=post.pk,
            actor=self.member(piece.by, at=at),
            written=piece.written(begun_at=post.created_at, zone=self.cast.agency.tzinfo),
            seen_version=1,
            at=at,
        )

    def submit(self, post: Post, piece: Piece, *, at: datetime) -> None:
        """The author sends it on its route."""
        actor = self.member(piece.by, at=at)
        post.draft.refresh_from_db()
        submission.submit(post_id=post.pk, actor=actor, seen_version=post.draft.version, at=at)
        post.refresh_from_db()

    def reviewer(self, post: Post, piece: Piece, *, at: datetime) -> Member:
        """Somebody who can fill the step whose turn it is; only the first sergeants work today."""
        keys = COMMUNICATIONS if post.needs_role == Role.COMMUNICATIONS else SERGEANTS[piece.unit]
        today = piece.when.days == 0
        return self.member(keys[0] if today else keys[post.pk % len(keys)], at=at)

    def approve(self, post: Post, piece: Piece, *, at: datetime) -> None:
        """One step, attested as the form of the post demands."""
        actor = self.reviewer(post, piece, at=at)
        reviewing.approve(
            post_id=post.pk, binding=_binding(post), actor=actor, attested=_attested(post), at=at
        )
        post.refresh_from_db()

    def send_back(self, post: Post, piece: Piece, *, rejected: bool = False, at: datetime) -> None:
        """The reviewer returns or rejects it with the reason of the piece."""
        act = reviewing.reject if rejected else reviewing.return_
        actor = self.reviewer(post, piece, at=at)
        act(post_id=post.pk, binding=_binding(post), actor=actor, reason=piece.said, at=at)
        post.refresh_from_db()

    def remark(self, post: Post, piece: Piece, kind: RemarkKind, text: str, *, at: datetime) -> None:
        """The reviewer says something that decides nothing."""
        actor = self.reviewer(post, piece, at=at)
        reviewing.remark(post_id=post.pk, kind=kind, text=text, actor=actor, at=at)

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

    def deliver_at(self, at: datetime) -> None:
        """The messages that were due by a moment, as the worker would have."""
        while outbox.deliver_due(at=at):
            pass

    def late_minutes(self, post: Post) -> int:
        """How long after its time the post may still go out."""
        revision = _frozen(post)
        if revision.not_before is None or revision.not_after is None:
            return 0
        return int((revision.not_after - revision.not_before).total_seconds() // 60)


def in_review(post: Post) -> bool:
    """Whether a step waits."""
    return post.status == Status.IN_REVIEW


def _binding(post: Post) -> str:
    return _frozen(post).binding


def _frozen(post: Post) -> Revision:
    if post.revision is None:
        raise RuntimeError(f"Post {post.pk} was not submitted.")
    return post.revision


def _attested(post: Post) -> Attested:
    decision = reviewing.read_decision(revision=_frozen(post), agency_id=post.agency_id)
    attestation = decision["attestation"]
    boxes = tuple(box["label"] for box in attestation["boxes"])
    return Attested(
        form="boxes" if boxes else "sentence",
        said=boxes or (attestation["sentence"],),
        facts=tuple(attestation["facts"]),
    )
