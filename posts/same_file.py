"""One picture under several rows: another unit's of the same file, or the portal's own copy of it that somebody saved.

What was said of a picture and that it was blurred hold for the picture, whoever adds it again and wherever. It is known
by its bytes: the file as it came, the copy made for networks, and the small one. A picture of the screen, or a file
that another program wrote anew, is another picture.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from audit import trail
from posts.models import MediaRights, Picture, Restriction


def known(*, agency_id: int, original: str, network: str) -> list[Picture]:
    """The agency's pictures of a file that came and of what was made of it for networks; those shut away first."""
    same = Q(original_digest=original) | Q(digest__in=(original, network)) | Q(preview_digest=original)
    shut = Restriction.objects.filter(picture=OuterRef("pk"), lifted_at=None)
    found = Picture.objects.filter(same, agency_id=agency_id).annotate(shut=Exists(shut))
    return list(found.order_by("-shut", "pk"))


def others(*, picture: Picture) -> QuerySet[Picture]:
    """The rows of the same picture beside this one."""
    same = Q(original_digest__in=(picture.original_digest, picture.digest, picture.preview_digest))
    same |= Q(digest__in=(picture.original_digest, picture.digest)) | Q(
        preview_digest=picture.original_digest
    )
    return Picture.objects.filter(same, agency_id=picture.agency_id).exclude(pk=picture.pk).order_by("pk")


def inherit(*, picture: Picture, same: Collection[Picture], at: datetime) -> None:
    """What was said last of the others, and that one of them was blurred, holds for a picture that is new."""
    last = MediaRights.objects.filter(picture__in=same).order_by("-pk").first()
    held = Restriction.objects.filter(picture__in=same, lifted_at=None).order_by("pk").first()
    if last is not None:
        repeat(said=last, picture=picture, at=at)
    if held is not None:
        restrict(picture=picture, by_id=held.placed_by_id, at=at)
    if (first := held or last) is not None:
        trail.record(
            verb="unit.picture_known",
            agency_id=picture.agency_id,
            actor_id=picture.made_by_id,
            subject_id=picture.unit_id,
            at=at,
            picture_id=picture.pk,
            same_as_id=first.picture_id,
        )


def repeat(*, said: MediaRights, picture: Picture, at: datetime) -> None:
    """The same statement, by whoever made it, of another row of the picture."""
    MediaRights.objects.create(
        agency_id=picture.agency_id,
        picture=picture,
        owner=said.owner,
        ends_on=said.ends_on,
        facts_digest=said.facts_digest,
        document_digest=said.document_digest,
        said_by_id=said.said_by_id,
        said_at=at,
    )


def restrict(*, picture: Picture, by_id: int, at: datetime) -> None:
    """Shut a picture away; one that is stays as it is."""
    Restriction.objects.get_or_create(
        picture=picture,
        lifted_at=None,
        defaults={"agency_id": picture.agency_id, "placed_by_id": by_id, "placed_at": at},
    )
