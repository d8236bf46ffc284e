"""Posts of five districts, written, submitted and approved as people do it."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from PIL import Image

from accounts import duty, grants
from accounts.models import Authorisation, Ending, OutletAccount, Role
from audit import blobs
from governance import cast
from governance.cast import Cast
from posts import drafting, looking, reviewing, rights, submission, uploads
from posts.drafting import Written
from posts.models import Picture, Post, Publication, PublicationState, Status
from posts.pictured import Pictured
from posts.reviewing import Attested

PEOPLE = {
    "001": ("tran", "hale", "castillo", "novak"),
    "002": ("everett", "brannigan", "pickett", "nwosu"),
    "003": ("broadnax", "tolliver", "hruska", "colbert"),
    "014": ("reyes", "whitfield", "brody", "okafor"),
    "018": ("kowalczyk", "murphy", "grant", "salazar"),
}
"""Who writes, who approves, whose authority will end for cause, and who commands, by district."""
REPLY_SETTINGS = {"002": "mentionedUsers", "018": "following"}
"""Who may reply to what these accounts post; to the others, everybody."""
HOUSE = cast.DEPARTMENT.part(units=(*PEOPLE, "COM", "OCP", "REC"))
_TEXTS = (
    "Reminder {number}: lock your garage side door tonight.",
    "Reminder {number}: doors & windows <locked>? Thank you. It\u2019s the open ones that are tried first.",
    "Reminder {number}: what to do when a car was opened stands at https://example.org/tips/{number}?a=1&b=2",
    "Reminder {number}: der Nachbar hört mehr, als man glaubt — ¡pregúntele! 🚲🔒",
)
PICTURED_EVERY, MOVING_EVERY, WINDOW_EVERY = 9, 13, 8
"""So many posts show pictures, or a GIF that the network prepares first; so many may be moved in a window of a day."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was approved, as its account must show it."""

    number: int
    """Stands in its text: 'Reminder 17:'."""
    post_id: int
    unit: str
    moves: bool
    """Whether it shows a GIF."""
    window: bool
    """Whether its approval leaves its time open, so that a person may move it."""
    text: str
    reply_settings: str | None
    pictures: tuple[tuple[str, str], ...]
    """SHA-256 of the bytes, and the alt text, in order; a GIF is one of them."""


