"""Pictures whose rights have ended, or end soon, and the posts that still show them to residents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts import keyset, offices, outbox
from accounts.authority import Authority, holders
from accounts.keyset import Page
from accounts.models import Agency, Role
from accounts.models.authority import COMMANDERS
from posts.models import (
    EndedRightsTold,
    MediaRights,
    Picture,
    Post,
    Publication,
    PublicationState,
    RevisionPicture,
)

AHEAD = timedelta(days=14)
"""So long before their end they are listed."""
PAGE = 25
_BEFORE_ITS_END = Q(rights__ends_on=None) | Q(told_at__date__lte=F("rights__ends_on"))
"""Told of since it was taken back, not since its last day was over."""
_TOLD_IN_A_UNIT = (Role.USMR, Role.SERGEANT, Role.ACTING_SERGEANT, *COMMANDERS)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A post that is out, and one of its pictures whose rights have ended or end soon."""

    picture: Picture
    post: Post
    rights: MediaRights
    """What was said of it last."""
    over: bool
    """Whether its last day is over."""
    taken_back: bool
    """Whether it may not be shown on any day: by what was said of it last, or since it was blurred."""


def page(*, authority: Authority, agency: Agency, after: int | None = None) -> Page[Shown]:
    """What a member's units, or for the offices all units, still show, the newest first: three queries."""
    today = authority.at.astimezone(agency.tzinfo).date()
    rows = _shown(agency_id=agency.pk, until=today + AHEAD)
    if not authority.department_wide:
        own = {authority.unit_id, *(unit for _, unit in authority.roles)}
        rows = rows.filter(revision__post__unit_id__in=own)
    found = keyset.newest(rows, after=after, size=PAGE)
    return Page(rows=_with_their_end(found.rows, today), next_after=found.next_after)


def _shown(*, agency_id: int, until: date) -> QuerySet[RevisionPicture]:
    """Pictures of what is on a network, of which the last that was said ends by a day, or was told as taken back."""
    said_anew = MediaRights.objects.filter(picture=OuterRef("picture"), pk__gt=OuterRef("pk"))
    ending = MediaRights.objects.filter(~Exists(said_anew), agency_id=agency_id, ends_on__lte=until)
    out = Publication.objects.filter(revision=OuterRef("revision"), state=PublicationState.PUBLISHED)
    rows = RevisionPicture.objects.filter(
        Exists(out), Q(picture_id__in=ending.values("picture_id")) | Exists(_told())
    )
    return rows.select_related("picture", "revision__post__unit", "revision__post__account")


def _told() -> QuerySet[EndedRightsTold]:
    """That its post was told of, since by what stands there of the picture it may not be shown."""
    newer = MediaRights.objects.filter(picture=OuterRef("rights__picture"), pk__gt=OuterRef("rights"))
    return EndedRightsTold.objects.filter(
        _BEFORE_ITS_END, ~Exists(newer), post=OuterRef("revision__post"), rights__picture=OuterRef("picture")
    )


def _with_their_end(rows: Sequence[RevisionPicture], today: date) -> tuple[Shown, ...]:
    spoken = MediaRights.objects.filter(picture_id__in=[row.picture_id for row in rows])
    ends = {one.picture_id: one for one in spoken.order_by("picture_id", "-pk").distinct("picture_id")}
    told = EndedRightsTold.objects.filter(_BEFORE_ITS_END, rights__in=ends.values())
    taken_back = set(told.values_list("rights_id", "post_id"))
    return tuple(
        Shown(
            picture=row.picture,
            post=row.revision.post,
            rights=last,
            over=last.ends_on is not None and last.ends_on < today,
            taken_back=(last.pk, row.revision.post_id) in taken_back,
        )
        for row in rows
        if (last := ends[row.picture_id])
    )


@transaction.atomic
def tell(*, agency: Agency, at: datetime) -> int:
    """Tell Communications and the unit once of each post that shows a picture whose rights have ended; how many."""
    today = at.astimezone(agency.tzinfo).date()
    rows = list(_shown(agency_id=agency.pk, until=today - timedelta(days=1)).order_by("-pk"))
    told = 0
    for one in _with_their_end(rows, today):
        _, first = EndedRightsTold.objects.get_or_create(
            rights=one.rights, post=one.post, defaults={"agency": agency, "told_at": at}
        )
        if first:
            told += 1
            _write(one.post, agency, at)
    return told


def take_back(*, post: Post, rights: MediaRights, agency: Agency, at: datetime) -> None:
    """Tell once of a post that is out with a picture which, by what was said of it last, may not be shown."""
    told = {"agency": agency, "told_at": at}
    _, first = EndedRightsTold.objects.get_or_create(rights=rights, post=post, defaults=told)
    if first:
        _write(post, agency, at)


def _write(post: Post, agency: Agency, at: datetime) -> None:
    unit = post.unit
    office = offices.told(role=Role.COMMUNICATIONS, agency_id=agency.pk, at=at)
    own = holders(role=_TOLD_IN_A_UNIT, unit_id=unit.pk, agency_id=agency.pk, at=at)
    outbox.write(
        to=list(dict.fromkeys([*office, *own])),
        kind="rights_ended",
        subject=f"A post of the {unit.short_name} shows a picture that may not be shown any more",
        body=f"A picture in a post of the {unit.short_name} may not be shown any more, and residents still see it. "
        "Take the post down, or say anew what allows the picture.",
        link=reverse("expired_rights"),
        at=at,
        about_post_id=post.pk,
    )
