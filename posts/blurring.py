"""Faces and plates made unreadable: the blurred picture takes the place of the other, which is restricted from then on.

What is approved are the bytes of the blurred one. The one it was made of stays in the vault; whoever opens it leaves
a trail, and no post takes it again before somebody else allows that with a reason.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from accounts import authority as authorities
from accounts import order
from accounts.authority import Authority
from accounts.models import Member, Role, Unit
from accounts.models.authority import COMMANDERS
from audit import blobs, trail, vault
from posts import drafting, looking, said_anew, same_file, uploads
from posts.drafting import Written
from posts.looking import Made, Unusable
from posts.models import DraftPicture, Picture, Post, Restriction
from posts.permissions import Ruling
from posts.pictured import Pictured
from posts.workflow import Refused

ALLOWING = (Role.COMMUNICATIONS, *COMMANDERS)
"""Who allows a picture as it was before it was blurred, though never what they blurred themselves."""
SAME = "This is the same picture. Blur what nobody may recognize, then save it."
STILL = (
    "Only a picture that stands still can be blurred here. Blur a video in another program and add it anew."
)


def blur(*, post_id: int, picture: Picture, pieces: Iterable[bytes], actor: Member, at: datetime) -> Picture:
    """Put a blurred picture, sent as a file, in the place of one that stands in a draft.

    The file is checked as every other. Raises looking.Unusable, Picture.DoesNotExist where it stands there no more,
    and what drafting.change_pictures raises.
    """
    if picture.moves:
        raise Unusable(STILL)
    with uploads.workplace(upload_id=uuid4()) as folder:
        sent = folder / "sent"
        with sent.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        if sent.stat().st_size > uploads.LARGEST_BYTES:
            raise Unusable("This picture is larger than 25 MB. Make it smaller, or choose another one.")
        made = looking.made_from(path=sent, folder=folder)
        return _put_in_its_place(post_id, picture, made, sent, actor, at)


@transaction.atomic
def _put_in_its_place(
    post_id: int, picture: Picture, made: Made, sent: Path, actor: Member, at: datetime
) -> Picture:
    order.taking_away(agency_id=actor.agency_id)
    post = Post.objects.get(pk=post_id, agency_id=actor.agency_id)
    if not DraftPicture.objects.filter(draft__post=post, picture=picture).exists():
        raise Picture.DoesNotExist
    blurred = _kept(post, picture, made, sent, actor, at)

    def exchanged(before: Written) -> tuple[Pictured, ...]:
        return tuple(
            replace(each, picture_id=blurred.pk) if each.picture_id == picture.pk else each
            for each in before.pictures
        )

    drafting.change_pictures(post_id=post_id, actor=actor, change=exchanged, at=at, seen_version=None)
    everywhere = [picture, *same_file.others(picture=picture)]
    for one in everywhere:
        same_file.restrict(picture=one, by_id=actor.pk, at=at)
    trail.record(
        verb="unit.picture_blurred",
        agency_id=picture.agency_id,
        actor_id=actor.pk,
        subject_id=blurred.unit_id,
        at=at,
        picture_id=picture.pk,
        blurred_id=blurred.pk,
    )
    for one in everywhere:
        said_anew.follow(picture=one, actor=actor, at=at)
    return blurred


def _kept(post: Post, picture: Picture, made: Made, sent: Path, actor: Member, at: datetime) -> Picture:
    """The unit's picture of this file; sent twice it is one. Raises Unusable for the picture as it was."""
    agency_id = post.agency_id
    original = blobs.keep_file(source=sent, agency_id=agency_id)
    digest = blobs.keep_file(source=made.network, agency_id=agency_id)
    if made.lasts_ms:
        raise Unusable(STILL)
    Unit.objects.select_for_update(no_key=True).get(pk=post.unit_id)
    same = same_file.known(agency_id=agency_id, original=original, network=digest)
    if picture in same or in_force_of_any(pictures=same):
        raise Unusable(SAME)
    if (earlier := next((one for one in same if one.unit_id == post.unit_id), None)) is not None:
        return earlier
    blurred = Picture(
        agency_id=agency_id,
        unit_id=post.unit_id,
        original_digest=original,
        digest=digest,
        preview_digest=blobs.keep(content=made.preview, agency_id=agency_id),
        media_type=made.media_type,
        width=made.width,
        height=made.height,
        size_bytes=made.network.stat().st_size,
        made_by=actor,
        made_at=at,
        blurred_from=picture,
    )
    blurred.save(force_insert=True)
    looking.tell_the_trail(picture=blurred, post=post)
    return blurred


def in_force_of_any(*, pictures: Collection[Picture]) -> bool:
    """Whether one of them may be used only as it was blurred."""
    return Restriction.objects.filter(picture__in=pictures, lifted_at=None).exists()


def in_force(*, picture: Picture) -> Restriction | None:
    """The restriction of a picture, if there is one."""
    return Restriction.objects.select_related("placed_by").filter(picture=picture, lifted_at=None).first()


def ruling(*, authority: Authority, restriction: Restriction, unit_id: int) -> Ruling:
    """Whether a member may allow a picture as it was."""
    if restriction.placed_by_id == authority.member_id:
        return Ruling(
            allowed=False, slug="blurred_it", reason="You blurred it, so somebody else allows it as it was."
        )
    role = authority.role_in(*ALLOWING, unit_id=unit_id)
    if role is None:
        reason = "Communications, or the unit's commander, can allow the picture as it was."
        return Ruling(allowed=False, slug="not_authorised", reason=reason)
    return Ruling(allowed=True, role=role)


@transaction.atomic
def allow(*, picture: Picture, reason: str, actor: Member, at: datetime) -> Restriction | None:
    """Let posts show a picture as it was before it was blurred; None where it may be shown already. Raises Refused."""
    held = Restriction.objects.select_for_update().filter(picture=picture, lifted_at=None).first()
    if held is None:
        return None
    authority = authorities.load(member=actor, at=at)
    ruled = ruling(authority=authority, restriction=held, unit_id=picture.unit_id)
    if not ruled.allowed:
        raise Refused(ruled)
    held.reason_digest, sealed = vault.seal(content=reason, agency_id=picture.agency_id)
    held.lifted_by, held.lifted_at = actor, at
    held.save(update_fields=["reason_digest", "lifted_by", "lifted_at"])
    trail.record(
        verb="unit.unblurred_allowed",
        agency_id=picture.agency_id,
        actor_id=actor.pk,
        subject_id=picture.unit_id,
        at=at,
        picture_id=picture.pk,
        reason_sealed=sealed,
    )
    return held