@dataclass
class Desk:
    """Everybody at work an hour before the campaign begins."""

    engaged: Cast
    at: datetime
    wanted: list[Wanted] = field(default_factory=list)
    _pictures: dict[str, list[tuple[Picture, str]]] = field(default_factory=dict)
    _gifs: dict[str, tuple[Picture, str]] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def approve_posts(self, *, how_many: int) -> None:
        """In equal parts of the five accounts."""
        units = list(PEOPLE)
        for place in range(how_many):
            unit, number = units[place % len(units)], self.number()
            moves = place % MOVING_EVERY == 0
            pictures = self._gif(unit, number) if moves else ()
            if not moves and place % PICTURED_EVERY == 0:
                pictures = self._two_pictures(unit, number)
            window = (
                {"since": self.at + timedelta(minutes=1), "until": self.at + timedelta(days=1)}
                if place % WINDOW_EVERY == WINDOW_EVERY - 1
                else {}
            )
            post = self.submit(unit, number, pictures=tuple(picture for picture, _ in pictures), **window)
            self.approve(post, PEOPLE[unit][1])
            self.wanted.append(_wanted(post, number, unit, pictures, moves=moves, window=bool(window)))

    def number(self) -> int:
        """One that no other post has."""
        return next(self._numbers)

    def end_authority(self, *, unit: str, at: datetime) -> None:
        """For cause: what this sergeant approved must not go out any more. Twice is once."""
        who, by = self.engaged.people[PEOPLE[unit][2]], self.engaged.people[PEOPLE[unit][3]]
        held = Authorisation.objects.filter(member=who, role=Role.SERGEANT, ends_at__isnull=True).first()
        if held is None:
            return
        grants.end(
            authorisation_id=held.pk,
            ended_by=by,
            at=at,
            reason="Relieved of police powers",
            how=Ending.REVOKED,
        )

    def submit(
        self,
        unit: str,
        number: int,
        *,
        pictures: tuple[Pictured, ...] = (),
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Post:
        """A post in review."""
        author = self.engaged.people[PEOPLE[unit][0]]
        written = Written(
            category="safety_tip",
            text=_TEXTS[number % len(_TEXTS)].format(number=number),
            answers={"source": "Beat report of 19 Nov"},
            pictures=pictures,
            send_at=since,
            send_until=until,
        )
        post = drafting.begin_post(
            account_id=self.engaged.accounts[unit].pk, actor=author, at=self.at, written=written
        )
        return submission.submit(post_id=post.pk, actor=author, seen_version=1, at=self.at)

    def approve(self, post: Post, sergeant: str) -> None:
        """By somebody who did not write it."""
        assert post.revision is not None
        decision = reviewing.read_decision(revision=post.revision, agency_id=post.agency_id)
        reviewing.approve(
            post_id=post.pk,
            binding=post.revision.binding,
            actor=self.engaged.people[sergeant],
            attested=Attested(form="sentence", said=(decision["attestation"]["sentence"],)),
            at=self.at,
        )

    def _two_pictures(self, unit: str, number: int) -> tuple[tuple[Pictured, str], ...]:
        """The unit's two pictures, each described for this post alone, with the SHA-256 of their bytes."""
        if unit not in self._pictures:
            self._pictures[unit] = [
                self._added(unit, f"{colour}.png", _drawn("PNG", colour)) for colour in ("green", "orange")
            ]
        return tuple(
            (Pictured(picture_id=picture.pk, alt_text=f"A closed door & a <lock>, picture {number}"), digest)
            for picture, digest in self._pictures[unit][: 1 + number % 2]
        )

    def _gif(self, unit: str, number: int) -> tuple[tuple[Pictured, str], ...]:
        """The unit's GIF, described for this post alone, so that each post brings it to the network."""
        if unit not in self._gifs:
            self._gifs[unit] = self._added(unit, "door.gif", _drawn("GIF", "green", "orange", "navy"))
        picture, digest = self._gifs[unit]
        return (
            (Pictured(picture_id=picture.pk, alt_text=f"A door that closes, <slowly>, GIF {number}"), digest),
        )

    def _added(self, unit: str, name: str, content: bytes) -> tuple[Picture, str]:
        """A file as it is added: sent by the author, looked at by a worker."""
        author = self.engaged.people[PEOPLE[unit][0]]
        post = drafting.begin_post(account_id=self.engaged.accounts[unit].pk, actor=author, at=self.at)
        begun = uploads.begin(post_id=post.pk, actor=author, name=name, size_bytes=len(content), at=self.at)
        uploads.add(upload_id=begun.pk, actor=author, offset=0, content=content, at=self.at)
        looking.look(upload_id=begun.pk, at=self.at)
        begun.refresh_from_db()
        assert begun.picture is not None
        rights.own(picture=begun.picture, actor=author, at=self.at)
        octets = blobs.content(digest=begun.picture.digest, agency_id=post.agency_id)
        return begun.picture, hashlib.sha256(octets).hexdigest()


def _drawn(kind: str, first: str, *others: str) -> bytes:
    """One frame of each colour."""
    out = io.BytesIO()
    frames = [Image.new("RGB", (320, 240), colour) for colour in others]
    moving: dict[str, Any] = {"save_all": True, "append_images": frames, "duration": 200} if frames else {}
    Image.new("RGB", (320, 240), first).save(out, kind, **moving)
    return out.getvalue()


def _wanted(
    post: Post,
    number: int,
    unit: str,
    pictures: tuple[tuple[Pictured, str], ...],
    *,
    moves: bool,
    window: bool,
) -> Wanted:
    return Wanted(
        number=number,
        post_id=post.pk,
        unit=unit,
        moves=moves,
        window=window,
        text=_TEXTS[number % len(_TEXTS)].format(number=number),
        reply_settings=post.account.reply_settings or None,
        pictures=tuple((digest, picture.alt_text) for picture, digest in pictures),
    )


def opened() -> Desk:
    """The five districts since a month, everybody on duty; what is written is as of three minutes ago."""
    at = timezone.now() - timedelta(minutes=3)
    engaged = cast.engage(house=HOUSE, at=at - timedelta(days=30), password=None)
    for unit, settings in REPLY_SETTINGS.items():
        OutletAccount.objects.filter(pk=engaged.accounts[unit].pk).update(reply_settings=settings)
        engaged.accounts[unit].reply_settings = settings
    for member in engaged.people.values():
        duty.start(member=member, at=at - timedelta(hours=1))
    return Desk(engaged=engaged, at=at)


def spread(*, post_ids: Sequence[int], begins_at: datetime, seconds: float) -> None:
    """Let posts become due one after another over a span, as if their people had chosen these times."""
    for place, post_id in enumerate(post_ids):
        plan(post_id=post_id, due_at=begins_at + timedelta(seconds=seconds * place / max(1, len(post_ids))))


def plan(*, post_id: int, due_at: datetime) -> None:
    """Another time for an approved post; what its approvals bind stays as it is."""
    Post.objects.filter(pk=post_id, status=Status.APPROVED).update(due_at=due_at)
    Publication.objects.filter(post_id=post_id, state=PublicationState.DUE).update(due_at=due_at)
