"""Pictures of a post: which stand in it, which of the unit's can be used again, and who may open them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Literal

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts import authority as authorities
from accounts import keyset
from accounts.keyset import Page
from accounts.models import Member, Role
from audit import blobs, trail, vault
from posts import captions, drafting
from posts.blurring import ALLOWING
from posts.drafting import Written
from posts.models import (
    Draft,
    DraftPicture,
    Picture,
    Post,
    Publication,
    PublicationState,
    Restriction,
    Revision,
    RevisionPicture,
)
from posts.pictured import STILL_THERE, Pictured, ShownPicture
from posts.said import Said, read

PAGE = 24
_NOT_SENT = (PublicationState.DUE, PublicationState.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class Reusable:
    """A picture of the unit with the words it was last described by."""

    picture: Picture
    alt_text: str
    language: str = ""
    """Of a video's captions; empty for all else."""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The first picture of a post, for a list."""

    picture: Picture
    more: int
    """How many others stand behind it."""


def of_draft(*, post_id: int) -> tuple[ShownPicture, ...]:
    """The pictures of a post's working copy, in their order."""
    rows = DraftPicture.objects.filter(draft__post_id=post_id).select_related("picture").order_by("position")
    return tuple(
        ShownPicture(
            picture=row.picture,
            alt_text=row.alt_text,
            position=row.position,
            part=row.part,
            language=row.language,
        )
        for row in rows
    )


def of_revision(*, revision_id: int) -> tuple[ShownPicture, ...]:
    """The pictures of a frozen version, in their order."""
    return of_revisions(revision_ids=[revision_id]).get(revision_id, ())


def of_revisions(*, revision_ids: Sequence[int]) -> dict[int, tuple[ShownPicture, ...]]:
    """The same of many versions of one agency, in two queries: for lists."""
    rows = frozen(revision_ids=revision_ids)
    if not rows:
        return {}
    words = vault.texts(digests=digests_of(rows=rows), agency_id=rows[0].picture.agency_id)
    return described(rows=rows, words=words)


def frozen(*, revision_ids: Sequence[int] | QuerySet[Revision, int]) -> list[RevisionPicture]:
    """What stands in versions, in order, its words still in the vault: one query."""
    rows = RevisionPicture.objects.filter(revision_id__in=revision_ids).select_related(
        "picture", "rights__said_by", "rights__picture"
    )
    return list(rows.order_by("revision_id", "position"))


def digests_of(*, rows: Sequence[RevisionPicture]) -> list[str]:
    """Under which digests the vault has the words of these pictures, and what was said of them."""
    said = [row.rights.facts_digest for row in rows if row.rights is not None]
    return [*(row.alt_digest for row in rows), *said]


def described(
    *, rows: Sequence[RevisionPicture], words: Mapping[str, str]
) -> dict[int, tuple[ShownPicture, ...]]:
    """The pictures of each version, with their words by digest."""
    found: dict[int, tuple[ShownPicture, ...]] = {}
    for row in rows:
        shown = ShownPicture(
            picture=row.picture,
            alt_text=words[row.alt_digest],
            position=row.position,
            part=row.part,
            language=row.language,
            words_digest=row.alt_digest,
            said=Said(row=row.rights, rights=read(words[row.rights.facts_digest])) if row.rights else None,
        )
        found[row.revision_id] = (*found.get(row.revision_id, ()), shown)
    return found


def covers(*, posts: Sequence[Post]) -> dict[int, Cover]:
    """The first picture of each post that has one, of what is frozen or else of the draft: at most two queries."""
    frozen = {post.revision_id: post.pk for post in posts if post.revision_id is not None}
    drafted = [post.pk for post in posts if post.revision_id is None]
    found: dict[int, list[Picture]] = {}
    if frozen:
        rows = RevisionPicture.objects.filter(revision_id__in=frozen).select_related("picture")
        for row in rows.order_by("revision_id", "position"):
            found.setdefault(frozen[row.revision_id], []).append(row.picture)
    if drafted:
        kept = DraftPicture.objects.filter(draft__post_id__in=drafted).select_related("picture", "draft")
        for one in kept.order_by("draft_id", "position"):
            found.setdefault(one.draft.post_id, []).append(one.picture)
    return {post_id: Cover(picture=first, more=len(others)) for post_id, (first, *others) in found.items()}


def reusable(*, unit_id: int, after: int | None = None) -> Page[Reusable]:
    """The pictures of a unit, newest first, from below the id `after`; at most two queries. Blurred ones stand for
    those they were made of.

    Words come from a draft, or else from what was frozen last.
    """
    drafted = DraftPicture.objects.filter(picture=OuterRef("pk")).exclude(alt_text="").order_by("-pk")
    sealed = RevisionPicture.objects.filter(picture=OuterRef("pk")).order_by("-pk")
    restricted = Restriction.objects.filter(picture=OuterRef("pk"), lifted_at=None)
    rows = Picture.objects.filter(~Exists(restricted), STILL_THERE, unit_id=unit_id)
    described: QuerySet[Any] = rows.annotate(
        described=Subquery(drafted.values("alt_text")[:1]),
        frozen=Subquery(sealed.values("alt_digest")[:1]),
        language=Coalesce(
            Subquery(drafted.values("language")[:1]), Subquery(sealed.values("language")[:1]), Value("")
        ),
    )
    found = keyset.newest(described, after=after, size=PAGE)
    kept = _kept_words([row.frozen for row in found.rows if row.frozen and not row.described], found.rows)
    return Page(
        rows=tuple(
            Reusable(picture=row, alt_text=row.described or kept.get(row.frozen, ""), language=row.language)
            for row in found.rows
        ),
        next_after=found.next_after,
    )


