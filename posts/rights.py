"""Saying whose a picture is and who is in it: anew each time, over the statement that was seen."""

from datetime import datetime

from django.db import transaction

from accounts import authority as authorities
from accounts import order, written
from accounts.authority import Authority
from accounts.models import Member, Role, Unit
from audit import trail, vault
from posts import permissions, said, said_anew, same_file
from posts.models import MediaRights, Picture
from posts.permissions import Ruling
from posts.said import Rights
from posts.workflow import Refused

SPEAKING = (Role.USMR, *permissions.LEADS)
"""Who says it of the pictures of a unit: who writes there, and who leads it."""
_NOT_YOURS = "Only who writes for this unit or leads it says whose its pictures are."


def may_read_document(*, authority: Authority, row: MediaRights) -> bool:
    """Whether a member opens what came with a statement: a form of consent, a letter. That is whoever said it, and
    those who decide about posts of the unit, as for the papers of written permissions."""
    unit_id = row.picture.unit_id
    return authority.member_id == row.said_by_id or authority.holds(*written.READERS, unit_id=unit_id)


class SaidMeanwhile(Exception):
    """Somebody said it anew since the page was opened."""

    def __init__(self, by: Member) -> None:
        super().__init__(
            f"{by.titled_name} described this picture meanwhile. Look at what stands there, then save again."
        )


def ruling(*, authority: Authority, unit_id: int) -> Ruling:
    """Whether a member may speak for the pictures of a unit."""
    role = authority.role_in(*SPEAKING, unit_id=unit_id)
    if role is None:
        return Ruling(allowed=False, slug="not_authorised", reason=_NOT_YOURS, clause="CPD-SM.III.C.4.c")
    return permissions.ready(authority, role, "write", unit_id=unit_id)


@transaction.atomic
def say(*, picture: Picture, rights: Rights, seen: int, actor: Member, at: datetime) -> MediaRights:
    """Say anew whose a picture is and who is in it, over the statement that was seen (its id, 0 for none).

    What waits with the picture and lacks something by the new statement goes back in the same instant, in one order
    with claims; that those shown may not be seen holds for every unit that added the picture. The same again is no new
    statement. Raises SaidMeanwhile, and Refused for whom the unit's pictures are not.
    """
    ruled = ruling(authority=authorities.load(member=actor, at=at), unit_id=picture.unit_id)
    if not ruled.allowed:
        raise Refused(ruled)
    if rights.keeps_back or MediaRights.objects.filter(picture=picture).exists():
        order.taking_away(agency_id=picture.agency_id)
    # The row of the unit orders two people who speak at once.
    Unit.objects.select_for_update(no_key=True).get(pk=picture.unit_id)
    last = said.of_pictures(pictures=[picture]).get(picture.pk)
    if last is not None and last.rights == rights:
        return last.row
    if last is not None and last.row.pk != seen:
        raise SaidMeanwhile(last.row.said_by)
    digest, sealed = vault.seal(content=said.written(rights), agency_id=picture.agency_id)
    row = MediaRights.objects.create(
        agency_id=picture.agency_id,
        picture=picture,
        owner=rights.owner,
        ends_on=rights.ends_on,
        facts_digest=digest,
        document_digest=rights.document_digest,
        said_by=actor,
        said_at=at,
    )
    trail.record(
        verb="unit.picture_described",
        agency_id=picture.agency_id,
        actor_id=actor.pk,
        subject_id=picture.unit_id,
        at=at,
        picture_id=picture.pk,
        rights_id=row.pk,
        rights_sealed=sealed,
    )
    if last is not None:
        said_anew.follow(picture=picture, actor=actor, at=at)
    for other in same_file.others(picture=picture) if rights.keeps_back else ():
        same_file.repeat(said=row, picture=other, at=at)
        said_anew.follow(picture=other, actor=actor, at=at)
    return row


def own(*, picture: Picture, actor: Member, at: datetime) -> MediaRights:
    """In one tap, of what nobody described: the department's, nobody in it, no music. Raises as `say` does."""
    rights = Rights(owner="department", music="none" if picture.is_video else "")
    return say(picture=picture, rights=rights, seen=0, actor=actor, at=at)
