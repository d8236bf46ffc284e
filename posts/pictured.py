"""Pictures with their words, as a draft holds them and as a revision froze them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Exists, OuterRef

from accounts.prepared import ByKey
from audit import vault
from audit.models import Blob, Disposed
from directives import network
from outlets.languages import name_of
from posts import digest as digests
from posts.models import Draft, DraftPicture, MediaRights, Picture, Restriction, Revision, RevisionPicture
from posts.said import Said

MOST_PICTURES = network.MOST_PICTURES
_OF_REVISION = ByKey(
    lambda revision_id: RevisionPicture.objects.filter(revision=revision_id).order_by("position")
)


@dataclass(frozen=True, kw_only=True)
class Pictured:
    """A picture and what it shows, in the words of who wrote the post."""

    picture_id: int
    alt_text: str = ""
    part: int = 0
    """Which part of a thread shows it, from 0."""
    language: str = ""
    """Of a video's captions; empty where nobody chose one."""


@dataclass(frozen=True, kw_only=True)
class ShownPicture:
    """A picture in its place, with its words."""

    picture: Picture
    alt_text: str
    position: int
    """From 1."""
    part: int = 0
    """Which part of a thread shows it, from 0."""
    language: str = ""
    """Of a video's captions; empty where nobody chose one."""
    words_digest: str = ""
    """Of its words in the vault; empty in a working copy."""
    said: Said | None = None
    """Whose it is and who is in it: in a version as it was judged by. None where nobody said it."""
    words: str = ""
    """That stand in it, in a working copy; empty where none are known."""

    @property
    def spoken(self) -> str:
        """'Spanish (Español)': the language of a video's captions."""
        return name_of(self.language)


class TooManyPictures(Exception):
    """A post holds four pictures and no more."""

    def __init__(self) -> None:
        super().__init__(
            f"A post can hold {MOST_PICTURES} pictures, a part of a thread as many. Remove one first."
        )


_OF_IT = {"agency_id": OuterRef("agency_id"), "digest": OuterRef("digest")}
STILL_THERE = ~Exists(Disposed.objects.filter(**_OF_IT, is_file=True)) | Exists(Blob.objects.filter(**_OF_IT))
"""Of pictures in a question: whether the file is there. It leaves with the last record that shows it."""


class Restricted(Exception):
    """A picture of which a blurred one was made is not put in as it was."""

    def __init__(self) -> None:
        super().__init__("This picture was blurred. Use the blurred one.")


def in_draft(*, draft: Draft) -> tuple[Pictured, ...]:
    """The pictures of a working copy in their order."""
    rows = draft.pictured.order_by("position").values("picture_id", "alt_text", "part", "language")
    return tuple(Pictured(**row) for row in rows)


def place(*, draft: Draft, pictures: Sequence[Pictured], lent: Sequence[int] = ()) -> None:
    """Make these, in this order, the pictures of a working copy whose row the caller has locked.

    A picture must be one of the unit's, one that stands there already, or one of `lent`; else Picture.DoesNotExist,
    whoever forged the id. Raises TooManyPictures, and Restricted for one that was blurred and stands there no more.
    """
    wanted = [each.picture_id for each in pictures]
    if any(several > MOST_PICTURES for several in Counter(each.part for each in pictures).values()):
        raise TooManyPictures
    post = draft.post
    usable = {*lent, *draft.pictured.values_list("picture_id", flat=True)}
    own = Picture.objects.filter(STILL_THERE, pk__in=wanted, agency_id=post.agency_id)
    found = {
        pk for pk, unit_id in own.values_list("pk", "unit_id") if unit_id == post.unit_id or pk in usable
    }
    if len(set(wanted)) < len(wanted) or not found.issuperset(wanted):
        raise Picture.DoesNotExist
    if Restriction.objects.filter(picture__in=set(wanted) - usable, lifted_at=None).exists():
        raise Restricted
    draft.pictured.all().delete()
    DraftPicture.objects.bulk_create(
        DraftPicture(
            draft=draft,
            picture_id=each.picture_id,
            part=each.part,
            position=position,
            alt_text=each.alt_text,
            language=each.language,
        )
        for position, each in enumerate(sorted(pictures, key=lambda each: each.part), start=1)
    )


def frozen_by_part(*, revision: Revision, parts: int) -> tuple[tuple[digests.Media, ...], ...]:
    """The same for each of so many parts of a thread."""
    found = _frozen(revision)
    return tuple(tuple(media for part, media in found if part == number) for number in range(parts))


def _frozen(revision: Revision) -> list[tuple[int, digests.Media]]:
    """Each with the part that shows it."""
    rows = _OF_REVISION.all(revision.pk)
    if not rows:
        return []
    words = vault.texts(digests=[row.alt_digest for row in rows], agency_id=revision.post.agency_id)
    return [
        (
            row.part,
            digests.Media(
                digest=row.digest,
                media_type=row.media_type,
                alt_text=words[row.alt_digest],
                language=row.language,
            ),
        )
        for row in rows
    ]


def standing_in(*, draft: Draft) -> list[DraftPicture]:
    """The rows of a working copy's pictures, in order."""
    return list(draft.pictured.select_related("picture__agency").order_by("position"))


def media_of(*, rows: Sequence[DraftPicture]) -> tuple[digests.Media, ...]:
    """What the network would receive of a working copy's pictures as they stand."""
    return tuple(
        digests.Media(
            digest=row.picture.digest,
            media_type=row.picture.media_type,
            alt_text=digests.normal(row.alt_text),
            language=_spoken(row),
        )
        for row in rows
    )


def _spoken(row: DraftPicture) -> str:
    """The language of a video's captions: the one that was chosen, else the department's."""
    if not row.picture.is_video:
        return ""
    return row.language or row.picture.agency.language


def freeze(
    *,
    revision: Revision,
    rows: Sequence[DraftPicture],
    said: Mapping[int, MediaRights] = MappingProxyType({}),
) -> None:
    """Freeze a working copy's pictures as those of the revision, alt texts in the vault.

    `said` is what was said of each when it was judged, by the picture's id.
    """
    if not rows:
        return
    words = [digests.normal(row.alt_text) for row in rows]
    kept = vault.keep_all(contents=words, agency_id=revision.post.agency_id)
    RevisionPicture.objects.bulk_create(
        RevisionPicture(
            revision=revision,
            picture=row.picture,
            part=row.part,
            position=row.position,
            digest=row.picture.digest,
            media_type=row.picture.media_type,
            alt_digest=alt_digest,
            rights=said.get(row.picture_id),
            language=_spoken(row),
        )
        for row, alt_digest in zip(rows, kept, strict=True)
    )