def _kept_words(digests: Sequence[str], pictures: Sequence[Picture]) -> dict[str, str]:
    """Frozen alt texts by digest; all of the pictures' one agency."""
    return vault.texts(digests=digests, agency_id=pictures[0].agency_id) if digests else {}


def attach(
    *,
    post_id: int,
    picture_id: int,
    alt_text: str,
    actor: Member,
    at: datetime,
    language: str = "",
    seen_version: int | None = None,
) -> Draft:
    """Put a picture at the end of a draft; one that stands there already stays where it is.

    Without `seen_version` it is added to whatever was saved last, which loses nobody's words. Raises
    Picture.DoesNotExist for another unit's, TooManyPictures, SavedMeanwhile, and what workflow.begin raises.
    """

    def with_it(before: Written) -> tuple[Pictured, ...]:
        if any(each.picture_id == picture_id for each in before.pictures):
            return before.pictures
        return (*before.pictures, Pictured(picture_id=picture_id, alt_text=alt_text, language=language))

    return drafting.change_pictures(
        post_id=post_id, actor=actor, change=with_it, at=at, seen_version=seen_version
    )


def detach(
    *, post_id: int, picture_id: int, actor: Member, at: datetime, seen_version: int | None = None
) -> Draft:
    """Take a picture out of a draft; the unit keeps it for another post. Raises as `attach` does."""

    def without_it(before: Written) -> tuple[Pictured, ...]:
        return tuple(each for each in before.pictures if each.picture_id != picture_id)

    return drafting.change_pictures(
        post_id=post_id, actor=actor, change=without_it, at=at, seen_version=seen_version
    )


@transaction.atomic
def seen_by(*, picture_id: int, actor: Member, at: datetime) -> Picture:
    """A picture that is opened now; one that is shut away is opened by few, and the trail tells who did.

    Raises Picture.DoesNotExist as `known_to` does.
    """
    picture, shut = _known_to(picture_id, actor, at)
    if shut:
        trail.record(
            verb="unit.unblurred_opened",
            agency_id=picture.agency_id,
            actor_id=actor.pk,
            subject_id=picture.unit_id,
            at=at,
            picture_id=picture.pk,
        )
    return picture


def known_to(*, picture_id: int, actor: Member, at: datetime) -> Picture:
    """A picture that is talked about and not opened, for whoever may open it.

    That is who sees its unit or a post it stands in; of one that was blurred and that residents never saw, who added
    it, who may allow it as it was, and the records office. Picture.DoesNotExist for everybody else.
    """
    return _known_to(picture_id, actor, at)[0]


def _known_to(picture_id: int, actor: Member, at: datetime) -> tuple[Picture, bool]:
    """The picture, and whether it is shut away."""
    restricted = Restriction.objects.filter(picture=OuterRef("pk"), lifted_at=None)
    out = Publication.objects.filter(revision__pictured__picture=OuterRef("pk")).exclude(state__in=_NOT_SENT)
    asked = Picture.objects.annotate(shut=Exists(restricted) & ~Exists(out))
    picture = asked.get(STILL_THERE, pk=picture_id, agency_id=actor.agency_id)
    held = authorities.load(member=actor, at=at)
    if picture.shut:
        if picture.made_by_id != actor.pk and not held.holds(
            Role.RECORDS, *ALLOWING, unit_id=picture.unit_id
        ):
            raise Picture.DoesNotExist
        return picture, True
    if held.sees(unit_id=picture.unit_id):
        return picture, False
    stands_in = Q(draft__pictured__picture=picture) | Q(revisions__pictured__picture=picture)
    units = Post.objects.filter(stands_in, agency_id=actor.agency_id).values_list("unit_id", flat=True)
    if not any(held.sees(unit_id=unit_id) for unit_id in units.distinct()):
        raise Picture.DoesNotExist
    return picture, False


def content(*, picture: Picture, size: Literal["network", "preview"]) -> BinaryIO:
    """The exact bytes for the network, or the small copy; the caller closes the file.

    Raises audit.vault.NotInVault and audit.blobs.Changed.
    """
    digest = picture.digest if size == "network" else picture.preview_digest
    return blobs.opened(digest=digest, agency_id=picture.agency_id, checked_before=picture.is_video)


def captions_of(*, picture: Picture, digest: str) -> str:
    """The captions that a version gave a video, as WebVTT. Raises Picture.DoesNotExist where none gave it these."""
    if not (picture.is_video and RevisionPicture.objects.filter(picture=picture, alt_digest=digest).exists()):
        raise Picture.DoesNotExist
    told = captions.read(text=vault.text(digest=digest, agency_id=picture.agency_id))
    return captions.as_webvtt(captions=told)


@transaction.atomic
def original(*, picture_id: int, actor: Member, at: datetime) -> BinaryIO:
    """A picture as it came, with all that the phone wrote into it; the trail tells who opened it. The caller closes it.

    For who added it and for the records office alone; Picture.DoesNotExist for everybody else.
    """
    picture = seen_by(picture_id=picture_id, actor=actor, at=at)
    held = authorities.load(member=actor, at=at)
    if picture.made_by_id != actor.pk and not held.holds(Role.RECORDS):
        raise Picture.DoesNotExist
    file = blobs.opened(digest=picture.original_digest, agency_id=picture.agency_id)
    trail.record(
        verb="unit.original_opened",
        agency_id=picture.agency_id,
        actor_id=actor.pk,
        subject_id=picture.unit_id,
        at=at,
        picture_id=picture.pk,
    )
    return file
