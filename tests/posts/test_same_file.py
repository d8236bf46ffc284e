"""CPD-SM.III.C.4.d: what was blurred, and what may not be shown, comes back by no other way into a post."""

from datetime import datetime

import pytest

from audit import blobs
from audit.models import Event
from governance.cast import Cast
from posts import blurring, looking, pictures, rights, said
from posts.looking import Unusable
from posts.models import MediaRights, Picture, Post, Restriction
from posts.pictured import Restricted
from posts.said import Rights
from tests import drawn, people
from tests.posts import picturing
from tests.posts.writing import at, draft

__all__ = ["at", "draft"]
pytestmark = pytest.mark.django_db
HIDDEN = Rights(owner="department", shown=("other",), consent="given", agreed="Both.", under_cover="may")


@pytest.fixture
def photo(chicago: Cast, draft: Post, at: datetime) -> Picture:
    """A photograph that stands in a draft of the 014th District."""
    made = picturing.made(post=draft, by=chicago.reyes, content=drawn.jpeg(), at=at)
    pictures.attach(post_id=draft.pk, picture_id=made.pk, alt_text="A lake", actor=chicago.reyes, at=at)
    return made


def added(engaged: Cast, who: str, content: bytes, at: datetime, post: Post | None = None) -> Picture:
    """The same bytes added by somebody, to a post of their own."""
    by = engaged.people[who]
    post = post or people.drafted(engaged=engaged, by=who, unit="001", at=at)
    sent = picturing.sent(post=post, by=by, content=content, at=at)
    assert looking.look(upload_id=sent.pk, at=at) == "ready"
    sent.refresh_from_db()
    assert sent.picture is not None
    return sent.picture


def copy(picture: Picture, size: str) -> bytes:
    """As it was saved from a page of the portal."""
    digest = {
        "original": picture.original_digest,
        "network": picture.digest,
        "preview": picture.preview_digest,
    }
    return blobs.content(digest=digest[size], agency_id=picture.agency_id)


def blur(engaged: Cast, post: Post, picture: Picture, at: datetime, content: bytes = b"") -> Picture:
    pieces = [content or drawn.png(colour="grey")]
    return blurring.blur(post_id=post.pk, picture=picture, pieces=pieces, actor=engaged.reyes, at=at)


@pytest.mark.parametrize("size", ["original", "network", "preview"])
def test_cpd_sm_iii_c_4_d_a_copy_of_our_own_is_the_picture_it_was_made_of(
    chicago: Cast, draft: Post, photo: Picture, size: str, at: datetime
) -> None:
    blur(chicago, draft, photo, at)
    other = people.drafted(engaged=chicago, at=at)
    again = added(chicago, "reyes", copy(photo, size), at, post=other)
    assert again == photo
    with pytest.raises(Restricted):
        pictures.attach(post_id=other.pk, picture_id=again.pk, alt_text="x", actor=chicago.reyes, at=at)


@pytest.mark.parametrize("size", ["original", "network", "preview"])
def test_cpd_sm_iii_c_4_d_another_unit_that_adds_it_finds_it_shut_away(
    chicago: Cast, draft: Post, photo: Picture, size: str, at: datetime
) -> None:
    blur(chicago, draft, photo, at)
    theirs = added(chicago, "tran", copy(photo, size), at)
    assert theirs.unit != photo.unit
    assert Restriction.objects.filter(picture=theirs, lifted_at=None, placed_by=chicago.reyes).exists()
    assert Event.objects.get(verb="unit.picture_known").keys == {
        "picture_id": theirs.pk,
        "same_as_id": photo.pk,
    }


def test_cpd_sm_iii_c_4_d_blurring_it_shuts_away_what_another_unit_added_before(
    chicago: Cast, draft: Post, photo: Picture, at: datetime
) -> None:
    theirs = added(chicago, "tran", copy(photo, "original"), at)
    blur(chicago, draft, photo, at)
    assert set(Restriction.objects.values_list("picture_id", flat=True)) == {photo.pk, theirs.pk}


def test_cpd_sm_iii_c_4_d_whoever_may_work_under_cover_is_kept_back_in_every_unit(
    chicago: Cast, draft: Post, photo: Picture, at: datetime
) -> None:
    theirs = added(chicago, "tran", copy(photo, "network"), at)
    assert said.of_pictures(pictures=[theirs])[theirs.pk].rights.owner == "department"
    seen = MediaRights.objects.get(picture=photo).pk
    rights.say(picture=photo, rights=HIDDEN, seen=seen, actor=chicago.reyes, at=at)
    assert said.of_pictures(pictures=[theirs])[theirs.pk].rights == HIDDEN
    again = added(chicago, "ortega", copy(photo, "preview"), at, post=draft)
    assert said.of_pictures(pictures=[again])[again.pk].rights == HIDDEN


@pytest.mark.parametrize("size", ["original", "network", "preview"])
def test_an_unblurred_copy_is_no_blurred_picture(
    chicago: Cast, draft: Post, photo: Picture, size: str, at: datetime
) -> None:
    with pytest.raises(Unusable, match="the same picture"):
        blur(chicago, draft, photo, at, content=copy(photo, size))
    assert not Restriction.objects.exists()
